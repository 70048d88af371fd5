/** Which names of a program are asked for, and what is wrong with them. */
import type { Program, ProgramValue } from "../elaborate/program.ts";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import type { NodeId } from "../../language/graph.ts";
import { suggest } from "../../language/diagnostics/suggest.ts";
import type { Elaborated } from "./reading.ts";
import { hasErrors } from "../../language/diagnostics/diagnostic.ts";
import type { RequestedOutput, Settings } from "./settle.ts";

export interface Output {
  readonly name: string;
  readonly node: NodeId;
}

export interface ChosenOutputs {
  readonly outputs: readonly Output[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The s-ops that `compile`, `run` and `diff` are about: named ones, else the program's last. */
export function chooseOutputs(elaborated: Elaborated, settings: Settings): ChosenOutputs {
  const { program } = elaborated;
  if (settings.outputs === null) return chooseDefault(elaborated);
  const outputs: Output[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const requested of settings.outputs) {
    const value = program.bindings.get(requested.name)?.value ?? lastExpression(program, requested.name);
    if (value?.kind === "s-op") {
      outputs.push({ name: requested.name, node: value.node });
    } else if (value !== undefined) {
      diagnostics.push(
        complaint(
          requested,
          "output-not-s-op",
          `\`${requested.name}\` is ${describe(value.kind)}, and only an s-op can be an output`,
          "type",
          alternatives(program),
        ),
      );
    } else {
      // The last expression may be missing only because it failed, which has been said.
      if (requested.name === "out" && hasErrors(elaborated.diagnostics)) continue;
      diagnostics.push(program.failed.get(requested.name) ?? unknownOutput(program, requested));
    }
  }
  return { outputs, diagnostics };
}

/** What `out` stands for: it is no name that a program can set, but the default output may be called so. */
function lastExpression({ defaultOutput }: Program, name: string): ProgramValue | undefined {
  return defaultOutput?.name === name ? { kind: "s-op", node: defaultOutput.node } : undefined;
}

function chooseDefault({ program, diagnostics }: Elaborated): ChosenOutputs {
  const { defaultOutput } = program;
  if (defaultOutput !== null) {
    return { outputs: [{ name: defaultOutput.name, node: defaultOutput.node }], diagnostics: [] };
  }
  // Where statements failed, those are what is wrong.
  if (hasErrors(diagnostics)) return { outputs: [], diagnostics: [] };
  return {
    outputs: [],
    diagnostics: [
      {
        code: "no-output",
        kind: "value",
        severity: "error",
        message: "the program sets no s-op, so there is nothing to compute",
        span: null,
        notes: [],
        help: "give an s-op a name, as in `result = length - indices - 1;`",
      },
    ],
  };
}

export function unknownOutput(program: Program, requested: RequestedOutput): Diagnostic {
  const nearest = suggest(requested.name, [...program.bindings.keys(), ...program.failed.keys()]);
  return complaint(
    requested,
    "unknown-output",
    `the program sets no name \`${requested.name}\``,
    "undefined-variable",
    nearest === undefined ? alternatives(program) : `did you mean \`${nearest}\`?`,
  );
}

/** A name that an option gave is wrong use; one that a pragma gave is a mistake in the program. */
function complaint(
  { span }: RequestedOutput,
  code: string,
  message: string,
  kind: Diagnostic["kind"],
  help: string | undefined,
): Diagnostic {
  return {
    code,
    kind: span === null ? "usage" : kind,
    severity: "error",
    message,
    span,
    notes: [],
    ...(help === undefined ? {} : { help }),
  };
}

function alternatives(program: Program): string | undefined {
  const names = [...program.bindings].filter(([, { value }]) => value.kind === "s-op").map(([name]) => name);
  if (names.length === 0) return undefined;
  const shown = names.slice(-8).map((name) => `\`${name}\``);
  return `the program's s-ops are ${shown.join(", ")}`;
}

function describe(kind: "selector" | "atom" | "list" | "dict" | "function"): string {
  return kind === "atom" ? "an atom" : `a ${kind}`;
}
