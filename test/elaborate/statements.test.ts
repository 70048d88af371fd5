/** What statements do: names, scopes, calls, loops, loads, and what is left after a failure. */
import { describe, expect, test } from "vitest";
import { int } from "../../language/atom.ts";
import type { Setting } from "./helpers.ts";
import { run, show, showDiagnostics, showValue } from "./helpers.ts";

/** [what it shows, program, names with their values, diagnostics] */
type Table = readonly (readonly [string, string, Readonly<Record<string, string>>, readonly string[]])[];

function check(table: Table, setting: Setting = {}): void {
  test.each(table)("%s", (_name, program, values, diagnostics) => {
    const ran = run(program, setting);
    const shown = Object.fromEntries(Object.keys(values).map((name) => [name, show(ran, name)]));
    expect(shown).toEqual(values);
    expect(showDiagnostics(ran)).toEqual(diagnostics);
  });
}

describe("assignment", () => {
  check([
    ["swaps", "a, b = 1, 2; a, b = b, a;", { a: "2", b: "1" }, []],
    ["packs into a list", "a = 1, 2;", { a: "[1, 2]" }, []],
    ["unpacks a list", "a, b = [1, 2];", { a: "1", b: "2" }, []],
    [
      "does not unpack strings",
      'a, b = "xy";',
      { a: "failed: type", b: "failed: type" },
      ["1:1 unpacked-non-list type"],
    ],
    ["does not unpack dicts", "a, b = {1: 2, 3: 4};", { a: "failed: type" }, ["1:1 unpacked-non-list type"]],
    ["does not unpack atoms", "a, b = 1;", { a: "failed: type" }, ["1:1 wrong-type type"]],
    ["does not unpack s-ops", "a, b = indices;", { a: "failed: type" }, ["1:1 wrong-type type"]],
    ["needs as many values as names", "a, b = 1, 2, 3;", { a: "failed: type" }, ["1:1 wrong-count type"]],
    ["needs as many items as names", "a, b = [1];", { a: "failed: type" }, ["1:1 wrong-count type"]],
    [
      "does not flatten",
      "def f() { return 1, 2; }\na, b, c = f(), 3;",
      { a: "failed: type" },
      ["2:1 wrong-count type"],
    ],
    ["sets the last of equal names last", "a, a = 1, 2;", { a: "2" }, []],
    [
      "keeps names before a reserved one",
      "a, indices, b = 1, 2, 3;",
      { a: "1", b: "failed: reserved-name" },
      ["1:4 reserved-name reserved-name"],
    ],
    [
      "keeps the old value when it fails",
      "a = 1; a = 1/0; b = a;",
      { a: "1", b: "1" },
      ["1:12 division-by-zero zero-division"],
    ],
    ["evaluates all values first", "a = 1; a, b = 2, a;", { a: "2", b: "1" }, []],
    ["shares no changes", "a = [1]; b = a; a = a + [2];", { a: "[1, 2]", b: "[1]" }, []],
  ]);
});

