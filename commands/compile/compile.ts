/** `rasp compile`: a program's weights file, and what there is to say about it. */
import type { Diagnostic, JsonDiagnostic } from "../../language/diagnostics/diagnostic.ts";
import type { Model } from "../../runtime/model.ts";
import type { Finding } from "../../verifier/report/finding.ts";
import type { Verification } from "../../verifier/verify.ts";
import { verifyModel } from "../../verifier/verify.ts";
import { weaken } from "../models/weaken.ts";
import { build, findTarget, type Target } from "../models/build.ts";
import { explainLayers, type LayerExplanation } from "./explain.ts";
import { compareAll, pairOf, shrinkMismatch, type Mismatch } from "../models/compare.ts";
import { findFailures, unneededNames } from "../shared/failures.ts";
import { read } from "../../compiler/settings/frontend.ts";
import { planInputs } from "../inputs/plan.ts";
import { arrange, remark, statusOf, toJsonDiagnostics, type Outcome } from "../shared/outcome.ts";
import type { Request } from "../../compiler/settings/request.ts";
import { measure } from "../models/measure.ts";
import { statesProgram } from "../verify/verify.ts";

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
  const reading = read(request);
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

  const targeted = findTarget(reading);
  if (targeted.kind === "refused") {
    return refused(
      targeted.diagnostics,
      targeted.outputs.map(({ name }) => name),
    );
  }
  const outputs = targeted.target.outputs.map(({ name }) => name);
  const built = build(reading, targeted.target);
  const said = [...targeted.diagnostics, ...built.diagnostics, ...warnings(targeted.target)];
  if (built.kind === "refused") return refused(said, outputs);
  requireStated(built.model, targeted.target);
  const { model, text, verification } = verified(built);
  const [finding] = verification.findings;
  if (finding !== undefined) {
    const mismatch = findMismatch(targeted.target, model);
    if (mismatch !== null) return refused([...said, refuted(finding, mismatch)], outputs);
  }
  const diagnostics = [...said, ...(finding === undefined ? [] : [unverified(finding)])];
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
      milliseconds,
      diagnostics: toJsonDiagnostics(arranged),
    },
    diagnostics: arranged,
    compiled: { model, text, verified: verification.proved },
  };
}

/** What the file states, and the checker proves of the weights, is the program as it was elaborated. */
function requireStated({ circuit }: Model, { program, outputs }: Target): void {
  const { statement } = circuit;
  if (statement === undefined || !statesProgram(statement, program, outputs).every(Boolean))
    throw new Error("internal: the model does not state the program");
}

interface Verified {
  readonly model: Model;
  readonly text: string;
  readonly verification: Pick<Verification, "proved" | "findings">;
}

/** Lets the checker look at what was written; bounds that it finds wider are claimed as wide as it finds them. */
function verified({ model, text }: { readonly model: Model; readonly text: string }): Verified {
  // What is not claimed to be exact is not to be proved.
  if (model.certificate.certified === false) {
    return { model, text, verification: { proved: false, findings: [] } };
  }
  const verification = verifyModel(model);
  const { findings, figures } = verification;
  if (findings.length === 0 || findings.some(({ verdict }) => verdict !== "overstated")) {
    return { model, text, verification };
  }
  const weaker = weaken(model, figures);
  return { ...weaker, verification: verifyModel(weaker.model) };
}

/** The checker knows less than there is to know of what can occur: where it is not satisfied, inputs decide. */
function findMismatch(target: Target, model: Model): Mismatch | null {
  const pair = pairOf(target, model);
  const plan = planInputs(target.space, { limit: 1_000, samples: 300, seed: 1 });
  const { first } = compareAll(pair, plan);
  return first === null ? null : shrinkMismatch(pair, first);
}

function refuted({ place, message }: Finding, { input, output }: Mismatch): Diagnostic {
  const text = JSON.stringify(input.map(({ value }) => value));
  return remark(
    "internal",
    "refuted",
    `the compiled weights are wrong: \`${output}\` differs on the input ${text}; the checker says, at ${place}, ${message}`,
    "this is a mistake in rasp-compiler: please report it with the program and the command",
  );
}

/** The checker is independent of the compiler: where it finds no proof, one of the two is to be improved. */
function unverified({ place, message }: Finding): Diagnostic {
  return remark(
    "uncertified",
    "not-verified",
    `the independent checker found no proof of the weights: at ${place}, ${message}`,
    "compare interpreter and model with `rasp diff`",
    "warning",
  );
}

/** Failures of names that no output needs do not matter to the model; a few inputs are tried to find them. */
function warnings(target: Target): readonly Diagnostic[] {
  const unneeded = unneededNames(target.program, target.outputs);
  const plan = planInputs(target.space, { limit: 100, samples: 50, seed: 1 });
  return findFailures({ ...target, inputs: plan.inputs() }, unneeded, "warning");
}
