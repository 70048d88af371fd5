/** How mistakes are told: rendered messages for people to review. `npm test -- -u` rewrites them. */
import { expect, test } from "vitest";
import { renderDiagnostic } from "../../language/diagnostics/render.ts";
import { run } from "./helpers.ts";

const FILES = { "part.rasp": 'height = 1 / indices;\nload "main";\n' };

/** One mistake a program; the messages come in this order. */
const PROGRAMS: readonly string[] = [
  "rev = aggregate(select(indices, lenght - 1 - indices, ==), tokens);",
  "x = out;",
  "sort = 3;",
  "indices = 3;",
  "def f(a, b) { return a; }\nx = f(1);",
  "x = sort(tokens);",
  "x = 3(4);",
  'x = 1 + "a";',
  "x = tokens + 1;",
  "flip = select(indices, 1, ==);\nx = flip + 1;",
  "flip = select(indices, 1, ==);\nx = flip and tokens;",
  "flip = select(indices, 1, ==);\nx = 1 if flip else 2;",
  'x = tokens == ["a"];',
  "x = [1] * 3;",
  "x = [1] < [2];",
  'x = "%d" % 3;',
  "x = [1] if indices == 0 else 2;",
  "x = indicator(3);",
  'x = tokens in "hello";',
  'x = "a" in {"a": 1};',
  "x = 1 in [1, indices];",
  "x = tokens[indices];",
  "x = [1, 2][5];",
  'x = {"a": 1}["b"];',
  "x = full_s[0];",
  "x = {[1]: 2};",
  "a, b = 1, 2, 3;",
  'a, b = "xy";',
  'for c in "abc" { a = c; }',
  "x = [t for t in tokens];",
  "x = len(tokens);",
  "x = range(1.5);",
  "x = aggregate(tokens, full_s);",
  "x = aggregate(tokens, indices);",
  "x = aggregate(full_s, tokens);",
  "x = aggregate(full_s, indices, indices);",
  "x = selector_width(tokens);",
  "x = average(tokens);",
  "x = 1 / indices;",
  "def half(n) { return n / 0; }\ndef quarter(n) { return half(half(n)); }\nx = quarter(indices);",
  "x = tokens_int + 1;",
  'x = tokens("ab")[0];',
  "tokens(3);",
  'tokens("");',
  '(tokens_int + 1)("ab");',
  "x = 9007199254740993;",
  "x = 2 ^ 60;",
  "set example 3",
  "draw(full_s);",
  'load "nothing";',
  'load "part.rasp";',
  'load "part";',
  "def f(n) { return f(n + 1); }\nx = f(0);",
  "x = range(1000000000);",
];

test("messages", async () => {
  const told = PROGRAMS.map((program) => {
    const { diagnostics } = run(program, { files: { ...FILES, "main.rasp": program } });
    const rendered = diagnostics.map((diagnostic) =>
      renderDiagnostic(diagnostic, { color: (_style, text) => text }),
    );
    return rendered.length === 0 ? `no message for: ${program}` : rendered.join("\n");
  });
  await expect(`${told.join("\n\n")}\n`).toMatchFileSnapshot("messages.txt");
  expect(told.filter((text) => text.startsWith("no message"))).toEqual([]);
});
