/** Seeds keep their meaning: reports and data sets name them. */
import { expect, test } from "vitest";
import { createRandom, linearCongruential, mulberry32 } from "../../language/random.ts";

test.each([
  ["generated programs and hunts", createRandom(7), [893_695, 980_390, 186_605]],
  ["diff's samples", createRandom(7, mulberry32), [11_704, 61_958, 976_907]],
  ["the search for failing inputs", createRandom(7, linearCongruential), [238_780, 913_493, 612_491]],
])("%s", (_, random, numbers) => {
  expect(numbers.map(() => random.below(1_000_000))).toEqual(numbers);
});
