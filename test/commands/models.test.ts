/** Running and comparing weights files, without the compiler. */
import { describe, expect, test } from "vitest";
import { diff } from "../../commands/diff/diff.ts";
import { runWeights } from "../../commands/run/run.ts";
import { codes, request, weights } from "./helpers.ts";

describe("run on a weights file", () => {
  test("gives every output on every input, and says what the model is", () => {
    const { status, report } = runWeights(weights("copies"), { inputs: ["ab", '["b"]'] });
    expect(status).toBe(0);
    expect(report.runs).toEqual([
      { input: ["a", "b"], outputs: { out: ["a", "b"] } },
      { input: ["b"], outputs: { out: ["b"] } },
    ]);
    expect(report.model).toMatchObject({
      program: "tiny.rasp",
      outputs: ["out"],
      layers: 0,
      maxLength: 4,
      vocabularySize: 2,
    });
  });

  test("without an input takes the vocabulary's first tokens", () => {
    expect(runWeights(weights("copies")).report.runs).toEqual([
      { input: ["a", "b"], outputs: { out: ["a", "b"] } },
    ]);
  });

  test.each([
    ["a token it does not know", { inputs: ["abc"] }, 1, "unknown-token"],
    ["an input that is too long", { inputs: ["ababa"] }, 1, "too-long"],
    ["an empty input", { inputs: [""] }, 1, "empty-input"],
    ["a JSON text that is none", { inputs: ["[1"] }, 1, "bad-json"],
    ["an output it does not have", { inputs: ["a"], outputs: ["nope"] }, 2, "unknown-output"],
  ])("refuses %s", (_, options, status, code) => {
    const outcome = runWeights(weights("copies"), options);
    expect(outcome.status).toBe(status);
    expect(codes(outcome.report)).toContain(code);
  });

  test.each([
    ["", 2],
    ["{}", 2],
    ["not json", 2],
    [weights("copies").text.replace('"version":1', '"version":2'), 2],
    [weights("copies").text.replace('"maxLength":4', '"maxLength":5'), 2],
  ])("refuses a file that is no model (%#)", (text, status) => {
    const outcome = runWeights({ name: "bad.weights.json", text }, { inputs: ["a"] });
    expect(outcome.status).toBe(status);
    expect(outcome.report.runs).toEqual([]);
    expect(outcome.report.diagnostics.every(({ kind }) => kind === "model")).toBe(true);
    expect(outcome.report.diagnostics[0]?.message).toMatch(/^bad\.weights\.json: /);
  });
});

describe("diff against a weights file", () => {
  test("equal on every input", () => {
    const { status, report } = diff(request("tokens;"), weights("copies"));
    expect(status).toBe(0);
    expect(report).toMatchObject({
      program: "program.rasp",
      outputs: ["out"],
      exhaustive: true,
      inputs: 30,
      positions: 98,
      skipped: 0,
      mismatches: 0,
      first: null,
    });
  });

  test("the first mismatch is shrunk and placed", () => {
    const { status, report } = diff(request("tokens;"), weights("always a"));
    expect(status).toBe(1);
    expect(report).toMatchObject({
      mismatches: 26,
      first: {
        input: ["b"],
        output: "out",
        position: 0,
        expected: "b",
        actual: "a",
        interpreter: ["b"],
        model: ["a"],
      },
    });
  });

  test("shrinking keeps what makes them differ", () => {
    const { report } = diff(request('"a" if indices < 2 else tokens;'), weights("copies"));
    expect(report.first).toMatchObject({ input: ["b"], position: 0, expected: "a", actual: "b" });
    const late = diff(request('tokens if indices < 2 else "a";'), weights("copies"));
    expect(late.report.first).toMatchObject({
      input: ["a", "a", "b"],
      position: 2,
      expected: "a",
      actual: "b",
    });
  });

  test("an input on which the program has no value differs from a model that promises one", () => {
    const { status, report } = diff(request('tokens if 1 / (indices - 1) < 5 else "a";'), weights("copies"));
    expect(status).toBe(1);
    expect(report.first).toMatchObject({
      input: ["a", "a"],
      position: null,
      interpreter: { error: { kind: "zero-division" } },
      model: ["a", "a"],
    });
  });

  test("a sample where there are more inputs than the limit", () => {
    const options = { limit: 10, samples: 12, seed: 5 };
    const { report } = diff(request("tokens;", options), weights("copies"));
    expect(report).toMatchObject({ exhaustive: false, inputs: 12, seed: 5, mismatches: 0 });
  });

  test.each([
    ["an output the program does not have", "x = tokens;", 2, "unknown-output"],
    ["a program with errors", "tokns;", 1, "unknown-name"],
  ])("refuses %s", (_, text, status, code) => {
    const outcome = diff(request(text, { outputs: ["out"] }), weights("copies"));
    expect(outcome.status).toBe(status);
    expect(codes(outcome.report)).toContain(code);
    expect(outcome.report.inputs).toBe(0);
  });
});