describe("names", () => {
  check([
    [
      "reserved everywhere",
      "def f() { True = 1; return 1; }\nx = f();",
      { x: "failed: reserved-name" },
      ["1:11 reserved-name reserved-name"],
    ],
    [
      "reserved parameters fail at the call",
      "def f(get) { return 1; }\ny = 2; x = f(1);",
      { y: "2", x: "failed: reserved-name" },
      ["1:7 reserved-name reserved-name"],
    ],
    [
      "library names at the top level",
      "sort = 1; max = 2; full_s = 3; length = 4;",
      {},
      ["1:1", "1:11", "1:20", "1:32"].map((at) => `${at} reserved-name reserved-name`),
    ],
    [
      "library names as loop iterators",
      "for sort in [1] { a = 1; }",
      { a: "failed: reserved-name" },
      ["1:5 reserved-name reserved-name"],
    ],
    ["library names as function names", "def max(a) { return a; }", {}, ["1:5 reserved-name reserved-name"]],
    [
      "library names are free inside",
      "def f(max) { sort = max; return sort; }\na = f(1); b = [max for max in [2]];",
      { a: "1", b: "[2]" },
      [],
    ],
    [
      "the library does not see what shadows it",
      "def f(full_s, length) { return average(indices); }\na = f(1, 2);",
      { a: "[2.0]*5 floats" },
      [],
    ],
    [
      "tokens is free",
      "tokens = indices; a = tokens;",
      { a: "[0, 1, 2, 3, 4] ints", tokens: "[0, 1, 2, 3, 4] ints" },
      [],
    ],
    [
      "a repeated parameter takes the last argument",
      "def f(a, a) { return a; }\nx = f(1, 2);",
      { x: "2" },
      [],
    ],
    ["out is the last value", "3 + 4; a = out; b = out + 1;", { a: "7", b: "8" }, []],
    ["out is a sub-expression's, too", "5; a = 1 + out;", { a: "2" }, []],
    ["out has a value in each scope", "1; def f() { 2; return out; }\na = f();", { a: "2" }, []],
    ["out is looked up outward", "def f() { return out; }\na = f();", { a: "f()" }, []],
    [
      "out needs a value",
      "a = out;",
      { a: "failed: undefined-variable" },
      ["1:5 unknown-name undefined-variable"],
    ],
    ["out is not set", "out = 3;", {}, ["1:1 reserved-name reserved-name"]],
    ["what was not set before", "x = y; y = 1;", { y: "1" }, ["1:5 unknown-name undefined-variable"]],
  ]);

  test("similar names are suggested", () => {
    const ran = run("lenght; counter = 1; couter; sor(tokens, tokens);");
    expect(ran.diagnostics.map(({ help }) => help)).toEqual([
      "did you mean `length`?",
      "did you mean `counter`?",
      "did you mean `sort`?",
    ]);
  });

  test("bindings are in the order they were last set, and know who loaded them", () => {
    const { program } = run('a = 1; b = 2; load "m"; a = 3;', { files: { "m.rasp": "c = 1; b = 5;" } });
    expect(Array.from(program.bindings, ([name, { loaded }]) => `${name}${loaded ? " loaded" : ""}`)).toEqual(
      ["c loaded", "b loaded", "a"],
    );
  });
});

describe("functions", () => {
  check(
    [
      ["see later changes", "g = 1; def f() { return g; }\na = f(); g = 2; b = f();", { a: "1", b: "2" }, []],
      ["see names set later", "def f() { return g; }\ng = 2; a = f();", { a: "2" }, []],
      ["set no outer names", "g = 1; def f() { g = 2; return g; }\na = f();", { a: "2", g: "1" }, []],
      [
        "close over their calls",
        "def mk(n) { def add(x) { return x + n; } return add; }\na = mk(3)(4); b = mk(1); c = b(1);",
        { a: "7", c: "2" },
        [],
      ],
      ["are values", "f = max; l = [min, f]; a = l[1](1, 2); b = f;", { a: "2", b: "max(a, b)" }, []],
      ["return several values as a list", "def f() { return 1, 2; }\na = f();", { a: "[1, 2]" }, []],
      ["recur", "def f(n) { return 0 if n == 0 else 1 + f(n - 1); }\na = f(1000);", { a: "1000" }, []],
      [
        "take the right number of arguments",
        "def f(a, b) { return a; }\nf(1); f(1, 2, 3); f(); f(1, 2);",
        {},
        ["2:1", "2:7", "2:19"].map((at) => `${at} wrong-argument-count arity`),
      ],
      [
        "evaluate arguments before the call",
        "def f() { return 1; }\nf(1/0);",
        {},
        ["2:3 division-by-zero zero-division"],
      ],
      ["are not s-ops", "def f(x) { return x; }\na = f + 1;", { a: "failed: type" }, ["2:5 wrong-type type"]],
      [
        "may hold loops, loads and definitions",
        'def f(n) { load "m"; s = 0; for i in range(n) { def g() { return i; } s = s + g() * m; } return s; }\na = f(3);',
        { a: "30", m: "not set", i: "not set" },
        [],
      ],
      [
        "cannot be called when they are none",
        '3(4); [1](2); "a"(1); {}();',
        {},
        ["1:1", "1:7", "1:15", "1:23"].map((at) => `${at} not-callable not-callable`),
      ],
      ["a single argument fails first", "undefined_name(1/0);", {}, ["1:16 division-by-zero zero-division"]],
    ],
    { files: { "m.rasp": "m = 10;" } },
  );
});

