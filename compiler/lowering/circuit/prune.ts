/** Drops what no output depends on, and numbers the rest anew. */
import type { Affine } from "./affine.ts";
import type { Circuit, Feature, Head, Neuron } from "./circuit.ts";

/** The part of a circuit that its outputs depend on. */
export function prune(circuit: Circuit): Circuit {
  const used = collect(circuit);
  const features = renumbering(circuit.features, used.features);
  const heads = renumbering(circuit.heads, used.heads);
  const neurons = renumbering(circuit.neurons, used.neurons);
  const affine = (old: Affine): Affine => ({
    constant: old.constant,
    terms: old.terms.map(([id, c]) => [newId(features, id), c] as const),
  });
  return {
    features: [...features.keys()].map((id): Feature => {
      const feature = circuit.features[id];
      if (feature === undefined) throw new Error("internal: a feature is missing");
      const number = newId(features, id);
      switch (feature.kind) {
        case "flag":
        case "token":
        case "index":
          return { ...feature, id: number };
        case "channel":
          return {
            ...feature,
            id: number,
            contributions: feature.contributions.map((contribution) => ({
              ...contribution,
              head: newId(heads, contribution.head),
              value: affine(contribution.value),
            })),
          };
        case "table":
          return {
            ...feature,
            id: number,
            neurons: feature.neurons.map(([neuron, weight]) => [newId(neurons, neuron), weight] as const),
          };
        default:
          return feature satisfies never;
      }
    }),
    heads: [...heads.keys()].map((id): Head => {
      const head = circuit.heads[id];
      if (head === undefined) throw new Error("internal: a head is missing");
      return {
        ...head,
        id: newId(heads, id),
        bilinear: head.bilinear.map(({ query, key }) => ({ query: affine(query), key: affine(key) })),
        keyPenalty: affine(head.keyPenalty),
        queryPenalty: affine(head.queryPenalty),
      };
    }),
    neurons: [...neurons.keys()].map((id): Neuron => {
      const neuron = circuit.neurons[id];
      if (neuron === undefined) throw new Error("internal: a neuron is missing");
      return { ...neuron, id: newId(neurons, id), preactivation: affine(neuron.preactivation) };
    }),
    outputs: circuit.outputs.map((output) => ({ ...output, reading: affine(output.reading) })),
    claims: circuit.claims
      .filter(({ carrier }) => carrier.terms.every(([id]) => features.has(id)))
      .map((claim) => ({ ...claim, carrier: affine(claim.carrier) })),
  };
}

interface Used {
  readonly features: Set<number>;
  readonly heads: Set<number>;
  readonly neurons: Set<number>;
}

/** Everything reachable from the outputs, and the flags, which every model has. */
function collect(circuit: Circuit): Used {
  const used: Used = { features: new Set(), heads: new Set(), neurons: new Set() };
  const waiting: number[] = [];
  const read = (affine: Affine): void => {
    for (const [id] of affine.terms) waiting.push(id);
  };
  for (const { reading } of circuit.outputs) read(reading);
  for (const { kind, id } of circuit.features) if (kind === "flag") waiting.push(id);
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (used.features.has(id)) continue;
    used.features.add(id);
    const feature = circuit.features[id];
    if (feature?.kind === "channel") {
      for (const { head, value } of feature.contributions) {
        read(value);
        if (used.heads.has(head)) continue;
        used.heads.add(head);
        for (const affine of expressionsOfHead(circuit.heads[head])) read(affine);
      }
    } else if (feature?.kind === "table") {
      for (const [neuron] of feature.neurons) {
        if (used.neurons.has(neuron)) continue;
        used.neurons.add(neuron);
        const preactivation = circuit.neurons[neuron]?.preactivation;
        if (preactivation !== undefined) read(preactivation);
      }
    }
  }
  return used;
}

export function expressionsOfHead(head: Head | undefined): readonly Affine[] {
  if (head === undefined) return [];
  return [...head.bilinear.flatMap(({ query, key }) => [query, key]), head.keyPenalty, head.queryPenalty];
}

/** Old number → new number, in the old order. */
function renumbering(all: readonly unknown[], used: ReadonlySet<number>): ReadonlyMap<number, number> {
  const kept = [...all.keys()].filter((id) => used.has(id));
  return new Map(kept.map((id, place) => [id, place]));
}

function newId(numbers: ReadonlyMap<number, number>, id: number): number {
  const number = numbers.get(id);
  if (number === undefined) throw new Error(`internal: ${String(id)} was dropped but is read`);
  return number;
}
