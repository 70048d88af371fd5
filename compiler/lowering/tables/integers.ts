/** Doubles as integer multiples of one unit, counted from a base: their sums are sums of the numbers. */
import { dyadic, nearestDouble } from "../../../language/numbers/rational.ts";
import { greatestLargeDivisor, leastOf, magnitude } from "../../numbers.ts";

/** value = (base + unit · code) / denominator, exactly or nearly. */
export interface Line {
  readonly base: bigint;
  readonly unit: bigint;
  /** Above 0. */
  readonly denominator: bigint;
}

/** Codes of integers over a denominator, on a line; null where they are too large. */
export interface OnLine {
  readonly codes: readonly number[];
  readonly line: Line;
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
  const unit = integers.reduce((common, n) => greatestLargeDivisor(common, n - base), 0n) || 1n;
  const codes = integers.map((n) => (n - base) / unit);
  if (codes.some((code) => magnitude(code) > LARGEST_CODE)) return null;
  return { codes: codes.map(Number), line: { base, unit, denominator } };
}

function extremesOf(integers: readonly bigint[]): readonly [bigint, bigint] {
  return [integers.reduce((a, b) => (b < a ? b : a)), integers.reduce((a, b) => (b > a ? b : a))];
}

/** Where a number lies among codes; not an integer where it is between them. */
export function placeOn(line: Line, number: number): number {
  const { mantissa, exponent } = dyadic(number);
  const scale = 1n << BigInt(Math.max(0, -exponent));
  const top = (mantissa << BigInt(Math.max(0, exponent))) * line.denominator - line.base * scale;
  return nearestDouble(top, line.unit * scale);
}
