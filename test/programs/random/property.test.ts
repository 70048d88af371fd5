/** The law that the project rests on: `run(compile(p), x)` is `interpret(p, x)`. */
import { expect, test } from "vitest";
import { isBad, judge } from "../../../hunt/programs/judge.ts";
import { shrinkProgram } from "../../../hunt/programs/shrink.ts";
import { generateProgram } from "../../../programs/random/generate.ts";

test.each([
  [1, 100],
  [2, 100],
  [3, 60],
  [5, 40],
])("the model's values are the interpreter's: programs of size %i", (size, count) => {
  const verdicts = Array.from({ length: count }, (_, seed) => {
    const { text } = generateProgram(seed, size);
    return { seed, text, verdict: judge(text) };
  });
  const bad = verdicts.filter(({ verdict }) => isBad(verdict));
  expect(bad.map(({ seed, text, verdict }) => describe(seed, text, verdict.category))).toEqual([]);
  const compiled = verdicts.filter(({ verdict }) => !verdict.category.startsWith("refused"));
  expect(compiled.length).toBeGreaterThan(count * 0.85);
  // The checker knows less than there is to know of what can occur, but seldom too little.
  const unverified = compiled.filter(({ verdict }) => verdict.category.startsWith("not verified"));
  expect(unverified.length).toBeLessThanOrEqual(Math.ceil(count * 0.03));
});

/** Small enough to see what is wrong. */
function describe(seed: number, text: string, category: string): string {
  const isAlike = (candidate: string): boolean => judge(candidate).category === category;
  return `seed ${String(seed)}: ${category}\n${shrinkProgram(text, isAlike, 100)}`;
}
