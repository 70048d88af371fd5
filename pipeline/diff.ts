/** `rasp diff`: the interpreter and the compiled model on the same inputs, position by position. */
import { equalAtoms, type Atom } from "../language/atom.ts";
import { toJsonDiagnostic, type Diagnostic, type JsonDiagnostic } from "../language/diagnostic.ts";
import { isFailure, type Failure } from "../language/failure.ts";
import type { Source } from "../language/source.ts";
import type { Model } from "../runtime/model.ts";
import { prepare, type PreparedModel } from "../runtime/prepare.ts";
import { run as runModel } from "../runtime/run.ts";
import { build, findTarget, targetOf, type Target } from "./build.ts";
import { explainFailure } from "./evaluate.ts";
import { elaborateReading, read, type Reading } from "./frontend.ts";
import { planInputs, type InputPlan } from "./inputs.ts";
import { openModel } from "./open.ts";
import { arrange, hasErrors, remark, statusOf, toJsonDiagnostics, type Outcome } from "./outcome.ts";
import { chooseOutputs } from "./outputs.ts";
import { createReporter } from "./progress.ts";
import type { Request } from "./request.ts";
import { shrink } from "./shrink.ts";
import { toJsonAtom, toJsonAtoms, type Failed, type JsonAtom } from "./values.ts";

export interface DiffReport {
  readonly version: 1;
  readonly program: string;
  readonly outputs: readonly string[];
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
}

export interface Mismatch {
  readonly input: readonly Atom[];
  readonly output: string;
  /** The first position where they differ; null where the interpreter has no value. */
  readonly position: number | null;
  readonly interpreter: { readonly kind: "values"; readonly atoms: readonly Atom[] } | Failed;
  readonly model: readonly Atom[];
}

export interface DiffOutcome extends Outcome<DiffReport> {
  readonly first: Mismatch | null;
}

export const diffDefaults = { limit: 20_000, samples: 2_000, seed: 1 };

