/** Models with one wrong weight: does diff find them, and name the place? */
import { equalAtoms, type Atom } from "../language/atom.ts";
import { isFailure } from "../language/failure.ts";
import { build } from "../commands/models/build.ts";
import type { Target } from "../compiler/settings/target.ts";
import { createInterpreter } from "../interpreter/evaluate.ts";
import { compareAll, pairOf, shrinkMismatch } from "../commands/models/compare.ts";
import { planInputs } from "../commands/inputs/plan.ts";
import { locate, type Departure } from "../commands/diff/locate.ts";
import type { Options } from "../compiler/settings/request.ts";
import type { Random } from "../programs/random/random.ts";
import type { Model, Tensor } from "../runtime/model.ts";
import { prepare } from "../runtime/prepare.ts";
import { run } from "../runtime/run.ts";
import { entriesOf, sizeOf } from "../runtime/tensors.ts";

/** A program small enough to try all its inputs, and its model. */
export interface Patient {
  readonly name: string;
  readonly target: Target;
  readonly model: Model;
  readonly inputs: readonly (readonly Atom[])[];
}

/** Null where it does not compile. */
export function patientOf(name: string, text: string, options: Options): Patient | null {
  const built = build({ source: { name, text }, options });
  if (built.kind === "refused") return null;
  const { target } = built;
  const plan = planInputs(target.space, { limit: MOST_INPUTS, samples: 0, seed: 1 });
  return plan.exhaustive ? { name, target, model: built.model, inputs: [...plan.inputs()] } : null;
}

const MOST_INPUTS = 2_000;

/** One entry of one tensor with another number. */
export interface Change {
  readonly tensor: string;
  readonly index: readonly number[];
  readonly before: number;
  readonly after: number;
}

/** Mostly an entry that is not 0, moved, scaled, turned or taken out; else one put where there is none. */
export function chooseChange(model: Model, random: Random): Change {
  const names = Object.keys(model.tensors).filter((name) => sizeOf(model.tensors[name]?.shape ?? [0]) > 0);
  const tensor = random.pick(names);
  const { shape } = tensorOf(model, tensor);
  const entries = entriesOf(tensorOf(model, tensor));
  const indices = Array.from(entries.indices);
  const flat = indices.length > 0 && random.chance(0.8) ? random.pick(indices) : random.below(sizeOf(shape));
  const before = entries.values[indices.indexOf(flat)] ?? 0;
  const after = random.pick([
    before + 1,
    before - 1,
    before + 256,
    2 * before,
    before / 2,
    1.01 * before,
    -before,
    0,
  ]);
  return { tensor, index: unravel(flat, shape), before, after };
}

function tensorOf(model: Model, name: string): Tensor {
  const tensor = model.tensors[name];
  if (tensor === undefined) throw new Error(`no tensor ${name}`);
  return tensor;
}

function unravel(flat: number, shape: readonly number[]): readonly number[] {
  let rest = flat;
  const index: number[] = [];
  for (const size of shape.toReversed()) {
    index.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return index;
}

export function applyChange(model: Model, { tensor, index, after }: Change): Model {
  const old = tensorOf(model, tensor);
  const { indices, values } = entriesOf(old);
  const flat = index.reduce((sum, at, axis) => sum * (old.shape[axis] ?? 1) + at, 0);
  const entries = new Map(Array.from(indices, (at, i) => [at, values[i] ?? 0]));
  entries.set(flat, old.dtype === "float32" ? Math.fround(after) : after);
  const sorted = [...entries].filter(([, value]) => value !== 0).toSorted(([a], [b]) => a - b);
  const { shape, dtype } = old;
  const changed: Tensor = {
    shape,
    dtype,
    indices: sorted.map(([at]) => at),
    values: sorted.map(([, value]) => value),
  };
  return { ...model, tensors: { ...model.tensors, [tensor]: changed } };
}

export type Found =
  /** No input is answered otherwise. */
  | { readonly kind: "harmless" }
  /** Some are, and diff does not see it. */
  | { readonly kind: "missed" }
  | { readonly kind: "found"; readonly departure: Departure | null };

export function examineChange({ target, model, inputs }: Patient, change: Change): Found {
  const changed = applyChange(model, change);
  const altered = answersDiffer(target, changed, inputs);
  const pair = pairOf(target, changed);
  const plan = planInputs(target.space, { limit: MOST_INPUTS, samples: 0, seed: 1 });
  const { first } = compareAll(pair, plan);
  if (first === null) return { kind: altered ? "missed" : "harmless" };
  const { input, output } = shrinkMismatch(pair, first);
  return { kind: "found", departure: locate(changed, model, input, output) };
}

/** By the interpreter and the runtime alone: no part of diff. */
function answersDiffer(target: Target, model: Model, inputs: readonly (readonly Atom[])[]): boolean {
  const prepared = prepare(model);
  const interpret = createInterpreter(target.program.graph, target);
  return inputs.some((input) => {
    const evaluation = interpret(input);
    const ran = run(prepared, input);
    if ("problem" in ran) return true;
    return target.outputs.some(({ name, node }) => {
      const sequence = evaluation.sequence(node);
      if (isFailure(sequence)) return false;
      return sequence.atoms.some((atom, at) => {
        const other = ran.outputs[name]?.[at];
        return other === undefined || !equalAtoms(atom, other);
      });
    });
  });
}

/** True if the place named is the part of the model that was changed. */
export function isNamed(model: Model, { tensor, index }: Change, { place, name }: Departure): boolean {
  const dimensionOf = model.features.find((feature) => feature.name === name)?.dimension;
  if (tensor.endsWith("embed.W_E") || tensor.endsWith("embed.W_pos")) {
    return place === "the embedding" && dimensionOf === index[1];
  }
  if (tensor.startsWith("unembed.")) return place === "the unembedding";
  const [, layer = "", part = "", matrix = ""] = /^blocks\.(\d+)\.(attn|mlp)\.(\w+)$/.exec(tensor) ?? [];
  if (part === "attn") {
    if (matrix === "b_O") return place.startsWith(`layer ${layer} `) && dimensionOf === index[0];
    const heads = new RegExp(`^layer ${layer} heads? (.*)$`).exec(place)?.[1]?.split(", ") ?? [];
    return heads.includes(String(index[0]));
  }
  if (matrix === "b_out") return place.startsWith(`layer ${layer} `) && dimensionOf === index[0];
  const neuron = matrix === "W_in" ? index[1] : index[0];
  const [, first, last = first] =
    new RegExp(`^layer ${layer} neurons? (\\d+)(?:–(\\d+))?$`).exec(place) ?? [];
  return neuron !== undefined && neuron >= Number(first) && neuron <= Number(last);
}
