/** The values of an aggregate as integers, and how exactly attention can sum them. */
import type { Atom } from "../../../language/atom.ts";
import { numberOf } from "../../../language/atom.ts";
import type { SOp } from "../../../language/graph.ts";
import { greatestOf } from "../../analysis/extremes.ts";
import type { SignedSum } from "../../analysis/formula.ts";
import { sumKey } from "../../analysis/formula.ts";
import type { Affine } from "../circuit/affine.ts";
import type { Scaled } from "../means/averages.ts";
import type { Lowering, Refused } from "../context.ts";
import { holdNumbers } from "../functions/hold.ts";
import { exactScalings, nearbyScalings, tallyingScalings } from "../means/scalings.ts";
import { selectionsOf } from "../means/selections.ts";

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
  const values = lowering.tablesOf(node.value)[0]?.atoms.length ?? 0;
  return lowering.refuse("too-large", node.value, { case: "held", values });
}

/** Ways to write the values as integers whose sum and number tell the mean, cheapest first. */
export function scalingsOf(lowering: Lowering, aggregation: Aggregation): readonly Scaled[] {
  const { node, sum, values } = aggregation;
  const key = `${sumKey(sum)} ${String(node.value)}`;
  const known = lowering.scalings.get(key);
  if (known !== undefined) return known;
  const numbers = values.map((atom) => numberOf(atom) ?? 0);
  const search = { numbers, selections: selectionsOf(lowering, aggregation), spend: lowering.spend };
  const exact = exactScalings(search);
  const countable = ({ codes }: Scaled): boolean =>
    countsExactly(lowering, largestOf(codes) * lowering.maxLength);
  const near = exact.some(countable) ? exact : [...exact, ...nearbyScalings(search)];
  const scalings = near.some(countable) ? near : [...near, ...tallyingScalings(search)];
  lowering.scalings.set(key, scalings);
  return scalings;
}

/** The largest magnitude. */
export function largestOf(codes: readonly number[]): number {
  return greatestOf(codes.map(Math.abs));
}

/** What errors depend on. */
type Sizes = Pick<Lowering, "maxLength" | "precision">;

/** Whether softmax arithmetic in any order of summation leaves a sum within 1/4 of its integer. */
export function countsExactly(lowering: Lowering, largestSum: number): boolean {
  return largestSum < largestCountable(lowering);
}

/** Sums below this are found exactly. */
export function largestCountable(sizes: Sizes): number {
  return (1 / 4 - 1 / 8) / softmaxError(sizes);
}

/** Relative error of a softmax-weighted sum: exp off by two ulp, division, products, any order of summation. */
export function softmaxError({ maxLength, precision }: Sizes): number {
  const unit = precision === "float32" ? 2 ** -24 : 2 ** -53;
  return (maxLength + 1 + 8) * unit;
}

/**
 * Relative error of a mean: selected keys tie, so exp gives exactly 1 and their
 * number is exact; then one division, products, and a sum in any order.
 */
export function meanError(lowering: Lowering): number {
  const unit = lowering.precision === "float32" ? 2 ** -24 : 2 ** -53;
  return (lowering.maxLength + 4) * unit;
}
