/** One arithmetic for everything that is read: what is exact, and by how much the rest may be off. */
import { describe, expect, test } from "vitest";
import { build } from "../../commands/models/build.ts";
import { arithmeticOf, errorOfTerms, isExactSum, roundedSum } from "../../verifier/state/arithmetic.ts";

const float32 = arithmeticOf("float32");

describe("sums", () => {
  test.each<[string, number, number, boolean]>([
    ["nothing", 0, Infinity, true],
    ["integers below the limit", 2 ** 24 - 1, 1, true],
    ["integers at the limit", 2 ** 24, 1, false],
    ["small ones in a small unit", 1, 2 ** -23, true],
    ["what may be flushed to 0", 2 ** -100, 2 ** -100, false],
    ["what may overflow", 2 ** 100, 2 ** 100, false],
    ["what is no number", NaN, 1, false],
  ])("%s", (_, sum, unit, isExact) => {
    expect(isExactSum(float32, sum, unit)).toBe(isExact);
  });

  test("are off by no more than is said, in any order of five", () => {
    let state = 1;
    const random = (): number => {
      state = (state * 48_271) % 0x7fffffff;
      return state / 0x7fffffff - 0.5;
    };
    for (let trial = 0; trial < 2_000; trial++) {
      const count = 2 + (trial % 30);
      const pairs = Array.from({ length: count }, () => [
        Math.fround(random() * 2 ** Math.round(20 * random())),
        Math.fround(random() * 2 ** Math.round(20 * random())),
      ]);
      const products = pairs.map(([a = 0, b = 0]) => a * b);
      const exact = products.reduce((sum, product) => sum + product, 0);
      const bound = errorOfTerms(
        float32,
        count,
        products.reduce((sum, product) => sum + Math.abs(product), 0),
      );
      const rounded = products.map(Math.fround);
      const orders = [
        rounded,
        rounded.toReversed(),
        rounded.toSorted((a, b) => a - b),
        rounded.toSorted((a, b) => Math.abs(b) - Math.abs(a)),
        rounded.toSorted((a, b) => Math.abs(a) - Math.abs(b)),
      ];
      for (const order of orders) {
        const sum = order.reduce((total, term) => Math.fround(total + term), 0);
        expect(Math.abs(sum - exact)).toBeLessThanOrEqual(bound);
      }
    }
  });

  test.each<[number, number, number | null]>([
    [1, 2, 3],
    [2 ** 24, 1, 2 ** 24],
    // Halfway between two numbers in doubles, above it in truth: rounding twice would be wrong.
    [1, 2 ** -24 + 2 ** -60, null],
    [2 ** 127, 2 ** 127, null],
  ])("%d + %d is rounded once to %s", (a, b, sum) => {
    expect(roundedSum(float32, a, b)).toBe(sum);
  });
});

test("of one-hot dimensions all but one are 0: their terms are no greater together than in one state", () => {
  // More index columns than indices: 224 one-hot dimensions, each with a weight of about 2^23 in some neurons.
  const text = 'x = aggregate(select(indices, indices, <=), indicator(tokens == "x"));';
  const built = build({
    source: { name: "program.rasp", text },
    options: { vocabulary: "xy", maxLength: 128 },
  });
  expect(built.kind === "compiled" && built.checked?.proved).toBe(true);
});
