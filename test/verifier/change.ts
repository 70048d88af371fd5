/** Changes single numbers of a model. */
import type { Model, Tensor } from "../../runtime/model.ts";

export interface Change {
  readonly tensor: string;
  /** Flat index. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

export function changed(model: Model, { tensor, at, to }: Change): Model {
  const old = model.tensors[tensor];
  if (old === undefined) throw new Error(`no tensor ${tensor}`);
  const data = dense(old);
  data[at] = to;
  return {
    ...model,
    tensors: { ...model.tensors, [tensor]: { shape: old.shape, dtype: old.dtype, data: [...data] } },
  };
}

function dense(tensor: Tensor): Float64Array {
  const data = new Float64Array(tensor.shape.reduce((size, axis) => size * axis, 1));
  if ("data" in tensor) data.set(tensor.data);
  else for (const [i, index] of tensor.indices.entries()) data[index] = tensor.values[i] ?? 0;
  return data;
}

/** A stream of numbers from 0 to 1 (Mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A change of one number, of one that is not 0 four times out of five; null where there was none to make. */
export function chooseChange(model: Model, random: () => number): Change | null {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const names = Object.keys(model.tensors).filter((name) => {
    const shape = model.tensors[name]?.shape ?? [0];
    return shape.reduce((size, axis) => size * axis, 1) > 0;
  });
  const tensor = pick(names);
  const old = tensor === undefined ? undefined : model.tensors[tensor];
  if (tensor === undefined || old === undefined) return null;
  const data = dense(old);
  const written = [...data.keys()].filter((at) => data[at] !== 0);
  const at = (random() < 0.8 ? pick(written) : undefined) ?? Math.floor(random() * data.length);
  const from = data[at] ?? 0;
  const way = pick([
    (value: number) => value + 1,
    (value: number) => value - 1,
    (value: number) => 2 * value,
    (value: number) => value / 2,
    (value: number) => -value,
    (value: number) => 1.01 * value,
    (value: number) => value + 256,
    () => 0,
  ]);
  const to = Math.fround(way?.(from) ?? from);
  return to === from ? null : { tensor, at, from, to };
}
