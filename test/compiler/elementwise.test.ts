/** Element-wise work on computed values, and chains of it over several sources at once. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { verifyModel } from "../../verifier/verify.ts";
import { examine } from "./examine.ts";
import { compiled, differences } from "./subject.ts";

const definitions = `
same = selector_width(select(tokens, tokens, ==));
before = selector_width(select(tokens, "b", ==) and select(indices, indices, <=));
mean = aggregate(select(indices, indices, <=), indicator(tokens == "a"));
previous = aggregate(select(indices, indices - 1, ==), tokens, "");
number = {"a": 0, "b": 1, "c": 5}[tokens];
`;

describe("one operator after another", () => {
  test.each([
    ["+ and -", ["same + indices", "same - length", "-mean", "mean - before", "number + same * 2 - indices"]],
    [
      "× and ÷",
      ["same * before", "same / length", "mean * length", "number / (indices + 1)", "-same * mean"],
    ],
    ["%", ["same % 2", "(indices - same) % 3", "number % -4", "(same - 2.5) % 1.5", "length % same"]],
    ["^", ["same ^ 2", "2 ^ same", "indices ^ before", "(same - 3) ^ 3", "2 ^ (-before)"]],
    [
      "round",
      ["round(mean)", "round(same / 2)", "round(length * mean)", "round(-number / 2)", "round(mean * 10)"],
    ],
    ["min and max", ["min(same, indices)", "max(mean, 0.4)", "max(number, before) - min(number, before)"]],
    [
      "comparisons",
      [
        "same == before",
        "same < before",
        "mean >= 0.5",
        "mean > same / length",
        "previous <= tokens",
        "number > indices",
      ],
    ],
    [
      "and, or, not",
      [
        'same > 1 and tokens == "a"',
        "not same",
        "before or mean",
        "(mean > 0.5 or indices > 1) and not (before == 1)",
      ],
    ],
    [
      "membership",
      ["same in [1, 3]", "(same + indices) in [2, 0.5, 5]", 'previous in ["a", ""]', "mean in [0.5, 1]"],
    ],
    [
      "look-ups",
      [
        "[3, -1, 4, 1.5, 9][same]",
        '["p", "q", "", "rr", "s"][before]',
        '{1: "one", 2: "two", 3: "three", 4: ""}[same]',
        '{"a": 1, "b": 2.5, "c": -7, "": 0}[previous]',
        '"hello"[indices]',
        "[5, 6, 7][-before % 3]",
      ],
    ],
    [
      "ternaries",
      [
        'same if tokens == "a" else before',
        "(mean if same > 1 else -1) if indices > 0 else 0.5",
        'previous if same == 1 else tokens + "!"',
        "True if before else 2",
      ],
    ],
    [
      "strings",
      [
        "tokens + previous",
        '"<" + tokens + ">"',
        "tokens * same",
        "(previous + tokens) * before",
        '(tokens * indices) + ("x" if same > 1 else "")',
        "tokens + previous == previous + tokens",
      ],
    ],
    [
      "indicator",
      ["indicator(same > 1)", "indicator(mean)", "indicator(previous) * indices - indicator(before)"],
    ],
  ])("%s", (_, expressions) => {
    const program = [
      '#: vocabulary "abc"',
      definitions,
      ...expressions.map((expression, at) => `x${String(at)} = ${expression};`),
      `#: output ${expressions.map((_expression, at) => `x${String(at)}`).join(", ")}`,
    ].join("\n");
    expect(examine(program, { most: 120, fewer: 10 })).toEqual([]);
  });

  test("an expression that is always the same", () => {
    expect(examine("x = (length - length) * indices + (indices - indices);")).toEqual([]);
  });
});

/** Expressions of all types, one inside the other. */
const { numeric } = fc.letrec<{ numeric: string; truth: string; text: string }>((tie) => ({
  numeric: fc.oneof(
    { depthSize: "small", maxDepth: 4, withCrossShrink: true },
    fc.constantFrom("indices", "length", "same", "number", "mean", "before", "2", "-1", "0.5", "3"),
    binary(tie("numeric"), ["+", "-", "*"], tie("numeric")),
    binary(tie("numeric"), ["%"], fc.constantFrom("2", "3", "2.5", "-3")),
    binary(tie("numeric"), ["/"], fc.constantFrom("2", "3", "-8", "(indices + 1)", "length")),
    fc.tuple(tie("numeric"), tie("truth"), tie("numeric")).map(([a, c, b]) => `(${a} if ${c} else ${b})`),
    fc
      .tuple(fc.constantFrom("min", "max"), tie("numeric"), tie("numeric"))
      .map(([f, a, b]) => `${f}(${a}, ${b})`),
    tie("numeric").map((a) => `round(${a})`),
    fc.constantFrom('{"a": 1, "b": 2.5, "c": -7}[tokens]', "[3, -1, 4, 1.5, 9][same]", "(same ^ 2)"),
  ),
  truth: fc.oneof(
    { depthSize: "small", maxDepth: 3, withCrossShrink: true },
    fc.constantFrom(
      '(tokens == "a")',
      "(indices > 1)",
      '(tokens in ["a", "c"])',
      "(same == 2)",
      "(mean > 0.6)",
    ),
    binary(tie("numeric"), ["==", "<", "<=", ">", ">="], tie("numeric")),
    binary(tie("truth"), ["and", "or"], tie("truth")),
    tie("truth").map((a) => `(not ${a})`),
    binary(tie("text"), ["==", "<", ">="], tie("text")),
  ),
  text: fc.oneof(
    { depthSize: "small", maxDepth: 3, withCrossShrink: true },
    fc.constantFrom("tokens", "previous", '"x"', '""'),
    binary(tie("text"), ["+"], tie("text")),
    fc.tuple(tie("text"), tie("truth"), tie("text")).map(([a, c, b]) => `(${a} if ${c} else ${b})`),
    binary(tie("text"), ["*"], fc.constantFrom("indices", "2", "same")),
  ),
}));

