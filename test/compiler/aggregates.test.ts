/** Aggregates: one, several or none selected; values and defaults of every type. */
import { describe, expect, test } from "vitest";
import { examine } from "./examine.ts";

/** Names used below. */
const definitions = `
#: vocabulary "abc"
same = selector_width(select(tokens, tokens, ==));
rank = selector_width(select(tokens, tokens, <) or (select(tokens, tokens, ==) and select(indices, indices, <)));
mean = aggregate(select(indices, indices, <=), indicator(tokens == "a"));
mixed = indices if tokens == "a" else -1;
previous = aggregate(select(indices, indices - 1, ==), tokens, "");
`;

const strings = [
  "tokens",
  'tokens + "!"',
  '"constant"',
  'tokens if indices > 1 else "zz"',
  '["x", "", "yy", "zzz"][indices]',
  "previous",
];
const numbers = [
  "indices",
  "same",
  "mean",
  "indices / 3",
  "0.1 * indices",
  "1 / (indices + 1)",
  "1.5 * indices - 2",
  "indices * 1000003 - 7",
  "2 ^ indices",
  'tokens == "a"',
  'indices if tokens == "a" else 0.5',
  'True if tokens == "a" else 2.5',
  '{"a": 1, "b": 2.5, "c": -7}[tokens]',
  "3.25",
  "True",
];

describe("at most one selected: the value moves unchanged, of any type", () => {
  test.each([
    "select(indices, indices - 1, ==)",
    "select(indices, length - indices - 1, ==)",
    "select(indices, 2, ==)",
    "select(indices, 5, ==)",
    "select(indices, same, ==)",
    "select(indices, mixed, ==)",
    "select(rank, indices, ==)",
    "select(rank, rank + 1, ==)",
    'select(indices, indices, ==) and select(tokens, "a", ==)',
    "select(indices, indices - 1, ==) and select(tokens, tokens, ==)",
    "select(indices, indices, <=) and select(indices, indices, >=)",
    "select(indices, indices * indices, ==)",
  ])("%s", (selector) => {
    const outputs = [
      ...strings.flatMap((value) => [`${value}, ""`, `${value}, "none"`]),
      ...numbers.map((value, at) => `${value}, ${["0", "0.5", "-3", "True", "1.25", "1000"][at % 6] ?? ""}`),
    ].map((rest, at) => ({ name: `x${String(at)}`, text: `aggregate(${selector}, ${rest})` }));
    const program = [
      definitions,
      ...outputs.map(({ name, text }) => `${name} = ${text};`),
      `#: output ${outputs.map(({ name }) => name).join(", ")}`,
    ].join("\n");
    expect(examine(program, { most: 120, fewer: 10 })).toEqual([]);
  });
});

describe("several selected: the mean, of integers, fractions and mixed signs", () => {
  test.each([
    "full_s",
    "select(indices, indices, <=)",
    "select(indices, indices, <)",
    "select(tokens, tokens, ==)",
    'select(tokens, "a", ==)',
    "select(tokens, tokens, !=) or select(indices, 0, ==)",
    "not (select(tokens, tokens, ==) and select(indices, indices, >))",
    "select(same, same, <)",
    "select(tokens, tokens, ==) and select(indices, length - 2, <=)",
  ])("%s", (selector) => {
    const values = [
      "indices, 0",
      "indices, -1.5",
      "indices * 3 - 5, 0.5",
      "indices / 2, 7",
      "0.75 - indices * 0.25, True",
      "same, 2.5",
      'indicator(tokens == "b"), 0.25',
      "indices * indices - 4, -100",
      '{"a": -2, "b": 0.5, "c": 3}[tokens], 1000',
      "-indices, -3",
    ];
    const program = [
      definitions,
      ...values.map((rest, at) => `x${String(at)} = aggregate(${selector}, ${rest});`),
      `#: output ${values.map((_, at) => `x${String(at)}`).join(", ")}`,
    ].join("\n");
    expect(examine(program, { most: 120, fewer: 10 })).toEqual([]);
  });
});

describe("the default", () => {
  test.each([
    [
      "does not leak from BOS into a later layer",
      `a = aggregate(select(tokens, tokens, ==), indices);
       b = aggregate(select(indices, indices + 1, ==), a, 7);`,
    ],
    [
      "does not leak through two layers",
      `a = aggregate(select(indices, indices - 1, ==), indices * 2, 9);
       b = aggregate(select(indices, a, ==), a + 0.5, -4);
       c = aggregate(select(indices, indices + 1, ==), b, 0.125);
       d = c + aggregate(select(tokens, "b", ==) and select(indices, indices, <), a, 100);
       #: output a, b, c, d`,
    ],
    [
      "does not leak into a width or a comparison",
      `a = aggregate(select(indices, indices - 1, ==), length, 3);
       same_again = selector_width(select(a, 3, ==));
       b = selector_width(select(a, a, <=) and select(same_again, 0, >));
       #: output a, same_again, b`,
    ],
    ["is a string", 'x = aggregate(select(indices, indices - 1, ==), tokens, "nothing");'],
    [
      "is another default elsewhere",
      's = select(indices, indices - 1, ==); x = aggregate(s, tokens, ""); y = aggregate(s, tokens, "-"); z = aggregate(s, indices, 2); w = aggregate(s, indices, 0.5);\n#: output x, y, z, w',
    ],
    ["is the value of every row", 'x = aggregate(select(indices, -1, ==), tokens, "zz");'],
    ["is 0 for strings where every row is empty", "x = aggregate(select(indices, -1, ==), tokens);"],
    ["is not needed", "x = aggregate(select(indices, indices, ==), tokens, 5);"],
    [
      "of a causal mean",
      '#: causal\nx = aggregate(select(tokens, "b", ==), indices, -2); y = aggregate(select(indices, indices, >), tokens, "none");\n#: output x, y',
    ],
    [
      "is far from the values",
      'x = aggregate(select(tokens, "a", ==), indices, 1000000); y = aggregate(select(tokens, "a", ==), indices, 0.0001);\n#: output x, y',
    ],
  ])("%s", (_, program) => {
    expect(examine(program)).toEqual([]);
  });
});

