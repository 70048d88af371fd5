/** Averages of integers that stand for values: sum and number of them give the mean. */
import { leastOf } from "../../numbers.ts";
import { dyadic, nearestDouble } from "../../../language/rational.ts";
import { greatestDivisor } from "./fractions.ts";

/** value = (base + unit · code) / denominator, exactly or nearly. */
export interface Line {
  readonly base: bigint;
  readonly unit: bigint;
  /** Above 0. */
  readonly denominator: bigint;
}

/** An integer for each value, and what their sums tell. */
export interface Scaled {
  readonly codes: readonly number[];
  /** On or near to which the codes lie; null where they stand for the values in no order. */
  readonly line: Line | null;
  /**
   * means[count].get(sum): the mean of so many values whose codes add up to the sum, for all sums that occur.
   * Null where the line is exact and every sum between the least and the greatest is taken to occur.
   */
  readonly means: readonly ReadonlyMap<number, number>[] | null;
}

/** The double nearest to the mean of `count` values whose codes add up to `sum`, as the interpreter gives it; null where none do. */
export function meanOf({ line, means }: Scaled, sum: number, count: number): number | null {
  if (means !== null || line === null) return means?.[count]?.get(sum) ?? null;
  const { base, unit, denominator } = line;
  if (base === 0n && unit === 1n && denominator === 1n) return sum / count;
  return nearestDouble(base * BigInt(count) + unit * BigInt(sum), BigInt(count) * denominator);
}

/** Where a number lies among codes; not an integer where it is between them. */
export function placeOn(line: Line, number: number): number {
  const { mantissa, exponent } = dyadic(number);
  const scale = 1n << BigInt(Math.max(0, -exponent));
  const top = (mantissa << BigInt(Math.max(0, exponent))) * line.denominator - line.base * scale;
  return nearestDouble(top, line.unit * scale);
}

/** Codes larger than this are not summed: their sums would leave the exact doubles. */
export const LARGEST_CODE = 2 ** 40;

/**
 * Numbers as integer multiples of the largest number that divides them all;
 * where they lie far from 0 and close together, counted from the nearest of
 * them on. Null where the multiples are too large to be summed.
 */
export function scaleToIntegers(
  numbers: readonly number[],
): { readonly multiples: readonly number[] } | null {
  const { integers, denominator } = inDyadicUnits(numbers);
  const scaled = fromNearby(integers, denominator);
  return scaled === null ? null : { multiples: scaled.codes };
}

/** Doubles as integers over a common power of two. */
export function inDyadicUnits(numbers: readonly number[]): {
  readonly integers: readonly bigint[];
  readonly denominator: bigint;
} {
  const parts = numbers.map(dyadic);
  const exponent = Math.min(0, leastOf(parts.map((part) => (part.mantissa === 0n ? 0 : part.exponent))));
  return {
    integers: parts.map((part) => part.mantissa << BigInt(Math.max(0, part.exponent - exponent))),
    denominator: 1n << BigInt(-exponent),
  };
}

/** Codes of integers over a denominator, on a line; null where they are too large. */
export interface OnLine {
  readonly codes: readonly number[];
  readonly line: Line;
}

/** Counted from 0, or from the value nearest to it if all lie on its side and within its magnitude of each other. */
export function fromNearby(integers: readonly bigint[], denominator: bigint): OnLine | null {
  const [least, greatest] = extremesOf(integers);
  const spread = greatest - least;
  return least > spread || -greatest > spread
    ? fromNearest(integers, denominator)
    : from(integers, 0n, denominator);
}

/** Counted from the value nearest to 0. */
export function fromNearest(integers: readonly bigint[], denominator: bigint): OnLine | null {
  const nearest = integers.reduce((a, b) => (magnitude(b) < magnitude(a) ? b : a));
  return from(integers, nearest, denominator);
}

function from(integers: readonly bigint[], base: bigint, denominator: bigint): OnLine | null {
  const unit = integers.reduce((common, n) => greatestDivisor(common, n - base), 0n) || 1n;
  const codes = integers.map((n) => (n - base) / unit);
  if (codes.some((code) => magnitude(code) > LARGEST_CODE)) return null;
  return { codes: codes.map(Number), line: { base, unit, denominator } };
}

function extremesOf(integers: readonly bigint[]): readonly [bigint, bigint] {
  return [integers.reduce((a, b) => (b < a ? b : a)), integers.reduce((a, b) => (b > a ? b : a))];
}

export function magnitude(n: bigint): bigint {
  return n < 0n ? -n : n;
}

/** A possible mean of integers, as a fraction. */
export interface Average {
  readonly sum: number;
  readonly count: number;
}

/**
 * Every mean of at least `counts.least` and at most `counts.greatest` integers
 * between two bounds, ascending, each once; null if there are more than `limit`.
 */
export function possibleMeans(
  least: number,
  greatest: number,
  counts: { readonly least: number; readonly greatest: number },
  limit: number,
): readonly Average[] | null {
  const bound = ((greatest - least) * (counts.greatest + 1) * counts.greatest) / 2;
  if (bound > 8 * limit) return null;
  const means: Average[] = [];
  for (let count = Math.max(1, counts.least); count <= counts.greatest; count++) {
    for (let sum = least * count; sum <= greatest * count; sum++) {
      // A fraction is met first in lowest terms, unless too few values are averaged for that.
      if (!isReduced(sum, count) && reducible(sum, count, counts.least)) continue;
      means.push({ sum, count });
    }
  }
  if (means.length > limit) return null;
  const ascending = means.toSorted(compareAverages);
  return ascending.filter((mean, i) => {
    const previous = ascending[i - 1];
    return previous === undefined || mean.sum * previous.count !== previous.sum * mean.count;
  });
}

export function compareAverages(left: Average, right: Average): number {
  return left.sum * right.count - right.sum * left.count;
}

/** Every sum with its count, ascending by their quotients; null if there are more than `limit`. */
export function averagesThatOccur(
  means: readonly ReadonlyMap<number, number>[],
  limit: number,
): readonly Average[] | null {
  if (means.reduce((size, bySum) => size + bySum.size, 0) > limit) return null;
  const averages = means.flatMap((bySum, count) => Array.from(bySum.keys(), (sum) => ({ sum, count })));
  return averages.toSorted(compareAverages);
}

function isReduced(sum: number, count: number): boolean {
  return divisor(sum, count) === 1;
}

/** True if the fraction in lowest terms averages at least `least` values too. */
function reducible(sum: number, count: number, least: number): boolean {
  return count / divisor(sum, count) >= least;
}

function divisor(a: number, b: number): number {
  let [x, y] = [Math.abs(a), b];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}
