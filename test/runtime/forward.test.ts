import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decimals, doubles, toDouble, type Numbers, type Rows } from "../../oracle/numbers.ts";
import { transform } from "../../oracle/transformer.ts";
import { weightsOf } from "../../oracle/weights.ts";
import { forward } from "../../runtime/forward.ts";
import type { Model } from "../../runtime/model.ts";
import { prepare } from "../../runtime/prepare.ts";
import { randomCase } from "./random-model.ts";
import { echo, share, tiny, zeros } from "./tiny.ts";

/** Every activation of the oracle's by its name, flat as the runtime has it. */
function activationsOf(
  model: Model,
  numbers: Numbers,
  tokenIds: readonly number[],
): ReadonlyMap<string, readonly number[]> {
  const heads = new Map<string, Rows[]>();
  const final = transform(weightsOf(model, numbers), numbers, tokenIds, (name, rows) => {
    heads.set(name, [...(heads.get(name) ?? []), rows]);
  });
  heads.set("final", [final]);
  return new Map(
    [...heads].map(([name, matrices]) => {
      // Scores and patterns are [heads, n, n]; what else heads have is [n, heads, dHead].
      const isSquare = /attn_scores|pattern/.test(name);
      const rows = isSquare
        ? matrices.flat()
        : tokenIds.flatMap((_, i) => matrices.map((matrix) => matrix[i] ?? []));
      return [name, rows.flat().map(toDouble)];
    }),
  );
}

describe.each([
  ["float64", 1e-9, "doubles", doubles, 300],
  ["float32", 1e-4, "doubles", doubles, 300],
  ["float64", 1e-9, "64 digits", decimals, 30],
  ["float32", 1e-4, "64 digits", decimals, 30],
] as const)("%s", (precision, tolerance, kind, numbers, numRuns) => {
  test(`every activation is the oracle's in ${kind}`, () => {
    fc.assert(
      fc.property(randomCase(precision), ({ model, tokenIds }) => {
        const expected = activationsOf(model, numbers, tokenIds);
        const seen = new Map<string, ArrayLike<number>>();
        const final = forward(prepare(model), tokenIds, (name, values, shape) => {
          expect(seen.has(name)).toBe(false);
          expect(values.length).toBe(shape.reduce((product, size) => product * size, 1));
          seen.set(name, values);
        });
        seen.set("final", final);
        // The oracle shows nothing of heads and neurons where a layer has none.
        const shown = [...seen].filter(([, values]) => values.length > 0).map(([name]) => name);
        expect(new Set(shown)).toEqual(new Set(expected.keys()));
        for (const [name, values] of expected) {
          const actual = Array.from(seen.get(name) ?? []);
          expect(`${name} ${actual.length}`).toBe(`${name} ${values.length}`);
          const off = actual.findIndex((value, i) => !near(value, values[i], tolerance));
          expect(off < 0 ? "near" : `${name}[${off}]: ${actual[off]} for ${values[off]}`).toBe("near");
        }
      }),
      { numRuns },
    );
  });
});

describe.each(["float64", "float32"] as const)("%s", (precision) => {
  test("observing changes no bit, nor does storing zeros", () => {
    fc.assert(
      fc.property(randomCase(precision), ({ model, tokenIds }) => {
        const plain = forward(prepare(model), tokenIds);
        expect(forward(prepare(model), tokenIds, () => undefined)).toEqual(plain);
        expect(forward(prepare(model, { dense: true }), tokenIds)).toEqual(plain);
      }),
    );
  });
});

function near(actual: number, expected: number | undefined, tolerance: number): boolean {
  if (expected === undefined) return false;
  return actual === expected || Math.abs(actual - expected) <= tolerance * (1 + Math.abs(expected));
}

