import { flags, printFlags, programFlags } from "../shared/flags.ts";
import { inputs, programFile, type Spec } from "../shared/spec.ts";

export const spec = {
  name: "interpret",
  summary: "Print what a program's names are on an input",
  arguments: [programFile, inputs],
  flags: [flags.inputs, ...programFlags, ...printFlags],
  example: "rasp interpret reverse.rasp --input hello",
} as const satisfies Spec;
