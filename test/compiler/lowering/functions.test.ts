/** Functions become columns and neurons: which, and that these compute the function at every tuple. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Affine } from "../../../compiler/lowering/circuit/affine.ts";
import { featureAffine, ZERO } from "../../../compiler/lowering/circuit/affine.ts";
import { CircuitBuilder } from "../../../compiler/lowering/circuit/builder.ts";
import type { NumericFunction } from "../../../compiler/lowering/functions/numeric.ts";
import { realise } from "../../../compiler/lowering/functions/realise.ts";
import type { Variable } from "../../../compiler/lowering/tables/variable.ts";
import { exactStates, jointSize } from "../../../compiler/lowering/tables/variable.ts";
import { evaluate, positionOf, tuplesOf } from "./evaluate.ts";

const label = { name: "f", meaning: "f", span: null };

/**
 * Variables in a word each: `t3`, the token of three; `i4`, the index of four;
 * `c6`, a channel that holds 0 … 5; `m6`, one whose state s is anywhere in 10 s … 10 s + 4.
 */
function variablesOf(builder: CircuitBuilder, words: string): readonly Variable[] {
  return words.split(" ").map((word, id): Variable => {
    const readings = Array.from({ length: Number(word.slice(1)) }, (_, state) => state);
    const exact = { id, name: word, ...exactStates(readings) };
    switch (word[0]) {
      case "t":
        return { ...exact, kind: "token" };
      case "i":
        return { ...exact, kind: "index" };
      case "c":
        return { ...exact, kind: "channel", carrier: channel(builder, id, readings.length), time: 1 };
      case "m": {
        const low = Float64Array.from(readings, (state) => 10 * state);
        const carrier = channel(builder, id, 10 * readings.length);
        const high = low.map((reading) => reading + 4);
        return { ...exact, kind: "channel", low, high, exact: false, carrier, time: 1 };
      }
      default:
        throw new Error(`no variable is called ${word}`);
    }
  });
}

/** A channel that a head writes in layer 0. */
function channel(builder: CircuitBuilder, id: number, greatest: number): Affine {
  const score = { bilinear: [], keyPenalty: ZERO, queryPenalty: ZERO };
  const head = builder.head({ kind: "count", layer: 0, selector: "", span: null, ...score });
  const contribution = { head, value: ZERO, atBos: 0, coefficient: id + 1 };
  return featureAffine(
    builder.channel([contribution], 1, { least: 0, greatest }, { ...label, name: `c${String(id)}` }),
  );
}

interface Realised {
  readonly builder: CircuitBuilder;
  readonly f: NumericFunction;
  readonly affine: Affine | null;
}

function realised(words: string, of: (...states: number[]) => number, exactLimit = 2 ** 24): Realised {
  const builder = new CircuitBuilder();
  const variables = variablesOf(builder, words);
  const cells = new Int32Array(jointSize(variables));
  const tuples = [...tuplesOf({ variables, cells })];
  const f = { variables, numbers: Float64Array.from(tuples, ({ states }) => of(...states)) };
  return { builder, f, affine: realise({ builder, exactLimit, spend: () => {} }, f, label) };
}

/**
 * Tuples at which the expression is not the function, wherever in their intervals
 * channels lie; and weights of neurons that are no integers, as sums of them are not exact.
 */
function mistakes({ builder, f, affine }: Realised): readonly string[] {
  if (affine === null) return ["nothing is exact"];
  const weights = builder.features.flatMap((feature) => (feature.kind === "table" ? feature.neurons : []));
  const fraction = weights.find(([, weight]) => !Number.isInteger(weight));
  if (fraction !== undefined) return [`a neuron has the weight ${String(fraction[1])}`];
  const tuples = [...tuplesOf({ variables: f.variables, cells: new Int32Array(f.numbers.length) })];
  return tuples.flatMap(({ states }, at) => {
    const wanted = f.numbers[at] ?? NaN;
    if (Number.isNaN(wanted)) return [];
    return (["low", "high"] as const).flatMap((end) => {
      const value = evaluate(builder, affine, positionOf(f.variables, states, end));
      return value === wanted ? [] : [`at ${states.join(",")} ${String(value)} for ${String(wanted)}`];
    });
  });
}

