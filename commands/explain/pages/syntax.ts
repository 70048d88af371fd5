/** Pages for what is wrong with a program as it is written. */
import { programs, type Exempt, type Page } from "../page.ts";

const tooLong = "its shortest program is longer than a page";

export const syntax = {
  "unknown-character": programs(
    "A character that means nothing in RASP, often a typographic quote or dash pasted from a document.",
    "x = tokens == “a”;",
    'x = tokens == "a";',
  ),
  "unterminated-string": programs(
    "A string ends on the line on which it begins.",
    'x = tokens == "abc;',
    'x = tokens == "abc";',
  ),
  "single-quotes": programs("Strings stand in double quotes.", "x = tokens == 'a';", 'x = tokens == "a";'),
  "number-format": programs(
    "A number is digits, or digits on both sides of one point; there are no exponents and no separators.",
    "x = 1e3;",
    "x = 1000.0;",
  ),
  "foreign-operator": programs("An operator of another language.", "x = indices ** 2;", "x = indices ^ 2;"),
  "foreign-word": programs("A statement of another language.", "let x = 3;", "x = 3;"),
  "too-many-mistakes": {
    meaning: "A text with a hundred mistakes is likely to be no RASP: the others are not reported.",
    because: tooLong,
  },
  "missing-value": programs("Something stands where a value belongs.", "x = indices + ;", "x = indices + 1;"),
  "missing-comma": programs("Values in brackets have commas between them.", "x = [1 2];", "x = [1, 2];"),
  "trailing-comma": programs("Nothing follows a comma.", "x = [1, 2,];", "x = [1, 2];"),
  "unclosed-bracket": programs(
    "A bracket is opened and never closed.",
    "x = (indices + 1;",
    "x = (indices + 1);",
  ),
  "unmatched-bracket": programs(
    "A bracket is closed that was not opened.",
    "x = indices + 1);",
    "x = indices + 1;",
  ),
  "expression-list": programs(
    "Several values are a list, which stands in brackets, unless a name takes them.",
    "indices, tokens;",
    "[indices, tokens];",
  ),
  "keyword-argument": programs(
    "Arguments belong to parameters by their order alone.",
    "def twice(n) { return 2 * n; }\nx = twice(n = indices);",
    "def twice(n) { return 2 * n; }\nx = twice(indices);",
  ),
  "assignment-in-expression": programs(
    "`=` sets a name and belongs to a statement; `==` compares.",
    "x = 1 if (indices = 0) else 2;",
    "x = 1 if (indices == 0) else 2;",
  ),
  slice: programs(
    "Lists, strings and s-ops are indexed by one value.",
    "x = [1, 2, 3][0:2];",
    "x = [[1, 2, 3][i] for i in range(0, 2)];",
  ),
  comprehension: programs(
    "A comprehension is `[value for name in list]`: one `for`, no condition.",
    "x = [i for i in range(5) if i > 2];",
    "x = [i if i > 2 else 0 for i in range(5)];",
  ),
  "missing-else": programs(
    "A choice has both branches, since every position has a value.",
    "x = 1 if indices == 0;",
    "x = 1 if indices == 0 else 0;",
  ),
  "missing-colon": programs(
    "In braces stand the entries of a dict, each a key, a colon and a value.",
    'x = {"a", "b"};',
    'x = {"a": 1, "b": 2};',
  ),
  "missing-parenthesis": programs(
    "A word of the language that takes arguments is no value by itself.",
    "x = round;",
    "x = round(1.5);",
  ),
  "builtin-arguments": programs(
    "A word of the language has too few or too many arguments.",
    "x = aggregate(full_s);",
    "x = aggregate(full_s, indices);",
  ),
  "select-comparison": programs(
    "The third argument of `select` is a comparison by itself.",
    "s = select(indices, 1, =);",
    "s = select(indices, 1, ==);",
  ),
  "not-equal": programs(
    "`!=` compares keys with queries, as the third argument of `select`, and nothing else.",
    "x = indices != 0;",
    "x = not (indices == 0);",
  ),
  nesting: {
    meaning: "Expressions, literals and blocks are nested up to a depth that a message names.",
    because: tooLong,
  },
  "unexpected-token": programs(
    "Something stands where it cannot.",
    "x = indices else 1;",
    'x = indices if tokens == "a" else 1;',
  ),
  "missing-semicolon": programs("Every statement ends with `;`.", "x = indices", "x = indices;"),
  "stray-semicolon": programs("A `;` ends a statement, and nothing else.", "x = indices;;", "x = indices;"),
  "missing-name": programs(
    "A name is wanted: of a function, of a parameter, of a loop.",
    "def (a) { return a; }",
    "def same(a) { return a; }",
  ),
  "reserved-word-as-name": programs(
    "Words of the language, such as `range`, cannot be names.",
    "range = 3;",
    "reach = 3;",
  ),
  "not-assignable": programs("Only names can be set.", "indices + 1 = x;", "x = indices + 1;"),
  "chained-assignment": programs(
    "A statement sets its names once.",
    "x = y = indices;",
    "y = indices;\nx = y;",
  ),
  "compound-assignment": programs(
    "A name is set with `=` alone.",
    "x = indices;\nx += 1;",
    "x = indices;\nx = x + 1;",
  ),
  "if-statement": programs(
    "Statements are not chosen; values are, at every position.",
    "if indices == 0 { x = 1; }",
    "x = 1 if indices == 0 else 0;",
  ),
  "load-path": programs("`load` names a file, in double quotes.", "load sort;", 'load "sort";'),
  "missing-in": programs(
    "A loop is written `for name in list { … }`.",
    "for i range(3) { x = indices + i; }",
    "for i in range(3) { x = indices + i; }",
  ),
  "missing-brace": programs(
    "The body of a function or loop stands in braces.",
    "def twice(n) return 2 * n;",
    "def twice(n) { return 2 * n; }",
  ),
  "unknown-block": programs(
    "Blocks belong to functions and loops.",
    "repeat { x = indices; }",
    "for i in range(3) { x = indices; }",
  ),
  "default-parameter": programs(
    "A call gives every argument.",
    "def add(a, b = 1) { return a + b; }",
    "def add(a, b) { return a + b; }",
  ),
  "missing-return": programs(
    "A function is called for its value, and so returns one.",
    "def next(a) { b = a + 1; }",
    "def next(a) { b = a + 1; return b; }",
  ),
  "misplaced-return": programs("Only functions return.", "return indices;", "x = indices;"),
  "statement-after-return": programs(
    "`return` is a function's last statement.",
    "def same(a) { return a; b = a; }",
    "def same(a) { b = a; return b; }",
  ),
  "empty-loop": programs(
    "A loop has a statement in its body.",
    "for i in range(3) { }",
    "for i in range(3) { x = indices + i; }",
  ),
  "misplaced-command": programs(
    "Console commands change the console, not a program's values, and stand outside of functions and loops.",
    "for i in range(3) { examples off x = indices + i; }",
    "examples off\nfor i in range(3) { x = indices + i; }",
  ),
  "command-semicolon": programs(
    "Console commands end with their line.",
    "examples off;\nx = indices;",
    "examples off\nx = indices;",
  ),
  "unknown-pragma": programs(
    "A comment that begins with `#:` says something about the program, and this is not among what can be said.",
    '#: vocab "abc"\nx = indices;',
    '#: vocabulary "abc"\nx = indices;',
  ),
  "repeated-pragma": programs(
    "Only `example` and `expect` may be given several times.",
    "#: max-length 4\n#: max-length 8\nx = indices;",
    "#: max-length 8\nx = indices;",
  ),
  "pragma-place": programs(
    "A pragma has a line of its own; behind a statement it is only a comment.",
    "x = indices; #: output x",
    "#: output x\nx = indices;",
  ),
  "pragma-value": programs(
    "A pragma says something else than what it can say.",
    "#: max-length many\nx = indices;",
    "#: max-length 8\nx = indices;",
  ),
  "not-literal": programs(
    "What is expected is written out, not computed.",
    "#: expect x = indices\nx = indices;",
    "#: expect x = [0, 1, 2, 3, 4]\nx = indices;",
  ),
} as const satisfies Readonly<Record<string, Page | Exempt>>;
