/** When each feature is first written and last read, in half-layers (lowering/circuit/circuit.ts). */
import { greatestOf } from "../numbers.ts";
import type { Affine } from "../lowering/circuit/affine.ts";
import type { Circuit } from "../lowering/circuit/circuit.ts";
import { expressionsOfHead } from "../lowering/circuit/prune.ts";

/** The half-layer that first writes each feature: 0 for the embedding. A table's neurons may lie in several layers. */
export function firstWriters(circuit: Circuit): readonly number[] {
  return circuit.features.map((feature) => {
    switch (feature.kind) {
      case "flag":
      case "token":
      case "index":
        return 0;
      case "channel":
        return feature.contributions.reduce(
          (first, { head }) => Math.min(first, 2 * (circuit.heads[head]?.layer ?? 0) + 1),
          feature.time,
        );
      case "table":
        return feature.neurons.reduce(
          (first, [neuron]) => Math.min(first, 2 * (circuit.neurons[neuron]?.layer ?? 0) + 2),
          feature.time,
        );
      default:
        return feature satisfies never;
    }
  });
}

/** The last half-layer that reads each feature; outputs read after all layers. */
export function lastReaders(circuit: Circuit): ReadonlyMap<number, number> {
  const last = new Map<number, number>();
  const read = (affine: Affine, time: number): void => {
    for (const [id] of affine.terms) last.set(id, Math.max(last.get(id) ?? 0, time));
  };
  const layerOf = circuit.heads.map(({ layer }) => layer);
  const layers = greatestOf([
    0,
    ...layerOf.map((l) => l + 1),
    ...circuit.neurons.map(({ layer }) => layer + 1),
  ]);
  for (const head of circuit.heads) {
    for (const affine of expressionsOfHead(head)) read(affine, 2 * head.layer + 1);
  }
  for (const feature of circuit.features) {
    if (feature.kind !== "channel") continue;
    for (const { head, value } of feature.contributions) read(value, 2 * (layerOf[head] ?? 0) + 1);
  }
  for (const { layer, preactivation } of circuit.neurons) read(preactivation, 2 * layer + 2);
  for (const { reading } of circuit.outputs) read(reading, 2 * layers);
  for (const { id, kind } of circuit.features) if (kind === "flag") last.set(id, 2 * layers);
  return last;
}
