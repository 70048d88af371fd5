import { printFlags } from "../shared/flags.ts";
import type { Spec } from "../shared/spec.ts";

export const spec = {
  name: "explain",
  summary: "Say what the code of a message means, with an example",
  arguments: [
    {
      name: "code",
      about: "as messages show it in brackets (default: list all)",
      count: "optional",
      opens: null,
    },
  ],
  flags: [...printFlags],
  example: "rasp explain unknown-name",
} as const satisfies Spec;
