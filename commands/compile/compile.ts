/** `rasp compile`: a program's weights file, and what there is to say about it. */
import type { Diagnostic, JsonDiagnostic } from "../../language/diagnostics/diagnostic.ts";
import type { Model } from "../../runtime/model.ts";
import type { Observer, StageName } from "../../compiler/stages.ts";
import { createInterpreter } from "../../interpreter/evaluate.ts";
import { build, judge } from "../models/build.ts";
import { explainLayers, type LayerExplanation } from "./explain.ts";
import { findFailures, unneededNames } from "../shared/failures.ts";
import { planInputs } from "../inputs/plan.ts";
import { arrange, statusOf, toJsonDiagnostics, type Outcome } from "../shared/outcome.ts";
import type { Request } from "../../compiler/settings/request.ts";
import type { Target } from "../../compiler/settings/target.ts";
import { measure } from "../models/measure.ts";

export interface CompileReport extends Partial<ModelFacts> {
  readonly version: 1;
  readonly program: string;
  readonly outputs: readonly string[];
  /** Where the file was written; null where it was not. */
  readonly path: string | null;
  /** False where there is no model. */
  readonly certified: boolean | "conditional";
  readonly milliseconds: number;
  readonly diagnostics: readonly JsonDiagnostic[];
}

/** Left out of the report where there is no model. */
interface ModelFacts {
  readonly bytes: number;
  /** Attention + MLP blocks, headless ones too. */
  readonly layers: number;
  /** Of each layer. */
  readonly heads: readonly number[];
  readonly dModel: number;
  readonly dHead: number;
  /** Neurons of each layer. */
  readonly dMlp: readonly number[];
  /** As a framework allocates them: see `measure`. */
  readonly parameters: number;
  readonly nonzero: number;
  readonly maxLength: number;
  readonly vocabularySize: number;
  readonly causal: boolean;
  /** With the option `explain`: why there is each layer. */
  readonly explanation?: readonly LayerExplanation[];
  /** With the option `timings`: what each stage of the compiler took. */
  readonly timings?: readonly StageTime[];
}

interface StageTime {
  readonly stage: StageName;
  readonly milliseconds: number;
}

export interface Compiled {
  readonly model: Model;
  /** The weights file. */
  readonly text: string;
  /** Whether the independent checker proved what the file claims. */
  readonly verified: boolean;
}

export interface CompileOutcome extends Outcome<CompileReport> {
  /** Null where the program was refused. */
  readonly compiled: Compiled | null;
}

export function compile(request: Request): CompileOutcome {
  const started = performance.now();
  const program = request.source.name;
  const timings: StageTime[] = [];
  const built = build(request, createClock(timings));
  const refused = (diagnostics: readonly Diagnostic[], outputs: readonly string[]): CompileOutcome => {
    const arranged = arrange(diagnostics);
    const report: CompileReport = {
      version: 1,
      program,
      outputs,
      path: null,
      certified: false,
      milliseconds: performance.now() - started,
      diagnostics: toJsonDiagnostics(arranged),
    };
    return { status: statusOf(arranged) === 2 ? 2 : 1, report, diagnostics: arranged, compiled: null };
  };

  const said = [...built.diagnostics, ...(built.target === null ? [] : warnings(built.target))];
  if (built.kind === "refused") {
    return refused(
      said,
      built.outputs.map(({ name }) => name),
    );
  }
  const { target, model, text, checked } = built;
  const outputs = target.outputs.map(({ name }) => name);
  const verdict = judge(built);
  if (verdict?.severity === "error") return refused([...said, verdict], outputs);
  const diagnostics = verdict === null ? said : [...said, verdict];
  const milliseconds = performance.now() - started;
  const arranged = arrange(diagnostics);
  const { config } = model;
  return {
    status: statusOf(arranged),
    report: {
      version: 1,
      program,
      outputs,
      path: null,
      bytes: new TextEncoder().encode(text).length,
      layers: config.layers,
      heads: config.heads,
      dModel: config.dModel,
      dHead: config.dHead,
      dMlp: config.dMlp,
      ...measure(model),
      maxLength: config.maxLength,
      vocabularySize: model.tokenizer.vocabulary.length,
      causal: config.causal,
      certified: model.certificate.certified,
      ...(request.options?.explain === true && { explanation: explainLayers(model) }),
      ...(request.options?.timings === true && { timings }),
      milliseconds,
      diagnostics: toJsonDiagnostics(arranged),
    },
    diagnostics: arranged,
    compiled: { model, text, verified: checked?.proved ?? false },
  };
}

/** A stage's time is what passed since the one before was done. */
function createClock(timings: StageTime[]): Observer {
  let before = performance.now();
  return ({ stage }) => {
    const now = performance.now();
    timings.push({ stage, milliseconds: now - before });
    before = now;
  };
}

/** Failures of names that no output needs do not matter to the model; a few inputs are tried to find them. */
function warnings(target: Target): readonly Diagnostic[] {
  const unneeded = unneededNames(target.program, target.outputs);
  const interpret = createInterpreter(target.program.graph, target);
  const plan = planInputs(target.space, { limit: 100, samples: 50, seed: 1 });
  return findFailures({ ...target, interpret, inputs: plan.inputs() }, unneeded, "warning");
}