describe("loops", () => {
  check([
    ["make no scope", "for i in [1, 2] { inside = i; }", { i: "2", inside: "2" }, []],
    ["set nothing over an empty list", "for i in [] { a = i; }", { i: "not set", a: "not set" }, []],
    ["evaluate the iterable once", "l = [1, 2]; for x in l { l = l + [x]; }", { l: "[1, 2, 1, 2]" }, []],
    ["go over a dict's keys", 's = ""; for k in {"a": 1, "b": 2} { s = s + k; }', { s: '"ab"' }, []],
    ["unpack", "t = 0; for a, b in zip([1, 2], [3, 4]) { t = t + a * b; }", { t: "11" }, []],
    [
      "go over lists and dicts only",
      'for c in "abc" { a = 1; } for c in tokens { a = 1; } for c in 3 { a = 1; }',
      { a: "failed: type" },
      ["1:10", "1:36", "1:63"].map((at) => `${at} not-iterable type`),
    ],
    [
      "stop at an error, and keep what was set",
      "for i in [1, 0, 2] { a = i; b = 1/i; }",
      { i: "0", a: "0", b: "1.0" },
      ["1:33 division-by-zero zero-division"],
    ],
    [
      "a comprehension's iterator is its own",
      "x = 9; a = [x for x in [1]]; b = x;",
      { a: "[1]", b: "9" },
      [],
    ],
    [
      "a comprehension sees outward",
      "k = 2; def f(k) { return [x * k for x in [1, 2]]; }\na = f(5);",
      { a: "[5, 10]" },
      [],
    ],
  ]);
});

describe("applications", () => {
  test("print, with value and input", () => {
    const { program, diagnostics } = run('x = indices + 1; x("ab"); (tokens)([1, 2]); full_s({"a": 1});');
    expect(diagnostics).toEqual([]);
    expect(program.applications.map(({ value, input }) => showValue(program.graph, value, input))).toEqual([
      "[1, 2] ints",
      "[1, 2] strings",
      "1",
    ]);
  });

  check([
    [
      "are no values",
      'a = tokens("ab"); b = tokens("ab")[0]; c = [tokens("ab")];',
      { a: "failed: type", b: "failed: type", c: "failed: type" },
      ["1:5", "1:23", "1:45"].map((at) => `${at} application-as-value type`),
    ],
    [
      "take one input",
      "tokens(); tokens(1, 2);",
      {},
      ["1:1", "1:11"].map((at) => `${at} wrong-argument-count arity`),
    ],
    [
      "need an input",
      'tokens(3); tokens(indices); tokens([[1]]); tokens(""); tokens([]);',
      {},
      [
        "1:1 wrong-input type",
        "1:12 wrong-input type",
        "1:29 wrong-input type",
        "1:44 empty-input type",
        "1:56 empty-input type",
      ],
    ],
    ["run on their input in place of the example", "(tokens_int + 1)([1, 2]);", {}, []],
    [
      "fail on their input",
      "x = 1 / (indices - 5); x([1, 2, 3, 4, 5, 6]);",
      {},
      ["1:24 division-by-zero zero-division"],
    ],
    ["say what fails on both", '(tokens_int + 1)("ab");', {}, ["1:2 wrong-value value"]],
    [
      "draw needs an s-op",
      "draw(indices); draw(full_s); draw(3); draw(tokens_int, [1]);",
      {},
      ["1:21 wrong-type type", "1:35 wrong-type type"],
    ],
    [
      "do not run with a function's argument",
      "def f(x) { return x; }\na = f(tokens_int);",
      { a: "failed: value" },
      ["2:7 wrong-value value"],
    ],
  ]);
});

