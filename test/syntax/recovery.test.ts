/** Which mistakes are found, each once, and what is kept of a text that has some. */
import { describe, expect, test } from "vitest";
import { renderDiagnosticLine } from "../../language/diagnostics/render.ts";
import { parse } from "../../compiler/syntax/parse.ts";
import { mistakesIn, shownStatement } from "./notation.ts";

describe("one mistake, one diagnostic", () => {
  test.each([
    // text   code
    ["a = 1\nb = 2;", "missing-semicolon"],
    ["a = 1 b = 2;", "missing-semicolon"],
    ["a = 1 2 3 4;", "missing-semicolon"],
    ["a = 1", "missing-semicolon"],
    ["def f(x) { return x }", "missing-semicolon"],
    ["def f(x) { return x; };", "stray-semicolon"],
    [";", "stray-semicolon"],
    ["a = (1 + 2;", "unclosed-bracket"],
    ["a = f([1, 2);", "unclosed-bracket"],
    ["a = (1 + 2\nb = 3;", "unclosed-bracket"],
    ["def f(x) { return x;", "unclosed-bracket"],
    ["def f(x) { return x;\ndef g(x) { return x; }\nb = 1;", "unclosed-bracket"],
    ["for i in l { a = i;", "unclosed-bracket"],
    ["a = 1);", "unmatched-bracket"],
    ["}", "unmatched-bracket"],
    ["] = 3;", "unmatched-bracket"],
    ["f(a b);", "missing-comma"],
    ["def f(a b) { return a; }", "missing-comma"],
    ["a = ;", "missing-value"],
    ["a = 1 + ;", "missing-value"],
    ["a = * 2;", "missing-value"],
    ["a = ();", "missing-value"],
    ["a = f(1,", "missing-value"],
    ["a = 1,;", "trailing-comma"],
    ["a = [1, 2,];", "trailing-comma"],
    ["f(1,);", "trailing-comma"],
    ["a = {1: 2,};", "trailing-comma"],
    ["def f(a,) { return a; }", "trailing-comma"],
    ["1, 2;", "expression-list"],
    ["a = (1, 2);", "expression-list"],
    ["f(a) = 3;", "not-assignable"],
    ["a = b = 3;", "chained-assignment"],
    ["a = (b = 3);", "assignment-in-expression"],
    ["a += 1;", "compound-assignment"],
    ["f(x=3);", "keyword-argument"],
    ["f(1, x=3);", "keyword-argument"],
    ["def f(a=1) { return a; }", "default-parameter"],
    ["l[0:2];", "slice"],
    ["l[:2];", "slice"],
    ["a = lambda x: x;", "foreign-word"],
    ["while x { y = 1; }", "foreign-word"],
    ["import x;", "foreign-word"],
    ["a = b is c;", "foreign-word"],
    ["if x { y = 1; } else { z = 2; }", "if-statement"],
    ["a = 1 { b = 2; }", "unknown-block"],
    ["a = x != y;", "not-equal"],
    ["a = 1 if True;", "missing-else"],
    ["a = 1 else 2;", "unexpected-token"],
    ["a = {1};", "missing-colon"],
    ["a = {x for x in l};", "missing-colon"],
    ["a = [x for x in l if x];", "comprehension"],
    ["a = [x for x in l for y in m];", "comprehension"],
    ["a = (x for x in l);", "comprehension"],
    ["a = select(b, c);", "builtin-arguments"],
    ["a = select(b, ==);", "builtin-arguments"],
    ["a = select(b, c, ==, d);", "builtin-arguments"],
    ["a = select(b, c, =);", "select-comparison"],
    ["a = select(b, c, d);", "select-comparison"],
    ["a = aggregate(s);", "builtin-arguments"],
    ["a = aggregate(s, b, 0, 1);", "builtin-arguments"],
    ["a = len(b, c);", "builtin-arguments"],
    ["a = zip();", "builtin-arguments"],
    ["draw(a, b, c);", "builtin-arguments"],
    ["a = round 3;", "missing-parenthesis"],
    ["a = len;", "missing-parenthesis"],
    ["round = 2;", "reserved-word-as-name"],
    ["a, for = 1, 2;", "reserved-word-as-name"],
    ["select = 2;", "reserved-word-as-name"],
    ["def if(x) { return x; }", "reserved-word-as-name"],
    ["def f(not) { return 1; }", "reserved-word-as-name"],
    ["for in in l { a; }", "reserved-word-as-name"],
    ["def (x) { return x; }", "missing-name"],
    ["def f(x): return x;", "missing-brace"],
    ["def f(x) return x;", "missing-brace"],
    ["for i in l a = i;", "missing-brace"],
    ["for i of l { a = i; }", "missing-in"],
    ["for i in l { }", "empty-loop"],
    ["def f(x) { a = x; }", "missing-return"],
    ["def f(x) { return x; a = 1; b = 2; }", "statement-after-return"],
    ["def f(x) { return x; return x; }", "statement-after-return"],
    ["return 3;", "misplaced-return"],
    ["for i in l { return i; }", "misplaced-return"],
    ["load lib;", "load-path"],
    ['set example "a";', "command-semicolon"],
    ["exit();", "command-semicolon"],
    ["for i in l { show example i; }", "misplaced-command"],
    ['a = "b;', "unterminated-string"],
    ["a = 'b';", "single-quotes"],
    ["a = 1e5;", "number-format"],
    ["a = 1.;", "number-format"],
    ["a = .5;", "number-format"],
    ["a = 1.2.3;", "number-format"],
    ["a = 1_000;", "number-format"],
    ["a = 2 ** 3;", "foreign-operator"],
    ["a = 7 // 2;", "foreign-operator"],
    ["a = b && c;", "foreign-operator"],
    ["a = !b;", "foreign-operator"],
    ["a = b === c;", "foreign-operator"],
    ["a = 1 @ 2;", "unknown-character"],
    ["a = b ? c : d;", "unknown-character"],
    ["a = @;", "unknown-character"],
    ["@@@", "unknown-character"],
    ["a = b.c;", "unknown-character"],
    ["a ≠ b;", "unknown-character"],
  ])("%s", (text, code) => {
    expect(mistakesIn(text)).toEqual([code]);
    // With statements around it, the mistake is still the only one, and they are kept.
    const inside = parse({ name: "test.rasp", text: `first = 1;\n${text}\nlast = 2;` });
    const kept = inside.tree.statements.map(shownStatement);
    expect(kept.at(0)).toBe("first = 1");
    expect(inside.diagnostics.map((each) => each.code)).toEqual([code]);
    expect(kept.at(-1)).toBe("last = 2");
  });
});

