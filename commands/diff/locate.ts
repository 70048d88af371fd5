/**
 * Finds where a model goes wrong on an input: the first named feature, in the
 * order in which the model computes them, whose number is not the one that the
 * program's own compiled model has there.
 */
import type { Atom } from "../../language/atom.ts";
import type { Model, ModelFeature, ModelSpan } from "../../runtime/model.ts";
import type { Activations } from "../../runtime/matrix.ts";
import { prepare, type PreparedModel } from "../../runtime/prepare.ts";
import { run } from "../../runtime/run.ts";

export interface Departure {
  /** What computes it: `the embedding`, `layer 1 head 0`, `layer 0 neurons 3–7`, `the unembedding`. */
  readonly place: string;
  /** The feature, or the output where all features are right. */
  readonly name: string;
  /** What the feature is, in words of the program. */
  readonly meaning: string;
  /** Place in the input; −1 at the beginning-of-sequence token, null for an output. */
  readonly position: number | null;
  readonly expected: number | null;
  readonly actual: number | null;
  readonly span: ModelSpan | null;
}

/**
 * The first departure of a model from the reference on an input. Null where the
 * two are not laid out alike, or where all that they compute is the same.
 */
export function locate(
  model: Model,
  reference: Model,
  input: readonly Atom[],
  output: string,
): Departure | null {
  if (!isLaidOutAlike(model, reference)) return null;
  const [expected, actual] = [reference, model].map((each) => observe(prepare(each), input));
  if (expected === undefined || actual === undefined) return null;
  const { dModel } = model.config;
  const ordered = model.features.toSorted((a, b) => a.live.from - b.live.from);
  for (let half = 0; half < expected.length; half++) {
    const [right, found] = [expected[half], actual[half]];
    if (right === undefined || found === undefined) continue;
    // What stands where a feature will be is wrong before the feature is.
    const live = ordered.filter(({ live: { from, to } }) => from <= half && half <= to);
    const upcoming = ordered.filter((feature) => feature.live.from > half);
    for (const feature of [...live, ...upcoming]) {
      for (let row = 0; row * dModel < right.length; row++) {
        const at = row * dModel + feature.dimension;
        if (right[at] === found[at]) continue;
        return departure(model, feature, half, row - 1, right[at] ?? 0, found[at] ?? 0);
      }
    }
  }
  const place = "the unembedding";
  const meaning = `what output \`${output}\` is read by`;
  return { place, name: output, meaning, position: null, expected: null, actual: null, span: null };
}

function departure(
  model: Model,
  feature: ModelFeature,
  half: number,
  position: number,
  expected: number,
  actual: number,
): Departure {
  const { name, span, live } = feature;
  const meaning = live.from > half ? `what is there before ${feature.meaning}` : feature.meaning;
  return { place: placeOf(model, feature, half), name, meaning, position, expected, actual, span };
}

/** Which part of the model writes the feature at a half-layer. */
function placeOf({ circuit }: Model, { name }: ModelFeature, half: number): string {
  if (half === 0) return "the embedding";
  const layer = Math.floor((half - 1) / 2);
  if (half % 2 === 1) {
    const heads = circuit.heads.filter((head) => head.layer === layer && head.writes.includes(name));
    const numbers = heads.map(({ head }) => String(head)).join(", ");
    return `layer ${String(layer)} ${heads.length === 0 ? "attention" : `head${heads.length > 1 ? "s" : ""} ${numbers}`}`;
  }
  const groups = circuit.neuronGroups.filter((group) => group.layer === layer && group.writes.includes(name));
  const neurons = groups.flatMap((group) => group.neurons).toSorted((a, b) => a - b);
  const [first, last] = [neurons[0], neurons.at(-1)];
  if (first === undefined || last === undefined) return `layer ${String(layer)} MLP`;
  return `layer ${String(layer)} neuron${first === last ? "" : "s"} ${String(first)}${first === last ? "" : `–${String(last)}`}`;
}

function isLaidOutAlike(model: Model, reference: Model): boolean {
  const shape = ({ config, features, outputs }: Model): string =>
    JSON.stringify([
      config,
      features.map(({ name, dimension, live }) => [name, dimension, live]),
      outputs.map(({ name, kind }) => [name, kind]),
    ]);
  return shape(model) === shape(reference);
}

/** The residual stream [n, dModel] after each half-layer, the embedding first. */
function observe(model: PreparedModel, input: readonly Atom[]): readonly Activations[] {
  const stages: Activations[] = [];
  run(model, input, (name, values) => {
    if (name === "blocks.0.hook_resid_pre" || /hook_resid_(mid|post)$/.test(name)) stages.push(values);
  });
  return stages;
}
