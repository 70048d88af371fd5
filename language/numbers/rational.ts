/** Doubles as exact fractions, and back with one correct rounding. */

/** The double nearest to numerator / denominator, ties to even; denominator above 0. */
export function nearestDouble(numerator: bigint, denominator: bigint): number {
  if (numerator === 0n) return 0;
  if (numerator < 0n) return -nearestDouble(-numerator, denominator);
  // The quotient in units of 2^-shift is to have 53 bits, fewer only among subnormals.
  let shift = 53 - (bitLength(numerator) - bitLength(denominator));
  if (scaledQuotient(numerator, denominator, shift) >= 1n << 53n) shift--;
  shift = Math.min(shift, 1074);
  const [top, bottom] = scaled(numerator, denominator, shift);
  const floor = top / bottom;
  const twiceRest = 2n * (top - floor * bottom);
  const up = twiceRest > bottom || (twiceRest === bottom && floor % 2n === 1n);
  const quotient = Number(up ? floor + 1n : floor);
  if (shift < -971) return Infinity;
  return quotient * 2 ** -shift;
}

/** A finite double as `mantissa · 2^exponent` with an odd mantissa, or 0 · 2^0. */
export function dyadic(value: number): { readonly mantissa: bigint; readonly exponent: number } {
  if (value === 0) return { mantissa: 0n, exponent: 0 };
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  let mantissa = biased === 0 ? fraction : fraction | (1n << 52n);
  let exponent = Math.max(biased, 1) - 1075;
  const zeros = BigInt(trailingZeros(mantissa));
  mantissa >>= zeros;
  exponent += Number(zeros);
  return { mantissa: value < 0 ? -mantissa : mantissa, exponent };
}

function scaled(numerator: bigint, denominator: bigint, shift: number): readonly [bigint, bigint] {
  return shift >= 0 ? [numerator << BigInt(shift), denominator] : [numerator, denominator << BigInt(-shift)];
}

function scaledQuotient(numerator: bigint, denominator: bigint, shift: number): bigint {
  const [top, bottom] = scaled(numerator, denominator, shift);
  return top / bottom;
}

function bitLength(value: bigint): number {
  const digits = value.toString(16);
  return 4 * digits.length + 28 - Math.clz32(parseInt(digits.charAt(0), 16));
}

function trailingZeros(value: bigint): number {
  const low = Number(value & 0xffffffffn);
  if (low !== 0) return 31 - Math.clz32(low & -low);
  const high = Number(value >> 32n);
  return 63 - Math.clz32(high & -high);
}
