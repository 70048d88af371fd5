/** Doubles as the simple fractions that they are near to. */
import { dyadic } from "../../language/rational.ts";

export interface Fraction {
  readonly numerator: bigint;
  /** Above 0. */
  readonly denominator: bigint;
}

/** The fraction of least denominator within so many units in the last place of a finite double. */
export function simplestFraction(value: number, units: number): Fraction {
  if (value < 0) {
    const { numerator, denominator } = simplestFraction(-value, units);
    return { numerator: -numerator, denominator };
  }
  const { mantissa, exponent } = dyadic(value);
  if (mantissa === 0n || exponent >= 0) return { numerator: mantissa << BigInt(exponent), denominator: 1n };
  // The last place of 53 bits, in eighths; value / 2^53 is above the spacing of doubles by less than a factor of 2.
  const spare = BigInt(53 - mantissa.toString(2).length + 3);
  const middle = mantissa << spare;
  const slack = BigInt(Math.round(units * 8));
  const scale = 1n << (BigInt(-exponent) + spare);
  return between(middle - slack, scale, middle + slack, scale);
}

/**
 * The fraction of least denominator with low ≤ fraction ≤ high, both given as
 * numerators and denominators: the continued fractions of both, as far as they agree.
 */
function between(lowTop: bigint, lowBottom: bigint, highTop: bigint, highBottom: bigint): Fraction {
  const floor = lowTop / lowBottom;
  if (floor * lowBottom === lowTop) return { numerator: floor, denominator: 1n };
  if ((floor + 1n) * highBottom <= highTop) return { numerator: floor + 1n, denominator: 1n };
  const rest = between(highBottom, highTop - floor * highBottom, lowBottom, lowTop - floor * lowBottom);
  return { numerator: floor * rest.numerator + rest.denominator, denominator: rest.numerator };
}

/** Of two integers, never negative. */
export function greatestDivisor(left: bigint, right: bigint): bigint {
  let [a, b] = [left < 0n ? -left : left, right < 0n ? -right : right];
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

/** The least common denominator; null beyond the limit. */
export function commonDenominator(fractions: readonly Fraction[], limit: bigint): bigint | null {
  let common = 1n;
  for (const { denominator } of fractions) {
    common = (common / greatestDivisor(common, denominator)) * denominator;
    if (common > limit) return null;
  }
  return common;
}