describe("how many neurons a function takes", () => {
  test.each<[string, string, (...states: number[]) => number, number]>([
    ["a constant", "t3 c6", () => 7, 0],
    ["a function of the token", "t3", (t) => [5, -1, 2][t] ?? NaN, 0],
    ["a function of the token plus one of the index", "t3 i4", (t, i) => t * t - 3 * i, 0],
    ["an affine function of a channel", "c6", (c) => 3 * c - 2, 0],
    ["an affine function of two channels", "c6 c6", (c, d) => 2 * c - d + 1, 0],
    ["a kink: two slopes, one hinge", "c6", (c) => Math.abs(c - 3), 1],
    ["a step: up within a unit, and flat again", "c6", (c) => (c >= 3 ? 1 : 0), 2],
    ["a step at the last reading ends there", "c6", (c) => (c === 5 ? 4 : 0), 1],
    ["a peak", "c6", (c) => (c === 2 ? 1 : 0), 3],
    ["a step of intervals", "m3", (m) => (m >= 1 ? 1 : 0), 2],
    ["any order of intervals: a step for each change", "m4", (m) => [3, 0, 0, 9][m] ?? NaN, 4],
    ["a step of a sum", "c6 c6", (c, d) => (c + d >= 4 ? 1 : 0), 2],
    ["a sum of steps", "c6 c6", (c, d) => (c >= 3 ? 1 : 0) + (d >= 2 ? 5 : 0), 4],
    ["a channel where the token is one", "t3 c6", (t, c) => (t === 1 ? c : 0), 1],
    ["a step between far readings", "c6", (c) => (c === 2 || c === 3 ? NaN : c < 2 ? 0 : 2), 2],
    ["what does not matter is free", "c6", (c) => (c === 3 || c === 4 ? NaN : c < 3 ? 0 : 1), 1],
  ])("%s", (_name, words, of, neurons) => {
    const result = realised(words, of);
    expect(mistakes(result)).toEqual([]);
    expect(result.builder.neurons).toHaveLength(neurons);
  });
});

test("token and index alone take no neurons unless their parts interact", () => {
  const { builder } = realised("t3 i4", (t, i) => (t === 1 && i === 2 ? 1 : 0));
  expect(builder.neurons.map(({ layer }) => layer)).not.toEqual([]);
  expect(Math.max(...builder.neurons.map(({ layer }) => layer))).toBe(0);
});

test("nothing is exact whose sums reach the limit", () => {
  const steep = (c: number): number => (c === 5 ? 1_000_000 : 0);
  expect(realised("c6", steep).affine).not.toBeNull();
  expect(realised("c6", steep, 1_000_000).affine).toBeNull();
});

test("every neuron is silent at BOS and PAD, whatever channels hold there", () => {
  const { builder, affine } = realised("t3 c6 m3", (t, c, m) => (c + t > m ? t : m * c));
  expect(affine).not.toBeNull();
  expect(builder.neurons.length).toBeGreaterThan(0);
  for (const { preactivation } of builder.neurons) {
    const flag = preactivation.terms.find(([id]) => id === builder.bos)?.[1] ?? 0;
    const others = preactivation.terms.filter(([id]) => id !== builder.bos && id !== builder.pad);
    expect(flag + builder.reachOf({ constant: preactivation.constant, terms: others })).toBeLessThan(0);
    expect(preactivation.terms.find(([id]) => id === builder.pad)?.[1]).toBe(flag);
  }
});

test("what is realised is the function, at every tuple that matters", () => {
  const words = fc.constantFrom("t3 c4", "t2 i3 c3", "c5 c3", "m3 c4", "t3 m4", "i4 c3 c2", "m3 m3", "t4 i3");
  const value = fc.oneof(fc.integer({ min: -3, max: 9 }), fc.constant(NaN));
  fc.assert(
    fc.property(words, fc.array(value, { minLength: 64, maxLength: 64 }), (shape, values) => {
      const sizes = shape.split(" ").map((word) => Number(word.slice(1)));
      const result = realised(shape, (...states) => {
        const place = states.reduce((sum, state, i) => sum * (sizes[i] ?? 1) + state, 0);
        return values[place] ?? NaN;
      });
      expect(mistakes(result)).toEqual([]);
    }),
    { numRuns: 150 },
  );
});
