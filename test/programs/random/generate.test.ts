/** The generator: deterministic, well-typed, and reaching every construct. */
import { expect, test } from "vitest";
import { disagreement } from "../../../hunt/programs/judge.ts";
import { generateProgram } from "../../../programs/random/generate.ts";
import { literal } from "../../../programs/random/values.ts";
import { compile } from "../../../commands/index.ts";
import { equalityKey, float } from "../../../language/atom.ts";

const programs = Array.from({ length: 400 }, (_, seed) => generateProgram(seed, 1 + (seed % 6)));
const texts = programs.map(({ text }) => text);

test.each([1.3877787807814457e-17, -1e-7, 1.5e-7, 2.5e22, 1e21, -1.234e-9, 0.25, 100])(
  "a literal is the number %d, without an exponent",
  (value) => {
    const text = literal(float(value));
    expect(text).toMatch(/^-?\d+\.\d+$/);
    expect(Number(text)).toBe(value);
  },
);

test("a seed and a size make one program", () => {
  for (const seed of [0, 7, 2 ** 31, 2 ** 32 - 1]) {
    expect(generateProgram(seed, 4)).toEqual(generateProgram(seed, 4));
  }
  expect(new Set(texts).size).toBeGreaterThan(390);
});

test("the generator's own values are the interpreter's", () => {
  const disagreements = programs.map((program) => disagreement(program)).filter((said) => said !== null);
  expect(disagreements).toEqual([]);
});

test("no output is the same at all positions of all its inputs", () => {
  const dull = programs.filter(({ outputs }) =>
    outputs.some(({ rows }) => new Set(rows.flat().map(equalityKey)).size < 2),
  );
  expect(dull.map(({ text }) => text)).toEqual([]);
});

const constructs: readonly (readonly [name: string, pattern: RegExp])[] = [
  ["strings", /vocabulary "|vocabulary \["/],
  ["ints", /vocabulary \[-?\d+[,\]]/],
  ["floats", /vocabulary \[-?\d+\.\d/],
  ["bools", /vocabulary \[(true|false)/],
  ["length 1", /max-length 1\n/],
  ["length 10", /max-length 10\n/],
  ["causal", /#: causal/],
  ["several outputs", /#: output \w+, /],
  ...["==", "!=", "<", "<=", ">", ">="].map(
    (comparison) => [`select ${comparison}`, new RegExp(`, ${comparison}\\)`)] as const,
  ),
  ["and of selectors", /\) and select\(/],
  ["or of selectors", /\) or select\(/],
  ["not of a selector", /not select\(/],
  ["a default that is a string", /aggregate\(.*, "[^"]*"\)/],
  ["a default that is a fraction", /aggregate\(.*, -?0\.\d+\)/],
  ["a default that is a bool", /aggregate\(.*, (True|False)\)/],
  ["no default", /aggregate\(full_s, indicator\(\w+ == \w+\)\)/],
  ["the rounding idiom", /round\(length \* aggregate\(/],
  ...["selector_width", "has_focus", "sort", "shift", "count", "contains", "average", "min", "max"].map(
    (name) => [name, new RegExp(`\\b${name}\\(`)] as const,
  ),
  ["mark_first_instance", /mark_first_instance\(/],
  ["select_from_last", /select_from_last\(/],
  ["select_next_identical", /select_next_identical\(/],
  ["load_from_location", /load_from_location\(/],
  ["ternary", / if .* else /],
  ["dict look-up", /\{[^{}]*: [^{}]*\}\[/],
  ["list look-up", /\]\[.* % \d\]/],
  ["membership", / in \[/],
  ["an atom in an s-op", / in tokens|" in /],
  ["indexed s-op", /\w\[-?\d\]/],
  ["remainder", / % -?\d/],
  ["quotient", / \/ /],
  ["power", / \^ /],
  ["repetition", /"\w*" \* /],
  ["function", /def \w+\(a, b\)/],
  ["loop", /for i in \[.*\] \{/],
  ["comprehension", /\[.* for i in \[/],
];

test.each(constructs)("reaches %s", (_name, pattern) => {
  expect(texts.some((text) => pattern.test(text))).toBe(true);
});

test("nearly all programs compile; none is ill-formed", () => {
  const codes = texts.slice(0, 150).map((text) => {
    const { compiled, diagnostics } = compile({ source: { name: "random.rasp", text } });
    return compiled === null
      ? (diagnostics.find(({ severity }) => severity === "error")?.code ?? "?")
      : "compiled";
  });
  const refusals = new Set(["failing-input", "too-large", "uncertified"]);
  expect(codes.filter((code) => code !== "compiled" && !refusals.has(code))).toEqual([]);
  expect(codes.filter((code) => code === "compiled").length).toBeGreaterThan(130);
});
