import { flags, printFlags } from "../shared/flags.ts";
import type { Spec } from "../shared/spec.ts";

export const spec = {
  name: "verify",
  summary: "Prove that a weights file computes the program that it states, as exactly as it claims",
  arguments: [{ name: "file", about: "a weights file", count: "one", opens: { kind: "weights" } }],
  flags: [
    flags.against,
    { ...flags.vocabulary, about: "the program's tokens, in place of its own" },
    { ...flags.maxLength, about: "the program's longest input, in place of its own" },
    { ...flags.causal, about: "the program is to be read as causal" },
    { ...flags.explain, about: "say which rule proved what, layer by layer" },
    ...printFlags,
  ],
  example: "rasp verify sort.weights.json --against sort.rasp",
} as const satisfies Spec;
