/** What is taken from a number is in its feature's meaning. */
import { describe, expect, test } from "vitest";
import { reducedMeaning, restMeaning, squareMeaning } from "../../../compiler/lowering/circuit/meaning.ts";
import { build } from "../../../commands/models/build.ts";

test.each<[string, string]>([
  [reducedMeaning("tokens", 0, 1), "tokens"],
  [reducedMeaning("tokens", 3, 1), "tokens − 3"],
  [reducedMeaning("tokens", -3, 2), "(tokens + 3) / 2"],
  [reducedMeaning("tokens", 0, -1), "−tokens"],
  [reducedMeaning("(indices − 8)²", 64, -1), "64 − (indices − 8)²"],
  [reducedMeaning("a if b else c", 1, -1), "1 − (a if b else c)"],
  [reducedMeaning("f(a) + g(b)", 1, -1), "1 − (f(a) + g(b))"],
  [reducedMeaning("f(a + g(b))", 1, -1), "1 − f(a + g(b))"],
  [squareMeaning("indices", 8), "(indices − 8)²"],
  [squareMeaning("a + b", -2), "((a + b) + 2)²"],
  [squareMeaning("place", 0), "place²"],
  [restMeaning("w", { constant: 0, terms: [] }, String), "w"],
  [
    restMeaning(
      "w²",
      {
        constant: -8,
        terms: [
          [1, -1],
          [2, 3],
        ],
      },
      (id) => `x${String(id)}`,
    ),
    "(w²) + x1 − 3 · x2 + 8",
  ],
])("%s", (meaning, expected) => {
  expect(meaning).toBe(expected);
});

describe("in a model", () => {
  const text = `#: vocabulary "ab"\n#: max-length 9\nx = aggregate(select(indices, length - 1 - indices, ==), tokens);`;
  const built = build({ source: { name: "program.rasp", text } });
  if (built.kind === "refused") throw new Error("refused");
  const { features, tensors } = built.model;
  const positions = tensors["pos_embed.W_pos"];

  test("a column of squares holds what it says", () => {
    const feature = features.find(({ name }) => name === "square of indices");
    const [, top, middle] = /^(\d+) − \(indices − (\d+)\)²$/.exec(feature?.meaning ?? "") ?? [];
    const column = Array.from({ length: 9 }, (_, i) => Number(top) - (i - Number(middle)) ** 2);
    const width = positions?.shape[1] ?? 0;
    const entries = new Map<number, number>();
    if (positions !== undefined && "indices" in positions) {
      for (const [at, flat] of Array.from(positions.indices).entries()) {
        entries.set(flat, positions.values[at] ?? NaN);
      }
    }
    const held = column.map((_, i) => entries.get((i + 1) * width + (feature?.dimension ?? -1)) ?? 0);
    expect(held).toEqual(column);
  });
});