describe("the running example", () => {
  check([
    [
      "is checked at every part",
      "a = (1 / indices) if indices > 0 else 0;",
      { a: "failed: zero-division" },
      ["1:5 division-by-zero zero-division"],
    ],
    ["can be set", "set example [1, 2]\na = tokens_int + 1;", {}, []],
    ["s-ops have their own", 'set selector example "12"\na = tokens_int;', {}, ["2:5 wrong-value value"]],
    [
      "must be a string, list or dict",
      "set example 3\nset example indices\nset example [[1]]\na = 1;",
      { a: "1" },
      ["1:13", "2:13", "3:13"].map((at) => `${at} wrong-input type`),
    ],
    [
      "may be empty, and then all fails",
      'set example ""\na = indices; b = 1;',
      { a: "failed: type", b: "1" },
      ["2:5 wrong-type type"],
    ],
    [
      "other commands change nothing",
      "show example\nexamples off\nfull seq display on\nshow s-op example\na = 1;",
      { a: "1" },
      [],
    ],
    ["exit ends the file", "a = 1;\nexit\nb = 2;", { a: "1", b: "not set" }, []],
  ]);

  test("what was set last is the program's", () => {
    const { program } = run('set example [1, 2]\nset selector example "a"');
    expect(program.example).toEqual([int(1), int(2)]);
  });

  test("is not run where there is none", () => {
    const ran = run("a = 1 / indices; b = tokens_int; c = a + b; d = 1/0;", { example: null });
    expect(showDiagnostics(ran)).toEqual(["1:49 division-by-zero zero-division"]);
    expect(show(ran, "a")).toBe("fails: zero-division");
  });
});

describe("after a failure", () => {
  check([
    [
      "what needs the name is silent",
      "a = 1/0; b = a + 1; c = b; d = 1;",
      { a: "failed: zero-division", b: "failed: zero-division", c: "failed: zero-division", d: "1" },
      ["1:5 division-by-zero zero-division"],
    ],
    [
      "in functions too",
      "a = 1/0; def f() { return a; }\nb = f();",
      { b: "failed: zero-division" },
      ["1:5 division-by-zero zero-division"],
    ],
    [
      "a name set again is good again",
      "a = 1/0; a = 2; b = a;",
      { a: "2", b: "2" },
      ["1:5 division-by-zero zero-division"],
    ],
    [
      "an unknown name is one error",
      "x = y + 1; z = x; y;",
      { x: "failed: undefined-variable", z: "failed: undefined-variable" },
      ["1:5 unknown-name undefined-variable", "1:19 unknown-name undefined-variable"],
    ],
    [
      "a loop's names fail with it",
      "for i in 3 { x = 1; } y = x + i;",
      { y: "failed: type" },
      ["1:10 not-iterable type"],
    ],
    [
      "a statement that does not parse counts",
      "a = 1 +; b = a; c = 2;",
      { b: "failed: syntax", c: "2" },
      ["1:8 missing-value syntax"],
    ],
  ]);
});

describe("what failed", () => {
  test.each([
    ["a = 1; a = 1/0;", ["a"]],
    ["a = 1/0; a = 1;", []],
    ["a, sort, b = 1, 2, 3;", ["b"]],
    ["for i in [1, 0] { a = i; b = 1/i; c = 1; }", []],
    ["for i in [0] { a = i; b = 1/i; c = 1; }", ["b", "c"]],
    ['load "twice";', ["a"]],
    ['for i in [0] { a = i; load "twice"; b = 1/i; }', ["a", "b"]],
  ])("%s", (program, expected) => {
    const files = { "twice.rasp": "a = 1; a = 1/0;" };
    const { failed } = run(program, { files }).program;
    expect(Array.from(failed.keys()).toSorted()).toEqual(expected.toSorted());
  });
});

