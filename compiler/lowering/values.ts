/** The values of an aggregate as integers, and how exactly attention can sum them. */
import type { Atom } from "../../language/atom.ts";
import { numberOf } from "../../language/atom.ts";
import type { SOp } from "../../language/graph.ts";
import type { SignedSum } from "../analysis/formula.ts";
import type { Affine } from "./affine.ts";
import type { Scaled } from "./averages.ts";
import { scaleToIntegers } from "./averages.ts";
import type { Lowering, Refused } from "./context.ts";
import { holdNumbers } from "./hold.ts";

export type Aggregate = SOp & { readonly kind: "aggregate" };

/** What the ways of lowering an aggregate share. */
export interface Aggregation {
  readonly node: Aggregate;
  readonly sum: SignedSum;
  /** The values that may be selected, one of each that are `==`. */
  readonly values: readonly Atom[];
  /** The value of an empty row, or null where it is proved that there is none. */
  readonly default: Atom | null;
}

/** The aggregated s-op as an integer expression, over whichever of its tables is cheapest. */
export function holdValue(
  lowering: Lowering,
  node: Aggregate,
  numberFor: (atom: Atom) => number,
): Affine | Refused {
  const held = holdNumbers(lowering, node.value, numberFor);
  if (held !== null) return held;
  return lowering.refuse(
    "too-large",
    node.value,
    `no exact way to hold the ${String(lowering.tablesOf(node.value)[0]?.atoms.length ?? 0)} values of this expression was found`,
    "a shorter `max-length`, a smaller vocabulary or `--precision float64` may help",
  );
}

export function scaledValues(lowering: Lowering, { node, values }: Aggregation): Scaled | Refused {
  const scaled = scaleToIntegers(values.map((atom) => numberOf(atom) ?? 0));
  if (scaled !== null) return scaled;
  return lowering.refuse(
    "uncertified",
    node.id,
    `the mean of this expression's ${String(values.length)} values cannot be computed exactly: they are not multiples of one unit`,
    "average integers, and divide afterwards",
  );
}

/** Whether softmax arithmetic in any order of summation leaves a sum within 1/4 of its integer. */
export function countsExactly(lowering: Lowering, largestSum: number): boolean {
  return largestSum * softmaxError(lowering) < 1 / 4 - 1 / 8;
}

/** Relative error of a softmax-weighted sum: exp off by two ulp, division, products, any order of summation. */
export function softmaxError(lowering: Lowering): number {
  const unit = lowering.precision === "float32" ? 2 ** -24 : 2 ** -53;
  return (lowering.maxLength + 1 + 8) * unit;
}

/**
 * Relative error of a mean: selected keys tie, so exp gives exactly 1 and their
 * number is exact; then one division, products, and a sum in any order.
 */
export function meanError(lowering: Lowering): number {
  const unit = lowering.precision === "float32" ? 2 ** -24 : 2 ** -53;
  return (lowering.maxLength + 4) * unit;
}
