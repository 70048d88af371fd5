/** Means: the double nearest to the exact mean, whatever the order of the values. */
import type { Atom } from "../atom.ts";
import { numberOf } from "../atom.ts";
import { dyadic, nearestDouble } from "./rational.ts";

/** Bits of a limb: sums of 2^28 of them are exact in a double. */
const LIMB_BITS = 25;

/** The greatest sum that doubles add exactly in any order. */
const GREATEST_EXACT_SUM = 2 ** 53;

/**
 * Numbers in fixed point: number i is Σ_j limbs[j][i] · 2^(exponent + 25 j),
 * exactly, and any sum of the entries of one limb is exact in a double.
 * A number that is not finite stands as it is in its first limb.
 */
export interface FixedPoint {
  readonly exponent: number;
  /** [limbs][n] */
  readonly limbs: readonly Float64Array[];
}

/** The double nearest to the exact mean of one or more numbers. */
export function exactMean(atoms: readonly Atom[]): number {
  const numbers = Float64Array.from(atoms, (atom) => {
    const value = numberOf(atom);
    if (value === undefined) throw new Error("internal: the mean of a string");
    return value;
  });
  const fixed = toFixedPoint(numbers);
  const sums = fixed.limbs.map((limb) => limb.reduce((sum, value) => sum + value, 0));
  return meanOfSums(sums, fixed.exponent, numbers.length);
}

/** Makes numbers ready for many sums over parts of them. */
export function toFixedPoint(numbers: Float64Array): FixedPoint {
  const finite = numbers.map((value) => (Number.isFinite(value) ? value : 0));
  const greatest = finite.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (numbers.every(Number.isInteger) && greatest * numbers.length < GREATEST_EXACT_SUM) {
    return { exponent: 0, limbs: [numbers] };
  }
  const parts = Array.from(finite, dyadic);
  const exponent = parts.reduce((least, part) => Math.min(least, part.exponent), 0);
  const count = limbCount(greatest, exponent);
  const limbs = Array.from({ length: count }, () => new Float64Array(numbers.length));
  for (const [i, part] of parts.entries()) {
    let rest = part.mantissa << BigInt(part.exponent - exponent);
    for (const limb of limbs) {
      // Truncating, so that all limbs of a number have its sign.
      const digit = rest % (1n << BigInt(LIMB_BITS));
      limb[i] = Number(digit);
      rest = (rest - digit) >> BigInt(LIMB_BITS);
    }
    const number = numbers[i] ?? 0;
    if (limbs[0] !== undefined && !Number.isFinite(number)) limbs[0][i] = number;
  }
  return { exponent, limbs };
}

/** The mean of `count` numbers, from the sum of each of their limbs. */
export function meanOfSums(sums: readonly number[], exponent: number, count: number): number {
  const [first = 0] = sums;
  // One limb means ints, at exponent 0.
  if (sums.length === 1 || !Number.isFinite(first)) return first / count + 0;
  let total = 0n;
  for (const [j, sum] of sums.entries()) total += BigInt(sum) << BigInt(j * LIMB_BITS);
  return exponent >= 0
    ? nearestDouble(total << BigInt(exponent), BigInt(count))
    : nearestDouble(total, BigInt(count) << BigInt(-exponent));
}

/** Limbs that hold `greatest` in units of 2^exponent; two or more, so that one means ints. */
function limbCount(greatest: number, exponent: number): number {
  const bits = Math.floor(Math.log2(greatest)) + 2 - exponent;
  return Math.max(2, Math.ceil(bits / LIMB_BITS));
}
