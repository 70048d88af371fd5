/** Random small models and inputs for properties. */
import * as fc from "fast-check";
import type { Model } from "../../runtime/model.ts";
import { sizeOf, tensorShapes } from "../../runtime/tensors.ts";
import { letters, tiny } from "./tiny.ts";

export interface RandomCase {
  readonly model: Model;
  /** BOS first, then anything, PAD too. */
  readonly tokenIds: readonly number[];
}

/**
 * Layers 0–3 with 0–3 heads and 0–5 neurons, dModel up to 5. Weights are float32
 * numbers; about half are 0.
 */
export function randomCase(precision: "float32" | "float64"): fc.Arbitrary<RandomCase> {
  return fc
    .record({
      layers: fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 5 })), {
        maxLength: 3,
      }),
      dModel: fc.integer({ min: 1, max: 5 }),
      dHead: fc.constantFrom(1, 4),
      causal: fc.boolean(),
      maxLength: fc.integer({ min: 1, max: 6 }),
      vocabulary: fc.constantFrom("a", "ab", "abc"),
      tokens: fc.array(fc.nat(4), { maxLength: 6 }),
      seed: fc.integer(),
    })
    .map(({ layers, dModel, dHead, causal, maxLength, vocabulary, tokens, seed }) => {
      const next = generator(seed);
      const config = {
        precision,
        layers: layers.length,
        heads: layers.map(([heads]) => heads),
        dMlp: layers.map(([, neurons]) => neurons),
        dModel,
        dHead,
        causal,
        maxLength,
      };
      const empty = tiny({ vocabulary, config });
      const weight = (): number => {
        return next() < 0.5 ? 0 : Math.fround(next() * 2 - 1);
      };
      const tensors = Object.fromEntries(
        [...tensorShapes(empty)].map(([name, shape]) => [
          name,
          Array.from({ length: sizeOf(shape) }, weight),
        ]),
      );
      const size = letters(vocabulary).length;
      const ids = tokens.slice(0, maxLength).map((token) => (token < size ? token : size + 1));
      return { model: tiny({ vocabulary, config, tensors }), tokenIds: [size, ...ids] };
    });
}

/** mulberry32: uniform in [0, 1). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
