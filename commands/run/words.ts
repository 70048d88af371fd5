/** `rasp run`, for people: each output on each input. */
import { displayInput } from "../../language/display.ts";
import { isWeights } from "../models/open.ts";
import { engineFor, sourceAt, type Command } from "../shared/command.ts";
import { printSequence, runAsItIs } from "../shared/words.ts";
import { run, runWeights, type ModelRun } from "./run.ts";

export const command: Command = {
  perform: async (call, host) => {
    const file = sourceAt(call, 0);
    const engine = await engineFor(call, host);
    const outcome = isWeights(file)
      ? runWeights(file, call.flags, engine)
      : run(host.requestFor(file), engine);
    const text = outcome.runs.map(printRun).join("");
    const { model } = outcome.report;
    return { ...outcome, text, talk: model?.checked === "unchecked" ? runAsItIs(file.name) : "" };
  },
};

function printRun({ input, outputs }: ModelRun): string {
  return [...outputs]
    .map(([name, atoms]) => `${name}(${displayInput(input)}) = ${printSequence(atoms)}\n`)
    .join("");
}
