/**
 * Variables: the sources over which elementwise expressions are tabulated — the
 * token, the index, and the numbers that attention or an MLP leaves in the residual stream.
 */
import type { Affine } from "../circuit/affine.ts";

export interface Variable {
  readonly id: number;
  readonly name: string;
  /**
   * token, index: any function of it is an embedding column, at no cost.
   * channel: a number in the residual stream; only affine functions are free.
   */
  readonly kind: "token" | "index" | "channel";
  /** Number of states. */
  readonly size: number;
  /** The number by which state s can be told: `low[s] ≤ reading ≤ high[s]`, integers. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** True where low = high everywhere: then the reading may be computed with. */
  readonly exact: boolean;
  /** What one step of the reading is worth, where the values that the states stand for are linear in it. */
  readonly step: number;
  /** What reads the number in the residual stream; null for token and index. */
  readonly carrier: Affine | null;
  /** Half-layer that completes the carrier. */
  readonly time: number;
}

/** Which pairs of states of two variables can stand at one position: allowed[a · size(b) + b]. */
export interface Constraint {
  readonly left: Variable;
  readonly right: Variable;
  readonly allowed: Uint8Array;
}

/** Strides of a row-major table over variables; the last varies fastest. */
export function stridesOf(variables: readonly Variable[]): readonly number[] {
  const strides: number[] = [];
  let stride = 1;
  for (let i = variables.length - 1; i >= 0; i--) {
    strides[i] = stride;
    stride *= sizeOf(variables[i]);
  }
  return strides;
}

function sizeOf(variable: Variable | undefined): number {
  return variable?.size ?? 1;
}

/** How many tuples of states the variables have. */
export function jointSize(variables: readonly Variable[]): number {
  return variables.reduce((product, variable) => product * variable.size, 1);
}

/** True if both lists hold the same variables in the same order. */
export function isSameList(one: readonly Variable[], other: readonly Variable[]): boolean {
  return one.length === other.length && one.every(({ id }, i) => id === other[i]?.id);
}

/** The union of several variable lists, by id. */
export function unite(...lists: readonly (readonly Variable[])[]): readonly Variable[] {
  const byId = new Map<number, Variable>();
  for (const variable of lists.flat()) byId.set(variable.id, variable);
  return [...byId.values()].toSorted((a, b) => a.id - b.id);
}
