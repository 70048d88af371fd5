/** Texts of any size and any content are read in time that grows with their length, and never overflow the stack. */
import { describe, expect, test } from "vitest";
import { parse } from "../../compiler/syntax/parse.ts";
import { DEEPEST_SYNTAX, isTooDeep } from "../../compiler/syntax/measure.ts";
import { expressionOf } from "./notation.ts";

const many = 100_000;
const some = 10_000;

function read(text: string): { codes: string[]; kept: number } {
  const { tree, diagnostics } = parse({ name: "test.rasp", text });
  return { codes: [...new Set(diagnostics.map(({ code }) => code))], kept: tree.statements.length };
}

describe("nesting beyond the limit is a diagnostic, and the next statement is read", () => {
  test.each([
    ["parentheses", `x = ${"(".repeat(many)}1${")".repeat(many)};`],
    ["square brackets", `x = ${"[".repeat(many)}1${"]".repeat(many)};`],
    ["dicts", `x = ${"{1: ".repeat(some)}1${"}".repeat(some)};`],
    ["calls inside calls", `x = ${"f(".repeat(some)}1${")".repeat(some)};`],
    ["calls behind calls", `f${"()".repeat(some)};`],
    ["indices", `x${"[0]".repeat(some)};`],
    ["a long sum", `x = 1${"+1".repeat(many)};`],
    ["minus signs", `x = ${"-".repeat(some)}1;`],
    ["not not not", `x = ${"not ".repeat(some)}1;`],
    ["conditions of conditions", `x = ${"1 if ".repeat(some)}1${" else 1".repeat(some)};`],
    ["choices in a row", `x = 1${" if 1 else 1".repeat(some)};`],
    ["loops", `${"for i in l {".repeat(some)}x = 1;${"}".repeat(some)}`],
    ["functions", `${"def f() {".repeat(some)}${"return 1;}".repeat(some)}`],
  ])("%s", (_name, text) => {
    expect(read(`${text}\ny = 1;`)).toEqual({ codes: ["nesting"], kept: 1 });
  });
});

test("brackets may be 200 deep and sums 500 terms long", () => {
  expect(read(`x = ${"(".repeat(199)}1${")".repeat(199)};`)).toEqual({ codes: [], kept: 1 });
  expect(read(`x = 1${"+1".repeat(499)};`)).toEqual({ codes: [], kept: 1 });
  expect(read(`x = 1${"+1".repeat(500)};`)).toEqual({ codes: ["nesting"], kept: 0 });
  expect(isTooDeep(expressionOf(`1${"+1".repeat(DEEPEST_SYNTAX - 1)}`))).toBe(false);
});

describe("long but flat texts are read whole", () => {
  test.each([
    ["a list", `x = [1${",1".repeat(many)}];`, 1],
    ["names", `a${",a".repeat(many)} = 1;`, 1],
    ["digits", `x = ${"1".repeat(many)};`, 1],
    ["statements", "x = 1;\n".repeat(some), some],
    ["statements on one line", "x = 1;".repeat(some), some],
    ["commands", "exit ".repeat(some), some],
  ])("%s", (_name, text, kept) => {
    expect(read(text)).toEqual({ codes: [], kept });
  });
});

describe("junk ends in a bounded number of diagnostics", () => {
  test.each([
    ["(", "unclosed"],
    ["[", "unclosed"],
    ["{", "unclosed"],
    [")", "closing nothing"],
    ["}", "closing nothing"],
    [";", "empty statements"],
    ["a ", "words"],
    ["x = 1\n", "missing semicolons"],
    ['"\n', "open strings"],
    ["@ ", "unknown characters"],
    ["é\n", "unknown letters"],
    ["a = ", "assignments"],
    ["if x {} else ", "foreign blocks"],
    ["for i in l {", "open loops"],
    ["def f(x) {", "open functions"],
    ["select(", "open selects"],
    ["[x for x in ", "open comprehensions"],
    ["set example ", "commands"],
    ["\0\u0001\uD800", "binary"],
    ["#: causal\n", "pragmas"],
  ])("%j again and again: %s", (piece) => {
    const { diagnostics } = parse({ name: "test.rasp", text: piece.repeat(5_000) });
    expect(diagnostics.length).toBeGreaterThan(0);
    expect(diagnostics.length).toBeLessThanOrEqual(101);
  });
});

test("a hundred mistakes are shown, and then said to be too many", () => {
  const { diagnostics } = parse({ name: "test.rasp", text: "a = ;\n".repeat(500) });
  expect(diagnostics).toHaveLength(101);
  expect(diagnostics.at(-1)?.code).toBe("too-many-mistakes");
});

test.each([
  ["an exponent", `1e${"9".repeat(some)}`],
  ["a point at the end", `${"9".repeat(some)}.`],
  ["an operator of another language", "&".repeat(some)],
])("messages show the beginning of what is long: %s", (_name, written) => {
  const { diagnostics } = parse({ name: "test.rasp", text: `x = 1 ${written};` });
  expect(diagnostics.length).toBeGreaterThan(0);
  for (const { message, help = "" } of diagnostics) expect(message.length + help.length).toBeLessThan(300);
});
