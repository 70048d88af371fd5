import { flags, printFlags, programFlags, weightFlags } from "../shared/flags.ts";
import { programFile, type Spec } from "../shared/spec.ts";

export const spec = {
  name: "diff",
  summary: "Compare interpreter and compiled model on every input, or on a sample",
  arguments: [
    {
      ...programFile,
      opens: { kind: "program", instead: (name) => `name the program first: \`rasp diff PROGRAM ${name}\`` },
    },
    {
      name: "weights",
      about: "compare with this weights file instead of compiling",
      count: "optional",
      opens: { kind: "weights" },
    },
  ],
  flags: [
    flags.limit,
    flags.samples,
    flags.seed,
    ...programFlags,
    flags.partial,
    ...weightFlags,
    flags.engine,
    ...printFlags,
  ],
  example: "rasp diff sort.rasp --max-length 5",
} as const satisfies Spec;
