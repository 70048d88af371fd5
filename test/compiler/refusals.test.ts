/** What cannot be compiled is refused with its kind, the place, the numbers and a way out. */
import { describe, expect, test } from "vitest";
import { compileTarget, weightOptionsOf } from "../../compiler/compile.ts";
import { elaborateReading, read } from "../../compiler/frontend.ts";
import { chooseTarget } from "../../compiler/settings/target.ts";
import { diff } from "../../commands/diff/diff.ts";
import { withHeader } from "./examine.ts";
import { refusalOf } from "./subject.ts";
import { unchecked } from "./unchecked.ts";

interface Refusal {
  readonly kind: string;
  /** The marked text. */
  readonly at: string;
  readonly says: readonly RegExp[];
}

describe("an input without a value is shown", () => {
  test.each<[string, string, Refusal]>([
    [
      "strings averaged",
      'x = aggregate(select(tokens, tokens, ==), tokens, "");',
      {
        kind: "type",
        at: 'aggregate(select(tokens, tokens, ==), tokens, "")',
        says: [/\["a","a"\]/, /cannot average strings/, /positions 0 and 1/],
      },
    ],
    [
      "strings averaged below the output",
      'moved = aggregate(select(tokens, "b", ==), tokens, ""); x = moved == "b";',
      {
        kind: "type",
        at: 'aggregate(select(tokens, "b", ==), tokens, "")',
        says: [/\["b","b"\]/, /cannot average strings/],
      },
    ],
    ["division by zero", "x = 1 / indices;", { kind: "zero-division", at: "1 / indices", says: [/\["a"\]/] }],
    [
      "a type that does not fit",
      "x = tokens + indices;",
      { kind: "type", at: "tokens + indices", says: [/\["a"\]/, /not a string and an int/] },
    ],
    [
      "types that clash at the greatest length only",
      "x = tokens if indices < 3 else 0;",
      { kind: "type", at: "tokens if indices < 3 else 0", says: [/\["a","a","a","a"\]/, /different types/] },
    ],
    [
      "a list that is too short",
      "x = [1, 2][selector_width(select(tokens, tokens, ==)) - 1];",
      {
        kind: "value",
        at: "[1, 2][selector_width(select(tokens, tokens, ==)) - 1]",
        says: [/\["a","a","a"\]/, /out of range/],
      },
    ],
    [
      "a dict without the key",
      'x = {"a": 1}[tokens];',
      { kind: "value", at: '{"a": 1}[tokens]', says: [/\["b"\]/] },
    ],
    [
      "tokens that are no ints",
      "x = tokens_int;",
      { kind: "value", at: "tokens_int", says: [/\["a"\]/, /not an int/] },
    ],
    [
      "an overflow",
      "x = 2 ^ (indices * 400);",
      { kind: "overflow", at: "2 ^ (indices * 400)", says: [/\["a","a"\]/, /2\^53/] },
    ],
  ])("%s", (_, program, { kind, at, says }) => {
    const text = withHeader(program);
    const [refusal, ...others] = refusalOf(text);
    expect(others).toEqual([]);
    expect(refusal).toMatchObject({ code: "failing-input", kind, severity: "error" });
    expect(text.slice(refusal?.span?.start, refusal?.span?.end)).toBe(at);
    for (const words of says) expect(refusal?.message).toMatch(words);
    expect(refusal?.help).toMatch(/--partial/);
  });
});

describe("what no model can do", () => {
  test.each<[string, string, Refusal]>([
    [
      "too many positions",
      "#: max-length 100000\nx = indices;",
      { kind: "too-large", at: "", says: [/100,000/, /16,384/] },
    ],
    [
      "a sum that float32 cannot count",
      "#: max-length 4000\nx = aggregate(select(tokens, tokens, ==), indices);",
      {
        kind: "uncertified",
        at: "aggregate(select(tokens, tokens, ==), indices)",
        says: [/float32/, /\d{3},\d{3}/],
      },
    ],
    [
      "means of means that lie too close",
      `#: max-length 40
       mean = aggregate(select(indices, indices, <=), indicator(tokens == "a"));
       x = aggregate(select(indices, indices, <=), mean);`,
      { kind: "uncertified", at: "aggregate(select(indices, indices, <=), mean)", says: [/\d+ values/] },
    ],
  ])("%s", (_, program, { kind, at, says }) => {
    const text = withHeader(program);
    const [refusal] = refusalOf(text);
    expect(refusal).toMatchObject({ kind, severity: "error" });
    expect(text.slice(refusal?.span?.start ?? 0, refusal?.span?.end ?? 0)).toBe(at);
    for (const words of says) expect(refusal?.message).toMatch(words);
    expect(refusal?.help).toMatch(/max-length|divide afterwards/);
  });

  test("is refused at the very place, wherever that is in the program", () => {
    const text = withHeader(
      'y = indices;\ns = select(tokens, "a", ==);\n\nx =\n  aggregate(s,\n    tokens);\nz = x == tokens;',
    );
    const [refusal] = refusalOf(text);
    expect(text.slice(refusal?.span?.start, refusal?.span?.end)).toBe("aggregate(s,\n    tokens)");
  });
});