describe("values far from 0 or in large steps", () => {
  test.each([
    ["an offset", 'x = aggregate(select(tokens, "a", ==), indices + 100000, 0.5);'],
    [
      "large tokens",
      "#: vocabulary [1000000, 1000001, 1000003]\nx = aggregate(select(indices, indices, <=), tokens);",
    ],
    ["steps, and a default beside them", 'x = aggregate(select(tokens, "a", ==), indices * 1000, 0.0001);'],
    ["decimals", "x = aggregate(select(tokens, tokens, ==), indices * 0.25 + 0.125);"],
  ])("%s", (_, program) => {
    expect(examine(program)).toEqual([]);
  });
});

describe("counts that tell keys apart are proved to select one at most, at any length", () => {
  test.each([
    [
      "ranks, not counting themselves",
      `r = selector_width(select(tokens, tokens, <) or (select(tokens, tokens, ==) and select(indices, indices, <)));
       x = aggregate(select(r, indices, ==), tokens);`,
    ],
    [
      "ranks, counting themselves",
      `r = selector_width(select(tokens, tokens, <) or (select(tokens, tokens, ==) and select(indices, indices, <=)));
       x = aggregate(select(r, indices + 1, ==), tokens, "");`,
    ],
    [
      "ranks from above, counting themselves",
      `r = selector_width(select(tokens, tokens, >) or (select(tokens, tokens, ==) and select(indices, indices, >=)));
       x = aggregate(select(r, length - indices, ==), tokens);`,
    ],
    [
      "ranks, moved and turned",
      `r = selector_width(select(tokens, tokens, <=) and not (select(tokens, tokens, ==) and select(indices, indices, >)));
       x = aggregate(select(r - 1, indices, ==), tokens); y = aggregate(select(4 - r, 3 - indices, ==), tokens);
       #: output x, y`,
    ],
    [
      "how many equal ones came before",
      `r = selector_width(select(tokens, tokens, ==) and select(indices, indices, <));
       x = aggregate(select(tokens, tokens, ==) and select(r, r + 1, ==), tokens + "!", "");`,
    ],
    [
      "the n-th of its kind",
      `r = selector_width(select(indices, indices, <=) and select(tokens, "a", ==));
       x = aggregate(select(r, indices + 1, ==) and select(tokens, "a", ==), tokens, "");`,
    ],
  ])("%s", (_, program) => {
    const header = '#: vocabulary "abc"\n#: max-length 30\n';
    expect(examine(`${header}${program}`, { most: 40, fewer: 6 })).toEqual([]);
  });
});

test("counting oneself alone tells no keys apart", () => {
  const program = `#: vocabulary [1, 2]\n#: max-length 4\n#: causal
    x = aggregate(select(selector_width(select(indices, indices, ==)), tokens, ==), indices, 0);`;
  expect(examine(program)).toEqual([]);
});

test("a rank with another condition tells no keys apart", () => {
  const program = `#: vocabulary "abc"\n#: max-length 5
    r = selector_width(select(tokens, tokens, <) or (select(tokens, tokens, ==) and select(indices, indices, <)));
    s = selector_width(select(r, r, <) and select(r, indices, <));
    x = aggregate(select(s, 0, ==), indices);`;
  expect(examine(program)).toEqual([]);
});

describe("the first or last of something selects one key at most", () => {
  test.each(["indices / 3", "mean", "tokens", "0.1 * indices"])("%s", (value) => {
    const fallback = value === "tokens" ? '"-"' : "1.25";
    const program = `${definitions}
first = mark_first_instance(tokens, "a");
x = aggregate(select(first, True, ==), ${value}, ${fallback});
y = aggregate(select_from_last(tokens, "b"), ${value}, ${fallback});
#: output x, y`;
    expect(examine(program, { most: 120, fewer: 10 })).toEqual([]);
  });
});

describe("the union of selectors has a mean of its own", () => {
  test.each([5, 9, 11, 12, 16])("up to length %i", (maxLength) => {
    const program = `
#: max-length ${String(maxLength)}
x = aggregate(select(tokens, tokens, >) or select(tokens, "b", ==), indices, 7);
y = aggregate(select(tokens, tokens, >) or select(indices, indices, <), indices, 0.5);
#: output x, y`;
    expect(examine(program, { most: 100, fewer: 6 })).toEqual([]);
  });
});
