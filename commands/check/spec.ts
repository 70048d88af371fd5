import { flags, printFlags, programFlags } from "../shared/flags.ts";
import { programFiles, type Spec } from "../shared/spec.ts";

export const spec = {
  name: "check",
  summary: "Report what is wrong with programs, without compiling them",
  arguments: [programFiles],
  flags: [...programFlags, flags.partial, ...printFlags],
  example: "rasp check reverse.rasp sort.rasp",
} as const satisfies Spec;
