/** `^` on numbers, as CPython's long_pow and float_pow; correctly rounded for int exponents. */
import type { Atom } from "./atom.ts";
import { float, int } from "./atom.ts";
import type { Failure } from "./failure.ts";
import { dyadic, nearestDouble } from "./rational.ts";

/** Int exponents up to this are computed exactly and rounded once. */
const GREATEST_EXACT_EXPONENT = 1100;

/** `areInts`: both operands are ints or bools, so that an exponent of 0 or more gives an int. */
export function power(base: number, exponent: number, areInts: boolean): Atom | Failure {
  if (areInts && exponent >= 0) return intPower(base, exponent);
  if (base === 0 && exponent < 0) {
    return { failed: "zero-division", message: "zero cannot be raised to a negative power" };
  }
  if (Number.isFinite(base) && Number.isFinite(exponent)) {
    if (base < 0 && !Number.isInteger(exponent)) {
      return {
        failed: "type",
        message: "a negative number raised to a fraction is complex, which RASP here does not have",
      };
    }
    const result = floatPower(base, exponent);
    return Number.isFinite(result)
      ? float(result)
      : { failed: "overflow", message: "`^` gives a number too large for a float" };
  }
  // C's pow, unlike JavaScript's: 1 to any power is 1, and so is -1 to an infinite one.
  if (base === 1 || (base === -1 && !Number.isNaN(exponent))) return float(1);
  return float(base ** exponent);
}

function intPower(base: number, exponent: number): Atom | Failure {
  if (Math.abs(base) > 1 && exponent > 53) return beyond;
  if (exponent > 53) return int(base === -1 && exponent % 2 === 0 ? 1 : base);
  const exact = BigInt(base) ** BigInt(exponent);
  return exact > 2n ** 53n || exact < -(2n ** 53n) ? beyond : int(Number(exact));
}

const beyond: Failure = { failed: "overflow", message: "`^` gives an int beyond 2^53 in magnitude" };

/** Finite operands; a negative base has an integer exponent. */
function floatPower(base: number, exponent: number): number {
  if (exponent === 0.5) return Math.sqrt(base) + 0;
  if (!Number.isInteger(exponent) || base === 0) return base ** exponent;
  const negative = base < 0 && exponent % 2 !== 0;
  const logarithm = Math.log2(Math.abs(base)) * exponent;
  if (logarithm > 1030) return Infinity;
  if (logarithm < -1090) return negative ? -0 : 0;
  if (Math.abs(exponent) > GREATEST_EXACT_EXPONENT) return base ** exponent;
  const { mantissa, exponent: scale } = dyadic(base);
  const magnitude = (mantissa < 0n ? -mantissa : mantissa) ** BigInt(Math.abs(exponent));
  const shift = scale * exponent;
  const [above, below] = exponent < 0 ? [1n, magnitude] : [magnitude, 1n];
  const result =
    shift >= 0 ? nearestDouble(above << BigInt(shift), below) : nearestDouble(above, below << BigInt(-shift));
  return negative ? -result : result;
}
