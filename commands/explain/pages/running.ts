/** Pages for what goes wrong as a program's functions, loops and lists run. */
import { programs, type Exempt, type Page } from "../page.ts";

export const running = {
  "unknown-name": programs(
    "A name that nothing has set, or that is not visible here.",
    "x = lenght - 1;",
    "x = length - 1;",
  ),
  "reserved-name": programs(
    "The language's names, and at the top level the library's, keep their meaning.",
    "indices = 3;",
    "position = 3;",
  ),
  "wrong-count": programs("Names and values are as many.", "a, b = 1, 2, 3;", "a, b = 1, 2;"),
  "not-callable": programs(
    "Functions are called, and s-ops and selectors are applied to an input; nothing else is.",
    "x = 3(4);",
    "x = 3 * 4;",
  ),
  "wrong-argument-count": programs(
    "A call gives as many arguments as there are parameters.",
    "x = sort(tokens);",
    "x = sort(tokens, tokens);",
  ),
  "wrong-value": programs(
    "A value of the right type that does not fit.",
    "x = indices[1.5];",
    "x = indices[1];",
  ),
  "division-by-zero": programs("Division by zero, outside of s-ops.", "x = 1 / 0;", "x = 1 / 2;"),
  overflow: programs(
    "A number beyond those that are exact (ints, 2^53) or that there are (floats, about 1.8e308).",
    "x = 2 ^ 60;",
    "x = 2 ^ 50;",
  ),
  "index-out-of-range": programs("There is no item at this index.", "x = [1, 2][5];", "x = [1, 2][1];"),
  "missing-key": programs("The dict has no such key.", 'x = {"a": 1}["b"];', 'x = {"a": 1}["a"];'),
  "empty-input": programs("An input has at least one element.", 'tokens("");', 'tokens("abc");'),
  "file-not-found": programs(
    "`load` finds no such file: beside the loading one, in the working directory, among the bundled programs.",
    'load "nothing";',
    'load "sort";',
  ),
  "load-cycle": programs(
    "A file loads itself, directly or by way of others.",
    'load "program";\nx = indices;',
    "x = indices;",
  ),
  "wrong-type": programs(
    "A value of another type or kind than is wanted here.",
    'x = 1 + "a";',
    'x = "1" + "a";',
  ),
  "string-formatting": programs("`%` is the remainder of a division.", 'x = "%d!" % [3];', 'x = "3" + "!";'),
  "s-op-compared-with-container": programs(
    "An s-op is compared with s-ops and atoms, position by position.",
    'x = tokens == ["a", "b"];',
    'x = tokens in ["a", "b"];',
  ),
  "list-repetition": programs(
    "Lists are not repeated with `*`.",
    "x = [1] * 3;",
    "x = [1 for i in range(3)];",
  ),
  "list-ordering": programs("Lists are equal or not, but have no order.", "x = [1] < [2];", "x = 1 < 2;"),
  "atom-in-list-of-s-ops": programs(
    "Whether an atom is in a list that holds an s-op differs from position to position.",
    "x = 1 in [1, indices];",
    "x = indices == 1;",
  ),
  "not-iterable": programs(
    "Loops go over lists and dicts. An s-op works on all positions at once.",
    'x = [t == "a" for t in tokens];',
    'x = tokens == "a";',
  ),
  "not-indexable": programs("What has no items cannot be indexed.", "x = full_s[0];", "x = indices[0];"),
  "unpacked-non-list": programs("Only a list is unpacked into names.", 'a, b = "xy";', 'a, b = "x", "y";'),
  "wrong-key": programs("The keys of a dict are atoms.", "x = {[1]: 2};", "x = {1: 2};"),
  "wrong-input": programs(
    "An input is a string, a list of atoms, or a dict, whose keys it is.",
    "tokens(3);",
    'tokens("3");',
  ),
  "application-as-value": programs(
    "Applied to an input, an s-op is printed; the program goes on with the s-op itself.",
    'x = tokens("ab")[0];',
    "x = tokens[0];",
  ),
  "too-many-steps": programs(
    "A program that runs for so long may never end.",
    "for i in range(2000) { for j in range(2000) { x = i; } }",
    "for i in range(20) { for j in range(20) { x = i; } }",
  ),
  "too-many-elements": programs(
    "A program's lists and strings, those no longer needed too, hold so many elements at most.",
    "for i in range(9) { x = range(900000); }",
    "for i in range(9) { x = range(90); }",
  ),
  "too-many-nodes": {
    meaning: "A program makes so many different s-ops and selectors at most, 300,000.",
    because: "its shortest program runs for seconds",
  },
  "too-deep": programs(
    "Calls inside calls, most likely a recursion that does not end.",
    "def down(n) { return down(n - 1); }\nx = down(3);",
    "def down(n) { return 0 if n == 0 else down(n - 1); }\nx = down(3);",
  ),
  "loads-too-deep": {
    meaning: "Files load files that load files, so deep at most, 50.",
    because: "it takes fifty files",
  },
  "value-too-deep": programs(
    "Lists in lists, so deep at most.",
    "x = [];\nfor i in range(500) { x = [x]; }",
    "x = [];\nfor i in range(500) { x = x + [i]; }",
  ),
  "value-too-large": programs(
    "One list or string with more elements than a program may make.",
    "x = range(1000000000);",
    "x = range(1000);",
  ),
} as const satisfies Readonly<Record<string, Page | Exempt>>;
