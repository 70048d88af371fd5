import { flags, printFlags, weightFlags } from "../shared/flags.ts";
import type { Spec } from "../shared/spec.ts";

export const spec = {
  name: "generate",
  summary: "Make random programs, or a data set of programs and their models",
  arguments: [],
  flags: [
    { ...flags.seed, about: "of the first program; the others' follow (default: 1)" },
    flags.count,
    flags.size,
    flags.folder,
    ...weightFlags,
    ...printFlags,
  ],
  example: "rasp generate --count 100 --size 4 --compile models",
} as const satisfies Spec;
