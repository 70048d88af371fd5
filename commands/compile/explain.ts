/** Why a model has each of its layers: what every head and neuron group reads, and which of it comes latest. */
import { plural } from "../../language/words.ts";
import type { Model, ModelFeature } from "../../runtime/model.ts";
import { entriesOf } from "../../runtime/tensors.ts";

/** One layer, and a line for each head and neuron group in it. */
export interface LayerExplanation {
  readonly layer: number;
  readonly reasons: readonly string[];
}

/** Told from the weights and the file's manifest alone. */
export function explainLayers(model: Model): readonly LayerExplanation[] {
  return model.config.heads.map((_, layer) => ({
    layer,
    reasons: [...explainHeads(model, layer), ...explainNeurons(model, layer)],
  }));
}

function explainHeads(model: Model, layer: number): readonly string[] {
  return model.circuit.heads
    .filter((head) => head.layer === layer)
    .map(({ head, kind, selector, writes }) => {
      const { dModel, dHead } = model.config;
      const dimensions = ["Q", "K", "V"].flatMap((name) => {
        const tensor = model.tensors[`blocks.${String(layer)}.attn.W_${name}`];
        const rows = tensor === undefined ? [] : Array.from(entriesOf(tensor).indices);
        return rows
          .filter((index) => Math.floor(index / (dModel * dHead)) === head)
          .map((index) => Math.floor(index / dHead) % dModel);
      });
      const verb = { move: "moves one value", mean: "averages", count: "adds up" }[kind];
      const reads = latest(model, featuresAt(model, dimensions, 2 * layer));
      return `head ${String(head)} ${verb} over \`${selector}\` into ${listed(writes)}; ${reads}`;
    });
}

function explainNeurons(model: Model, layer: number): readonly string[] {
  return model.circuit.neuronGroups
    .filter((group) => group.layer === layer)
    .map(({ neurons, writes, reads }) => {
      const features = model.features.filter(
        ({ name, live }) => reads.includes(name) && live.from <= 2 * layer + 1,
      );
      return `${plural(neurons.length, "neuron")} compute ${listed(writes)}; ${latest(model, features)}`;
    });
}

/** The features that these dimensions hold at a half-layer. */
function featuresAt(model: Model, dimensions: readonly number[], time: number): readonly ModelFeature[] {
  const wanted = new Set(dimensions);
  return model.features.filter(({ dimension, live }) => wanted.has(dimension) && live.from <= time);
}

/** What of the features is complete last, and where: that is why the layer is not an earlier one. */
function latest(model: Model, features: readonly ModelFeature[]): string {
  const last = features.reduce((time, { live }) => Math.max(time, live.from), 0);
  if (last === 0) return "reads the embedding";
  const names = features.filter(({ live }) => live.from === last).map(({ name }) => name);
  const part = last % 2 === 1 ? "attention" : "MLP";
  return `needs ${listed(names)} from layer ${String(Math.floor((last - 1) / 2))}'s ${part}`;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 4).map((name) => `\`${name}\``);
  return names.length > 4 ? `${shown.join(", ")} and ${String(names.length - 4)} more` : shown.join(", ");
}
