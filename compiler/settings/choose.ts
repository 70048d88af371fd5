/** Which names of a program are asked for, and what is wrong with them. */
import type { Program, ProgramValue } from "../elaborate/program.ts";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import type { NodeId } from "../../language/graph.ts";
import { suggest } from "../../language/diagnostics/suggest.ts";
import type { Elaborated } from "./reading.ts";
import { hasErrors } from "../../language/diagnostics/diagnostic.ts";
import { report } from "../../language/diagnostics/report.ts";
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
      const wrong = { name: requested.name, value: describe(value.kind), others: lastSOps(program) };
      diagnostics.push(report("output-not-s-op", wrong, requested.span));
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
  return { outputs: [], diagnostics: [report("no-output", {})] };
}

export function unknownOutput(program: Program, { name, span }: RequestedOutput): Diagnostic {
  const similar = suggest(name, [...program.bindings.keys(), ...program.failed.keys()]);
  return report("unknown-output", { case: "program", name, similar, others: lastSOps(program) }, span);
}

/** The last few of a program's s-ops, which are named where another name will not do. */
function lastSOps(program: Program): readonly string[] {
  const names = [...program.bindings].filter(([, { value }]) => value.kind === "s-op").map(([name]) => name);
  return names.slice(-8);
}

function describe(kind: "selector" | "atom" | "list" | "dict" | "function"): string {
  return kind === "atom" ? "an atom" : `a ${kind}`;
}
