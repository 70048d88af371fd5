/** Means as keys, queries, values and operands. */
import { describe, expect, test } from "vitest";
import { examine } from "./examine.ts";
import { compiled, differences } from "./subject.ts";

const definitions = `
mean = aggregate(select(indices, indices, <=), indicator(tokens == "a"));
other = aggregate(select(indices, indices, >=), indicator(tokens == "b"));
signed = aggregate(select(tokens, tokens, !=), indices * 3 - 5, -0.5);
`;

describe("means", () => {
  test.each([
    ["as outputs", ["mean", "signed", "mean + indices", "2 * signed", "-mean"], 6],
    [
      "compared with a threshold",
      ["mean > 0.6", "mean >= 0.5", "mean == 1", "0.25 < mean", "signed < -1", "mean <= 1 / 3"],
      7,
    ],
    ["compared with each other", ["mean < other", "mean == other", "mean >= other", "mean > signed"], 6],
    ["in sums and products of two", ["mean + other", "mean * other", "mean - other", "max(mean, other)"], 4],
    [
      "rounded",
      [
        "round(mean)",
        "round(10 * mean)",
        "round(length * mean)",
        "round(signed)",
        "round((indices + 1) * mean)",
      ],
      7,
    ],
    [
      "in tables",
      [
        "mean in [0.5, 1, 0]",
        "{True: 1, False: -1}[mean == 0.5]",
        '["no", "yes"][round(mean)]',
        "signed if signed > 0 else -signed",
      ],
      5,
    ],
    [
      "as keys and queries",
      [
        "selector_width(select(mean, mean, ==))",
        "selector_width(select(mean, mean, <))",
        "selector_width(select(mean, other, >=))",
        "selector_width(select(mean, 0.5, >))",
        "selector_width(select(0.4, mean, !=))",
        "aggregate(select(mean, mean, <), indices, 0.25)",
        "aggregate(select(signed, mean, >) and select(indices, indices, <), indices, -1)",
      ],
      6,
    ],
    [
      "moved by at most one key",
      [
        "aggregate(select(indices, indices - 1, ==), mean, 0.125)",
        "aggregate(select(indices, length - indices - 1, ==), signed)",
        "aggregate(select(indices, 0, ==), mean + other)",
        "aggregate(select(indices, indices - 1, ==) and select(tokens, tokens, ==), mean, -1)",
      ],
      5,
    ],
    [
      "of tests on means",
      [
        "aggregate(select(indices, indices, <=), indicator(mean > 0.6), -1)",
        "aggregate(select(tokens, tokens, ==), round(4 * mean))",
      ],
      6,
    ],
    [
      "of halves",
      [
        "aggregate(select(indices, indices, <=), indices / 2)",
        "aggregate(full_s, aggregate(select(indices, 1, <=), indices, 7))",
      ],
      5,
    ],
    [
      "over everything",
      ["average(indices)", 'average(indicator(tokens == "a")) * length', "round(average(indices) * length)"],
      7,
    ],
  ] as const)("%s", (_, expressions, maxLength) => {
    const program = [
      `#: max-length ${String(maxLength)}`,
      definitions,
      ...expressions.map((expression, at) => `x${String(at)} = ${expression};`),
      `#: output ${expressions.map((_expression, at) => `x${String(at)}`).join(", ")}`,
    ].join("\n");
    expect(examine(program, { most: 130, fewer: 10 })).toEqual([]);
  });

  test("of means are the very doubles, where they can be told apart", () => {
    const program = `
#: max-length 2
mean = aggregate(select(indices, indices, <=), indicator(tokens == "a"));
x = aggregate(select(indices, indices, <=), mean);
y = aggregate(select(indices, indices, >=), x, 3);
#: output x, y`;
    expect(examine(program)).toEqual([]);
  });

  test.each([16, 40])("with thresholds up to length %i", (maxLength) => {
    const program = `
#: max-length ${String(maxLength)}
mean = aggregate(select(indices, indices, <=), indicator(tokens == "a"));
a = mean > 0.6;
b = round(mean * (indices + 1));
c = average(indicator(tokens == "a")) >= 0.5;
#: output mean, a, b, c`;
    expect(examine(program, { most: 40, fewer: 5 })).toEqual([]);
  });

  test.each(["a > b", "a >= b", "a < 2 * b", "a + b > 3", "a == b"])(
    "of two counts each are told apart by one step across their difference: %s",
    (expression) => {
      const subject = compiled(`
#: vocabulary "abcd"
#: max-length 10
a = aggregate(select(tokens, tokens, ==), indices);
b = aggregate(select(tokens, tokens, <=), indices);
x = ${expression};`);
      const { layers, heads, dMlp } = subject.model.config;
      expect({ layers, heads }).toEqual({ layers: 1, heads: [2] });
      expect(dMlp[0]).toBeLessThan(50);
      expect(differences(subject, { most: 150 }).first).toBeNull();
    },
  );

  test("a difference of means as a key", () => {
    const subject = compiled(`
#: vocabulary "abcd"
#: max-length 10
a = aggregate(select(tokens, tokens, ==), indices);
b = aggregate(select(tokens, tokens, <=), indices);
x = selector_width(select(a - b, 0, >));`);
    expect(subject.model.config.layers).toBe(2);
    expect(differences(subject, { most: 150 }).first).toBeNull();
  });
});
