/**
 * What holds of selectors for every input: which read positions alone, which
 * never select two keys, which always select one. Rules of the checker's own.
 */
import { findsItsKey, selectsItself, selectsTheFirst } from "./empty.ts";
import { matrixOf, widthsOf } from "./positions.ts";
import { isRank } from "./ranks.ts";
import { excludesPairs, findsOnePosition, ranksWithin } from "./single.ts";
import { conjunctionsOf, pairsOf, selects } from "../program/formula.ts";
import type { Program } from "../program/program.ts";
import { NONE } from "../program/table.ts";
import { Trials } from "../program/trials.ts";
import { EQUAL } from "../state/atoms.ts";

/** Widths of the rows of a selector that reads nothing but indices. */
export interface Widths {
  readonly least: number;
  readonly greatest: number;
  /** The width at each index, if it depends on nothing else. */
  readonly byIndex: readonly number[] | null;
  /** True if it is the number of positions. */
  readonly isLength: boolean;
}

export class Facts {
  readonly #program: Program;
  readonly trials: Trials;
  readonly #matrices = new Map<number, Uint8Array | null>();
  readonly #widths = new Map<number, Widths | null>();
  readonly #proved = new Map<string, boolean>();

  constructor(program: Program) {
    this.#program = program;
    this.trials = new Trials(program);
  }

  /** matrix[query · N + key]: 1 where selected; null if it reads more than positions. */
  matrix(selector: number): Uint8Array | null {
    const known = this.#matrices.get(selector);
    if (known !== undefined) return known;
    const made = matrixOf(this.#program, this, selector);
    this.#matrices.set(selector, made);
    return made;
  }

  /** The node's atom at each index, if it depends on nothing else. */
  byPosition(id: number): Int32Array | null {
    if (!this.trials.mayBePositional(id)) return null;
    const table = this.#program.knownTable(id);
    if (table === null || table.cells.includes(NONE)) return null;
    const { index, setting } = this.#program;
    const [only, ...others] = table.variables;
    if (only === undefined) return new Int32Array(setting.maxLength).fill(table.cells[0]!);
    return only.id === index.id && others.length === 0 ? table.cells : null;
  }

  widths(selector: number): Widths | null {
    const known = this.#widths.get(selector);
    if (known !== undefined) return known;
    const matrix = this.matrix(selector);
    const widths = matrix === null ? null : widthsOf(this.#program, matrix);
    this.#widths.set(selector, widths);
    return widths;
  }

  /** True if no query of any input selects two keys. */
  atMostOne(selector: number): boolean {
    return this.#prove(`one ${String(selector)}`, () => {
      const widths = this.widths(selector);
      if (widths !== null) return widths.greatest <= 1;
      if (!this.trials.maySelectOneAtMost(selector)) return false;
      const [only, ...others] = conjunctionsOf(this.#program.graph, selector) ?? [];
      if (only === undefined || others.length > 0) return false;
      const fixed = only.filter(({ outcomes }) => outcomes === EQUAL).map(({ keys }) => keys);
      return (
        fixed.some((key) => this.isDistinct(key) || ranksWithin(this.#program, this, key, only)) ||
        excludesPairs(this.#program, this, only) ||
        findsOnePosition(this.#program, only)
      );
    });
  }

  /** True if every position is selected by itself. */
  alwaysItself(selector: number): boolean {
    return this.#prove(`itself ${String(selector)}`, () => selectsItself(this.#program, this, selector));
  }

  /** True if no position is selected by itself. */
  neverItself(selector: number): boolean {
    const { graph } = this.#program;
    const compared = pairsOf(graph, selector);
    // Any value is equal to itself.
    return (
      compared.every(({ keys, queries }) => keys === queries) &&
      selects(graph, selector, () => EQUAL) === false
    );
  }

  /** True if every query of every input selects some key. */
  neverEmpty(selector: number | null): boolean {
    if (selector === null) return true;
    return this.#prove(`some ${String(selector)}`, () => {
      const widths = this.widths(selector);
      if (widths !== null) return widths.least > 0;
      if (!this.trials.mayNeverBeEmpty(selector)) return false;
      if (this.alwaysItself(selector)) return true;
      const conjunctions = conjunctionsOf(this.#program.graph, selector) ?? [];
      return conjunctions.some(
        (each) => findsItsKey(this.#program, this, each) || selectsTheFirst(this.#program, each),
      );
    });
  }

  /** False if it is sure that some query leaves out a key. */
  maySelectAll(selector: number): boolean {
    return this.trials.maySelectAll(selector);
  }

  /** False if it is sure that some query selects a key. */
  maySelectNone(selector: number): boolean {
    return !this.#isKnownToSelect(selector) && this.trials.maySelectNone(selector);
  }

  /** True if it is proved already that every query selects some key. */
  #isKnownToSelect(selector: number): boolean {
    return this.#proved.get(`some ${String(selector)}`) === true;
  }

  /** Only what is proved is remembered: more may be known later. */
  #prove(key: string, proof: () => boolean): boolean {
    if (this.#proved.get(key) === true) return true;
    const proved = proof();
    this.#proved.set(key, proved);
    return proved;
  }

  /** True if no two positions of an input hold equal values. */
  isDistinct(id: number): boolean {
    const positions = this.byPosition(id);
    if (positions !== null) {
      const { atoms } = this.#program;
      return new Set(Array.from(positions, (atom) => atoms.classOf(atom))).size === positions.length;
    }
    return isRank(this.#program, this, id, EQUAL);
  }
}
