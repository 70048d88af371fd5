/** Means of integers: which values they can take, and how far apart these lie. */
import { dyadic, nearestDouble } from "../../language/rational.ts";

/** Values as integer multiples of one number; null where no exact unit is known. */
export interface Scaled {
  readonly multiples: readonly number[];
  /** The unit as an exact fraction numerator · 2^exponent. */
  readonly numerator: bigint;
  readonly exponent: number;
}

/** Multiples larger than this are no small integers any more. */
const LARGEST_MULTIPLE = 2 ** 20;

/**
 * Writes numbers as integer multiples of the largest power of two that divides
 * them all, or, where that gives large integers, of the one that is least in magnitude.
 */
export function scaleToIntegers(numbers: readonly number[]): Scaled | null {
  const parts = numbers.map(dyadic);
  const exponent = Math.min(0, ...parts.map((part) => (part.mantissa === 0n ? 0 : part.exponent)));
  const integers = parts.map((part) => part.mantissa << BigInt(Math.max(0, part.exponent - exponent)));
  const nonzero = integers.filter((n) => n !== 0n).map((n) => (n < 0n ? -n : n));
  const least = nonzero.reduce((a, b) => (b < a ? b : a), nonzero[0] ?? 1n);
  for (const unit of [1n, least]) {
    if (integers.some((n) => n % unit !== 0n)) continue;
    const multiples = integers.map((n) => Number(n / unit));
    if (multiples.every((n) => Math.abs(n) <= LARGEST_MULTIPLE))
      return { multiples, numerator: unit, exponent };
  }
  return null;
}

/** The double nearest to sum · unit / count, as the interpreter gives a mean. */
export function meanOf(scaled: Scaled, sum: number, count: number): number {
  const plain = scaled.numerator === 1n;
  if (plain && scaled.exponent === 0) return sum / count;
  const numerator = BigInt(sum) * scaled.numerator;
  return nearestDouble(numerator, BigInt(count) << BigInt(-scaled.exponent));
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
