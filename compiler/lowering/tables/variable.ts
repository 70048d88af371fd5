/**
 * Variables: the sources over which elementwise expressions are tabulated — the
 * token, the index, and the numbers that attention or an MLP leaves in the residual stream.
 */
import type { Affine } from "../circuit/affine.ts";

/** The states of a variable, and the number by which each can be told. */
export interface States {
  /** Number of states. */
  readonly size: number;
  /** State s is told by a reading with `low[s] ≤ reading ≤ high[s]`; integers, ascending for channels. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** True where low = high everywhere: then the reading may be computed with. */
  readonly exact: boolean;
  /** What one step of the reading is worth, where the values that the states stand for are linear in it. */
  readonly step: number;
}

/** What is known of a variable. */
interface Known extends States {
  readonly id: number;
  readonly name: string;
}

/** The token or the index: any function of it is an embedding column, at no cost. */
export interface SourceVariable extends Known {
  readonly kind: "token" | "index";
}

/** A number in the residual stream: only affine functions of it are free. */
export interface ChannelVariable extends Known {
  readonly kind: "channel";
  /** What reads the number. */
  readonly carrier: Affine;
  /** Half-layer that completes the carrier. */
  readonly time: number;
}

export type Variable = SourceVariable | ChannelVariable;

/** States told by a number each. */
export function exactStates(readings: readonly number[]): States {
  const low = Float64Array.from(readings);
  return { size: low.length, low, high: low, exact: true, step: 1 };
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
