/** Reproducible pseudo-random numbers: the same seed gives the same inputs on every machine. */

export interface Random {
  /** An integer from 0 to `bound` − 1. */
  readonly below: (bound: number) => number;
}

/** Mulberry32 (Tommy Ettinger, public domain): 32 bits of state, full period. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { below: (bound) => Math.floor(next() * bound) };
}