describe("what is too large is refused soon, with numbers and what was tried and does", () => {
  const hist = "selector_width(select(tokens, tokens, ==))";
  test.each<[string, string, Refusal & { readonly notes: readonly string[] }]>([
    [
      "an output of half a million values",
      `#: max-length 707\nx = indices * 1000 + ${hist};`,
      {
        kind: "too-large",
        at: `indices * 1000 + ${hist}`,
        says: [/499,849 values/, /707 of `indices`/, /131,072/],
        notes: ["it can be certified with `--max-length 353`"],
      },
    ],
    [
      "half a million values that attention moves",
      `#: max-length 707\nv = indices * 1000 + ${hist}; x = aggregate(select(indices, indices - 1, ==), v);`,
      {
        kind: "too-large",
        at: `indices * 1000 + ${hist}`,
        says: [/499,849 values of `v`/, /131,072/],
        notes: ["it can be certified with `--max-length 353`"],
      },
    ],
    [
      "too many means to compare with each other",
      `#: max-length 60\nm = aggregate(select(tokens, tokens, ==), indices); x = selector_width(select(m, m, <));`,
      {
        kind: "too-large",
        at: "select(m, m, <)",
        says: [/65,079 values of `m`/, /3,541 of `m sum`/],
        notes: [],
      },
    ],
    [
      "more positions than float32 counts",
      `#: max-length 5000\nx = ${hist};`,
      {
        kind: "uncertified",
        at: hist,
        says: [/5,000 keys may be off by 0\.5\d+/, /less than 0\.5/],
        notes: [
          "it can be certified with `--precision float64`",
          "it can be certified with `--max-length 3750`",
        ],
      },
    ],
    [
      "a comparison over too many positions",
      "#: max-length 6000\nx = aggregate(select(indices, length - 1 - indices, ==), tokens);",
      {
        kind: "too-large",
        at: "select(indices, length - 1 - indices, ==)",
        says: [/6,000 values of `indices`/, /11,999 values/],
        notes: [
          "it can be certified with `--precision float64`",
          "it can be certified with `--max-length 3000`",
        ],
      },
    ],
  ])("%s", (_, program, { kind, at, says, notes }) => {
    const text = withHeader(program);
    const [refusal, ...others] = refusalOf(text);
    expect(others).toEqual([]);
    expect(refusal).toMatchObject({ kind, severity: "error" });
    expect(text.slice(refusal?.span?.start, refusal?.span?.end)).toBe(at);
    for (const words of says) expect(refusal?.message).toMatch(words);
    expect(refusal?.notes.map(({ message }) => message)).toEqual(notes);
    expect(refusal?.help).toMatch(/max-length/);
  });
});

describe("with some inputs left out, the others are right", () => {
  test.each([
    ["division", "x = 1 / (indices - 1);", 28],
    ["a list", "x = [5, 6][indices];", 24],
    ["strings averaged", 'x = aggregate(select(tokens, tokens, ==), tokens, "");', 26],
    [
      "below a width",
      'p = aggregate(select(tokens, "a", ==), tokens, "z"); x = selector_width(select(tokens, p, ==));',
      16,
    ],
    ["counts", 'x = 1 / (selector_width(select(tokens, "b", ==)) - 1);', 10],
    ["types", 'x = "a" if tokens == "a" else indices;', 22],
    ["below a head", "x = 5 % (length - 2); y = selector_width(select(x, indices, ==));", 4],
  ])("%s", (_, program, skipped) => {
    const { report } = diff({
      source: { name: "program.rasp", text: withHeader(program) },
      options: { partial: true },
    });
    expect(report).toMatchObject({ exhaustive: true, inputs: 30, skipped, mismatches: 0, first: null });
  });
});

test("a model of more weights than may be is refused, at what it computes", () => {
  const text = '#: vocabulary "abc"\n#: max-length 4\nx = selector_width(select(tokens, tokens, ==));';
  const source = { name: "program.rasp", text };
  const reading = read({ source });
  const targeted = chooseTarget(reading, elaborateReading(reading));
  if (targeted.kind === "refused") throw new Error("the program is refused");
  const compiledWith = (mostWeights: number): ReturnType<typeof compileTarget> =>
    compileTarget(targeted.target, { ...weightOptionsOf(reading), mostWeights }, unchecked);
  expect(compiledWith(1_000).kind).toBe("compiled");
  const { kind, diagnostics } = compiledWith(20);
  expect(kind).toBe("refused");
  expect(
    diagnostics.map(({ kind: own, message, span }) => [own, message, text.slice(span?.start, span?.end)]),
  ).toEqual([
    [
      "too-large",
      "the model would have more than 20 weights that are not 0",
      "selector_width(select(tokens, tokens, ==))",
    ],
  ]);
});

test("a default that is one with values of another type is noticed: an operator may fail on one of the two", () => {
  const [diagnostic] = refusalOf(`#: vocabulary "ab"
    #: max-length 3
    m = aggregate(select(indices, indices - 1, ==) and select(tokens, "a", ==), 1.0, 1);
    y = [10, 20, 30][m];`);
  expect(diagnostic?.code).toBe("failing-input");
  expect(diagnostic?.message).toMatch(/\["a","a"\].*an index must be an int, not a float/);
});
