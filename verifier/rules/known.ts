/** What rules about selectors may ask of one another. */
import type { Conjunction } from "../program/formula.ts";
import type { Program } from "../program/program.ts";
import type { Trials } from "../program/trials.ts";

/** Widths of the rows of a selector that reads nothing but indices. */
export interface Widths {
  readonly least: number;
  readonly greatest: number;
  /** The width at each index, if it depends on nothing else. */
  readonly byIndex: readonly number[] | null;
  /** True if it is the number of positions. */
  readonly isLength: boolean;
}

export interface Known {
  readonly program: Program;
  readonly trials: Trials;
  /** The selector as disjoint conjunctions; none where they are too many. */
  readonly conjunctions: (selector: number) => readonly Conjunction[];
  /** The node's atom at each index, if it depends on nothing else. */
  readonly byPosition: (id: number) => Int32Array | null;
  /** Null for selectors that read more than positions. */
  readonly widths: (selector: number) => Widths | null;
  /** True if no two positions of an input hold equal values. */
  readonly isDistinct: (id: number) => boolean;
  /** True if every position is selected by itself. */
  readonly alwaysItself: (selector: number) => boolean;
}

/** The selector as one conjunction; null where it is none. */
export function onlyConjunction(known: Known, selector: number): Conjunction | null {
  const [only, ...others] = known.conjunctions(selector);
  return only === undefined || others.length > 0 ? null : only;
}
