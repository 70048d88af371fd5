/** `rasp diff`: the interpreter and the compiled model on the same inputs, position by position. */
import type { Atom } from "../../language/atom.ts";
import {
  toJsonDiagnostic,
  type Diagnostic,
  type JsonDiagnostic,
} from "../../language/diagnostics/diagnostic.ts";
import type { Source } from "../../language/source.ts";
import type { Engine, EngineName } from "../../runtime/engine.ts";
import type { Model } from "../../runtime/model.ts";
import { runtime } from "../../runtime/run.ts";
import { verifyModel } from "../../verifier/verify.ts";
import { build, buildTarget, standingOf, unproved, type Standing } from "../models/build.ts";
import { compareAll, pairOf, shrinkMismatch, type Mismatch, type Pair } from "../models/compare.ts";
import { elaborateReading, read } from "../../compiler/frontend.ts";
import type { Reading } from "../../compiler/settings/reading.ts";
import { planInputs } from "../inputs/plan.ts";
import { locate, type Departure } from "./locate.ts";
import { openModel } from "../models/open.ts";
import { arrange, statusOf, toJsonDiagnostics, type Outcome } from "../shared/outcome.ts";
import { hasErrors } from "../../language/diagnostics/diagnostic.ts";
import { report } from "../../language/diagnostics/report.ts";
import { chooseOutputs } from "../../compiler/settings/choose.ts";
import type { Request } from "../../compiler/settings/request.ts";
import { toJsonAtom, toJsonAtoms, type JsonAtom } from "../shared/values.ts";
import { compareStatement } from "../models/statement.ts";
import type { Target } from "../../compiler/settings/target.ts";

export interface DiffReport {
  readonly version: 1;
  readonly program: string;
  readonly outputs: readonly string[];
  /** What ran the model. */
  readonly engine: EngineName;
  /** What the checker says of the model; null where there is none. Nobody asks it about a weights file. */
  readonly checked: Standing | null;
  /** True if every input of the vocabulary and length was tried. */
  readonly exhaustive: boolean;
  readonly seed: number;
  /** Inputs tried, those skipped included. */
  readonly inputs: number;
  /** Values compared. */
  readonly positions: number;
  /** Inputs on which the program has no value. */
  readonly skipped: number;
  /** Inputs on which interpreter and model differ. */
  readonly mismatches: number;
  /** The first mismatch, shrunk to a small input. */
  readonly first: FirstMismatch | null;
  readonly milliseconds: number;
  readonly diagnostics: readonly JsonDiagnostic[];
}

interface FirstMismatch {
  readonly input: readonly JsonAtom[];
  readonly output: string;
  /** The first position where they differ; null where the interpreter has no value. */
  readonly position: number | null;
  readonly expected: JsonAtom | null;
  readonly actual: JsonAtom | null;
  readonly interpreter: readonly JsonAtom[] | { readonly error: JsonDiagnostic };
  readonly model: readonly JsonAtom[];
  /** The first part of the model that is not as it should be; null where none can be named. */
  readonly departure: Departure | null;
}

export interface DiffOutcome extends Outcome<DiffReport> {
  readonly first: Mismatch | null;
  readonly departure: Departure | null;
}

export const diffDefaults = { limit: 20_000, samples: 2_000, seed: 1 };

/** Compares on every input, or a seeded sample; with a weights file, with that model and no other. */
export function diff(request: Request, weights: Source | null = null, engine: Engine = runtime): DiffOutcome {
  const started = performance.now();
  const options = request.options ?? {};
  const seed = options.seed ?? diffDefaults.seed;
  const reading = read(request);
  const compared = weights === null ? compileFor(request, engine) : openFor(reading, weights, engine);
  const header = { version: 1 as const, program: request.source.name };
  if (compared.kind === "refused") {
    const arranged = arrange(compared.diagnostics);
    return {
      status: statusOf(arranged) === 2 ? 2 : 1,
      report: {
        ...header,
        outputs: compared.outputs,
        engine: engine.name,
        checked: null,
        exhaustive: false,
        seed,
        inputs: 0,
        positions: 0,
        skipped: 0,
        mismatches: 0,
        first: null,
        milliseconds: performance.now() - started,
        diagnostics: toJsonDiagnostics(arranged),
      },
      diagnostics: arranged,
      first: null,
      departure: null,
    };
  }
  const { pair, file } = compared;
  const plan = planInputs(pair.target.space, {
    limit: options.limit ?? diffDefaults.limit,
    samples: options.samples ?? diffDefaults.samples,
    seed,
  });
  const comparison = compareAll(pair, plan, request.onProgress);
  const first = comparison.first === null ? null : shrinkMismatch(pair, comparison.first);
  const departure = first === null || weights === null ? null : departureOf(reading, pair, first);
  const suspicions = first === null ? [] : suspicionsOf(request, pair.model, file, departure);
  const arranged = arrange([...compared.diagnostics, ...suspicions]);
  return {
    status: comparison.mismatches > 0 ? 1 : statusOf(arranged),
    report: {
      ...header,
      outputs: pair.target.outputs.map(({ name }) => name),
      engine: engine.name,
      checked: compared.checked,
      exhaustive: plan.exhaustive,
      seed,
      inputs: comparison.inputs,
      positions: comparison.positions,
      skipped: comparison.skipped,
      mismatches: comparison.mismatches,
      first: first === null ? null : toJsonMismatch(first, departure),
      milliseconds: performance.now() - started,
      diagnostics: toJsonDiagnostics(arranged),
    },
    diagnostics: arranged,
    first,
    departure,
  };
}