function binary(
  left: fc.Arbitrary<string>,
  symbols: readonly string[],
  right: fc.Arbitrary<string>,
): fc.Arbitrary<string> {
  return fc.tuple(left, fc.constantFrom(...symbols), right).map(([a, symbol, b]) => `(${a} ${symbol} ${b})`);
}

test("chains over several sources", () => {
  fc.assert(
    fc.property(
      numeric,
      fc.constantFrom('"ab"', '"abc"'),
      fc.integer({ min: 2, max: 4 }),
      (expression, vocabulary, maxLength) => {
        // An expression without an s-op would be an atom, which is no output.
        const program = `
#: vocabulary ${vocabulary}
#: max-length ${String(maxLength)}
${definitions}
x = 0 * indices + ${expression};`;
        expect(examine(program, { most: 130, fewer: 10 })).toEqual([]);
      },
    ),
    { seed: 1, numRuns: 80 },
  );
});

describe("what no single MLP tells apart is computed in steps", () => {
  test.each([
    [
      "sums of four rounded fractions",
      `#: vocabulary [-2, 1]
#: max-length 4
x = 0;
for i in [1, 2, -1, 3] { x = x - shift(aggregate(select(tokens, tokens, ==), indices, 1), i, 0); }`,
    ],
    [
      "sums of the least of two fractions",
      `#: vocabulary "01"
#: max-length 6
ahead = aggregate(select(indices, indices, >=), indicator(tokens == "1"));
x = 0;
for i in [1, 2, -1, 3] { x = x + shift(min(ahead, indices / 2), i, 0); }`,
    ],
  ])("%s", (_, program) => {
    const subject = compiled(`${program}\n#: output x\n`);
    expect(subject.model.certificate.certified).toBe(true);
    // Two MLPs behind the last attention.
    expect(subject.model.config.heads.slice(-2)).toEqual([0, 0]);
    expect(differences(subject)).toMatchObject({ first: null });
    expect(verifyModel(subject.model).findings.filter(({ verdict }) => verdict !== "overstated")).toEqual([]);
  });
});
