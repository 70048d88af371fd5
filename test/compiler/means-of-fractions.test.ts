/** Means of values that are not multiples of one unit: the very doubles, or a refusal with numbers. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { meanOf } from "../../compiler/lowering/aggregates/averages.ts";
import { halfUnit, simplestFraction } from "../../compiler/lowering/aggregates/fractions.ts";
import {
  exactScalings,
  nearbyScalings,
  tallyingScalings,
} from "../../compiler/lowering/aggregates/scalings.ts";
import type { Selections } from "../../compiler/lowering/aggregates/selections.ts";
import { float } from "../../language/atom.ts";
import { exactMean } from "../../language/numbers/mean.ts";
import { examine } from "./examine.ts";
import { compiled, differences, refusalOf } from "./subject.ts";

const means = `
m = aggregate(select(indices, indices, <=), indicator(tokens == "a"));
x = aggregate(select(indices, indices, <=), m);
`;

function program(maxLength: number, expressions: readonly string[]): string {
  return [
    `#: vocabulary "ab"`,
    `#: max-length ${String(maxLength)}`,
    means,
    ...expressions.map((expression, at) => `y${String(at)} = ${expression};`),
    `#: output ${expressions.map((_, at) => `y${String(at)}`).join(", ")}`,
  ].join("\n");
}

describe("programs", () => {
  test.each([
    ["means of means", 4, ["x", "x + indices", "aggregate(full_s, m)"]],
    ["means of means over any keys", 3, ["aggregate(select(tokens, tokens, ==), m)"]],
    [
      "means of means over formulas, with defaults",
      3,
      [
        'aggregate(select(tokens, "a", ==) and select(indices, indices, <), m, 0.3)',
        "aggregate(select(tokens, tokens, ==) or select(indices, indices, <), m, 7)",
        "aggregate(not (select(tokens, tokens, ==) and select(indices, indices, <)), m, -1)",
      ],
    ],
    [
      "means of means compared",
      4,
      ["x > 0.5", "x < m", "selector_width(select(x, x, <))", "aggregate(select(m, x, >=), indices, -1)"],
    ],
    ["means of means of means", 3, ["aggregate(select(indices, indices, <=), x)"]],
    ["two decimals", 7, ['aggregate(select(tokens, tokens, !=), 0.1 if tokens == "a" else 0.3, 0.2)']],
    [
      "decimals",
      5,
      [
        "aggregate(select(tokens, tokens, ==), 0.1 * indices)",
        'aggregate(select(indices, indices, <=), {"a": -0.7, "b": 0.1}[tokens] * (indices + 1))',
        'aggregate(select(indices, indices, <=), (0.3 if tokens == "a" else 0.1 + 0.2) * indices)',
      ],
    ],
    ["reciprocals", 6, ["aggregate(select(tokens, tokens, ==), 1 / (indices + 1))"]],
    ["thirds", 6, ["aggregate(select(tokens, tokens, !=), (indices - 2) / 3, 0.25)"]],
    ["roots, near to no multiples", 6, ["aggregate(select(tokens, tokens, !=), indices ^ 0.5, 0.25)"]],
    [
      "far from 0 in large steps",
      6,
      [
        'aggregate(select(indices, indices, <=), {"a": -7, "b": 1}[tokens] * 1000003 - 7)',
        'aggregate(select(indices, indices, <=), 1000000000 * indicator(tokens == "a") + 0.1)',
      ],
    ],
  ] as const)("%s", (_, maxLength, expressions) => {
    for (const expression of expressions) {
      expect(examine(program(maxLength, [expression]), { most: 130, fewer: 8 })).toEqual([]);
    }
  });

  test("under causal attention", () => {
    const text = program(3, ["aggregate(select(tokens, tokens, ==), m)", "aggregate(full_s, m)"]);
    expect(examine(text, { most: 130, fewer: 8 }, { causal: true })).toEqual([]);
  });

  test("whose sums cancel", () => {
    const text = `
#: vocabulary [0.1, 0.7, -0.3]
#: max-length 3
m = aggregate(select(indices, indices, <=), tokens);
x = aggregate(select(indices, indices, >=), m);`;
    expect(examine(text, { most: 130, fewer: 8 })).toEqual([]);
  });

  test("in float64 where float32 does not hold them, and refused there with numbers", () => {
    const mean = 'aggregate(select(indices, indices, <=), {"a": -0.7, "b": 0.1}[tokens] * (indices + 1))';
    const text = program(12, [mean]);
    const [refusal] = refusalOf(text);
    expect(refusal?.code).toBe("uncertified");
    expect(text.slice(refusal?.span?.start, refusal?.span?.end)).toBe(mean);
    expect(refusal?.message).toMatch(
      /^means of up to 12 of 24 values are not certain in float32: two of them lie \d\.\de-\d+ apart, their sums reach [\d,]+ units, and float32 counts 99,864 exactly, enough for 3 of these values$/,
    );
    expect(refusal?.help).toContain("`--precision float64`");
    const subject = compiled(text, { precision: "float64" });
    expect(subject.model.certificate.certified).toBe(true);
    expect(differences(subject, { most: 40 }).first).toBeNull();
  });

  test("refused where there are too many sums", () => {
    const text = program(12, ["aggregate(select(tokens, tokens, ==), m)"]);
    const [refusal] = refusalOf(text);
    expect(refusal?.code).toBe("uncertified");
    expect(refusal?.message).toContain("multiples of about 1/27,720 two means may lie 2.7e-7 apart");
    expect(refusal?.help).not.toContain("float64");
  });
});

test.each([
  [0.1, 0, 1n, 10n],
  [-2 / 3, 0, -2n, 3n],
  [0.30000000000000004, 2 ** -52, 3n, 10n],
  [0.5, 0.25, 1n, 2n],
  [1e-17, 2 ** -50, 0n, 1n],
  [7, 0, 7n, 1n],
  [0, 0, 0n, 1n],
])("the simplest fraction near to %d (%d)", (value, slack, numerator, denominator) => {
  const found = simplestFraction(value, slack === 0 ? halfUnit(value) : slack);
  expect(found).toEqual({ numerator, denominator });
});

/** Few values, of kinds that have and have no common unit, and which of them can be selected where. */
const searched = fc
  .uniqueArray(
    fc.oneof(
      fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 1, max: 9 })).map(([a, b]) => a / b + 0),
      fc.integer({ min: -30, max: 30 }).map((tenths) => tenths * 0.1 + 0),
      fc.double({ min: -4, max: 4, noNaN: true }).map((value) => value + 0),
    ),
    { minLength: 2, maxLength: 5 },
  )
  .chain((numbers) => {
    const places = fc.subarray(
      numbers.map((_, place) => place),
      { minLength: 1 },
    );
    return fc.record({
      numbers: fc.constant(numbers),
      at: fc.array(places, { minLength: 4, maxLength: 4 }),
      rows: fc.option(fc.array(fc.subarray([0, 1, 2, 3]), { minLength: 1, maxLength: 3 })),
    });
  });

