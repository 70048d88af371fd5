/**
 * Reproducible random choices: the same seed makes the same choices on every
 * machine. Three sources, because seeds that are written down somewhere (in a
 * report, a test, a model's file name) keep their meaning.
 */

export interface Random {
  /** An integer from 0 to `bound` − 1. */
  readonly below: (bound: number) => number;
  /** True with this probability. */
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(items: readonly T[]) => T;
  /** An item with a probability in proportion to its weight. */
  readonly weighted: <T>(items: readonly (readonly [weight: number, item: T])[]) => T;
}

/** From a seed, numbers in [0, 1), one after the other. */
type Source = (seed: number) => () => number;

/** SplitMix32: 32 bits of state, full period; neighbouring seeds give unrelated numbers. */
function splitMix32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** Mulberry32 (Tommy Ettinger, public domain): 32 bits of state, full period. */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Numerical Recipes' linear congruential generator: its high bits choose. */
export function linearCongruential(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

export function createRandom(seed: number, source: Source = splitMix32): Random {
  const next = source(seed);
  const below = (bound: number): number => Math.floor(next() * bound);
  const at = <T>(items: readonly T[], index: number): T => {
    const item = items[index];
    if (item === undefined) throw new Error("internal: nothing to choose from");
    return item;
  };
  return {
    below,
    chance: (probability) => next() < probability,
    pick: (items) => at(items, below(items.length)),
    weighted: (items) => {
      let left = next() * items.reduce((total, [weight]) => total + weight, 0);
      const chosen = items.findIndex(([weight]) => (left -= weight) < 0);
      return at(items, chosen < 0 ? items.length - 1 : chosen)[1];
    },
  };
}
