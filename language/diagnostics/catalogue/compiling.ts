/** Messages about programs that have no model, or none that is certain, and about inputs that have no value. */
import { cases, type Entry } from "../entry.ts";

export const compiling = {
  "failing-input": {
    kind: "value",
    says: cases({
      program: (fails: FailingInput & { partial: boolean }) => ({
        kind: fails.failed,
        severity: fails.partial ? "warning" : "error",
        message: `the program has no value on the input ${fails.input}: ${fails.failure}`,
        label: "fails here",
        help: "change the program so that it has a value there, narrow `vocabulary` or `max-length`, or compile with `--partial`",
      }),
      output: (fails: FailingInput & { name: string; severity: "error" | "warning" }) => ({
        kind: fails.failed,
        severity: fails.severity,
        message: `\`${fails.name}\` has no value on the input ${fails.input}: ${fails.failure}`,
        help:
          fails.severity === "error"
            ? "make it have a value on every input, or leave such inputs out with `--partial`"
            : "no output needs it",
      }),
    }),
  },
  "type-failure": { kind: "type", says: onInput },
  "value-failure": { kind: "value", says: onInput },
  "zero-division-failure": { kind: "zero-division", says: onInput },
  "overflow-failure": { kind: "overflow", says: onInput },
  "limit-failure": { kind: "limit", says: onInput },
  "unproved-assumption": {
    kind: "uncertified",
    severity: "warning",
    says: ({ doubt, inputs }: { doubt: string; inputs: string }) => ({
      message: `${doubt}: not proved never to happen, no counterexample in ${inputs} inputs`,
      help: "the certificate is conditional on it",
    }),
  },
  "causal-length": {
    kind: "value",
    severity: "note",
    says: () => ({
      message: "in a causal program `length` is that of the prefix, and `x[-1]` the position itself",
    }),
  },
  "selection-not-shown": {
    kind: "limit",
    severity: "warning",
    says: ({ length }: { length: number }) => ({
      message: `selectors have ${(length * length).toLocaleString("en-US")} pairs on an input of ${length.toLocaleString("en-US")} elements: they are not shown`,
      help: "ask for other names with `--output`, or give a shorter input",
    }),
  },
  "expectation-failed": {
    kind: "value",
    says: (tested: {
      name: string;
      input: string;
      by: "interpreter" | "model";
      is: string;
      expected: string;
    }) => ({
      message: `\`${tested.name}\` on ${tested.input} ${tested.by === "model" ? "is, in the compiled model," : "is"} ${tested.is}, not ${tested.expected}`,
    }),
  },
} as const satisfies Readonly<Record<string, Entry>>;

export interface FailingInput {
  readonly failed: "type" | "value" | "zero-division" | "overflow" | "limit";
  /** As JSON, or as a value is displayed. */
  readonly input: string;
  readonly failure: string;
}

/** A value that there is not on an input, which a note shows. */
function onInput({ failure }: { failure: string }): { readonly message: string } {
  return { message: failure };
}
