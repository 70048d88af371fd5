/** Diagnostics as `--json` prints them: all that a frame shows is there. */
import { expect, test } from "vitest";
import { toJsonDiagnostic } from "../../language/diagnostics/diagnostic.ts";
import { report } from "../../language/diagnostics/report.ts";

const source = { name: "choice.rasp", text: "x = 1;\ny = 1 if x;\n" };
const after = { source, start: 17, end: 17 };
const word = { source, start: 13, end: 15 };

test("a place, a label, and where each note points", () => {
  const notes = [{ message: "this `if`", span: word }, { message: "read as a choice" }];
  expect(toJsonDiagnostic(report("missing-else", {}, after, notes))).toEqual({
    code: "missing-else",
    kind: "syntax",
    severity: "error",
    message: "a choice needs an `else`",
    file: "choice.rasp",
    span: { start: 17, end: 17, line: 2, column: 11, endLine: 2, endColumn: 11 },
    label: "expected `else` before this",
    notes: ["this `if`", "read as a choice"],
    notePlaces: [
      { file: "choice.rasp", span: { start: 13, end: 15, line: 2, column: 7, endLine: 2, endColumn: 9 } },
      null,
    ],
    help: "a choice is written `a if condition else b`",
  });
});

test("without a place", () => {
  expect(toJsonDiagnostic(report("two-documents", {}))).toMatchObject({
    kind: "usage",
    file: null,
    span: null,
    label: null,
    notes: [],
    notePlaces: [],
  });
});
