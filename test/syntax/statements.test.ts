/** Every form of statement, where its words are names instead, and where statements lie in the text. */
import { describe, expect, test } from "vitest";
import { parse } from "../../compiler/syntax/parse.ts";
import { shownStatement } from "./notation.ts";

describe("statements", () => {
  test.each([
    ["a = 1;", ["a = 1"]],
    ["a, b = b, a;", ["a, b = b, a"]],
    ["a = 1, 2;", ["a = 1, 2"]],
    ["a = 1; b = 2; a;", ["a = 1", "b = 2", "a"]],
    ['load "dir/file";', ["load dir/file"]],
    ["draw(a);", ["draw a"]],
    ['draw ( a , "x" );', ['draw a, "x"']],
    ["def f() { return 1; }", ["def f() { return 1 }"]],
    ["def f(a,b) { c = a; return c, b; } d;", ["def f(a, b) { c = a; return c, b }", "d"]],
    ["for x in {1: 2} { a = x; }", ["for x in {1: 2} { a = x }"]],
    ["for x, y in zip(a, b) { for z in x { z; } }", ["for x, y in zip(a, b) { for z in x { z } }"]],
    [
      'def f() { def g() { return 1; } load "a"; draw(x); return g; }',
      ["def f() { def g() { return 1 }; load a; draw x; return g }"],
    ],
    ["{1: 2}; [1]; (a);", ["{1: 2}", "[1]", "a"]],
    ["", []],
    ["# only a comment", []],
    ["a # one\n = # two\n (1 # three )\n + 2) # four\n ; # five", ["a = (1 + 2)"]],
    ["a\r\n=\r1\n;\r\nb;", ["a = 1", "b"]],
    ["\uFEFFa = 1;", ["a = 1"]],
  ])("%s", (text, expected) => {
    const { tree, diagnostics } = parse({ name: "test.rasp", text });
    expect(diagnostics).toEqual([]);
    expect(tree.statements.map(shownStatement)).toEqual(expected);
  });
});

describe("console commands stand between statements, without `;`", () => {
  test.each([
    ['set example "hey"\na;', ['set both example "hey"', "a"]],
    ['set s-op example "a" a;', ['set s-op example "a"', "a"]],
    ["set selector example [1,\n2]\n(a);", ["set selector example [1, 2]", "a"]],
    ["set example {1: 2}\n[3];", ["set both example {1: 2}", "[3]"]],
    [
      "show example show s-op example\nshow selector example",
      ["show both example", "show s-op example", "show selector example"],
    ],
    ["examples on examples off", ["both examples on", "both examples off"]],
    ["s-op examples on selector examples off", ["s-op examples on", "selector examples off"]],
    ["full seq display on\nfull seq display off", ["full display on", "full display off"]],
    ["exit\na;", ["exit", "a"]],
    ["exit() quit quit()", ["exit", "exit", "exit"]],
  ])("%s", (text, expected) => {
    const { tree, diagnostics } = parse({ name: "test.rasp", text });
    expect(diagnostics).toEqual([]);
    expect(tree.statements.map(shownStatement)).toEqual(expected);
  });
});

describe("console words are names wherever no command can stand", () => {
  const words = "set show example examples on off selector s op load draw exit quit full seq display".split(
    " ",
  );
  test.each(words)("%s", (word) => {
    const text = `${word} = 1; b = ${word} + 1; c = f(${word}, [${word}]); ${word}; ${word}, d = 1, 2; def ${word}(${word}) { return ${word}; } for ${word} in a { ${word}; }`;
    const { tree, diagnostics } = parse({ name: "test.rasp", text });
    expect(diagnostics).toEqual([]);
    expect(tree.statements).toHaveLength(7);
  });

  test("`s - op` is a subtraction, and no part of a command", () => {
    const { tree } = parse({ name: "test.rasp", text: "a = s-op; s - op;" });
    expect(tree.statements.map(shownStatement)).toEqual(["a = (s - op)", "(s - op)"]);
  });
});

describe("spans", () => {
  test("a statement's covers its `;` or `}`, and nothing more", () => {
    const text = ' a = 1 ;\n def f(x) { return x; } for i in l { i; }\nset example "a" \n exit  b;';
    const { tree } = parse({ name: "test.rasp", text });
    expect(tree.statements.map(({ span }) => text.slice(span.start, span.end))).toEqual([
      "a = 1 ;",
      "def f(x) { return x; }",
      "for i in l { i; }",
      'set example "a"',
      "exit",
      "b;",
    ]);
  });

  test("an expression's covers its parentheses and its operands'", () => {
    const text = "( a ) + - b [ 0 ] ;";
    const { tree } = parse({ name: "test.rasp", text });
    const [statement] = tree.statements;
    if (statement?.kind !== "expression" || statement.value.kind !== "binary") throw new Error("no sum");
    const { left, right, span } = statement.value;
    expect([span, left.span, right.span].map(({ start, end }) => text.slice(start, end))).toEqual([
      "( a ) + - b [ 0 ]",
      "( a )",
      "- b [ 0 ]",
    ]);
  });
});
