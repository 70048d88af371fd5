import { describe, expect, test } from "vitest";
import { interpret } from "../../commands/interpret/interpret.ts";
import type { Source } from "../../language/source.ts";
import { codes, request } from "./helpers.ts";

function outputsOf(text: string, options = {}): unknown {
  return interpret(request(text, options)).report.runs[0]?.outputs;
}

describe("values as JSON", () => {
  test.each([
    ["an s-op", "x = indices;", { kind: "s-op", type: "int", value: [0, 1] }],
    [
      "mixed elements",
      "x = indices / 2 if indices > 0 else 0;",
      { kind: "s-op", type: "float", value: [0, 0.5], elem: "if" },
    ],
    [
      "bools and ints",
      "x = True if indices == 0 else 0;",
      { kind: "s-op", type: "int", value: [true, 0], elem: "bi" },
    ],
    [
      "a selector, row by query",
      "x = select(indices, indices, <);",
      {
        kind: "selector",
        value: [
          [false, false],
          [true, false],
        ],
      },
    ],
    ["an atom", "x = 1.5;", { kind: "atom", type: "float", value: 1.5 }],
    ["a list", 'x = [1, "a", [True, 0.5]];', { kind: "list", value: [1, "a", [true, 0.5]] }],
    [
      "a dict",
      'x = {"a": 1, 2: [3]};',
      {
        kind: "dict",
        value: [
          ["a", 1],
          [2, [3]],
        ],
      },
    ],
    ["a function", "def x(a, b) { return a + b; }", { kind: "function", params: ["a", "b"] }],
    [
      "s-ops in a list",
      "x = [indices, 7];",
      { kind: "list", value: [{ kind: "s-op", type: "int", value: [0, 1] }, 7] },
    ],
  ])("%s", (_, text, value) => {
    expect(outputsOf(text, { inputs: ["ab"] })).toEqual({ x: value });
  });

  test("a failed name holds its diagnostic, and the others their values", () => {
    const { status, report } = interpret(request("x = 1 / indices; y = indices;", { inputs: ["ab"] }));
    expect(status).toBe(1);
    expect(report.runs[0]?.outputs).toMatchObject({
      x: { error: { kind: "zero-division", file: "program.rasp", span: { line: 1, column: 5 } } },
      y: { value: [0, 1] },
    });
    expect(report.diagnostics.length).toBe(1);
  });
});

describe("which input", () => {
  test.each([
    ["hello, where nothing says otherwise", "x = tokens;", {}, [["h", "e", "l", "l", "o"]]],
    [
      "the option's",
      '#: example "zz"\nx = tokens;',
      { inputs: ["ab", '["c","dd"]'] },
      [
        ["a", "b"],
        ["c", "dd"],
      ],
    ],
    ["the pragmas'", '#: example "zz"\n#: example ["y"]\nx = tokens;', {}, [["z", "z"], ["y"]]],
    ["what `set example` set", 'set example "uv"\nx = tokens;', {}, [["u", "v"]]],
    [
      "the option's, whatever `set example` set",
      'set example "uv"\nx = tokens;',
      { inputs: ["ab"] },
      [["a", "b"]],
    ],
    ["the vocabulary's first tokens", "#: vocabulary [3, 4]\nx = tokens;", {}, [[3, 4]]],
    [
      "no more of them than the length allows",
      '#: vocabulary "xyz"\n#: max-length 2\nx = tokens;',
      {},
      [["x", "y"]],
    ],
  ])("%s", (_, text, options, inputs) => {
    const { report } = interpret(request(text, options));
    expect(report.runs.map(({ input }) => input)).toEqual(inputs);
    expect(report.diagnostics).toEqual([]);
  });

  test.each([
    ["[1, 2", ["bad-json"]],
    ["[1,]", ["bad-json"]],
    ["[]", ["empty-input"]],
    ["", ["empty-input"]],
  ])("%j is refused", (input, expected) => {
    const outcome = interpret(request("x = tokens;", { inputs: [input] }));
    expect(codes(outcome.report)).toEqual(expected);
    expect(outcome.status).toBe(1);
    expect(outcome.report.runs).toEqual([]);
  });
});

