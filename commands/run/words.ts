/** `rasp run`, for people: each output on each input. */
import { displayInput } from "../../language/display.ts";
import { isWeights } from "../models/open.ts";
import { sourceAt, type Command } from "../shared/command.ts";
import { printSequence, runAsItIs } from "../shared/words.ts";
import { run, runWeights, type ModelRun } from "./run.ts";

export const command: Command = {
  perform: (call, host) => {
    const file = sourceAt(call, 0);
    const outcome = isWeights(file) ? runWeights(file, call.flags) : run(host.requestFor(file));
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
