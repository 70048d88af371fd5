/**
 * What it is to run a model: a model and atoms in, atoms out. The runtime is one
 * engine and the oracle holds two more; whoever runs models is handed one.
 */
import type { Model, ModelAtom } from "./model.ts";

/** The runtime, and the oracle's. */
export const engineNames = ["runtime", "textbook", "bignumber"] as const;
export type EngineName = (typeof engineNames)[number];

export interface Engine {
  readonly name: EngineName;
  /**
   * Makes a model ready to be run on any number of inputs.
   *
   * Before: the model is valid (from `loadModel`, or made by the compiler).
   */
  readonly open: (model: Model) => (input: readonly ModelAtom[]) => Run | InputProblem;
}

export interface Run {
  /** By output name, one atom a position. */
  readonly outputs: Readonly<Record<string, readonly ModelAtom[]>>;
  /** The same, with margins. */
  readonly decoded: readonly Decoded[];
}

/** An output's values, one a position, BOS left out. */
export interface Decoded {
  readonly name: string;
  readonly values: readonly ModelAtom[];
  /**
   * How clear each choice was: for logits, how far the greatest lies above the
   * next; for a readout, how much nearer the chosen reading is than the next.
   * Infinity where there is but one value.
   */
  readonly margins: readonly number[];
}

/** Why an input cannot be run. */
export interface InputProblem {
  readonly problem: "unknown-token" | "too-long" | "empty";
  /** Of the first unknown token, from 0. */
  readonly position?: number;
  /** Lower case, no full stop. */
  readonly message: string;
}

export function runOf(decoded: readonly Decoded[]): Run {
  return { outputs: Object.fromEntries(decoded.map(({ name, values }) => [name, values])), decoded };
}
