/** Compiling, and comparing what was compiled. */
import { describe, expect, test } from "vitest";
import { compile } from "../../commands/compile/compile.ts";
import { diff } from "../../commands/diff/diff.ts";
import { measure } from "../../commands/models/measure.ts";
import { run, runWeights } from "../../commands/run/run.ts";
import { test as testProgram } from "../../commands/test/test.ts";
import { tiny } from "../runtime/tiny.ts";
import { codes, request, small } from "./helpers.ts";

describe("the report", () => {
  test("has every field of the contract", () => {
    const { status, report, compiled } = compile(small("x = length - indices;"));
    expect(status).toBe(0);
    const fields =
      "version program outputs path bytes layers heads dModel dHead dMlp parameters nonzero maxLength " +
      "vocabularySize causal certified milliseconds diagnostics";
    expect(Object.keys(report).toSorted()).toEqual(fields.split(" ").toSorted());
    expect(report).toMatchObject({ outputs: ["x"], maxLength: 3, vocabularySize: 2, certified: true });
    expect(report.heads?.length).toBe(report.layers);
    expect(report.dMlp?.length).toBe(report.layers);
    expect(report.bytes).toBe(new TextEncoder().encode(compiled?.text).length);
  });

  test("the same program gives the same bytes", () => {
    const text = "x = selector_width(select(tokens, tokens, ==));";
    expect(compile(small(text)).compiled?.text).toBe(compile(small(text)).compiled?.text);
  });

  test("options win over pragmas", () => {
    const { report } = compile(
      small("x = tokens; y = indices;", { maxLength: 5, vocabulary: "abc", outputs: ["y"], causal: true }),
    );
    expect(report).toMatchObject({ outputs: ["y"], maxLength: 5, vocabularySize: 3, causal: true });
  });

  test("several outputs are compiled into one model", () => {
    const { report } = run(small("#: output x, y\nx = indices; y = tokens;", { inputs: ["ab"] }));
    expect(report.runs).toEqual([{ input: ["a", "b"], outputs: { x: [0, 1], y: ["a", "b"] } }]);
  });
});

test("parameters count padded layers, biases, BOS and PAD rows and the unembedding", () => {
  const model = tiny({
    vocabulary: "abc",
    config: {
      layers: 2,
      heads: [2, 1],
      dModel: 3,
      dHead: 4,
      dMlp: [0, 5],
      maxLength: 6,
      attentionScale: 0.5,
    },
    tensors: { "unembed.out.b_U": [0, 7, 0] },
  });
  const embeddings = 5 * 3 + 7 * 3;
  const attention = 2 * (3 * (3 * 4 + 4) + 4 * 3) + 3;
  const mlp = 3 * 5 + 5 + 5 * 3 + 3;
  const unembedding = 3 * 3 + 3;
  expect(measure(model)).toEqual({
    parameters: embeddings + 2 * (attention + mlp) + unembedding,
    nonzero: 1,
  });
});

describe("what cannot be compiled", () => {
  test.each([
    ["no vocabulary or length", request("x = tokens;"), 2, ["missing-vocabulary", "missing-max-length"]],
    [
      "a vocabulary option that is wrong",
      request("x = tokens;", { vocabulary: "aa", maxLength: 2 }),
      2,
      ["duplicate-token"],
    ],
    [
      "a length that is none",
      request("x = tokens;", { vocabulary: "ab", maxLength: 1.5 }),
      2,
      ["bad-max-length"],
    ],
    ["a length beyond all memory", small("x = indices;", { maxLength: 1e9 }), 1, ["max-length-too-large"]],
    ["a wrong pragma", request('#: vocabulary "aa"\n#: max-length 2\nx = tokens;'), 1, ["duplicate-token"]],
    ["no s-op", small("x = 1;"), 1, ["no-output"]],
    ["an unknown name asked for", small("x = tokens;", { outputs: ["y"] }), 2, ["unknown-output"]],
    ["a selector asked for", small("x = select(1, 1, ==);", { outputs: ["x"] }), 2, ["output-not-s-op"]],
    ["a mistake", small("x = lenght;"), 1, ["unknown-name"]],
    ["a statement that does not parse", small("x = (tokens;"), 1, ["unclosed-bracket"]],
  ])("%s", (_, asked, status, expected) => {
    const outcome = compile(asked);
    expect(codes(outcome.report)).toEqual(expected);
    expect(outcome.status).toBe(status);
    expect(outcome.compiled).toBe(null);
    expect(outcome.report).toMatchObject({ certified: false, path: null });
  });
});