describe("load", () => {
  const files = {
    "m.rasp": "a = 2; _hidden = 3; def get_a() { return a + _hidden; } for i in [1] { b = i; }",
    "own.rasp": "length = 7; after = length; sees = tokens;",
    "outer.rasp": 'load "m"; c = a + 1;',
    "bad.rasp": "x = 1;\ny = 1/0;\nz = nothing + y;\nw = 1 +;\nv = 2;",
    "nested_bad.rasp": 'load "bad";',
    "stops.rasp": "a = 1;\nexit\nb = 2;",
    "example.rasp": 'set example "12"\n',
    "looks.rasp": "seen = v;",
    "loop1.rasp": 'load "loop2"; l1 = 1;',
    "loop2.rasp": 'load "loop1"; l2 = 2;',
    "self.rasp": 'load "main";',
    "later.rasp": 'def f() { load "asks"; return q; }\nload "m";',
    "asks.rasp": 'load "later"; q = a;',
    "prints.rasp": 'indices; indices("ab");',
    "uses_length.rasp": "n = length;",
  };

  check(
    [
      [
        "sets public names",
        'load "m"; x = a; y = get_a();',
        { x: "2", y: "5", i: "1", b: "1", _hidden: "not set" },
        [],
      ],
      [
        "private names are not to be had",
        'load "m"; x = _hidden;',
        { x: "failed: undefined-variable" },
        ["1:15 unknown-name undefined-variable"],
      ],
      ["the file's functions keep its names", 'load "m"; a = 100; x = get_a();', { x: "5" }, []],
      ["passes on what a file loads", 'load "outer"; x = c; y = a;', { x: "3", y: "2" }, []],
      [
        "sees nothing of the loader",
        'v = 1; load "looks"; x = 2;',
        { x: "2" },
        ["looks.rasp:1:8 unknown-name undefined-variable"],
      ],
      [
        "what it sets of the library is its own",
        'tokens = indices; load "own"; x = after; y = length; z = sees;',
        { x: "7", y: "[5]*5 ints", z: "[h, e, l, l, o] strings" },
        ["own.rasp:1:1 reserved-name reserved-name"],
      ],
      [
        "names set in a call are the call's",
        'def f() { load "m"; return a; }\nx = f(); y = a;',
        { x: "2", y: "failed: undefined-variable" },
        ["2:14 unknown-name undefined-variable"],
      ],
      [
        "may shadow the library in a call",
        'def f() { load "own"; return length; }\nx = f();',
        { x: "7" },
        [],
      ],
      [
        "goes on after errors",
        'load "bad"; r = v; s = y;',
        { x: "1", y: "failed: zero-division", r: "2", s: "failed: zero-division", w: "failed: syntax" },
        [
          "bad.rasp:4:8 missing-value syntax",
          "bad.rasp:2:5 division-by-zero zero-division",
          "bad.rasp:3:5 unknown-name undefined-variable",
        ],
      ],
      ["exit ends the file alone", 'load "stops"; x = a; y = 1;', { x: "1", y: "1", b: "not set" }, []],
      ["an example set there stays", 'load "example"; x = tokens_int;', {}, []],
      [
        "a missing file",
        'load "nothing"; load "m.rasp"; x = 1;',
        { x: "1" },
        ["1:6 file-not-found load", "1:22 file-not-found load"],
      ],
      ["circles", 'load "loop1"; x = l1 + l2;', { x: "3" }, ["loop2.rasp:1:6 load-cycle load"]],
      ["a file may be loaded again once it is loaded", 'load "later"; x = f();', { x: "2" }, []],
      [
        "a circle through the program itself",
        'load "self"; x = 1;',
        { x: "1" },
        ["self.rasp:1:6 load-cycle load"],
      ],
      ["twice sets twice", 'load "m"; a = 5; load "m"; x = a;', { x: "2" }, []],
      ["the library is the language's", 'load "uses_length"; x = n;', { x: "[5]*5 ints" }, []],
    ],
    { files: { ...files, "main.rasp": "x = 1;" } },
  );

  test("a circle's path is in the message", () => {
    const [diagnostic] = run('load "loop1";', { files }).diagnostics;
    expect(diagnostic?.message).toContain("`loop1.rasp` → `loop2.rasp` → `loop1.rasp`");
  });

  test("an error in a loaded file shows the loads that led there", () => {
    const notes = run('\nload "nested_bad";', { files }).diagnostics.map(({ notes: all }) =>
      all.map(({ message, span }) => `${message} ${span?.source.name ?? ""}`),
    );
    const chain = ["loaded from here nested_bad.rasp", "loaded from here main.rasp"];
    expect(notes).toEqual([chain, ['on the running example `"hello"` '].slice(1).concat(chain), chain]);
  });

  test("applications and expressions of a loaded file are not the program's", () => {
    const { program } = run('load "prints";', { files });
    expect([program.applications.length, program.defaultOutput]).toEqual([0, null]);
  });
});

