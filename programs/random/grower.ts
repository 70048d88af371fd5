/** What the makers of expressions share. */
import type { Atom } from "../../language/atom.ts";
import type { Random } from "../../language/random.ts";
import type { Selector, SOp, Value, ValueType, World } from "./values.ts";

export interface Grower {
  readonly random: Random;
  readonly world: World;
  readonly vocabulary: readonly Atom[];
  /** What has a name so far, latest last. */
  readonly named: readonly Value[];
  /** An s-op, not an atom, of this type; with more effort a larger expression. */
  readonly sOp: (type: ValueType, effort: number) => SOp;
  /** An s-op or, at times, an atom. */
  readonly operand: (type: ValueType, effort: number) => SOp;
  readonly selector: (effort: number) => Selector;
  /** An atom like those that the s-op holds. */
  readonly atomLike: (value: SOp) => Atom;
  readonly anyType: () => ValueType;
}

/** Makes an expression; null where its operands turned out not to fit. */
export type Maker<V> = (grower: Grower, effort: number) => V | null;

export type Makers<V> = readonly (readonly [weight: number, maker: Maker<V>])[];
