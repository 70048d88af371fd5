/** Choosing between ways to hold the same thing. */
import type { Affine } from "./affine.ts";
import type { Lowering } from "./context.ts";

/** Something made of expressions, and what making it costs. */
export interface Costed<T> {
  readonly result: T;
  /** Half-layer that completes it. */
  readonly time: number;
  /** Neurons and columns it added to the circuit, and dimensions it takes. */
  readonly size: number;
}

/** Runs a way of making something; counts what it adds to the circuit. */
export function costed<T>(
  lowering: Lowering,
  make: () => { readonly result: T; readonly reads: readonly Affine[]; readonly extra: number } | null,
): Costed<T> | null {
  const before = lowering.builder.neurons.length + lowering.builder.features.length;
  const made = make();
  if (made === null) return null;
  const added = lowering.builder.neurons.length + lowering.builder.features.length - before;
  const time = made.reads.reduce((latest, affine) => Math.max(latest, lowering.builder.timeOf(affine)), 0);
  return { result: made.result, time, size: added + made.extra };
}

/** Earliest first, then smallest; null if there is none. */
export function best<T>(candidates: readonly (Costed<T> | null)[]): Costed<T> | null {
  let chosen: Costed<T> | null = null;
  for (const candidate of candidates) {
    if (candidate === null) continue;
    if (
      chosen === null ||
      candidate.time < chosen.time ||
      (candidate.time === chosen.time && candidate.size < chosen.size)
    ) {
      chosen = candidate;
    }
  }
  return chosen;
}
