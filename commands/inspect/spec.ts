import { flags, printFlags, programFlags, weightFlags } from "../shared/flags.ts";
import { programFile, type Spec } from "../shared/spec.ts";

export const spec = {
  name: "inspect",
  summary: "Show what each stage of the compiler makes of a program",
  arguments: [programFile],
  flags: [flags.after, ...programFlags, flags.partial, ...weightFlags, ...printFlags],
  example: "rasp inspect reverse.rasp --after lower",
} as const satisfies Spec;
