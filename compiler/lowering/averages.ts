/** Means of integers: which values they can take, and how far apart these lie. */
import { leastOf } from "../analysis/extremes.ts";
import { dyadic, nearestDouble } from "../../language/rational.ts";

/** Values as integer multiples of one number, counted from one of them. */
export interface Scaled {
  /** value = (multiple + offset) · unit. */
  readonly multiples: readonly number[];
  readonly offset: number;
  /** The unit as an exact number: numerator · 2^exponent. */
  readonly numerator: bigint;
  readonly exponent: number;
}

/** Multiples larger than this are not summed: their sums would leave the exact doubles. */
const LARGEST_MULTIPLE = 2n ** 40n;

/**
 * Writes numbers as integer multiples of the largest number that divides them
 * all; where they lie far from 0 and close together, as multiples from the
 * nearest of them on. Null where the multiples are too large to be summed.
 */
export function scaleToIntegers(numbers: readonly number[]): Scaled | null {
  const parts = numbers.map(dyadic);
  const exponent = Math.min(0, leastOf(parts.map((part) => (part.mantissa === 0n ? 0 : part.exponent))));
  const integers = parts.map((part) => part.mantissa << BigInt(Math.max(0, part.exponent - exponent)));
  const offset = farOffset(integers);
  const unit = integers.reduce((common, n) => greatestDivisor(common, n - offset), offset) || 1n;
  const multiples = integers.map((n) => (n - offset) / unit);
  const steps = offset / unit;
  if ([...multiples, steps].some((n) => n > LARGEST_MULTIPLE || n < -LARGEST_MULTIPLE)) return null;
  return { multiples: multiples.map(Number), offset: Number(steps), numerator: unit, exponent };
}

/** The value nearest to 0, if all lie on its side and within its magnitude of each other; else 0. */
function farOffset(integers: readonly bigint[]): bigint {
  const least = integers.reduce((a, b) => (b < a ? b : a));
  const greatest = integers.reduce((a, b) => (b > a ? b : a));
  const spread = greatest - least;
  if (least > spread) return least;
  return -greatest > spread ? greatest : 0n;
}

/** The place of a number among the multiples; not an integer where it is not one of them. */
export function multipleFor({ numerator, exponent, offset }: Scaled, number: number): number {
  return number / (Number(numerator) * 2 ** exponent) - offset;
}

function greatestDivisor(left: bigint, right: bigint): bigint {
  let [a, b] = [left < 0n ? -left : left, right < 0n ? -right : right];
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

/** The double nearest to the mean of `count` values whose multiples add up to `sum`, as the interpreter gives it. */
export function meanOf(scaled: Scaled, sum: number, count: number): number {
  const total = sum + scaled.offset * count;
  if (scaled.numerator === 1n && scaled.exponent === 0) return total / count;
  return nearestDouble(BigInt(total) * scaled.numerator, BigInt(count) << BigInt(-scaled.exponent));
}

/** A possible mean of integers, as a reduced fraction. */
export interface Fraction {
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
): readonly Fraction[] | null {
  const bound = ((greatest - least) * (counts.greatest + 1) * counts.greatest) / 2;
  if (bound > 8 * limit) return null;
  const means: Fraction[] = [];
  for (let count = Math.max(1, counts.least); count <= counts.greatest; count++) {
    for (let sum = least * count; sum <= greatest * count; sum++) {
      // A fraction is met first in lowest terms, unless too few values are averaged for that.
      if (!isReduced(sum, count) && reducible(sum, count, counts.least)) continue;
      means.push({ sum, count });
    }
  }
  if (means.length > limit) return null;
  const ascending = means.toSorted((a, b) => a.sum * b.count - b.sum * a.count);
  return ascending.filter((mean, i) => {
    const previous = ascending[i - 1];
    return previous === undefined || mean.sum * previous.count !== previous.sum * mean.count;
  });
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