/** Every selection of values that can occur. */
function* selected({ at, rows }: Selections): Generator<readonly number[]> {
  for (let set = 0; set < 2 ** at.length; set++) {
    const keys = at.flatMap((_, key) => ((set >> key) % 2 === 1 ? [key] : []));
    if (rows !== null && !rows.some((row) => row.join() === keys.join())) continue;
    let chosen: number[][] = [[]];
    for (const key of keys)
      chosen = chosen.flatMap((places) => (at[key] ?? []).map((place) => [...places, place]));
    yield* chosen;
  }
}

test("sum and number of codes give the double nearest to the mean of the values", () => {
  fc.assert(
    fc.property(searched, ({ numbers, at, rows }) => {
      const selections: Selections = { at, rows, greatest: 4 };
      const search = { numbers, selections, spend: () => undefined };
      const scalings = [...exactScalings(search), ...nearbyScalings(search), ...tallyingScalings(search)];
      expect(scalings.length).toBeGreaterThan(0);
      for (const places of selected(selections)) {
        if (places.length === 0) continue;
        const mean = exactMean(places.map((place) => float(numbers[place] ?? NaN)));
        for (const scaled of scalings) {
          const sum = places.reduce((total, place) => total + (scaled.codes[place] ?? NaN), 0);
          expect(meanOf(scaled, sum, places.length)).toBe(mean);
        }
      }
    }),
    { numRuns: 60 },
  );
});
