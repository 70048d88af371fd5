/** Every bundled program's model on the three engines: the same outputs, and the same residual stream bit for bit. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { planInputs } from "../../commands/inputs/plan.ts";
import { loadOracle } from "../../oracle/load.ts";
import { toDouble } from "../../oracle/numbers.ts";
import { bignumber, textbook, type Oracle } from "../../oracle/oracle.ts";
import type { ModelAtom } from "../../runtime/model.ts";
import { run, runtime } from "../../runtime/run.ts";
import { compiled, type Subject } from "../compiler/subject.ts";
import { programNames } from "../programs/program.ts";

const folder = new URL("../../programs/", import.meta.url);

/** Tokens of length 1 and constant inputs of the greatest length in turns, then random ones. */
function inputsOf({ target }: Subject, count: number): readonly (readonly ModelAtom[])[] {
  return [...planInputs(target.space, { limit: count, samples: count, seed: 1 }).inputs()];
}

/** The residual stream by the name of its place, and the outputs. */
type Seen = ReadonlyMap<string, readonly (number | ModelAtom)[]>;

function seenBy(
  oracle: Oracle,
  subject: Subject,
  inputs: readonly (readonly ModelAtom[])[],
): readonly Seen[] {
  const answer = oracle.open(subject.model);
  return inputs.map((input) => {
    const seen = new Map<string, readonly (number | ModelAtom)[]>();
    const result = answer(input, (name, rows) => {
      if (name.includes("resid")) seen.set(name, rows.flat().map(toDouble));
    });
    if ("problem" in result) throw new Error(result.message);
    for (const { name, values } of result.decoded) seen.set(`output ${name}`, values);
    return seen;
  });
}

function seenByRuntime({ prepared }: Subject, inputs: readonly (readonly ModelAtom[])[]): readonly Seen[] {
  return inputs.map((input) => {
    const seen = new Map<string, readonly (number | ModelAtom)[]>();
    const result = run(prepared, input, (name, values) => {
      if (name.includes("resid")) seen.set(name, [...values]);
    });
    if ("problem" in result) throw new Error(result.message);
    for (const { name, values } of result.decoded) seen.set(`output ${name}`, values);
    return seen;
  });
}

test.each(programNames)("%s", (name) => {
  const subject = compiled(readFileSync(new URL(`${name}.rasp`, folder), "utf8"));
  const inputs = inputsOf(subject, 20);
  const expected = seenByRuntime(subject, inputs);
  expect(seenBy(textbook, subject, inputs)).toEqual(expected);
  // A hundred times as slow: `npm run engines` tries more.
  expect(seenBy(bignumber, subject, inputs.slice(-1))).toEqual(expected.slice(-1));
});

test("an oracle is an engine as the runtime is", async () => {
  const { model } = compiled(readFileSync(new URL("sort.rasp", folder), "utf8"));
  const engines = [runtime, await loadOracle("textbook"), await loadOracle("bignumber")];
  expect(engines.map(({ name }) => name)).toEqual(["runtime", "textbook", "bignumber"]);
  const letters = (text: string): readonly ModelAtom[] =>
    Array.from(text, (value) => ({ type: "string", value }));
  const answers = engines.map((engine) => engine.open(model)(letters("cab")));
  expect(answers.map((answer) => ("outputs" in answer ? answer.outputs : answer))).toEqual(
    engines.map(() => ({ sorted: letters("abc") })),
  );
});
