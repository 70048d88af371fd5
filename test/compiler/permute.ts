/** Renames what a transformer does not depend on: the order of residual dimensions, heads, head dimensions and neurons. */
import type { Model, Tensor } from "../../runtime/model.ts";
import { createRandom, mulberry32, type Random } from "../../language/random.ts";

/** At each new place, the old one. */
type Order = readonly number[];

/** The same function computed with all sums in another order. */
export function permute(model: Model, seed: number): Model {
  const random = createRandom(seed, mulberry32);
  const { dModel, dHead, heads, dMlp } = model.config;
  const residual = shuffled(dModel, random);
  const tensors: Record<string, Tensor> = { ...model.tensors };
  const reorder = (name: string, orders: readonly (Order | null)[]): void => {
    const tensor = model.tensors[name];
    if (tensor === undefined) throw new Error(`no tensor ${name}`);
    tensors[name] = reordered(tensor, orders);
  };
  reorder("embed.W_E", [null, residual]);
  reorder("pos_embed.W_pos", [null, residual]);
  for (const [layer, headCount] of heads.entries()) {
    const at = `blocks.${String(layer)}`;
    const headOrder = shuffled(headCount, random);
    const scoreOrder = shuffled(dHead, random);
    const valueOrder = shuffled(dHead, random);
    const neurons = shuffled(dMlp[layer] ?? 0, random);
    for (const [name, inner] of [
      ["Q", scoreOrder],
      ["K", scoreOrder],
      ["V", valueOrder],
    ] as const) {
      reorder(`${at}.attn.W_${name}`, [headOrder, residual, inner]);
      reorder(`${at}.attn.b_${name}`, [headOrder, inner]);
    }
    reorder(`${at}.attn.W_O`, [headOrder, valueOrder, residual]);
    reorder(`${at}.attn.b_O`, [residual]);
    reorder(`${at}.mlp.W_in`, [residual, neurons]);
    reorder(`${at}.mlp.b_in`, [neurons]);
    reorder(`${at}.mlp.W_out`, [neurons, residual]);
    reorder(`${at}.mlp.b_out`, [residual]);
  }
  for (const { name } of model.outputs) reorder(`unembed.${name}.W_U`, [residual, null]);
  const features = model.features.map((feature) => ({
    ...feature,
    dimension: residual.indexOf(feature.dimension),
  }));
  return { ...model, features, tensors };
}

function shuffled(size: number, random: Random): Order {
  const order = Array.from({ length: size }, (_, at) => at);
  for (let at = size - 1; at > 0; at--) {
    const other = random.below(at + 1);
    [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
  }
  return order;
}

/** The tensor with each axis in the given order; null leaves an axis as it is. */
function reordered(tensor: Tensor, orders: readonly (Order | null)[]): Tensor {
  const { shape, dtype } = tensor;
  const newPlaces = orders.map((order) => order && inverse(order));
  const flat =
    "data" in tensor ? Array.from(tensor.data, (value, index) => [index, value] as const) : entries(tensor);
  const moved = flat
    .map(([index, value]) => {
      let rest = index;
      let stride = 1;
      let target = 0;
      for (let axis = shape.length - 1; axis >= 0; axis--) {
        const size = shape[axis] ?? 1;
        const place = rest % size;
        rest = Math.floor(rest / size);
        target += stride * (newPlaces[axis]?.[place] ?? place);
        stride *= size;
      }
      return [target, value] as const;
    })
    .toSorted(([left], [right]) => left - right);
  return {
    shape,
    dtype,
    indices: moved.map(([index]) => index),
    values: moved.map(([, value]) => value),
  };
}

function entries(tensor: Extract<Tensor, { indices: unknown }>): (readonly [number, number])[] {
  return Array.from(tensor.indices, (index, at) => [index, tensor.values[at] ?? 0] as const);
}

function inverse(order: Order): Order {
  const places = Array.from(order, () => 0);
  for (const [place, old] of order.entries()) places[old] = place;
  return places;
}
