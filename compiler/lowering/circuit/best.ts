/** Choosing between ways to hold the same thing. */
import { greatestOf } from "../../numbers.ts";
import type { Affine } from "./affine.ts";
import type { CircuitBuilder } from "./builder.ts";
import { expressionsOfHead } from "./prune.ts";

/** Something made of expressions, and what it rests on. */
export interface Costed<T> {
  readonly result: T;
  /** Half-layer that completes it. */
  readonly time: number;
  /** Neurons, features and heads it depends on, and dimensions it takes. */
  readonly size: number;
}

/** Weighs a way of making something by all it depends on, whether that was there before or not. */
export function costed<T>(
  { builder }: { readonly builder: CircuitBuilder },
  make: () => { readonly result: T; readonly reads: readonly Affine[]; readonly extra: number } | null,
): Costed<T> | null {
  const way = make();
  if (way === null) return null;
  const time = greatestOf([0, ...way.reads.map((affine) => builder.timeOf(affine))]);
  return { result: way.result, time, size: sizeOf(builder, way.reads) + way.extra };
}

/** A head costs about as much as so many neurons. */
const HEAD = 8;

/** Everything that expressions depend on: a neuron or feature counts 1. */
function sizeOf(builder: CircuitBuilder, reads: readonly Affine[]): number {
  const features = new Set<number>();
  const heads = new Set<number>();
  const neurons = new Set<number>();
  const waiting = [...reads];
  for (let affine = waiting.pop(); affine !== undefined; affine = waiting.pop()) {
    for (const [id] of affine.terms) {
      if (features.has(id)) continue;
      features.add(id);
      const feature = builder.feature(id);
      if (feature.kind === "channel") {
        for (const { head, value } of feature.contributions) {
          waiting.push(value);
          if (!heads.has(head)) waiting.push(...expressionsOfHead(builder.heads[head]));
          heads.add(head);
        }
      } else if (feature.kind === "table") {
        for (const [neuron] of feature.neurons) {
          const unseen = neurons.has(neuron) ? undefined : builder.neurons[neuron];
          if (unseen !== undefined) waiting.push(unseen.preactivation);
          neurons.add(neuron);
        }
      }
    }
  }
  return features.size + neurons.size + HEAD * heads.size;
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
