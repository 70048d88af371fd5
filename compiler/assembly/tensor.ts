/** Sparse tensors under construction. */
import type { Tensor } from "../../runtime/model.ts";
import type { Precision } from "../precision.ts";
import { precisionOf } from "../precision.ts";

/** More weights that are not 0 than a model may have. */
export class TooManyWeights extends Error {}

/** How many more weights may be set, in all tensors together. */
export interface Room {
  left: number;
}

/** Entries not set are 0. */
export class TensorBuilder {
  readonly #entries = new Map<number, number>();
  readonly #shape: readonly number[];
  readonly #room: Room;

  constructor(shape: readonly number[], room: Room) {
    this.#shape = shape;
    this.#room = room;
  }

  /** Adds to the entry at these indices. */
  add(at: readonly number[], value: number): void {
    if (value === 0) return;
    let flat = 0;
    for (const [axis, size] of this.#shape.entries()) {
      const index = at[axis] ?? -1;
      if (index < 0 || index >= size) throw new Error(`internal: index ${at.join(", ")} outside the tensor`);
      flat = flat * size + index;
    }
    const known = this.#entries.get(flat);
    if (known === undefined && this.#room.left-- === 0) throw new TooManyWeights();
    this.#entries.set(flat, (known ?? 0) + value);
  }

  /** The tensor, its numbers rounded to the type. */
  finish(dtype: Precision["name"]): Tensor {
    const { round } = precisionOf(dtype);
    const entries = [...this.#entries]
      .map(([index, value]) => [index, round(value)] as const)
      .filter(([, value]) => value !== 0)
      .toSorted(([a], [b]) => a - b);
    return {
      shape: this.#shape,
      dtype,
      indices: entries.map(([index]) => index),
      values: entries.map(([, value]) => value),
    };
  }
}

/** Starts a tensor of the model. */
export type NewTensor = (name: string, shape: readonly number[]) => TensorBuilder;
