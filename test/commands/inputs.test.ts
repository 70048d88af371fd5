import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { atomKey, type Atom } from "../../language/atom.ts";
import { countInputs, everyInput, planInputs } from "../../commands/inputs/plan.ts";
import { createRandom, mulberry32 } from "../../language/random.ts";
import { shrink } from "../../commands/inputs/shrink.ts";
import { letters } from "./helpers.ts";

const text = (input: readonly Atom[]): string => input.map(({ value }) => String(value)).join("");

describe("every input", () => {
  test("short ones first, in the order of the vocabulary", () => {
    const inputs = [...everyInput({ vocabulary: letters("ab"), maxLength: 2 })].map(text);
    expect(inputs).toEqual(["a", "b", "aa", "ab", "ba", "bb"]);
  });

  test.each([
    [1, 5, 5],
    [2, 3, 14],
    [3, 4, 120],
    [26, 1, 26],
  ])("%i tokens up to length %i make %i inputs", (size, maxLength, total) => {
    const space = { vocabulary: letters("abcdefghijklmnopqrstuvwxyz".slice(0, size)), maxLength };
    expect(countInputs(space, 1_000)).toBe(total);
    expect(new Set([...everyInput(space)].map(text)).size).toBe(total);
  });

  test("counting a huge space stops past the limit", () => {
    const total = countInputs({ vocabulary: letters("ab"), maxLength: 1e9 }, 20_000);
    expect(total).toBeGreaterThan(20_000);
    expect(total).toBeLessThan(80_000);
  });
});

describe("a plan", () => {
  const space = { vocabulary: letters("abc"), maxLength: 6 };

  test("is exhaustive up to the limit and no further", () => {
    expect(planInputs(space, { limit: 1_092, samples: 10, seed: 1 })).toMatchObject({
      exhaustive: true,
      total: 1_092,
    });
    expect(planInputs(space, { limit: 1_091, samples: 10, seed: 1 })).toMatchObject({
      exhaustive: false,
      total: 10,
    });
  });

  test("samples are distinct, of acceptable length, and include the extremes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 12, max: 200 }), fc.nat(), (samples, seed) => {
        const plan = planInputs(space, { limit: 0, samples, seed });
        const inputs = [...plan.inputs()].map(text);
        expect(inputs.length).toBe(samples);
        expect(new Set(inputs).size).toBe(samples);
        expect(inputs.every((input) => input.length >= 1 && input.length <= 6)).toBe(true);
        expect(inputs).toEqual(expect.arrayContaining(["a", "b", "c", "aaaaaa", "bbbbbb", "cccccc"]));
      }),
      { numRuns: 30 },
    );
  });

  test("the seed decides the sample", () => {
    const sample = (seed: number): readonly string[] =>
      [...planInputs(space, { limit: 0, samples: 100, seed }).inputs()].map(text);
    expect(sample(7)).toEqual(sample(7));
    expect(sample(7)).not.toEqual(sample(8));
  });

  test("ends where there are fewer inputs than samples", () => {
    const plan = planInputs({ vocabulary: letters("a"), maxLength: 3 }, { limit: 0, samples: 50, seed: 1 });
    expect([...plan.inputs()].map(text).toSorted()).toEqual(["a", "aa", "aaa"]);
  });
});

test("random numbers are spread over the range and reproducible", () => {
  const random = createRandom(42, mulberry32);
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < 4_000; i++) {
    const digit = random.below(4);
    counts[digit] = (counts[digit] ?? 0) + 1;
  }
  for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  const [left, right] = [createRandom(5, mulberry32), createRandom(5, mulberry32)];
  expect(left.below(1e9)).toBe(right.below(1e9));
});

describe("shrinking", () => {
  const vocabulary = letters("abcd");

  test.each([
    ["dcbadcba", (input: string) => input.includes("c"), "c"],
    ["dddd", (input: string) => input.length >= 3, "aaa"],
    ["abcdabcd", (input: string) => /c.*b/.test(input), "cb"],
    ["dcba", () => true, "a"],
  ])("%s becomes as small as it can be", (start, fails, smallest) => {
    expect(text(shrink(letters(start), vocabulary, (input) => fails(text(input))))).toBe(smallest);
  });

  test("what it gives still fails, is no longer, and costs no more than its budget", () => {
    const input = fc.array(fc.constantFrom(...vocabulary), { minLength: 1, maxLength: 12 });
    const pair = fc.tuple(fc.constantFrom(...vocabulary), fc.constantFrom(...vocabulary));
    fc.assert(
      fc.property(input, pair, fc.nat(100), (start, [first, second], budget) => {
        let asked = 0;
        const fails = (candidate: readonly Atom[]): boolean => {
          const keys = new Set(candidate.map(atomKey));
          return keys.has(atomKey(first)) || keys.has(atomKey(second));
        };
        fc.pre(fails(start));
        const result = shrink(start, vocabulary, (candidate) => ((asked += 1), fails(candidate)), budget);
        expect(fails(result)).toBe(true);
        expect(result.length).toBeLessThanOrEqual(start.length);
        expect(asked).toBeLessThanOrEqual(budget);
      }),
    );
  });
});
