/** Sparse tensors under construction. */
import type { Tensor } from "../../runtime/model.ts";

/** Entries not set are 0. */
export class TensorBuilder {
  readonly #entries = new Map<number, number>();
  readonly #shape: readonly number[];

  constructor(shape: readonly number[]) {
    this.#shape = shape;
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
    this.#entries.set(flat, (this.#entries.get(flat) ?? 0) + value);
  }

  /** The tensor, its numbers rounded to the type. */
  finish(dtype: "float32" | "float64"): Tensor {
    const round = dtype === "float32" ? Math.fround : (value: number) => value;
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
