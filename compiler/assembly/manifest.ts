/** What the file says about itself: named features, and which expression each head and neuron group computes. */
import { positionAt } from "../../language/source.ts";
import type { Span } from "../../language/source.ts";
import type { ModelCircuit, ModelFeature, ModelSpan } from "../../runtime/model.ts";
import type { Circuit } from "../lowering/circuit.ts";
import { expressionsOfHead } from "../lowering/prune.ts";
import type { Assembled } from "./assemble.ts";

/** One entry per residual dimension, with the half-layers in which it is in use. */
export function describeFeatures(circuit: Circuit, { layout, config }: Assembled): readonly ModelFeature[] {
  const lastRead = lastReaders(circuit);
  const end = 2 * config.layers;
  return layout.dimensions.map(({ name, meaning, features }, dimension) => {
    const members = features.map((id) => circuit.features[id]);
    const from = Math.min(end, ...members.map((feature) => feature?.time ?? 0));
    const to = Math.max(from, ...features.map((id) => lastRead.get(id) ?? 0));
    return { name, dimension, meaning, span: modelSpan(members[0]?.span ?? null), live: { from, to } };
  });
}

/** The last half-layer that reads each feature; outputs read after all layers. */
function lastReaders(circuit: Circuit): ReadonlyMap<number, number> {
  const last = new Map<number, number>();
  const read = (affine: { readonly terms: readonly (readonly [number, number])[] }, time: number): void => {
    for (const [id] of affine.terms) last.set(id, Math.max(last.get(id) ?? 0, time));
  };
  const layerOf = circuit.heads.map(({ layer }) => layer);
  const layers = Math.max(0, ...layerOf.map((l) => l + 1), ...circuit.neurons.map(({ layer }) => layer + 1));
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

export function describeCircuit(circuit: Circuit, { blocks }: Assembled): ModelCircuit {
  const name = (id: number): string => circuit.features[id]?.name ?? "";
  const heads = blocks.flatMap((block, layer) =>
    block.heads.map(({ head, values }, position) => ({
      layer,
      head: position,
      name: head.name,
      kind: head.kind,
      selector: head.selector,
      writes: [...new Set(values.flatMap(({ writes }) => writes.map(({ feature }) => name(feature))))],
      span: modelSpan(head.span),
    })),
  );
  const neuronGroups = blocks.flatMap((block, layer) => {
    const columnOf = new Map(block.neurons.map(({ id }, column) => [id, column]));
    return circuit.features.flatMap((feature) => {
      if (feature.kind !== "table") return [];
      const own = feature.neurons.map(([neuron]) => neuron).filter((neuron) => columnOf.has(neuron));
      if (own.length === 0) return [];
      const reads = new Set(
        own.flatMap((neuron) => circuit.neurons[neuron]?.preactivation.terms.map(([id]) => name(id)) ?? []),
      );
      return [
        {
          layer,
          neurons: own.map((neuron) => columnOf.get(neuron) ?? 0).toSorted((a, b) => a - b),
          name: feature.name,
          writes: [feature.name],
          reads: [...reads].filter((read) => read !== "bos" && read !== "pad"),
          span: modelSpan(feature.span),
        },
      ];
    });
  });
  return { heads, neuronGroups };
}

export function modelSpan(span: Span | null): ModelSpan | null {
  if (span === null) return null;
  const from = positionAt(span.source, span.start);
  const to = positionAt(span.source, span.end);
  return {
    file: span.source.name,
    line: from.line,
    column: from.column,
    endLine: to.line,
    endColumn: to.column,
  };
}