describe("inputs without a value", () => {
  const failing = "x = 1 / indices;";

  test("refuse the program, with the input", () => {
    const outcome = compile(small(failing));
    expect(outcome.status).toBe(1);
    expect(outcome.report.diagnostics).toMatchObject([{ kind: "zero-division", severity: "error" }]);
  });

  test("are accepted with partial; run and diff say so, and diff skips them", () => {
    const text = 'x = 1 / (0 if tokens == "b" else 1);';
    const options = { partial: true, inputs: ["a"] };
    const ran = run(small(text, options));
    expect(ran.status).toBe(0);
    expect(ran.report.model).toMatchObject({ partial: true });
    expect(ran.report.runs).toMatchObject([{ outputs: { x: [1] } }]);
    expect(codes(ran.report)).toEqual(["failing-input"]);
    const compared = diff(small(text, options));
    expect(compared.status).toBe(0);
    expect(compared.report).toMatchObject({
      exhaustive: true,
      inputs: 14,
      skipped: 11,
      positions: 6,
      mismatches: 0,
    });
    expect(codes(compared.report)).toEqual(["failing-input"]);
    const file = { name: "x.json", text: compile(small(text, options)).compiled?.text ?? "" };
    expect(codes(runWeights(file).report)).toEqual(["partial-model"]);
    expect(diff(small(text), file).report).toMatchObject({ skipped: 11, mismatches: 0 });
  });

  test("of a name that no output needs are a warning", () => {
    const outcome = compile(small(`y = 1 / indices; x = tokens;`));
    expect(outcome.status).toBe(0);
    expect(outcome.report.diagnostics).toMatchObject([{ code: "failing-input", severity: "warning" }]);
  });
});

describe("diff of a compiled program", () => {
  test.each([
    ["reverse", 'x = tokens[0]; y = aggregate(select(indices, length - indices - 1, ==), tokens, "");'],
    ["histogram", "y = selector_width(select(tokens, tokens, ==));"],
    ["means", 'y = aggregate(select(indices, indices, <=), indicator(tokens == "a"));'],
    ["a prefix", "#: causal\ny = length;"],
  ])("%s: no difference on any input", (_, text) => {
    const { status, report } = diff(small(text));
    expect(report).toMatchObject({
      exhaustive: true,
      inputs: 14,
      positions: 34,
      skipped: 0,
      mismatches: 0,
      first: null,
    });
    expect(status).toBe(0);
  });

  test("tells how far it is", () => {
    const told: number[] = [];
    const { report } = diff({
      ...small("y = selector_width(select(tokens, tokens, ==));", {
        limit: 0,
        samples: 20_000,
        maxLength: 16,
        vocabulary: "abcdef",
      }),
      onProgress: ({ task, done, total, found }) => {
        expect([task, total, found]).toEqual(["diff", 20_000, "no mismatch"]);
        told.push(done);
      },
    });
    expect(report.inputs).toBe(20_000);
    expect(told.length).toBeGreaterThan(0);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
  });
});

describe("test, on the compiled model", () => {
  test("every expectation about an s-op is run there too", () => {
    const text = '#: expect x("ab") = ["b", "a"]\n#: expect n("aab") = [3, 3, 3]\n#: expect k = 2';
    const program =
      'x = aggregate(select(indices, length - indices - 1, ==), tokens, ""); n = length; k = 2;';
    const { report } = testProgram([small(`${text}\n${program}`)]);
    expect(report).toMatchObject({ passed: 3, failed: 0 });
    expect(report.files[0]?.expectations.map(({ model }) => model)).toEqual([["b", "a"], [3, 3, 3], null]);
  });

  test("inputs outside the vocabulary or length are run on the interpreter only", () => {
    const { report } = testProgram([
      small('#: expect x("abab") = [0, 1, 2, 3]\n#: expect x("z") = [0]\nx = indices;'),
    ]);
    expect(report).toMatchObject({ passed: 2, failed: 0 });
    expect(report.files[0]?.expectations.map(({ model }) => model)).toEqual([null, null]);
  });

  test("an s-op that cannot be compiled fails, and does not keep the others from being tried", () => {
    const { report } = testProgram([
      small(
        '#: expect x("ab") = ["a", "b"]\n#: expect y = [1.0]\n#: example "b"\nx = tokens; y = 1 / (0 if tokens == "a" else 1);',
      ),
    ]);
    expect(report).toMatchObject({ passed: 1, failed: 1 });
    expect(report.files[0]?.expectations.map(({ model }) => model)).toEqual([["a", "b"], null]);
  });
});
