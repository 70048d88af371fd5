/** What the file says about itself: named features, and which expression each head and neuron group computes. */
import { positionAt } from "../../language/source.ts";
import type { Span } from "../../language/source.ts";
import type { ModelCircuit, ModelFeature, ModelSpan } from "../../runtime/model.ts";
import type { Circuit } from "../lowering/circuit/circuit.ts";
import type { Assembled } from "./assemble.ts";
import { eraserCount } from "./assemble.ts";
import { lastReaders } from "./lifetimes.ts";
import type { Stated } from "./state.ts";
import { state } from "./state.ts";

/** What the residual dimensions hold, with the half-layers in which it is in use. */
export function describeFeatures(circuit: Circuit, { layout, config }: Assembled): readonly ModelFeature[] {
  const lastRead = lastReaders(circuit);
  const end = 2 * config.layers;
  return layout.dimensions.map(({ name, slot, meaning, features }) => {
    const members = features.map((id) => circuit.features[id]);
    const from = Math.min(end, ...members.map((feature) => feature?.time ?? 0));
    const to = Math.max(from, ...features.map((id) => lastRead.get(id) ?? 0));
    return { name, dimension: slot, meaning, span: modelSpan(members[0]?.span ?? null), live: { from, to } };
  });
}

export function describeCircuit(
  circuit: Circuit,
  { blocks, layout }: Assembled,
  program: Stated,
): ModelCircuit {
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
    const tables = circuit.features.flatMap((feature) => {
      if (feature.kind !== "table") return [];
      const members = feature.neurons.map(([neuron]) => neuron).filter((neuron) => columnOf.has(neuron));
      if (members.length === 0) return [];
      const reads = new Set(
        members.flatMap(
          (neuron) => circuit.neurons[neuron]?.preactivation.terms.map(([id]) => name(id)) ?? [],
        ),
      );
      return [
        {
          layer,
          neurons: members.map((neuron) => columnOf.get(neuron) ?? 0).toSorted((a, b) => a - b),
          name: feature.name,
          writes: [feature.name],
          reads: [...reads].filter((read) => read !== "bos" && read !== "pad"),
          span: modelSpan(feature.span),
        },
      ];
    });
    let column = block.neurons.length;
    const erasures = block.erasures.map((erasure) => {
      const { name: erased, features } = erasure.dimension;
      const neurons = Array.from({ length: eraserCount(erasure) }, () => column++);
      const span = modelSpan(circuit.features[features[0] ?? -1]?.span ?? null);
      return { layer, neurons, name: `erase ${erased}`, writes: [erased], reads: [erased], span };
    });
    return [...tables, ...erasures];
  });
  return { heads, neuronGroups, statement: state(circuit, layout, program) };
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
