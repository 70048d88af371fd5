/** What the oracle's numbers are: which are exact, and what is rounded. */
import { bignumber, dotDivide, exp } from "mathjs";
import { describe, expect, test } from "vitest";
import { decimals, doubles, toDouble } from "../../oracle/numbers.ts";

test.each([
  [0.1, "0.1000000000000000055511151231257827021181583404541015625"],
  [2 ** 53 - 1, "9007199254740991"],
  [2 ** -60, "8.67361737988403547205962240695953369140625e-19"],
  [-Infinity, "-Infinity"],
])("a double of %d is taken for what it stands for", (double, digits) => {
  expect(decimals.of(double).toString()).toBe(digits);
  expect(doubles.of(double)).toBe(double);
});

test("64 digits are kept where doubles keep 16", () => {
  const third = (numbers: typeof decimals): string => String(dotDivide([numbers.of(1)], numbers.of(3))[0]);
  expect(third(decimals)).toBe(`0.${"3".repeat(64)}`);
  expect(third(doubles)).toBe("0.3333333333333333");
});

test("exp neither underflows nor overflows in 64 digits", () => {
  expect(toDouble(exp(bignumber(-10_000)))).toBe(0);
  expect(exp(bignumber(-10_000)).toString()).toMatch(/^1\.135483865314736\d+e-4343$/);
});

describe.each([
  ["doubles", doubles],
  ["64 digits", decimals],
])("rounding %s", (_name, numbers) => {
  test.each([
    ["float32", 0.1, Math.fround(0.1)],
    ["float64", 0.1, 0.1],
    ["float32", 1.5 * 2 ** 23 + 2.875, 1.5 * 2 ** 23 + 3],
    ["float32", 2 ** -160, 0],
  ] as const)("to %s: %d", (precision, x, expected) => {
    expect(toDouble(numbers.round(numbers.of(x), precision))).toBe(expected);
  });
});

test("a decimal is rounded to the nearest double", () => {
  const [third] = dotDivide([decimals.of(1)], decimals.of(3));
  expect(toDouble(decimals.round(third ?? 0, "float64"))).toBe(1 / 3);
  expect(toDouble(decimals.round(third ?? 0, "float32"))).toBe(Math.fround(1 / 3));
});
