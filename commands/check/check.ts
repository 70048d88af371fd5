/** `rasp check`: what is wrong with a program, without compiling it. */
import { createInterpreter } from "../../interpreter/evaluate.ts";
import type { Diagnostic, JsonDiagnostic } from "../../language/diagnostics/diagnostic.ts";
import { inputSpaceOf } from "../../compiler/settings/target.ts";
import { findFailures, unneededNames } from "../shared/failures.ts";
import { elaborateReading, read } from "../../compiler/frontend.ts";
import type { Elaborated, Reading } from "../../compiler/settings/reading.ts";
import { planInputs } from "../inputs/plan.ts";
import { arrange, statusOf, toJsonDiagnostics, type Outcome } from "../shared/outcome.ts";
import { hasErrors } from "../../language/diagnostics/diagnostic.ts";
import { report } from "../../language/diagnostics/report.ts";
import { chooseOutputs } from "../../compiler/settings/choose.ts";
import { createReporter } from "../shared/progress.ts";
import type { Request } from "../../compiler/settings/request.ts";

export interface CheckReport {
  readonly version: 1;
  readonly files: readonly CheckedFile[];
  readonly diagnostics: readonly JsonDiagnostic[];
}

export interface CheckedFile {
  readonly program: string;
  readonly errors: number;
  readonly warnings: number;
}

/** Failing inputs are looked for among all inputs when there are so few, else among a sample. */
const effort = { limit: 2_000, samples: 500, seed: 1 };

export function check(requests: readonly Request[]): Outcome<CheckReport> {
  const files: CheckedFile[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const request of requests) {
    const found = arrange(checkOne(request));
    files.push({
      program: request.source.name,
      errors: found.filter(({ severity }) => severity === "error").length,
      warnings: found.filter(({ severity }) => severity === "warning").length,
    });
    diagnostics.push(...found);
  }
  return {
    status: statusOf(diagnostics),
    report: { version: 1, files, diagnostics: toJsonDiagnostics(diagnostics) },
    diagnostics,
  };
}

function checkOne(request: Request): readonly Diagnostic[] {
  const reading = read(request);
  const elaborated = elaborateReading(reading);
  const { program } = elaborated;
  // A file that only defines functions for others has no output, and need not have one.
  const wantsOutput = reading.settings.outputs !== null || program.defaultOutput !== null;
  const chosen = wantsOutput ? chooseOutputs(elaborated, reading.settings) : { outputs: [], diagnostics: [] };
  const diagnostics = [...elaborated.diagnostics, ...chosen.diagnostics, ...causalNote(reading, elaborated)];
  const { space } = inputSpaceOf(reading);
  if (hasErrors(diagnostics) || space === null) return diagnostics;

  const plan = planInputs(space, effort);
  const tell = createReporter("check", plan.total, request.onProgress);
  const search = {
    program,
    space,
    interpret: createInterpreter(program.graph, { causal: reading.settings.causal }),
    onInput: (tried: number) => {
      tell(tried, request.source.name);
    },
  };
  const partial = request.options?.partial ?? false;
  return [
    ...diagnostics,
    ...findFailures({ ...search, inputs: plan.inputs() }, chosen.outputs, partial ? "warning" : "error"),
    ...findFailures({ ...search, inputs: plan.inputs() }, unneededNames(program, chosen.outputs), "warning"),
  ];
}

function causalNote({ tree, settings }: Reading, { program }: Elaborated): readonly Diagnostic[] {
  if (!settings.causal || !program.graph.nodes.some(({ kind }) => kind === "length")) return [];
  return [report("causal-length", {}, tree.pragmas.causal?.span ?? null)];
}
