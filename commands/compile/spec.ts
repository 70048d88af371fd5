import { flags, printFlags, programFlags, weightFlags } from "../shared/flags.ts";
import { programFile, type Spec } from "../shared/spec.ts";

export const spec = {
  name: "compile",
  summary: "Compile a program and write its transformer's weights",
  arguments: [programFile],
  flags: [
    flags.to,
    flags.explain,
    flags.timings,
    ...programFlags,
    flags.partial,
    ...weightFlags,
    ...printFlags,
  ],
  example: "rasp compile sort.rasp -o sort.weights.json",
} as const satisfies Spec;
