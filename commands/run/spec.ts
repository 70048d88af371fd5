import { flags, printFlags, programFlags, weightFlags } from "../shared/flags.ts";
import { inputs, type Spec } from "../shared/spec.ts";

export const spec = {
  name: "run",
  summary: "Run a compiled model, or a program compiled on the spot",
  arguments: [
    { name: "file", about: "a weights file or a RASP program", count: "one", opens: { kind: "either" } },
    inputs,
  ],
  flags: [flags.inputs, ...programFlags, flags.partial, ...weightFlags, flags.engine, ...printFlags],
  example: "rasp run reverse.rasp --input abcde",
} as const satisfies Spec;
