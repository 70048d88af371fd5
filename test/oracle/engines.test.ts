/** What every engine does with a model and an input: tokens, problems, outputs and margins. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ModelAtom } from "../../runtime/model.ts";
import { bignumber, textbook } from "../../oracle/oracle.ts";
import type { Model } from "../../runtime/model.ts";
import { runtime } from "../../runtime/run.ts";
import { echo, letters, share, tiny } from "../runtime/tiny.ts";

const int = (value: number): ModelAtom => ({ type: "int", value });
const float = (value: number): ModelAtom => ({ type: "float", value });
const bool = (value: boolean): ModelAtom => ({ type: "bool", value });

describe.each([runtime, textbook, bignumber])("$name", (engine) => {
  /** The values of `out`, or the problem. */
  function outOf(model: Model, input: readonly ModelAtom[]): unknown {
    const result = engine.open(model)(input);
    return "problem" in result ? result.problem : result.outputs["out"]?.map((atom) => atom.value);
  }

  test("says its input again", () => {
    expect(outOf(echo("abc"), letters("cab"))).toEqual(["c", "a", "b"]);
  });

  test.each([
    ["a", [1]],
    ["b", [0]],
    ["ab", [1 / 2, 1 / 2]],
    ["bab", [1 / 3, 1 / 3, 1 / 3]],
    ["aaba", [3 / 4, 3 / 4, 3 / 4, 3 / 4]],
  ])("the share of a in %s, read out", (input, expected) => {
    expect(outOf(share(), letters(input))).toEqual(expected);
  });

  test("fractions come back as the very same, at every length up to 24", () => {
    const answer = engine.open(share({ maxLength: 24 }));
    fc.assert(
      fc.property(fc.array(fc.constantFrom("a", "b"), { minLength: 1, maxLength: 24 }), (input) => {
        const result = answer(letters(input.join("")));
        const expected = input.filter((letter) => letter === "a").length / input.length;
        expect("problem" in result ? result : result.outputs["out"]).toEqual(
          input.map(() => float(expected)),
        );
      }),
      { numRuns: engine === bignumber ? 10 : 100 },
    );
  });

  test("float64 models too", () => {
    expect(outOf(share({ precision: "float64" }), letters("aab"))).toEqual([2 / 3, 2 / 3, 2 / 3]);
  });

  function problemOf(input: readonly ModelAtom[], vocabulary = "ab"): unknown {
    return engine.open(echo(vocabulary))(input);
  }

  describe("an input that cannot be run is data", () => {
    test("empty", () => {
      expect(problemOf([])).toEqual({
        problem: "empty",
        message: "the input is empty: a model needs at least one token",
      });
    });

    test("too long, with both lengths", () => {
      expect(problemOf(letters("ababa"))).toEqual({
        problem: "too-long",
        message: "the input has 5 tokens; the model was compiled for at most 4",
      });
    });

    test("an unknown token, with its place and what is allowed", () => {
      expect(problemOf(letters("abc"))).toEqual({
        problem: "unknown-token",
        position: 2,
        message: '"c" at position 2 is not in the vocabulary: "a", "b"',
      });
    });

    test("of a large vocabulary a sample is shown", () => {
      expect(problemOf([float(1)], "abcdefghijklmnop")).toEqual({
        problem: "unknown-token",
        position: 0,
        message:
          '1.0 at position 0 is not in the vocabulary: "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", … (16 in all)',
      });
    });
  });

  describe("tokens match by RASP's ==", () => {
    const numbers = tiny({
      vocabulary: [int(0), int(1), { type: "string", value: "1" }],
      config: { dModel: 3 },
      tensors: {
        "embed.W_E": [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0],
        "unembed.out.W_U": [1, 0, 0, 0, 1, 0, 0, 0, 1],
      },
    });

    test.each<[string, ModelAtom, unknown]>([
      ["1", int(1), [1]],
      ["1.0", float(1), [1]],
      ["True", bool(true), [1]],
      ["False", bool(false), [0]],
      ["-0.0", float(-0), [0]],
      ['"1"', { type: "string", value: "1" }, ["1"]],
      ['"0"', { type: "string", value: "0" }, "unknown-token"],
      ["2", int(2), "unknown-token"],
    ])("%s", (_name, atom, expected) => {
      expect(outOf(numbers, [atom])).toEqual(expected);
    });
  });

  /** The choice and its margin, for one token whose residual stream is `x`. */
  function decoded(x: number, kind: "logits" | "readout"): unknown {
    const values = [int(10), int(20), int(30)];
    const model = tiny({
      vocabulary: "a",
      config: { precision: "float64" },
      outputs: [{ name: "out", kind, values, ...(kind === "readout" ? { readings: [0, 1, 4] } : {}) }],
      tensors: {
        "embed.W_E": [x, 0, 0],
        "unembed.out.W_U": kind === "readout" ? [1] : [0, 1, 2],
        ...(kind === "readout" ? {} : { "unembed.out.b_U": [0, 0, -1] }),
      },
    });
    const result = engine.open(model)(letters("a"));
    if ("problem" in result) return result;
    return [result.decoded[0]?.values[0]?.value, result.decoded[0]?.margins[0]];
  }

  describe("decoding", () => {
    test.each([
      [-5, 10, 1],
      [0, 10, 1],
      [0.25, 10, 0.5],
      [0.5, 10, 0],
      [0.75, 20, 0.5],
      [2, 20, 1],
      [2.5, 20, 0],
      [3, 30, 1],
      [9, 30, 3],
    ])("the reading nearest to %f, of equally near ones the first", (x, value, margin) => {
      expect(decoded(x, "readout")).toEqual([value, margin]);
    });

    test.each([
      [-1, 10, 1],
      [0, 10, 0],
      [0.5, 20, 0.5],
      [1, 20, 0],
      [3, 30, 2],
    ])("the greatest logit at %f, of equal ones the first", (x, value, margin) => {
      expect(decoded(x, "logits")).toEqual([value, margin]);
    });

    test("one value is always it", () => {
      const model = tiny({ outputs: [{ name: "out", kind: "logits", values: [int(7)] }] });
      expect(outOf(model, letters("ab"))).toEqual([7, 7]);
    });

    test("an output may have any name", () => {
      const model = tiny({ outputs: [{ name: "__proto__", kind: "logits", values: [int(7)] }] });
      const result = engine.open(model)(letters("a"));
      expect("problem" in result ? [] : Object.entries(result.outputs)).toEqual([["__proto__", [int(7)]]]);
    });
  });
});