/** Compares on every input, or a seeded sample; with a weights file, with that model and no other. */
export function diff(request: Request, weights: Source | null = null): DiffOutcome {
  const started = performance.now();
  const options = request.options ?? {};
  const seed = options.seed ?? diffDefaults.seed;
  const reading = read(request);
  const compared = weights === null ? compileFor(reading) : openFor(reading, weights);
  const header = { version: 1 as const, program: request.source.name };
  if (compared.kind === "refused") {
    const arranged = arrange(compared.diagnostics);
    return {
      status: statusOf(arranged) === 2 ? 2 : 1,
      report: {
        ...header,
        outputs: compared.outputs,
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
    };
  }
  const plan = planInputs(compared.target.space, {
    limit: options.limit ?? diffDefaults.limit,
    samples: options.samples ?? diffDefaults.samples,
    seed,
  });
  const comparison = compareAll(compared, plan, request);
  const first = comparison.first === null ? null : shrinkMismatch(compared, comparison.first);
  const arranged = arrange(compared.diagnostics);
  return {
    status: comparison.mismatches > 0 ? 1 : statusOf(arranged),
    report: {
      ...header,
      outputs: compared.target.outputs.map(({ name }) => name),
      exhaustive: plan.exhaustive,
      seed,
      inputs: comparison.inputs,
      positions: comparison.positions,
      skipped: comparison.skipped,
      mismatches: comparison.mismatches,
      first: first === null ? null : toJsonMismatch(first),
      milliseconds: performance.now() - started,
      diagnostics: toJsonDiagnostics(arranged),
    },
    diagnostics: arranged,
    first,
  };
}

interface Compared {
  readonly kind: "compared";
  readonly target: Target;
  readonly model: Model;
  readonly prepared: PreparedModel;
  /** Where the model does not promise a value on every input, those without one are passed over. */
  readonly mayFail: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

type Comparable =
  | Compared
  | {
      readonly kind: "refused";
      readonly outputs: readonly string[];
      readonly diagnostics: readonly Diagnostic[];
    };

function compileFor(reading: Reading): Comparable {
  const targeted = findTarget(reading);
  if (targeted.kind === "refused") {
    return { ...targeted, outputs: targeted.outputs.map(({ name }) => name) };
  }
  const built = build(reading, targeted.target);
  const diagnostics = [...targeted.diagnostics, ...built.diagnostics];
  if (built.kind === "refused") {
    return { kind: "refused", outputs: targeted.target.outputs.map(({ name }) => name), diagnostics };
  }
  return comparedWith(targeted.target, built.model, diagnostics);
}

/** The file's own vocabulary, length and direction decide what is compared. */
function openFor(reading: Reading, weights: Source): Comparable {
  const opened = openModel(weights);
  if (opened.kind === "refused") return { ...opened, outputs: [] };
  const { model } = opened;
  const settings = {
    ...reading.settings,
    causal: model.config.causal,
    outputs: reading.settings.outputs ?? model.outputs.map(({ name }) => ({ name, span: null })),
  };
  const elaborated = elaborateReading({ ...reading, settings }, null);
  const chosen = chooseOutputs(elaborated, settings);
  const missing = chosen.outputs
    .filter(({ name }) => !model.outputs.some((output) => output.name === name))
    .map(({ name }) => remark("usage", "unknown-output", `the model has no output \`${name}\``));
  const diagnostics = [...elaborated.diagnostics, ...chosen.diagnostics, ...missing, ...opened.diagnostics];
  if (hasErrors(diagnostics)) {
    return { kind: "refused", outputs: chosen.outputs.map(({ name }) => name), diagnostics };
  }
  const space = { vocabulary: model.tokenizer.vocabulary, maxLength: model.config.maxLength };
  const compared = targetOf({ ...reading, settings }, elaborated, chosen.outputs, space);
  return comparedWith(compared, model, diagnostics);
}

function comparedWith(target: Target, model: Model, diagnostics: readonly Diagnostic[]): Compared {
  return {
    kind: "compared",
    target,
    model,
    prepared: prepare(model),
    mayFail: model.program.partial || model.certificate.certified === "conditional",
    diagnostics,
  };
}

interface Comparison {
  readonly inputs: number;
  readonly positions: number;
  readonly skipped: number;
  readonly mismatches: number;
  readonly first: Mismatch | null;
}

function compareAll(compared: Compared, plan: InputPlan, request: Request): Comparison {
  let inputs = 0;
  let positions = 0;
  let skipped = 0;
  let mismatches = 0;
  let first: Mismatch | null = null;
  const report = createReporter("diff", plan.total, request.onProgress);
  for (const input of plan.inputs()) {
    const result = compareOn(compared, input);
    inputs += 1;
    if (result.kind === "skipped") skipped += 1;
    else if (result.kind === "equal") positions += result.positions;
    else {
      positions += result.positions;
      mismatches += 1;
      first ??= result.mismatch;
    }
    report(inputs, foundSoFar(mismatches));
  }
  return { inputs, positions, skipped, mismatches, first };
}

function foundSoFar(mismatches: number): string {
  if (mismatches === 0) return "no mismatch";
  return mismatches === 1 ? "1 mismatch" : `${String(mismatches)} mismatches`;
}

type Result =
  | { readonly kind: "equal"; readonly positions: number }
  | { readonly kind: "skipped" }
  | { readonly kind: "different"; readonly positions: number; readonly mismatch: Mismatch };

function compareOn(compared: Compared, input: readonly Atom[]): Result {
  const evaluation = compared.target.interpret(input);
  const expected: {
    readonly name: string;
    readonly node: number;
    readonly atoms: readonly Atom[] | Failure;
  }[] = [];
  for (const { name, node } of compared.target.outputs) {
    const sequence = evaluation.sequence(node);
    if (isFailure(sequence) && compared.mayFail) return { kind: "skipped" };
    expected.push({ name, node, atoms: isFailure(sequence) ? sequence : sequence.atoms });
  }
  const result = runModel(compared.prepared, input);
  if ("problem" in result)
    throw new Error(`internal: the model refuses ${JSON.stringify(input)}: ${result.message}`);
  const actual = new Map(result.decoded.map(({ name, values }) => [name, values]));
  for (const { name, node, atoms } of expected) {
    const model = actual.get(name);
    if (model === undefined) throw new Error(`internal: the model has no output ${name}`);
    const mismatch = mismatchOf(compared, input, { name, node, atoms, model });
    if (mismatch !== null) {
      return { kind: "different", positions: input.length * expected.length, mismatch };
    }
  }
  return { kind: "equal", positions: input.length * expected.length };
}

function mismatchOf(
  { target }: Compared,
  input: readonly Atom[],
  output: {
    readonly name: string;
    readonly node: number;
    readonly atoms: readonly Atom[] | Failure;
    readonly model: readonly Atom[];
  },
): Mismatch | null {
  const { name, node, atoms, model } = output;
  if (isFailure(atoms)) {
    const diagnostic = explainFailure(target.program.graph, atoms, node, input);
    return { input, output: name, position: null, interpreter: { kind: "failed", diagnostic }, model };
  }
  const position = atoms.findIndex((atom, at) => {
    const other = model[at];
    return other === undefined || !equalAtoms(atom, other);
  });
  if (position < 0) return null;
  return { input, output: name, position, interpreter: { kind: "values", atoms }, model };
}

function shrinkMismatch(compared: Compared, first: Mismatch): Mismatch {
  const smallest = shrink(
    first.input,
    compared.target.space.vocabulary,
    (input) => compareOn(compared, input).kind === "different",
  );
  const result = compareOn(compared, smallest);
  return result.kind === "different" ? result.mismatch : first;
}

function toJsonMismatch({ input, output, position, interpreter, model }: Mismatch): FirstMismatch {
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
  };
}
