/**
 * `^` on numbers, with the types and failures of CPython's long_pow and float_pow. The result is the nearest
 * double; only with a fractional exponent may an exact tie go the other way.
 */
import type { Atom } from "../atom.ts";
import { float, int } from "../atom.ts";
import type { Failure } from "../failure.ts";
import { dyadic, nearestDouble } from "./rational.ts";

/** Int exponents up to this are computed exactly and rounded once. */
const GREATEST_EXACT_EXPONENT = 1100;

/** 1 and ln 2 with 192 fractional bits. */
const ONE = 1n << 192n;
const LN_2 = 0xb17217f7d1cf79abc9e3b39803f2f6af40f343267298b62en;

/** `areInts`: both operands are ints or bools, so that an exponent of 0 or more gives an int. */
export function power(base: number, exponent: number, areInts: boolean): Atom | Failure {
  if (areInts && exponent >= 0) return intPower(base, exponent);
  if (base === 0 && exponent < 0 && Number.isFinite(exponent)) {
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
  if (base === 0 || Math.abs(base) === 1) return base ** exponent;
  if (exponent === 0.5) return Math.sqrt(base);
  const isNegative = base < 0 && exponent % 2 !== 0;
  const logarithm = Math.log2(Math.abs(base)) * exponent;
  if (logarithm > 1030) return isNegative ? -Infinity : Infinity;
  if (logarithm < -1090) return isNegative ? -0 : 0;
  const isExact = Number.isInteger(exponent) && Math.abs(exponent) <= GREATEST_EXACT_EXPONENT;
  const magnitude = isExact ? exactPower(Math.abs(base), exponent) : realPower(Math.abs(base), exponent);
  return isNegative ? -magnitude : magnitude;
}

function exactPower(base: number, exponent: number): number {
  const { mantissa, exponent: scale } = dyadic(base);
  const powered = mantissa ** BigInt(Math.abs(exponent));
  return exponent < 0
    ? nearestScaled(1n, powered, scale * exponent)
    : nearestScaled(powered, 1n, scale * exponent);
}

/** e^(exponent · ln base) in fixed point of 192 fractional bits, for a positive base other than 1. */
function realPower(base: number, exponent: number): number {
  const { mantissa, exponent: scale } = dyadic(exponent);
  const product = naturalLogarithm(base) * mantissa;
  const argument = scale >= 0 ? product << BigInt(scale) : product >> BigInt(-scale);
  const doublings = (argument + LN_2 / 2n) / LN_2;
  return nearestScaled(exponential(argument - doublings * LN_2), 1n, Number(doublings) - 192);
}

/** ln(m · 2^k) = k ln 2 + 2 artanh((m - 1) / (m + 1)), with m near 1. */
function naturalLogarithm(value: number): bigint {
  const { mantissa, exponent } = dyadic(value);
  const bits = mantissa.toString(2).length;
  const fraction = (mantissa << 192n) >> BigInt(bits);
  const ratio = ((fraction - ONE) << 192n) / (fraction + ONE);
  const square = (ratio * ratio) >> 192n;
  let sum = 0n;
  let term = ratio;
  for (let n = 1n; term !== 0n && term !== -1n; n += 2n) {
    sum += term / n;
    term = (term * square) >> 192n;
  }
  return BigInt(exponent + bits) * LN_2 + 2n * sum;
}

/** The series of e^x, for x near 0. */
function exponential(argument: bigint): bigint {
  let sum = ONE;
  let term = ONE;
  for (let n = 1n; term !== 0n; n++) {
    term = (term * argument) / (n << 192n);
    sum += term;
  }
  return sum;
}

/** The double nearest to numerator / denominator · 2^scale. */
function nearestScaled(numerator: bigint, denominator: bigint, scale: number): number {
  return scale >= 0
    ? nearestDouble(numerator << BigInt(scale), denominator)
    : nearestDouble(numerator, denominator << BigInt(-scale));
}
