/** The frame of a diagnostic: what is marked, where the lines and columns are. */
import { describe, expect, test } from "vitest";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import { renderDiagnostic, renderDiagnosticLine } from "../../language/diagnostics/render.ts";

function diagnosticOn(text: string, marked: string, more: Partial<Diagnostic> = {}): Diagnostic {
  const start = text.indexOf(marked);
  const span = { source: { name: "file.rasp", text }, start, end: start + marked.length };
  return {
    code: "unknown-name",
    kind: "syntax",
    severity: "error",
    message: "wrong",
    span,
    notes: [],
    ...more,
  };
}

function plain(diagnostic: Diagnostic): string[] {
  return renderDiagnostic(diagnostic, { color: (_style, text) => text }).split("\n");
}

test("the whole frame", () => {
  const text = "a = 1;\nopp = lenght - indices - 1;\n";
  const more = { message: "`lenght` is not defined", label: "not in scope", help: "did you mean `length`?" };
  expect(plain(diagnosticOn(text, "lenght", { ...more, code: "unknown-name" }))).toEqual([
    "error[unknown-name]: `lenght` is not defined",
    " ┌─ file.rasp:2:7",
    " │",
    "2│ opp = lenght - indices - 1;",
    " │       ^^^^^^ not in scope",
    " = help: did you mean `length`?",
  ]);
});

test("notes with a place have a frame, and all frames the same gutter", () => {
  const text = `${"\n".repeat(8)}one\ntwo`;
  const source = { name: "file.rasp", text };
  const notes = [{ message: "made here", span: { source, start: 12, end: 15 } }, { message: "no place" }];
  expect(plain(diagnosticOn(text, "one", { notes, severity: "warning", help: "first\nsecond" }))).toEqual([
    "warning[unknown-name]: wrong",
    "  ┌─ file.rasp:9:1",
    "  │",
    " 9│ one",
    "  │ ^^^",
    "  = note: made here",
    "  ┌─ file.rasp:10:1",
    "  │",
    "10│ two",
    "  │ ^^^",
    "  = note: no place",
    "  = help: first",
    "          second",
  ]);
});

test("without a place there is no frame", () => {
  const diagnostic = { ...diagnosticOn("a", "a"), span: null, help: "do this" };
  expect(plain(diagnostic)).toEqual(["error[unknown-name]: wrong", " = help: do this"]);
  expect(renderDiagnosticLine(diagnostic)).toBe("error[unknown-name]: wrong");
});

describe("the mark stands under the text", () => {
  test.each([
    // text         marked   line shown     mark
    ["abc", "b", "abc", " ^"],
    ["\tx y", "y", "    x y", "      ^"],
    ["ab\tx", "x", "ab  x", "    ^"],
    ["\ta", "\t", "    a", "^^^^"],
    ["漢字 x", "x", "漢字 x", "     ^"],
    ["a漢字b", "字", "a漢字b", "   ^^"],
    ["e\u0301 x", "x", "e\u0301 x", "  ^"],
    ["🙂 x", "x", "🙂 x", "   ^"],
    ["ｱ ｘ x", " x", "ｱ ｘ x", "    ^^"],
    ["a\u001b[31mb", "b", "a�[31mb", "      ^"],
    ["a\u202eb", "b", "a�b", "  ^"],
    ["\uFEFFab", "b", "\uFEFFab", " ^"],
    ["abc", "", "abc", "^"],
  ])("%j", (text, marked, line, mark) => {
    const [, , , shownLine, shownMark] = plain(diagnosticOn(text, marked));
    expect(shownLine).toBe(`1│ ${line}`);
    expect(shownMark).toBe(` │ ${mark}`);
  });

  test("behind the last character of the text", () => {
    const text = "a = 1\r\n";
    const source = { name: "file.rasp", text };
    const at = (offset: number): string[] =>
      plain({ ...diagnosticOn(text, "a"), span: { source, start: offset, end: offset } });
    expect(at(5).slice(1)).toEqual([" ┌─ file.rasp:1:6", " │", "1│ a = 1", " │      ^"]);
    expect(at(7).slice(1)).toEqual([" ┌─ file.rasp:2:1", " │", "2│", " │ ^"]);
  });
});

describe("several lines", () => {
  test("each has its mark, the last one the label", () => {
    expect(
      plain(diagnosticOn("x = [1,\r\n  22\r\n];", "[1,\r\n  22\r\n]", { label: "this list" })).slice(3),
    ).toEqual(["1│ x = [1,", " │     ^^^", "2│   22", " │ ^^^^", "3│ ];", " │ ^ this list"]);
  });

  test("of many, the first three and the last are shown", () => {
    const text = "a\nb\nc\nd\ne\nf";
    expect(plain(diagnosticOn(text, text)).slice(3)).toEqual([
      "1│ a",
      " │ ^",
      "2│ b",
      " │ ^",
      "3│ c",
      " │ ^",
      " │ …",
      "6│ f",
      " │ ^",
    ]);
  });
});

describe("long lines are cut around the mark", () => {
  test.each([0, 30, 60, 400, 950])("at %i", (offset) => {
    const text = `${"ab ".repeat(333).slice(0, offset)}!${"cd ".repeat(333)}`;
    const [, , , line = "", mark = ""] = plain(diagnosticOn(text, "!"));
    expect(Array.from(line).length).toBeLessThanOrEqual(105);
    expect(line[mark.indexOf("^")]).toBe("!");
  });

  test("a mark longer than the window ends with it", () => {
    const text = `x${"y".repeat(1000)}`;
    const [, , , line = "", mark = ""] = plain(diagnosticOn(text, "y".repeat(1000)));
    expect(mark.length).toBeLessThanOrEqual(line.length);
    expect(mark).toMatch(/^ │ {2}\^{90,}$/);
  });
});

test("styles are asked of the caller, and nothing else is changed", () => {
  const diagnostic = diagnosticOn("a b", "b", { label: "here", help: "help", notes: [{ message: "note" }] });
  const styles = new Set<string>();
  const marked = renderDiagnostic(diagnostic, {
    color: (style, text) => {
      styles.add(style);
      return `<${text}>`;
    },
  });
  expect(marked.replaceAll(/[<>]/g, "")).toBe(plain(diagnostic).join("\n"));
  expect([...styles].toSorted()).toEqual(["code", "error", "gutter", "help", "mark", "message", "note"]);
});

test("the one-line form", () => {
  const diagnostic = diagnosticOn("漢字\r\n\t🙂x", "x", { message: "`x`\u0007 is wrong" });
  expect(renderDiagnosticLine(diagnostic)).toBe("file.rasp:2:3: error[unknown-name]: `x`� is wrong");
});
