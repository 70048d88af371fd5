/** What README.md shows of the library is so: `expression; // value`, with the value in JSON. */
import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { compile, interpret, run } from "../../commands/index.ts";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const block = /^```js\n((?:(?!```).*\n)*)```/m.exec(readme)?.[1] ?? "";

const definitions = block.split("\n").filter((line) => line.startsWith("const "));
const shown = [...block.matchAll(/^((?!const |import ).*); \/\/ +(.*)$/gm)].map(
  ([, expression = "", value = ""]) => [expression, value] as const,
);

function evaluate(expression: string): unknown {
  const result: unknown = runInNewContext(`${definitions.join("\n")}\n${expression};`, {
    compile,
    interpret,
    run,
  });
  return result;
}

const values = shown.filter(([, value]) => value.startsWith("["));
const files = shown.filter(([, value]) => value.endsWith("weights file"));

test("README.md shows values and a weights file", () => {
  expect([values.length, files.length, shown.length]).toEqual([2, 1, 3]);
});

test.each(values)("%s", (expression, value) => {
  expect(evaluate(expression)).toEqual(JSON.parse(value));
});

test.each(files)("%s", (expression) => {
  expect(evaluate(expression)).toMatch(/^\{\n"format":"rasp-compiler-weights"/);
});
