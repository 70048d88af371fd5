/** `rasp inspect` shows each stage that the program came to. */
import { expect, test } from "vitest";
import { inspect } from "../../commands/inspect/inspect.ts";
import { stageNames } from "../../compiler/stages.ts";

const header = '#: vocabulary "ab"\n#: max-length 3\n';
const request = (text: string): { readonly source: { readonly name: string; readonly text: string } } => ({
  source: { name: "program.rasp", text: header + text },
});

test("all stages, in their order, each with a listing", () => {
  const { report, status } = inspect(request("x = length - indices;"));
  expect(status).toBe(0);
  expect(report.stages.map(({ stage }) => stage)).toEqual(stageNames);
  for (const { text } of report.stages) expect(text).toMatch(/^.+\n$/s);
});

test("one stage", () => {
  const { report } = inspect(request("x = length - indices;"), "choose");
  expect(report.stages).toEqual([
    { stage: "choose", text: 'outputs\n  x  %2 x\ninputs\n  1 to 3 of "a" "b"\n  bidirectional\n' },
  ]);
});

test("as far as a refused program came", () => {
  const { report, status } = inspect(request("x = 1 / indices;"));
  expect(status).toBe(1);
  expect(report.stages.map(({ stage }) => stage)).toEqual([
    "parse",
    "settle",
    "elaborate",
    "choose",
    "lower",
    "search",
  ]);
  expect(report.stages.at(-1)?.text).toBe(
    'the program has no value on the input ["a"]: division by zero, at position 0\nnot compiled\n',
  );
  expect(report.diagnostics.map(({ code }) => code)).toEqual(["failing-input"]);
});
