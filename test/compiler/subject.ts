/** Compiles a program's text and compares its model with the interpreter. */
import type { Atom } from "../../language/atom.ts";
import { equalAtoms } from "../../language/atom.ts";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import { isFailure } from "../../language/failure.ts";
import { compile } from "../../compiler/compile.ts";
import type { Target } from "../../compiler/settings/target.ts";
import { createInterpreter } from "../../interpreter/evaluate.ts";
import { planInputs } from "../../commands/inputs/plan.ts";
import type { Options } from "../../compiler/settings/request.ts";
import { decode } from "../../runtime/decode.ts";
import { forward } from "../../runtime/forward.ts";
import { loadModel } from "../../runtime/file/load.ts";
import type { Model } from "../../runtime/model.ts";
import { prepare, type PreparedModel } from "../../runtime/prepare.ts";
import { tokenise } from "../../runtime/tokenise.ts";
import { unchecked } from "./unchecked.ts";

export type { Options } from "../../compiler/settings/request.ts";

/** A program that was compiled; the model is what its weights file holds. */
export interface Subject {
  readonly text: string;
  readonly target: Target;
  readonly model: Model;
  readonly prepared: PreparedModel;
}

export type Attempt =
  | { readonly kind: "compiled"; readonly subject: Subject; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: "refused"; readonly diagnostics: readonly Diagnostic[] };

export function attempt(text: string, options: Options = {}): Attempt {
  const built = compile({ source: { name: "program.rasp", text }, options }, unchecked);
  const { diagnostics } = built;
  if (built.kind === "refused") return { kind: "refused", diagnostics };
  const { target } = built;
  const loaded = loadModel(built.text);
  if ("problems" in loaded) throw new Error(`does not load: ${JSON.stringify(loaded.problems)}\n${text}`);
  const { model } = loaded;
  return { kind: "compiled", subject: { text, target, model, prepared: prepare(model) }, diagnostics };
}

/** A program that must compile. */
export function compiled(text: string, options: Options = {}): Subject {
  const tried = attempt(text, options);
  if (tried.kind === "compiled") return tried.subject;
  throw new Error(`refused: ${tried.diagnostics.map(({ message }) => message).join("; ")}\n${text}`);
}

/** The diagnostics of a program that must not compile. */
export function refusalOf(text: string, options: Options = {}): readonly Diagnostic[] {
  const tried = attempt(text, options);
  if (tried.kind === "refused") return tried.diagnostics;
  throw new Error(`compiled:\n${text}`);
}

/** Runs a model on token ids, BOS first, and reads its outputs at the first positions behind BOS. */
export type Engine = (
  prepared: PreparedModel,
  tokenIds: readonly number[],
  length: number,
) => readonly { readonly name: string; readonly values: readonly Atom[] }[];

/** As the project runs models. */
const runtime: Engine = (prepared, tokenIds, length) => decode(prepared, forward(prepared, tokenIds), length);

export interface Trial {
  /** All inputs are tried when there are at most this many, else so many of them. */
  readonly most?: number;
  readonly seed?: number;
  /** The model to run in place of the compiled one. */
  readonly model?: Model;
  readonly engine?: Engine;
  /** So many PAD behind the input. */
  readonly padding?: number;
}

export interface Findings {
  readonly inputs: number;
  /** The first difference in words; null where there is none. */
  readonly first: string | null;
}

/** Compares on every input of the program's vocabulary and length, or a seeded sample where they are many. */
export function differences({ target, model, prepared }: Subject, trial: Trial = {}): Findings {
  const { most = 3_000, seed = 1, engine = runtime, padding = 0 } = trial;
  const running = trial.model === undefined ? prepared : prepare(trial.model);
  const plan = planInputs(target.space, { limit: most, samples: most, seed });
  const interpret = createInterpreter(target.program.graph, target);
  let inputs = 0;
  for (const input of plan.inputs()) {
    inputs += 1;
    const tokenIds = tokenise(prepared, input);
    if ("problem" in tokenIds) throw new Error(tokenIds.message);
    const room = Math.min(padding, model.config.maxLength - input.length);
    const padded = [...tokenIds, ...Array.from({ length: room }, () => model.tokenizer.pad)];
    const answers = new Map(engine(running, padded, input.length).map(({ name, values }) => [name, values]));
    const evaluation = interpret(input);
    for (const { name, node } of target.outputs) {
      const sequence = evaluation.sequence(node);
      const actual = answers.get(name) ?? [];
      const expected = isFailure(sequence) ? null : sequence.atoms;
      if (expected !== null && sameAtoms(expected, actual)) continue;
      const wanted = expected === null ? "no value" : show(expected);
      return { inputs, first: `${name}(${show(input)}) is ${wanted}, the model says ${show(actual)}` };
    }
  }
  return { inputs, first: null };
}

function sameAtoms(left: readonly Atom[], right: readonly Atom[]): boolean {
  return (
    left.length === right.length &&
    left.every((atom, at) => {
      const other = right[at];
      return other !== undefined && equalAtoms(atom, other);
    })
  );
}

export function show(atoms: readonly Atom[]): string {
  return JSON.stringify(atoms.map(({ value }) => value));
}

/** The residual stream at BOS after every half-layer, as text: for each input that was tried, one that should be the same. */
export function statesAtBos({ target, model, prepared }: Subject, most = 20): readonly string[] {
  const { dModel } = model.config;
  const plan = planInputs(target.space, { limit: most, samples: most, seed: 1 });
  return Array.from(plan.inputs(), (input) => {
    const tokenIds = tokenise(prepared, input);
    if ("problem" in tokenIds) throw new Error(tokenIds.message);
    const states: number[] = [];
    forward(prepared, tokenIds, (name, values) => {
      if (/hook_resid_(mid|post)$/.test(name)) states.push(...values.subarray(0, dModel));
    });
    return states.join(" ");
  });
}
