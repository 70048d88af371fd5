/** `rasp interpret`: the program's values, by direct interpretation. */
import type { Program } from "../../compiler/elaborate/program.ts";
import { createInterpreter } from "../../interpreter/evaluate.ts";
import type { Atom } from "../../language/atom.ts";
import type { Diagnostic, JsonDiagnostic } from "../../language/diagnostics/diagnostic.ts";
import { createContext, evaluate } from "../shared/evaluate.ts";
import { elaborateReading, read } from "../../compiler/frontend.ts";
import { arrange, statusOf, toJsonDiagnostics, type Outcome } from "../shared/outcome.ts";
import { unknownOutput } from "../../compiler/settings/choose.ts";
import type { Request } from "../../compiler/settings/request.ts";
import { defaultInput, type Settings } from "../../compiler/settings/settle.ts";
import type { Failed, JsonAtom, JsonOutput, Value } from "../shared/values.ts";
import { toJsonAtoms, toJsonOutput } from "../shared/values.ts";

export interface InterpretReport {
  readonly version: 1;
  readonly runs: readonly InterpretRun[];
  readonly diagnostics: readonly JsonDiagnostic[];
}

export interface InterpretRun {
  readonly input: readonly JsonAtom[];
  readonly outputs: Readonly<Record<string, JsonOutput>>;
  /** What the file's own `x("abc");` statements gave; left out where there are none. */
  readonly applications?: readonly { readonly input: readonly JsonAtom[]; readonly value: JsonOutput }[];
}

/** One input's values, as they are printed. */
export interface Interpreted {
  readonly input: readonly Atom[];
  readonly outputs: ReadonlyMap<string, Value | Failed>;
  readonly applications: readonly Application[];
}

interface Application {
  readonly input: readonly Atom[];
  readonly value: Value | Failed;
}

export interface InterpretOutcome extends Outcome<InterpretReport> {
  readonly runs: readonly Interpreted[];
}

/** Every top-level name, or those asked for, on each input. */
export function interpret(request: Request): InterpretOutcome {
  const reading = read(request);
  const { settings } = reading;
  const diagnostics: Diagnostic[] = [...reading.diagnostics];
  const runs: Interpreted[] = [];
  // Inputs that were asked for but are not acceptable leave nothing to run.
  const asked = request.options?.inputs !== undefined && request.options.inputs.length > 0;
  for (const given of asked ? (settings.inputs ?? []) : defaultInputs(settings)) {
    const elaborated = elaborateReading(reading, { example: given, interpret: createInterpreter });
    diagnostics.push(...elaborated.diagnostics);
    const input = asked ? given : (elaborated.program.example ?? given);
    runs.push(runOn(elaborated.program, input, request, settings, diagnostics));
  }
  for (const { outputs, applications } of runs) {
    for (const value of [...outputs.values(), ...applications.map((application) => application.value)]) {
      if (value.kind === "failed") diagnostics.push(value.diagnostic);
    }
  }
  const arranged = arrange(diagnostics);
  return {
    status: statusOf(arranged),
    report: { version: 1, runs: runs.map(toJsonRun), diagnostics: toJsonDiagnostics(arranged) },
    diagnostics: arranged,
    runs,
  };
}

function defaultInputs(settings: Settings): readonly (readonly Atom[])[] {
  return settings.examples.length > 0 ? settings.examples : [defaultInput(settings)];
}

function runOn(
  program: Program,
  input: readonly Atom[],
  request: Request,
  settings: Settings,
  diagnostics: Diagnostic[],
): Interpreted {
  const context = createContext(program, input, settings.causal);
  const outputs = new Map<string, Value | Failed>();
  for (const name of requestedNames(program, request)) {
    const binding = program.bindings.get(name);
    const said = program.failed.get(name);
    if (binding !== undefined) {
      outputs.set(name, evaluate(context, binding.value));
    } else if (said !== undefined) {
      outputs.set(name, { kind: "failed", diagnostic: said });
    } else {
      diagnostics.push(unknownOutput(program, { name, span: null }));
    }
  }
  const applications = program.applications.map((application) => ({
    input: application.input,
    value: evaluate(createContext(program, application.input, settings.causal), application.value),
  }));
  return { input, outputs, applications };
}

function requestedNames(program: Program, request: Request): Iterable<string> {
  const { outputs } = request.options ?? {};
  if (outputs !== undefined && outputs.length > 0) return outputs;
  return new Set([...program.bindings.keys(), ...program.failed.keys()]);
}

function toJsonRun({ input, outputs, applications }: Interpreted): InterpretRun {
  return {
    input: toJsonAtoms(input),
    outputs: Object.fromEntries([...outputs].map(([name, value]) => [name, toJsonOutput(value)])),
    ...(applications.length === 0
      ? {}
      : {
          applications: applications.map((application) => ({
            input: toJsonAtoms(application.input),
            value: toJsonOutput(application.value),
          })),
        }),
  };
}
