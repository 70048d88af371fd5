/** Selectors: every comparison on every kind of operand, and formulas over them. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { examine } from "./examine.ts";
import { compiled, differences } from "./subject.ts";

const comparisons = ["==", "!=", "<", "<=", ">", ">="];

/** Statements that name operands, and pairs of operands: keys, then queries. */
const definitions = {
  numbers: `
    same = selector_width(select(tokens, tokens, ==));
    mean = aggregate(select(indices, indices, <=), indicator(tokens == "a"));
    mixed = indices if tokens == "a" else -1;`,
  strings: `
    previous = aggregate(select(indices, indices - 1, ==), tokens, "");
    edge = "b" if indices > 1 else tokens;`,
};

describe.each([
  [
    "numbers",
    '#: vocabulary "ab"',
    definitions.numbers,
    ["indices", "2", "same", "mean", "mixed", "length - indices - 1"],
  ],
  [
    "strings",
    '#: vocabulary "abc"',
    definitions.strings,
    ["tokens", '"a"', "edge", "previous", "tokens + previous"],
  ],
  ["int tokens", "#: vocabulary [1, 2, 5]", "", ["tokens", "2", "indices", "tokens + length"]],
  ["float tokens", "#: vocabulary [-1.5, 0.0, 0.25]", "", ["tokens", "0.0", "indices", "tokens * indices"]],
  ["bool tokens", "#: vocabulary [true, false]", "", ["tokens", "True", "indices", "tokens + indices"]],
])("all six comparisons, %s", (_, vocabulary, statements, operands) => {
  test.each(operands.flatMap((key) => operands.map((query) => [key, query] as const)))(
    "%s with %s",
    (key, query) => {
      const selectors = comparisons.map(
        (symbol, at) => `s${String(at)} = select(${key}, ${query}, ${symbol});`,
      );
      const values = comparisons.map(
        (_symbol, at) =>
          `w${String(at)} = selector_width(s${String(at)}); v${String(at)} = aggregate(s${String(at)}, indices, 0.5);`,
      );
      const names = comparisons.flatMap((_symbol, at) => [`w${String(at)}`, `v${String(at)}`]);
      const program = [
        vocabulary,
        "#: max-length 3",
        `#: output ${names.join(", ")}`,
        statements,
        ...selectors,
        ...values,
      ].join("\n");
      expect(examine(program)).toEqual([]);
    },
  );
});

describe("selectors that come out of the library", () => {
  test.each([
    ["full_s", "x = aggregate(full_s, indices);"],
    ["select_next_identical", "x = aggregate(select_next_identical(tokens), indices, -1);"],
    ["select_from_first", 'x = aggregate(select_from_first(tokens, "b"), indices, -1);'],
    ["select_from_last", 'x = selector_width(select_from_last(tokens, "a"));'],
    ["an index", "x = tokens[0]; y = tokens[-1]; z = indices[2];\n#: output x, y, z"],
    ["in", 'x = "a" in tokens; y = contains(tokens, "b"); z = count(tokens, "b");\n#: output x, y, z'],
    ["focus", "x = has_focus(select(tokens, tokens, ==) and select(indices, indices, <));"],
    [
      "nothing",
      "x = selector_width(not select(1, 1, ==)); y = aggregate(select(1, 2, ==), tokens);\n#: output x, y",
    ],
  ])("%s", (_, program) => {
    expect(examine(program)).toEqual([]);
  });
});

/** A formula with up to nine leaves over operands of all kinds, most of them different. */
const operand = {
  string: fc.constantFrom("tokens", "tokens", '"b"', "previous"),
  number: fc.constantFrom(
    "indices",
    "indices",
    "length",
    "indices + 1",
    "2",
    "length - indices - 1",
    "indices * 2",
  ),
  count: fc.constantFrom("same", "same", "2", "indices"),
  mean: fc.constantFrom("mean", "mean", "0.6", "0.5"),
};
const leaf = fc.oneof(
  ...[
    { operands: operand.string, weight: 2 },
    { operands: operand.number, weight: 3 },
    { operands: operand.count, weight: 1 },
    { operands: operand.mean, weight: 1 },
  ].map(({ operands, weight }) => ({
    weight,
    arbitrary: fc
      .tuple(operands, operands, fc.constantFrom(...comparisons))
      .map(([key, query, symbol]) => `select(${key}, ${query}, ${symbol})`),
  })),
);
const { formula } = fc.letrec<{ formula: string }>((tie) => ({
  formula: fc.oneof(
    { depthSize: "small", maxDepth: 3, withCrossShrink: true },
    leaf,
    fc
      .tuple(tie("formula"), fc.constantFrom("and", "or"), tie("formula"))
      .map(([left, connective, right]) => `(${left} ${connective} ${right})`),
    tie("formula").map((inside) => `(not ${inside})`),
  ),
}));

describe("formulas of and, or and not", () => {
  test("under width and under aggregate, with any default", () => {
    fc.assert(
      fc.property(
        formula,
        fc.constantFrom(
          "indices",
          "1",
          'indicator(tokens == "a")',
          "same",
          "indices * indices - 4",
          "2.5 * indices - 1",
        ),
        fc.constantFrom("0", "0.5", "-3", "True", "100", "1.25"),
        fc.constantFrom('"ab"', '"abc"'),
        fc.integer({ min: 2, max: 6 }),
        fc.boolean(),
        (selector, value, fallback, vocabulary, maxLength, causal) => {
          const program = `
#: vocabulary ${vocabulary}
#: max-length ${String(maxLength)}
#: output w, v
${causal ? "#: causal" : ""}
previous = aggregate(select(indices, indices - 1, ==), tokens, "");
same = selector_width(select(tokens, tokens, ==));
mean = aggregate(select(indices, indices, <=), indicator(tokens == "a"));
s = ${selector};
w = selector_width(s);
v = aggregate(s, ${value}, ${fallback});`;
          expect(examine(program, { most: 150, fewer: 15 })).toEqual([]);
        },
      ),
      { seed: 1, numRuns: 80 },
    );
  });
});

describe("one parabola, and digits, over many positions", () => {
  test.each([
    [1500, "length - 1 - indices", ""],
    [3000, "length - 1 - indices", ""],
    [3000, "length - indices", ', ""'],
    [3000, "indices - 7", ', ""'],
  ])("up to length %i: indices == %s", (maxLength, queries, fallback) => {
    const program = `#: vocabulary "ab"\n#: max-length ${String(maxLength)}
      x = aggregate(select(indices, ${queries}, ==), tokens${fallback});`;
    const { model } = compiled(program);
    expect(model.certificate.certified).toBe(true);
    expect(differences(compiled(program), { most: 2 }).first).toBe(null);
  });

  test("reversing up to length 4096 is certified in single precision", () => {
    const { model } = compiled(
      `#: vocabulary "ab"\n#: max-length 4096\nx = aggregate(select(indices, length - 1 - indices, ==), tokens);`,
    );
    expect(model.certificate.certified).toBe(true);
    expect(model.config.precision).toBe("float32");
  });
});
