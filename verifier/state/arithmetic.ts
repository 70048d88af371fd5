/**
 * The one arithmetic of the checker: what an engine of the precision may make of a
 * sum, whatever its order. A number is exact, or carries a bound on how far off it is.
 */

export interface Arithmetic {
  /** Integers below this are exact. */
  readonly limit: number;
  /** u: relative error of one rounding. */
  readonly rounding: number;
  /** exp of minus this is 0. */
  readonly underflow: number;
  readonly round: (value: number) => number;
}

export function arithmeticOf(precision: "float32" | "float64"): Arithmetic {
  return precision === "float32"
    ? { limit: 2 ** 24, rounding: 2 ** -24, underflow: 104, round: Math.fround }
    : { limit: 2 ** 53, rounding: 2 ** -53, underflow: 746, round: (value) => value };
}

/** A number as it is computed: within `error` of `value` in any order of summation. */
export interface Computed {
  readonly value: number;
  /** 0 where it is exact. */
  readonly error: number;
}

/** Far from where products overflow, lose bits or are flushed to 0. */
export function isOrdinary(sum: number, unit: number): boolean {
  return sum < 2 ** 60 && unit > 2 ** -60;
}

/**
 * True if terms that are multiples of a unit, and whose magnitudes add up to `sum`,
 * have the same sum in any order without rounding: all partial sums are multiples of
 * the unit below the limit of it, which the precision holds.
 */
export function isExactSum({ limit }: Arithmetic, sum: number, unit: number): boolean {
  return sum === 0 || (sum / unit < limit && isOrdinary(sum, unit));
}

/** The least normal number of float32: whatever is smaller may be flushed to 0. */
const LEAST_NORMAL = 2 ** -126;

/**
 * How far a sum of so many products may be off: n products and n − 1 additions, each off
 * by at most u of its result, in any order, come to at most n·u / (1 − n·u) of the sum of
 * the magnitudes (Higham, Accuracy and Stability of Numerical Algorithms, 2nd edition,
 * section 4.2), and by the least normal number where a result is flushed to 0. Twice
 * that, so that the doubles in which the checker itself adds up are covered too.
 *
 * @param terms  products and biases
 * @param reach  Σ of their magnitudes
 */
export function errorOfTerms({ rounding }: Arithmetic, terms: number, reach: number): number {
  const roundings = (terms + 1) * rounding;
  return (2 * roundings * reach) / (1 - roundings) + 2 * (terms + 1) * LEAST_NORMAL;
}

/**
 * The sum of two numbers as the precision rounds it once; null where the doubles in which
 * it is worked out would round it before (the error of their sum is exact: Knuth's TwoSum).
 */
export function roundedSum({ round, limit }: Arithmetic, a: number, b: number): number | null {
  const sum = a + b;
  // In float64 the engine's addition is this one.
  if (limit === 2 ** 53) return Number.isFinite(sum) ? sum : null;
  const part = sum - a;
  const lost = a - (sum - part) + (b - part);
  if (lost !== 0 || !Number.isFinite(round(sum))) return null;
  return round(sum);
}
