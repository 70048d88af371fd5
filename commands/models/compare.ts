/** The interpreter and a model on the same inputs, position by position. */
import { equalAtoms, type Atom } from "../../language/atom.ts";
import { isFailure, type Failure } from "../../language/failure.ts";
import type { Model } from "../../runtime/model.ts";
import type { Engine } from "../../runtime/engine.ts";
import { runtime } from "../../runtime/run.ts";
import type { Target } from "../../compiler/settings/target.ts";
import { createInterpreter, type Evaluation } from "../../interpreter/evaluate.ts";
import { explainFailure } from "../shared/evaluate.ts";
import type { InputPlan } from "../inputs/plan.ts";
import { createReporter } from "../shared/progress.ts";
import type { Progress } from "../../compiler/settings/request.ts";
import { shrink } from "../inputs/shrink.ts";
import type { Failed } from "../shared/values.ts";

export interface Mismatch {
  readonly input: readonly Atom[];
  readonly output: string;
  /** The first position where they differ; null where the interpreter has no value. */
  readonly position: number | null;
  readonly interpreter: { readonly kind: "values"; readonly atoms: readonly Atom[] } | Failed;
  readonly model: readonly Atom[];
}

/** A program and a model of it. */
export interface Pair {
  readonly target: Target;
  readonly interpret: (input: readonly Atom[]) => Evaluation;
  readonly model: Model;
  /** The model on the engine it is run by. */
  readonly run: ReturnType<Engine["open"]>;
  /** Where the model does not promise a value on every input, those without one are passed over. */
  readonly mayFail: boolean;
}

export function pairOf(target: Target, model: Model, engine: Engine = runtime): Pair {
  return {
    target,
    interpret: createInterpreter(target.program.graph, target),
    model,
    run: engine.open(model),
    mayFail: model.program.partial || model.certificate.assumptions.length > 0,
  };
}

export interface Comparison {
  readonly inputs: number;
  readonly positions: number;
  readonly skipped: number;
  readonly mismatches: number;
  readonly first: Mismatch | null;
}

/** Compares on the inputs of a plan, in its order. */
export function compareAll(
  pair: Pair,
  plan: InputPlan,
  onProgress?: (progress: Progress) => void,
): Comparison {
  let inputs = 0;
  let positions = 0;
  let skipped = 0;
  let mismatches = 0;
  let first: Mismatch | null = null;
  const report = createReporter("diff", plan.total, onProgress);
  for (const input of plan.inputs()) {
    const result = compareOn(pair, input);
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

function compareOn(pair: Pair, input: readonly Atom[]): Result {
  const evaluation = pair.interpret(input);
  const expected: {
    readonly name: string;
    readonly node: number;
    readonly atoms: readonly Atom[] | Failure;
  }[] = [];
  for (const { name, node } of pair.target.outputs) {
    const sequence = evaluation.sequence(node);
    if (isFailure(sequence) && pair.mayFail) return { kind: "skipped" };
    expected.push({ name, node, atoms: isFailure(sequence) ? sequence : sequence.atoms });
  }
  const result = pair.run(input);
  if ("problem" in result)
    throw new Error(`internal: the model refuses ${JSON.stringify(input)}: ${result.message}`);
  const actual = new Map(result.decoded.map(({ name, values }) => [name, values]));
  for (const { name, node, atoms } of expected) {
    const model = actual.get(name);
    if (model === undefined) throw new Error(`internal: the model has no output ${name}`);
    const mismatch = mismatchOf(pair, input, { name, node, atoms, model });
    if (mismatch !== null) {
      return { kind: "different", positions: input.length * expected.length, mismatch };
    }
  }
  return { kind: "equal", positions: input.length * expected.length };
}

function mismatchOf(
  { target }: Pair,
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

/** The mismatch on a smaller input, as small as single steps lead to. */
export function shrinkMismatch(pair: Pair, first: Mismatch): Mismatch {
  const smallest = shrink(
    first.input,
    pair.target.space.vocabulary,
    (input) => compareOn(pair, input).kind === "different",
  );
  const result = compareOn(pair, smallest);
  return result.kind === "different" ? result.mismatch : first;
}
