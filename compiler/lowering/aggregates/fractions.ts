/** Doubles as the simple fractions that they are near to. */
import { greatestLargeDivisor } from "../../numbers.ts";
import { dyadic } from "../../../language/numbers/rational.ts";

export interface Fraction {
  readonly numerator: bigint;
  /** Above 0. */
  readonly denominator: bigint;
}

/** The fraction of least denominator that differs from a double by no more than another. */
export function simplestFraction(value: number, slack: number): Fraction {
  if (value < 0) {
    const { numerator, denominator } = simplestFraction(-value, slack);
    return { numerator: -numerator, denominator };
  }
  const [middle, width] = [dyadic(value), dyadic(slack)];
  const exponent = Math.min(0, middle.exponent, width.exponent);
  const units = (part: { readonly mantissa: bigint; readonly exponent: number }): bigint =>
    part.mantissa << BigInt(part.exponent - exponent);
  const scale = 1n << BigInt(-exponent);
  const low = units(middle) - units(width);
  if (low <= 0n) return { numerator: 0n, denominator: 1n };
  return between(low, scale, units(middle) + units(width), scale);
}

/** Half the distance of doubles about a number. */
export function halfUnit(value: number): number {
  return Math.max(Number.MIN_VALUE, 2 ** (Math.floor(Math.log2(Math.abs(value))) - 53));
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

/** The least common denominator; null beyond the limit. */
export function commonDenominator(fractions: readonly Fraction[], limit: bigint): bigint | null {
  let common = 1n;
  for (const { denominator } of fractions) {
    common = (common / greatestLargeDivisor(common, denominator)) * denominator;
    if (common > limit) return null;
  }
  return common;
}
