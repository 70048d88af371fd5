/** What must hold between passes, whatever the program: each function lists what does not. */
import type { Assembled } from "../../compiler/assembly/assemble.ts";
import type { Affine } from "../../compiler/lowering/circuit/affine.ts";
import type { Circuit } from "../../compiler/lowering/circuit/circuit.ts";

/** Ids are dense, expressions canonical, and nothing is read in the half-layer that completes it or before. */
export function flawsOfCircuit(circuit: Circuit): readonly string[] {
  const { features, heads, neurons, outputs } = circuit;
  const flaws: string[] = [];
  const dense = (what: string, ids: readonly { readonly id: number }[]): void => {
    for (const [at, { id }] of ids.entries())
      if (id !== at) flaws.push(`${what} ${String(at)} has the id ${String(id)}`);
  };
  dense("feature", features);
  dense("head", heads);
  dense("neuron", neurons);
  const names = features.map(({ name }) => name);
  if (new Set(names).size !== names.length) flaws.push("two features have one name");

  const read = (where: string, affine: Affine, halfLayer: number): void => {
    let previous = -1;
    for (const [id, coefficient] of affine.terms) {
      if (id <= previous) flaws.push(`${where} has its terms out of order`);
      if (coefficient === 0 || !Number.isFinite(coefficient))
        flaws.push(`${where} has a coefficient ${String(coefficient)}`);
      previous = id;
      const time = features[id]?.time;
      if (time === undefined) flaws.push(`${where} reads no feature ${String(id)}`);
      else if (time >= halfLayer) flaws.push(`${where} reads ${names[id] ?? ""} before it is complete`);
    }
  };
  for (const { id, layer, bilinear, keyPenalty, queryPenalty } of heads) {
    const parts = [...bilinear.flatMap(({ query, key }) => [query, key]), keyPenalty, queryPenalty];
    for (const part of parts) read(`head ${String(id)}`, part, 2 * layer + 1);
  }
  for (const { id, layer, preactivation } of neurons)
    read(`neuron ${String(id)}`, preactivation, 2 * layer + 2);
  for (const { name, reading } of outputs) read(`output ${name}`, reading, Infinity);
  for (const feature of features) {
    const { name, least, greatest, reach, time } = feature;
    if (least > greatest) flaws.push(`${name} ranges from ${String(least)} to ${String(greatest)}`);
    if (Math.max(-least, greatest) > reach) flaws.push(`${name} reaches beyond ${String(reach)}`);
    if (feature.kind === "channel") {
      for (const { head, value } of feature.contributions) {
        const layer = heads[head]?.layer;
        if (layer === undefined || 2 * layer + 1 > time)
          flaws.push(`${name} is complete before its head ${String(head)}`);
        else read(`a value of ${name}`, value, 2 * layer + 1);
      }
    }
    if (feature.kind === "table") {
      for (const [neuron] of feature.neurons) {
        const layer = neurons[neuron]?.layer;
        if (layer === undefined || 2 * layer + 2 > time)
          flaws.push(`${name} is complete before its neuron ${String(neuron)}`);
      }
    }
  }
  return flaws;
}

/** Every feature has a place, every slot is within d_model, every head and neuron is in its layer, once. */
export function flawsOfLayout(
  circuit: Circuit,
  { config, layout, blocks, tensors }: Assembled,
): readonly string[] {
  const flaws: string[] = [];
  if (layout.size !== config.dModel) flaws.push("the layout's size is not d_model");
  if (layout.places.length !== circuit.features.length) flaws.push("not every feature has a place");
  for (const [feature, place] of layout.places.entries()) {
    for (const [slot, coefficient] of place) {
      if (slot < 0 || slot >= layout.size || coefficient === 0) {
        flaws.push(`feature ${String(feature)} lies at ${String(slot)} with ${String(coefficient)}`);
      }
    }
  }
  for (const { name, slot } of layout.dimensions)
    if (slot >= layout.size) flaws.push(`${name} is beyond d_model`);
  const heads = blocks.flatMap((block, layer) =>
    block.heads.map(({ head }) => [head.id, head.layer, layer] as const),
  );
  const neurons = blocks.flatMap((block, layer) =>
    block.neurons.map((neuron) => [neuron.id, neuron.layer, layer] as const),
  );
  for (const [what, placed, all] of [
    ["head", heads, circuit.heads.length],
    ["neuron", neurons, circuit.neurons.length],
  ] as const) {
    if (placed.length !== all || new Set(placed.map(([id]) => id)).size !== all)
      flaws.push(`not each ${what} is placed once`);
    for (const [id, wanted, layer] of placed)
      if (wanted !== layer) flaws.push(`${what} ${String(id)} is in layer ${String(layer)}`);
  }
  for (const [name, tensor] of Object.entries(tensors)) {
    const values = "data" in tensor ? tensor.data : tensor.values;
    for (const value of values) if (!Number.isFinite(value)) flaws.push(`${name} holds ${String(value)}`);
  }
  return flaws;
}