type Comparable =
  | {
      readonly kind: "compared";
      readonly pair: Pair;
      /** What the model is called. */
      readonly file: string;
      readonly checked: Standing;
      readonly diagnostics: readonly Diagnostic[];
    }
  | {
      readonly kind: "refused";
      readonly outputs: readonly string[];
      readonly diagnostics: readonly Diagnostic[];
    };

function compileFor(request: Request, engine: Engine): Comparable {
  const built = build(request);
  if (built.kind === "refused") return { ...built, outputs: built.outputs.map(({ name }) => name) };
  // Where there is no proof, the comparison that follows decides.
  const doubt = unproved(built.checked);
  return {
    kind: "compared",
    pair: pairOf(built.target, built.model, engine),
    file: "the compiled model",
    checked: standingOf(built.checked),
    diagnostics: doubt === null ? built.diagnostics : [...built.diagnostics, doubt],
  };
}

/** The file's own vocabulary, length and direction decide what is compared. */
function openFor(reading: Reading, weights: Source, engine: Engine): Comparable {
  const opened = openModel(weights);
  if (opened.kind === "refused") return { ...opened, outputs: [] };
  const { model } = opened;
  const settings = {
    ...reading.settings,
    causal: model.config.causal,
    outputs: reading.settings.outputs ?? model.outputs.map(({ name }) => ({ name, span: null })),
  };
  const elaborated = elaborateReading({ ...reading, settings });
  const chosen = chooseOutputs(elaborated, settings);
  const missing = chosen.outputs
    .filter(({ name }) => !model.outputs.some((output) => output.name === name))
    .map(({ name }) => report("unknown-output", { case: "model", name, outputs: null }));
  const diagnostics = [...elaborated.diagnostics, ...chosen.diagnostics, ...missing, ...opened.diagnostics];
  if (hasErrors(diagnostics)) {
    return { kind: "refused", outputs: chosen.outputs.map(({ name }) => name), diagnostics };
  }
  const space = { vocabulary: model.tokenizer.vocabulary, maxLength: model.config.maxLength };
  const { program } = elaborated;
  const target: Target = { program, outputs: chosen.outputs, space, causal: settings.causal };
  return {
    kind: "compared",
    pair: pairOf(target, model, engine),
    file: weights.name,
    checked: "unchecked",
    diagnostics,
  };
}

/** Compiles the program as the model was, and looks for the first difference between the two. */
function departureOf(
  reading: Reading,
  { target, model }: Pair,
  { input, output }: Mismatch,
): Departure | null {
  const { causal, precision } = model.config;
  for (const layout of ["named", "packed"] as const) {
    const options = { ...reading.request.options, precision, layout };
    const built = buildTarget(
      { ...reading, request: { ...reading.request, options } },
      { ...target, causal },
    );
    const found = built.kind === "compiled" ? locate(model, built.model, input, output) : null;
    if (found !== null) return found;
  }
  return null;
}

/** That the model is of another program; and where comparing names no part, what the checker finds wrong with it. */
function suspicionsOf(
  request: Request,
  model: Model,
  file: string,
  departure: Departure | null,
): readonly Diagnostic[] {
  const { findings } = compareStatement(model, request);
  const found = departure === null ? [...findings, ...verifyModel(model).findings] : findings;
  return found.map(({ verdict, place, message: finding }) => {
    const isWrong = verdict !== "unproved";
    return report("not-proved", { case: "suspicion", file, place, finding, isWrong });
  });
}

function toJsonMismatch(
  { input, output, position, interpreter, model }: Mismatch,
  departure: Departure | null,
): FirstMismatch {
  const at = (atoms: readonly Atom[]): JsonAtom | null => {
    const atom = position === null ? undefined : atoms[position];
    return atom === undefined ? null : toJsonAtom(atom);
  };
  const has = interpreter.kind === "values";
  return {
    input: toJsonAtoms(input),
    output,
    position,
    expected: has ? at(interpreter.atoms) : null,
    actual: at(model),
    interpreter: has ? toJsonAtoms(interpreter.atoms) : { error: toJsonDiagnostic(interpreter.diagnostic) },
    model: toJsonAtoms(model),
    departure,
  };
}