describe("the vocabulary chooses what tokens are", () => {
  test.each([
    ["characters of ints", "[1, 2, 12]", "12", [1, 2], "int"],
    ["JSON ints", "[1, 2, 12]", "[12]", [12], "int"],
    ["an int among floats", "[1.0, 2.5]", "[1, 2.5]", [1, 2.5], "float"],
    ["letters among bools", "[true, false]", "TF10", [true, false, true, false], "bool"],
    ["strings", '["1", "2"]', "21", ["2", "1"], "string"],
  ])("%s", (_, vocabulary, input, value, type) => {
    expect(outputsOf("x = tokens;", { vocabulary, inputs: [input] })).toMatchObject({ x: { value, type } });
  });

  test.each([
    ["a character that is none", "[1, 2]", "1x", ["bad-token"]],
    ["twice the same", "[1, 1.0]", "1", ["mixed-vocabulary"]],
    ["twice the same text", "aba", "a", ["duplicate-token"]],
    ["nothing", "[]", "a", ["empty-vocabulary"]],
    ["several types", '["a", 1]', "a", ["mixed-vocabulary"]],
    ["not JSON", "[a]", "a", ["bad-json"]],
  ])("%s is refused", (_, vocabulary, input, expected) => {
    expect(codes(interpret(request("x = 1;", { vocabulary, inputs: [input] })).report)).toEqual(expected);
  });
});

describe("names", () => {
  test("only those asked for", () => {
    expect(outputsOf("x = 1; y = 2; z = 3;", { outputs: ["z", "x"] })).toEqual({
      z: { kind: "atom", type: "int", value: 3 },
      x: { kind: "atom", type: "int", value: 1 },
    });
  });

  test("an unknown one is wrong use, with a suggestion", () => {
    const outcome = interpret(request("sorted = indices;", { outputs: ["sorte"] }));
    expect(outcome.status).toBe(2);
    expect(outcome.report.diagnostics).toMatchObject([{ kind: "usage", help: "did you mean `sorted`?" }]);
  });

  test("a name whose statement could not be parsed is not reported again where it is used", () => {
    const { report } = interpret(
      request("flip = select(indices, , ==);\nx = aggregate(flip, tokens);\ny = nonsense;"),
    );
    expect(report.diagnostics.map(({ kind }) => kind)).toEqual(["syntax", "undefined-variable"]);
  });

  test("loaded ones as well", () => {
    const load = (path: string): Source | null =>
      path === "lib" ? { name: "lib.rasp", text: "a = indices; _b = 1;" } : null;
    const { report } = interpret({ ...request('load "lib"; x = a + 1;', { inputs: ["ab"] }), load });
    expect(report.runs[0]?.outputs).toMatchObject({ a: { value: [0, 1] }, x: { value: [1, 2] } });
    expect(Object.keys(report.runs[0]?.outputs ?? {}).toSorted()).toEqual(["a", "x"]);
  });

  test("applications in the file are reported with their input", () => {
    const { report } = interpret(request('x = indices; x("abc");', { inputs: ["a"] }));
    expect(report.runs[0]?.applications).toEqual([
      { input: ["a", "b", "c"], value: { kind: "s-op", type: "int", value: [0, 1, 2] } },
    ]);
  });
});

test("causal: length is the prefix's, and a selector's rows stay as written", () => {
  const options = { inputs: ["abc"], causal: true };
  expect(
    outputsOf("n = length; w = selector_width(select(1, 1, ==)); s = select(1, 1, ==);", options),
  ).toMatchObject({
    n: { value: [1, 2, 3] },
    w: { value: [1, 2, 3] },
    s: {
      value: [
        [true, true, true],
        [true, true, true],
        [true, true, true],
      ],
    },
  });
});

test("huge selectors are not written out, and that is no error", () => {
  const options = { inputs: ["ab".repeat(600)] };
  const { status, report } = interpret(
    request("s = select(tokens, tokens, ==); w = selector_width(s);", options),
  );
  expect(status).toBe(0);
  expect(report.runs[0]?.outputs).toMatchObject({
    s: { error: { kind: "limit", severity: "warning" } },
    w: { kind: "s-op" },
  });
});
