/** How exactly attention sums and averages. */
import { greatestOf } from "../../numbers.ts";
import type { Lowering } from "../context/lowering.ts";

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
  return (maxLength + 1 + 8) * precision.roundingUnit;
}

/**
 * Relative error of a mean: selected keys tie, so exp gives exactly 1 and their
 * number is exact; then one division, products, and a sum in any order.
 */
export function meanError(lowering: Lowering): number {
  return (lowering.maxLength + 4) * lowering.precision.roundingUnit;
}

/** The largest magnitude. */
export function largestOf(codes: readonly number[]): number {
  return greatestOf(codes.map(Math.abs));
}
