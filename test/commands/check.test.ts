import { describe, expect, test } from "vitest";
import { check } from "../../commands/check/check.ts";
import { test as testProgram } from "../../commands/test/test.ts";
import { codes, request, small } from "./helpers.ts";

describe("check", () => {
  test.each([
    ["a sound program", "x = length - indices;", 0, []],
    ["a file of functions only", "def f(a) { return a; }", 0, []],
    ["a misspelt name", "x = lenght;", 1, ["unknown-name"]],
    ["two mistakes", "x = lenght;\ny = indicez;", 1, ["unknown-name", "unknown-name"]],
    ["a failing output", "x = 1 / indices;", 1, ["failing-input"]],
    ["a failing name that no output needs", "y = 1 / indices; x = indices;", 0, ["failing-input"]],
    ["an output that is no s-op", "#: output s\ns = select(1, 1, ==); x = indices;", 1, ["output-not-s-op"]],
    ["an output that is not set", "#: output z\nx = indices;", 1, ["unknown-output"]],
    ["length in a causal program", "#: causal\nx = length;", 0, ["causal-length"]],
  ])("%s", (_, text, status, expected) => {
    const outcome = check([small(text)]);
    expect(codes(outcome.report)).toEqual(expected);
    expect(outcome.status).toBe(status);
  });

  test("names the smallest input that fails", () => {
    const { report } = check([small('x = 1 / (0 if tokens == "b" else 1);')]);
    expect(report.diagnostics).toMatchObject([
      { kind: "zero-division", file: "program.rasp", span: { line: 3 } },
    ]);
    expect(report.diagnostics[0]?.message).toMatch(/^`x` has no value on the input "b": /);
  });

  test("known failures are accepted with partial", () => {
    const outcome = check([small("x = 1 / indices;", { partial: true })]);
    expect(outcome.status).toBe(0);
    expect(outcome.report.diagnostics).toMatchObject([{ severity: "warning" }]);
  });

  test("counts for each file", () => {
    const outcome = check([request("x = 1;", {}, "a.rasp"), request("x = y;", {}, "b.rasp")]);
    expect(outcome.report.files).toEqual([
      { program: "a.rasp", errors: 0, warnings: 0 },
      { program: "b.rasp", errors: 1, warnings: 0 },
    ]);
  });
});

describe("test, on the interpreter", () => {
  test.each([
    ["an s-op on an input", '#: expect x("abc") = [0, 1, 2]', "x = indices;"],
    ["equal by the language's ==", '#: expect x("ab") = [0.0, True]', "x = indices;"],
    ["an s-op on the example", '#: example "ab"\n#: expect x = ["a", "b"]', "x = tokens;"],
    ["a selector", '#: expect s("ab") = [[True, False], [False, True]]', "s = select(indices, indices, ==);"],
    ["an atom", "#: expect a = -2", "a = 1 - 3;"],
    ["a list", '#: expect l = [1, ["x", False]]', 'l = [1, ["x", False]];'],
    ["a dict, in any order", '#: expect d = {"b": 2, "a": [1]}', 'd = {"a": [1], "b": 2};'],
  ])("%s holds", (_, pragma, text) => {
    const outcome = testProgram([request(`${pragma}\n${text}`)]);
    expect(outcome.report).toMatchObject({ passed: 1, failed: 0, diagnostics: [] });
    expect(outcome.status).toBe(0);
  });

  test.each([
    ["another value", '#: expect x("ab") = [0, 2]', "x = indices;", "expectation-failed"],
    ["another length", '#: expect x("ab") = [0]', "x = indices;", "expectation-failed"],
    [
      "another row",
      '#: expect s("ab") = [[True, True], [False, True]]',
      "s = select(indices, indices, ==);",
      "expectation-failed",
    ],
    ["a missing entry", '#: expect d = {"a": 1, "b": 2}', 'd = {"a": 1, "c": 2};', "expectation-failed"],
    ["no value", '#: expect x("a") = [0]', "x = 1 / indices;", "zero-division-failure"],
    ["no such name", "#: expect y = 1", "x = 1;", "unknown-output"],
  ])("%s fails", (_, pragma, text, code) => {
    const outcome = testProgram([request(`${pragma}\n${text}`)]);
    expect(outcome.report).toMatchObject({ passed: 0, failed: 1 });
    expect(codes(outcome.report)).toEqual([code]);
    expect(outcome.status).toBe(1);
  });

  test("a failed expectation shows both values at its place", () => {
    const { report } = testProgram([request('x = tokens;\n#: expect x("ab") = ["b", "a"]')]);
    expect(report.diagnostics).toMatchObject([
      { message: '`x` on "ab" is ["a", "b"], not ["b", "a"]', span: { line: 2 } },
    ]);
  });
});
