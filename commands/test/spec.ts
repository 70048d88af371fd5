import { flags, printFlags, weightFlags } from "../shared/flags.ts";
import { programFiles, type Spec } from "../shared/spec.ts";

export const spec = {
  name: "test",
  summary: "Run programs' `#: expect` lines on interpreter and compiled model",
  arguments: [programFiles],
  flags: [flags.vocabulary, flags.maxLength, flags.causal, flags.partial, ...weightFlags, ...printFlags],
  example: "rasp test reverse.rasp sort.rasp",
} as const satisfies Spec;
