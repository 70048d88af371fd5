/** Exact means and roundings against fractions of big integers. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Atom } from "../../language/atom.ts";
import { float, int } from "../../language/atom.ts";
import { exactMean } from "../../language/numbers/mean.ts";
import { dyadic, nearestDouble } from "../../language/numbers/rational.ts";
import { anyNumber, atoms } from "./notation.ts";

/** Sum and mean in units of 2^-1074, which every finite double is a whole number of. */
function exactSum(numbers: readonly Atom[]): bigint {
  return numbers.reduce((sum, { value }) => {
    const { mantissa, exponent } = dyadic(Number(value));
    return sum + (mantissa << BigInt(exponent + 1074));
  }, 0n);
}

/** True if no double is nearer to sum / count (in units of 2^-1074) than `mean`. */
function isNearest(mean: number, sum: bigint, count: number): boolean {
  const distance = (value: number): bigint => {
    const difference = exactSum([float(value)]) * BigInt(count) - sum;
    return difference < 0n ? -difference : difference;
  };
  const step = 2 ** Math.max(-1074, Math.floor(Math.log2(Math.abs(mean) || 5e-324)) - 52);
  return [mean - step, mean - step / 2, mean + step / 2, mean + step].every(
    (neighbour) => !Number.isFinite(neighbour) || distance(mean) <= distance(neighbour),
  );
}

const someNumbers = fc.array(anyNumber, { minLength: 1, maxLength: 12 });

test("is the double nearest to the exact mean", () => {
  fc.assert(
    fc.property(someNumbers, (numbers) => {
      expect(isNearest(exactMean(numbers), exactSum(numbers), numbers.length)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test("does not depend on the order", () => {
  const shuffled = someNumbers.chain((numbers) =>
    fc.tuple(
      fc.constant(numbers),
      fc.shuffledSubarray(numbers, { minLength: numbers.length, maxLength: numbers.length }),
    ),
  );
  fc.assert(
    fc.property(shuffled, ([numbers, permuted]) => {
      expect(exactMean(permuted)).toBe(exactMean(numbers));
    }),
    { numRuns: 1000 },
  );
});

test("of equal numbers is the number", () => {
  fc.assert(
    fc.property(anyNumber, fc.integer({ min: 1, max: 50 }), (number, count) => {
      const mean = exactMean(Array.from({ length: count }, () => number));
      expect(mean).toBe(Number(number.value) + 0);
    }),
  );
});

test.each([
  ["1 2", 1.5],
  ["T F F", 1 / 3],
  ["0.1 0.2 0.3", 0.2],
  ["1e308 1e308", 1e308],
  ["1e308 1.0 -1e308", 1 / 3],
  ["5e-324 0.0", 0],
  ["5e-324 5e-324 0.0", 5e-324],
  ["9007199254740992 9007199254740991 9007199254740992", 9007199254740992],
  ["-0.0 -0.0", 0],
  ["inf 1.0", Infinity],
  ["inf -inf", NaN],
])("of %s is %d", (numbers, expected) => {
  expect(exactMean(atoms(numbers))).toBe(expected);
});

test("of many large ints", () => {
  const numbers = Array.from({ length: 10_001 }, (_, i) => int(2 ** 53 - i));
  expect(exactMean(numbers)).toBe(2 ** 53 - 5000);
});

test("a fraction of doubles rounds as division does, also where it is subnormal or beyond all doubles", () => {
  const wide = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(wide, wide, (a, b) => {
      fc.pre(a !== 0 && b > 0);
      const [above, below] = [exactSum([float(a)]), exactSum([float(b)])];
      expect(nearestDouble(above, below) + 0).toBe(a / b + 0);
    }),
    { numRuns: 2000 },
  );
});

test("every power of two comes back", () => {
  for (let power = -1074; power < 1024; power++) {
    const size = BigInt(Math.abs(power));
    expect(power < 0 ? nearestDouble(1n, 1n << size) : nearestDouble(1n << size, 1n)).toBe(2 ** power);
  }
});
