/** Every program ends, with a diagnostic where it goes too far. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { elaborate } from "../../compiler/elaborate/elaborate.ts";
import type { Expression, Statement } from "../../compiler/syntax/ast.ts";
import type { Source } from "../../language/source.ts";
import type { Setting } from "./helpers.ts";
import { run, show, showDiagnostics } from "./helpers.ts";

const SMALL: Setting = { limits: { steps: 10_000, nodes: 1_000, elements: 10_000, depth: 500 } };

describe("limits", () => {
  test.each([
    // what                             program                                                            diagnostics
    ["a loop of 10^9 rounds", "for i in range(1000000000) { a = i; } b = 1;", "1:10 value-too-large"],
    [
      "loops in loops",
      "for i in range(200) { for j in range(200) { a = j; } } b = 1;",
      "1:49 too-many-steps",
    ],
    ["a recursion without end", "def f(n) { return f(n + 1); }\na = f(0); b = 1;", "1:19 too-deep"],
    [
      "an exponential recursion",
      "def f(n) { return 1 if n == 0 else f(n - 1) + f(n - 1); }\na = f(100);",
      "1:36 too-many-steps",
    ],
    ["s-ops without end", "x = indices; for i in range(2000) { x = x + 1; }", "1:41 too-many-nodes"],
    ["a recursion of s-ops", "def f(s) { return f(s + 1); }\na = f(indices);", "1:19 too-deep"],
    ["lists that double", "l = [1]; for i in range(60) { l = l + l; }", "1:35 too-many-elements"],
    ["lists that share themselves", "l = [1]; for i in range(60) { l = [l, l]; }", "1:35 value-too-large"],
    [
      "dicts that share themselves",
      "l = 1; for i in range(60) { l = {1: l, 2: l}; }",
      "1:33 value-too-large",
    ],
    ["lists inside lists", "l = []; for i in range(300) { l = [l]; }", "1:35 value-too-deep"],
    [
      "a comprehension of comprehensions",
      "l = [[0 for i in range(1000)] for j in range(1000)];",
      "1:18 too-many-elements",
    ],
    ["a huge zip", "l = range(3000); m = zip(l, l, l, l);", "1:22 value-too-large"],
    ["strings that double", 's = "a"; for i in range(100) { s = s + s; }', "1:36 too-many-elements"],
    ["a huge string", 's = "a" * 1000000000;', "1:5 value-too-large"],
    ["a huge string at every position", "s = tokens * 1000000000;", "1:5 value-too-large"],
    [
      "characters of long strings",
      's = "a" * 1000; for i in range(1000) { c = s[i]; }',
      "1:44 too-many-elements",
    ],
    [
      "long lists in operators",
      "l = range(100); for i in range(1000) { x = indices in l; }",
      "1:44 too-many-elements",
    ],
    [
      "comparisons of long lists",
      "l = range(2000); m = range(2000); for i in range(1000) { x = l == m; }",
      "1:62 too-many-steps",
    ],
    [
      "searches in long lists",
      "l = range(2000); for i in range(1000) { x = -1 in l; }",
      "1:45 too-many-steps",
    ],
  ])("%s", (_name, program, expected) => {
    const ran = run(program, SMALL);
    expect(showDiagnostics(ran)).toEqual([`${expected} limit`]);
    expect(ran.diagnostics[0]?.help).toBeTypeOf("string");
  });

  test("a value that is refused does not end the program, a spent allowance does", () => {
    expect(show(run("a = range(1000000000); b = 1;"), "b")).toBe("1");
    const spent = run("for i in range(9000) { a = i; } b = 1;", { limits: { steps: 1_000 } });
    expect(show(spent, "b")).toBe("not set");
    expect(showDiagnostics(spent).length).toBe(1);
  });

  test("4,000 calls deep, without the host's stack", () => {
    const ran = run("def f(n) { return 0 if n == 0 else 1 + [f(n - 1)][0]; }\na = f(4000);");
    expect(show(ran, "a")).toBe("4000");
  });

  test("100,000 statements", () => {
    const text = Array.from({ length: 100_000 }, (_, index) => `x${index} = indices + ${index % 100};`).join(
      "\n",
    );
    const ran = run(text);
    expect(ran.diagnostics).toEqual([]);
    expect(ran.program.bindings.size).toBe(100_000);
    expect(ran.program.graph.nodes.length).toBe(201);
  });

  test("a file where everything fails", () => {
    const text = Array.from({ length: 5_000 }, (_, index) => `x${index} = y${index};`).join("\n");
    expect(run(text).diagnostics.length).toBe(5_000);
  });

  test.each([
    [
      "binary",
      (inner: Expression): Expression => ({ ...AT, kind: "binary", symbol: "+", left: inner, right: ONE }),
    ],
    ["unary", (inner: Expression): Expression => ({ ...AT, kind: "unary", symbol: "-", operand: inner })],
    [
      "right-hand",
      (inner: Expression): Expression => ({ ...AT, kind: "binary", symbol: "*", left: ONE, right: inner }),
    ],
    [
      "ternary",
      (inner: Expression): Expression => ({
        ...AT,
        kind: "ternary",
        then: inner,
        condition: ONE,
        otherwise: ONE,
      }),
    ],
    [
      "index",
      (inner: Expression): Expression => ({
        ...AT,
        kind: "index",
        base: { ...AT, kind: "list", items: [inner] },
        index: { ...AT, kind: "int", digits: "0" },
      }),
    ],
  ])("a tree 50,000 deep, deeper than the parser makes them: %s", (_name, wrap) => {
    let value: Expression = ONE;
    for (let depth = 0; depth < 50_000; depth++) value = wrap(value);
    const statement: Statement = { ...AT, kind: "assign", targets: [{ ...AT, text: "a" }], values: [value] };
    const program = elaborate(
      { statements: [statement], pragmas: NO_PRAGMAS, broken: [] },
      { tokens: "str", example: null, probe: null, load: () => null },
    );
    expect(program.diagnostics).toEqual([]);
    expect(program.bindings.get("a")?.value.kind).toBe("atom");
  });
});

describe("whatever the program", () => {
  const name = fc.constantFrom(
    "a",
    "b",
    "f",
    "tokens",
    "indices",
    "length",
    "full_s",
    "sort",
    "max",
    "out",
    "True",
  );
  const leaf = fc.oneof(
    name,
    fc.constantFrom("0", "1", "-1", "2.5", '"x"', "[]", "{}", "[1, 2]", '{"h": 1}'),
  );
  const { expression } = fc.letrec<{ expression: string }>((tie) => {
    const part = tie("expression");
    const two = (text: (x: string, y: string) => string): fc.Arbitrary<string> =>
      fc.tuple(part, part).map(([x, y]) => text(x, y));
    return {
      expression: fc.oneof(
        { maxDepth: 4, depthSize: "small", withCrossShrink: true },
        leaf,
        fc
          .tuple(part, fc.constantFrom("+", "*", "/", "%", "==", "<", "and", "or", "in", "^"), part)
          .map(([x, op, y]) => `(${x} ${op} ${y})`),
        part.map((x) => `(not ${x})`),
        part.map((x) => `(-${x})`),
        part.map((x) => `round(${x})`),
        part.map((x) => `indicator(${x})`),
        two((x, y) => `${x}[${y}]`),
        two((x, y) => `${x}(${y})`),
        two((x, y) => `select(${x}, ${y}, <)`),
        two((x, y) => `aggregate(${x}, ${y})`),
        two((x, y) => `[${x} for a in ${y}]`),
        two((x, y) => `{${x}: ${y}}`),
        fc.tuple(part, part, part).map(([x, y, z]) => `(${x} if ${y} else ${z})`),
      ),
    };
  });
  const statement = fc.oneof(
    fc.tuple(name, expression).map(([target, value]) => `${target} = ${value};`),
    expression.map((value) => `def f(a) { return ${value}; }`),
    fc.tuple(expression, expression).map(([items, value]) => `for b in ${items} { a = ${value}; }`),
    expression.map((value) => `${value};`),
  );

  test("elaboration ends without an exception, and names that are set have values on the example", () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 6 }), (statements) => {
        const ran = run(statements.join("\n"), SMALL);
        const shown = Array.from(ran.program.bindings.keys(), (set) => show(ran, set));
        expect(shown.filter((text) => text.startsWith("fails"))).toEqual([]);
        for (const { span } of ran.diagnostics) expect(span?.source.name).toBe("main.rasp");
      }),
      { numRuns: 1_000 },
    );
  });

  test("every name that failed has a diagnostic that was reported", () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 6 }), (statements) => {
        const { program, diagnostics } = run(statements.join("\n"), SMALL);
        for (const diagnostic of program.failed.values()) expect(diagnostics).toContain(diagnostic);
      }),
      { numRuns: 500 },
    );
  });
});

const SOURCE: Source = { name: "tree", text: "" };
const AT = { span: { source: SOURCE, start: 0, end: 0 } };
const ONE: Expression = { ...AT, kind: "int", digits: "1" };
const NO_PRAGMAS = {
  vocabulary: null,
  maxLength: null,
  outputs: [],
  causal: null,
  examples: [],
  expectations: [],
};