describe("the default output", () => {
  test.each([
    ["a = indices; b = 3;", "a"],
    ["a = indices; b = tokens;", "b"],
    ["a = indices; b = full_s;", "a"],
    ["a, b = indices, tokens;", "b"],
    ["a = indices; tokens;", "out"],
    ["a = indices; def f() { c = tokens; return 1; }\nf();", "a"],
    ["a = indices; for i in [1] { a = a + i; }", "a"],
    ["a = indices; b = tokens; b = 3;", "a"],
    ["b = tokens; a = indices; b = 1/0;", "a"],
    ['a = indices; a("ab");', "a"],
    ["x = 1;", undefined],
  ])("%s", (program, expected) => {
    expect(run(program).program.defaultOutput?.name).toBe(expected);
  });

  test("is not a loaded name", () => {
    const { program } = run('a = indices; load "m";', { files: { "m.rasp": "b = tokens; a = 1;" } });
    expect(program.defaultOutput).toBe(null);
  });
});

describe("nodes", () => {
  test("equal expressions are one", () => {
    const { program } = run(
      "a = indices + 1; b = indices + 1; c = select(tokens, tokens, ==); d = select(tokens, tokens, ==);",
    );
    const node = (name: string): unknown => program.bindings.get(name)?.value;
    expect(node("a")).toEqual(node("b"));
    expect(node("c")).toEqual(node("d"));
  });

  test.each([
    ["a = indices + 1;", "a", "a"],
    ["a = indices + 1; b = a;", "a", "b"],
    ["a = sort(tokens, tokens); b = [a];", "a", "a"],
    ["def f(x) { inner = x + 1; return inner; }\na = f(indices);", "a", "a"],
    ["l = [sort(tokens, -indices)]; a = l[0] + 0; ", "l", "sort(…)"],
    ['l = [shift(tokens, 1, "-")];', "l", 'shift(tokens, 1, "-")'],
    ["l = [indices];", "l", undefined],
  ])("%s names %s", (program, name, expected) => {
    const { graph, bindings } = run(program).program;
    const value = bindings.get(name)?.value;
    const item = value?.kind === "list" ? value.items[0] : value;
    expect(item?.kind === "s-op" ? graph.names.get(item.node) : null).toBe(expected);
  });

  test("what the library makes belongs to the call", () => {
    const text = "a = 1;\nb = sort(tokens, tokens);";
    const { graph } = run(text).program;
    for (const { span } of graph.nodes) expect(span.source.name).toBe("main.rasp");
    const ran = run("b = sort(tokens, full_s);");
    expect(showDiagnostics(ran)).toEqual(["1:5 wrong-type type"]);
    expect(ran.diagnostics[0]?.notes.map(({ message }) => message)).toEqual(["in the library's `sort`"]);
  });

  test("an error in a function says where the calls are, the outermost last", () => {
    const ran = run('def f(n) { return n + "a"; }\ndef g(n) { return f(n); }\nx = g(1);');
    expect(showDiagnostics(ran)).toEqual(["1:19 wrong-type type"]);
    expect(ran.diagnostics[0]?.notes.map(({ message, span }) => `${message} ${span?.start ?? -1}`)).toEqual([
      "in `f`, called here 47",
      "in `g`, called here 59",
    ]);
  });
});
