/** `rasp run`: a compiled model's outputs, from a weights file or a program compiled in memory. */
import { parse } from "../../compiler/syntax/parse.ts";
import type { Atom } from "../../language/atom.ts";
import type { Diagnostic, JsonDiagnostic } from "../../language/diagnostics/diagnostic.ts";
import type { Source } from "../../language/source.ts";
import type { Model } from "../../runtime/model.ts";
import type { Engine, EngineName, InputProblem } from "../../runtime/engine.ts";
import { runtime } from "../../runtime/run.ts";
import { build, judge, standingOf, type Standing } from "../models/build.ts";
import { convertInput } from "../../compiler/settings/convert.ts";
import { readText } from "../../compiler/settings/elements.ts";
import { openModel } from "../models/open.ts";
import { arrange, statusOf, toJsonDiagnostics, type Outcome } from "../shared/outcome.ts";
import { report } from "../../language/diagnostics/report.ts";
import type { Options, Request } from "../../compiler/settings/request.ts";
import { defaultInput, type Settings } from "../../compiler/settings/settle.ts";
import { toJsonAtoms, type JsonAtom } from "../shared/values.ts";

export interface RunReport {
  readonly version: 1;
  /** What ran the model. */
  readonly engine: EngineName;
  readonly runs: readonly {
    readonly input: readonly JsonAtom[];
    readonly outputs: Readonly<Record<string, readonly JsonAtom[]>>;
  }[];
  /** Null where there is none. */
  readonly model: ModelSummary | null;
  readonly diagnostics: readonly JsonDiagnostic[];
}

export interface ModelSummary {
  readonly program: string;
  readonly outputs: readonly string[];
  readonly layers: number;
  readonly heads: readonly number[];
  readonly dModel: number;
  readonly dHead: number;
  readonly dMlp: readonly number[];
  readonly maxLength: number;
  readonly vocabularySize: number;
  readonly causal: boolean;
  readonly precision: "float32" | "float64";
  readonly certified: boolean | "conditional";
  /** Compiled although the program has no value on some inputs. */
  readonly partial: boolean;
  /** What the checker says; nobody asks it about a weights file that is only run. */
  readonly checked: Standing;
}

export interface ModelRun {
  readonly input: readonly Atom[];
  readonly outputs: ReadonlyMap<string, readonly Atom[]>;
}

export interface RunOutcome extends Outcome<RunReport> {
  readonly runs: readonly ModelRun[];
}

/** Compiles the program in memory and runs it: on the inputs given, else on its examples. */
export function run(request: Request, engine: Engine = runtime): RunOutcome {
  const built = build(request);
  if (built.kind === "refused") return refused(engine, built.diagnostics);
  const verdict = judge(built);
  const diagnostics = verdict === null ? built.diagnostics : [...built.diagnostics, verdict];
  if (verdict?.severity === "error") return refused(engine, diagnostics);
  const subject = { model: built.model, checked: standingOf(built.checked) };
  return runOn(engine, subject, inputsOf(built.reading.settings, request.options ?? {}), diagnostics);
}

/** Runs a weights file. Without inputs, on the examples of the program that it was compiled from. */
export function runWeights(
  file: Source,
  options: Pick<Options, "inputs" | "outputs"> = {},
  engine: Engine = runtime,
): RunOutcome {
  const opened = openModel(file);
  if (opened.kind === "refused") return refused(engine, opened.diagnostics);
  const { model } = opened;
  const { vocabulary } = model.tokenizer;
  const { maxLength } = model.config;
  const diagnostics: Diagnostic[] = [...opened.diagnostics];
  const inputs: (readonly Atom[])[] = [];
  for (const text of options.inputs ?? []) {
    const written = readText(text, "--input");
    const converted = written.kind === "elements" ? convertInput(written, vocabulary, "`--input`") : written;
    if (converted.kind === "input") inputs.push(converted.elements);
    else diagnostics.push(converted.diagnostic);
  }
  if (options.inputs === undefined || options.inputs.length === 0) {
    const source = { name: model.program.file, text: model.program.source };
    const { pragmas } = parse(source).tree;
    for (const example of pragmas.examples) {
      const converted = convertInput(example, vocabulary, "`#: example`");
      if (converted.kind === "input") inputs.push(converted.elements);
    }
    if (inputs.length === 0) inputs.push(defaultInput({ vocabulary, maxLength }));
  }
  for (const name of options.outputs ?? []) {
    if (model.outputs.some((output) => output.name === name)) continue;
    const outputs = model.outputs.map((output) => output.name);
    diagnostics.push(report("unknown-output", { case: "model", name, outputs }));
  }
  return runOn(engine, { model, checked: "unchecked" }, inputs, diagnostics, options.outputs);
}

function inputsOf(settings: Settings, options: Options): readonly (readonly Atom[])[] {
  if (options.inputs !== undefined && options.inputs.length > 0) return settings.inputs ?? [];
  return settings.examples.length > 0 ? settings.examples : [defaultInput(settings)];
}

/** A model, and whether it is proved. */
interface Subject {
  readonly model: Model;
  readonly checked: Standing;
}

function runOn(
  engine: Engine,
  subject: Subject,
  inputs: readonly (readonly Atom[])[],
  diagnostics: readonly Diagnostic[],
  names: readonly string[] = [],
): RunOutcome {
  const answer = engine.open(subject.model);
  const rejected: Diagnostic[] = [];
  const runs: ModelRun[] = [];
  for (const input of inputs) {
    const result = answer(input);
    if ("problem" in result) {
      rejected.push(rejection(result, input.length));
      continue;
    }
    const outputs = result.decoded
      .filter(({ name }) => names.length === 0 || names.includes(name))
      .map(({ name, values }) => [name, values] as const);
    runs.push({ input, outputs: new Map(outputs) });
  }
  return outcome(engine, subject, runs, [...diagnostics, ...rejected]);
}

/** Why the model does not take an input of so many tokens. */
function rejection({ problem, message }: InputProblem, length: number): Diagnostic {
  return problem === "too-long"
    ? report("too-long", { problem: message, length })
    : report(problem, { problem: message });
}

function refused(engine: Engine, diagnostics: readonly Diagnostic[]): RunOutcome {
  return outcome(engine, null, [], diagnostics);
}

function outcome(
  engine: Engine,
  subject: Subject | null,
  runs: readonly ModelRun[],
  diagnostics: readonly Diagnostic[],
): RunOutcome {
  const arranged = arrange(diagnostics);
  return {
    status: statusOf(arranged),
    report: {
      version: 1,
      engine: engine.name,
      runs: runs.map(({ input, outputs }) => ({
        input: toJsonAtoms(input),
        outputs: Object.fromEntries([...outputs].map(([name, atoms]) => [name, toJsonAtoms(atoms)])),
      })),
      model: subject === null ? null : summarise(subject),
      diagnostics: toJsonDiagnostics(arranged),
    },
    diagnostics: arranged,
    runs,
  };
}

function summarise({ model, checked }: Subject): ModelSummary {
  const { config, program, tokenizer, certificate } = model;
  return {
    program: program.file,
    outputs: program.outputs,
    layers: config.layers,
    heads: config.heads,
    dModel: config.dModel,
    dHead: config.dHead,
    dMlp: config.dMlp,
    maxLength: config.maxLength,
    vocabularySize: tokenizer.vocabulary.length,
    causal: config.causal,
    precision: config.precision,
    certified: certificate.certified,
    partial: program.partial,
    checked,
  };
}