test("several mistakes in one file are all found", () => {
  const text = 'a = 1\nb = (2;\ndef f(x) {\n  y = x +;\n  z = "q;\n  return y;\n}\nc = d != e;\nf(1,);\n';
  expect(mistakesIn(text)).toEqual([
    "missing-semicolon",
    "unclosed-bracket",
    "missing-value",
    "unterminated-string",
    "not-equal",
    "trailing-comma",
  ]);
});

describe("names that a broken statement would have set are told", () => {
  test.each([
    ["a, b = 1 +;", ["a", "b"]],
    ["def f(x) { y = ; return x; }", ["y", "f"]],
    ["for i in l { a = 1; b = ; }", ["b", "i", "a"]],
    ["round = 1;", ["round"]],
    ["def f(x) { return x; };", ["f"]],
    ["a = 'b';", ["a"]],
    ["a += 1;", ["a"]],
    ["f(x) = 1;", []],
    ["a = 1;", []],
  ])("%s", (text, names) => {
    const { tree, diagnostics } = parse({ name: "test.rasp", text });
    expect(tree.broken.map(({ name }) => name.text)).toEqual(names);
    for (const { diagnostic } of tree.broken) expect(diagnostics).toContain(diagnostic);
  });
});

test("range, zip and len are reserved names, as in the original; the other words are mistakes of syntax", () => {
  const kinds = ["range", "zip", "len", "round", "select", "def"].map((word) => {
    const [diagnostic] = parse({ name: "test.rasp", text: `${word} = 1;` }).diagnostics;
    return diagnostic?.kind;
  });
  expect(kinds).toEqual(["reserved-name", "reserved-name", "reserved-name", "syntax", "syntax", "syntax"]);
});

test("places count lines at LF, CR LF and lone CR", () => {
  const text = "a = 1;\r\nb = ;\r\nc = 2;\rd = ;\re = (1\r\n";
  const { diagnostics } = parse({ name: "test.rasp", text });
  expect(diagnostics.map(renderDiagnosticLine)).toEqual([
    "test.rasp:2:4: error[missing-value]: expected a value after `=`",
    "test.rasp:4:4: error[missing-value]: expected a value after `=`",
    "test.rasp:5:7: error[unclosed-bracket]: expected `)` before the end of the file",
  ]);
});