test("padding that no key admits changes no bit of the positions before it", () => {
  const model = share({ maxLength: 6 });
  // PAD's key: as far below as BOS's.
  const embedding = [1, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1];
  const padded = tiny({
    config: model.config,
    outputs: model.outputs,
    tensors: {
      "embed.W_E": embedding,
      "blocks.0.attn.W_Q": [0, 0, 0, 1],
      "blocks.0.attn.W_K": [0, -256, 0, 0],
      "blocks.0.attn.W_V": [1, 0, 0, 0],
      "blocks.0.attn.W_O": [0, 0, 1, 0],
    },
  });
  const short = forward(prepare(padded), [2, 0, 1, 1]);
  expect(forward(prepare(padded), [2, 0, 1, 1, 3, 3]).subarray(0, short.length)).toEqual(short);
});

/** The attention of BOS over BOS, a, and b, whose score lies `gap` higher. */
function pattern(gap: number): Float32Array | Float64Array | undefined {
  const model = tiny({
    config: { dModel: 2, heads: [1] },
    tensors: {
      "embed.W_E": [1, 0, 1, 1, 1, 0, 1, 0],
      "blocks.0.attn.W_Q": [1, 0],
      "blocks.0.attn.W_K": [0, gap],
    },
  });
  let seen: Float32Array | Float64Array | undefined;
  forward(prepare(model), [2, 0, 1], (name, values) => {
    if (name === "blocks.0.attn.hook_pattern") seen = values;
  });
  return seen?.subarray(0, 3);
}

describe("rounding in float32", () => {
  test("an attention weight 104 nats down is 0 exactly, one 100 down is not", () => {
    expect(pattern(-104)).toEqual(new Float32Array([0.5, 0.5, 0]));
    expect(pattern(-100)?.[2]).toBeGreaterThan(0);
  });

  test("a score of 2,000 nats does not overflow", () => {
    expect(pattern(2000)).toEqual(new Float32Array([0, 0, 1]));
  });

  test("the residual add snaps: 1.5 · 2^23 in the stream, −1.5 · 2^23 in b_O", () => {
    const snap = 1.5 * 2 ** 23;
    const moved = (value: number): number | undefined => {
      const model = tiny({
        config: { dModel: 2, heads: [1] },
        tensors: {
          "embed.W_E": [snap, value, snap, value, snap, value, 0, 0],
          "blocks.0.attn.W_V": [0, 1],
          "blocks.0.attn.W_O": [1, 0],
          "blocks.0.attn.b_O": [-snap, 0],
        },
      });
      return forward(prepare(model), [2, 0])[2];
    };
    expect([2.875, 3, 3.25, -1.125].map((value) => moved(Math.fround(value)))).toEqual([3, 3, 3, -1]);
  });

  test("and so does the MLP's, with b_out", () => {
    const snap = 1.5 * 2 ** 23;
    const model = tiny({
      config: { dModel: 2, heads: [0], dMlp: [1] },
      tensors: {
        "embed.W_E": [snap, 2.875, snap, 0, snap, 0, 0, 0],
        "blocks.0.mlp.W_in": [0, 1],
        "blocks.0.mlp.W_out": [1, 0],
        "blocks.0.mlp.b_out": [-snap, 0],
      },
    });
    expect(forward(prepare(model), [2, 0])[2]).toBe(3);
  });
});

test("a causal query sees itself and what is before it, BOS too", () => {
  const model = tiny({
    config: { dModel: 2, heads: [1], causal: true },
    tensors: {
      "embed.W_E": [6, 0, 0, 0, 0, 0, 0, 0],
      "blocks.0.attn.W_V": [1, 0],
      "blocks.0.attn.W_O": [0, 1],
    },
  });
  const residual = forward(prepare(model), [2, 0, 1, 0]);
  expect(Array.from(residual).filter((_, i) => i % 2 === 1)).toEqual([0, 3, 2, 3]);
});

test.each([
  ["an unknown token id", [2, 7]],
  ["a negative token id", [2, -1]],
  ["more tokens than positions", zeros(6)],
])("%s is our mistake, and thrown", (_name, tokenIds) => {
  expect(() => forward(prepare(echo()), tokenIds)).toThrow("internal: ");
});
