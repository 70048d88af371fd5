/**
 * That nothing overflows, read or not: a dense engine computes every query, key, value,
 * neuron and logit at every position, and multiplies what nobody reads by 0, and 0 · ∞
 * is not 0. With each of them below 2^60, and what is made of them below 2^120 in all,
 * no partial sum in any order comes near 2^128, where float32 ends.
 */
import { Unproved } from "../report/unproved.ts";
import type { Residual } from "./residual.ts";
import type { Functional, Layer, Terms } from "./weights.ts";

/** What a functional may come to, at any position. */
const MOST = 2 ** 60;
/** What sums of products may come to. */
const MOST_IN_ALL = 2 ** 120;

/** What heads compute from the residual stream that is there now. */
export function requireBoundedAttention(residual: Residual, { heads, attentionBias }: Layer): void {
  const reaches = reachesOf(residual);
  const added = Float64Array.from(attentionBias, Math.abs);
  for (const { functionals, values } of heads) {
    for (const functional of functionals) requireBounded(reaches, functional, "a query, key or value");
    for (const { value, writes } of values) addWrites(added, boundOf(reaches, value), writes);
  }
  requireSums(added);
}

/** The same of neurons. */
export function requireBoundedMlp(residual: Residual, { neurons, mlpBias }: Layer): void {
  const reaches = reachesOf(residual);
  const added = Float64Array.from(mlpBias, Math.abs);
  for (const { input, writes } of neurons) {
    requireBounded(reaches, input, "a pre-activation");
    addWrites(added, boundOf(reaches, input), writes);
  }
  requireSums(added);
}

/** The same of the columns of an unembedding. */
export function requireBoundedColumns(residual: Residual, columns: readonly Functional[]): void {
  const reaches = reachesOf(residual);
  for (const column of columns) requireBounded(reaches, column, "a logit");
}

/** The greatest magnitude of each dimension at any position. */
function reachesOf(residual: Residual): Float64Array {
  return Float64Array.from(residual.contents, (_, dimension) => residual.reach(dimension));
}

function boundOf(reaches: Float64Array, { terms, bias }: Functional): number {
  let bound = Math.abs(bias);
  for (const [dimension, weight] of terms) bound += Math.abs(weight) * reaches[dimension]!;
  return bound;
}

function requireBounded(reaches: Float64Array, functional: Functional, what: string): void {
  const bound = boundOf(reaches, functional);
  if (bound < MOST) return;
  throw new Unproved("unproved", `${what} may come to ${String(bound)}, so near to where numbers end`);
}

function addWrites(added: Float64Array, bound: number, writes: Terms): void {
  for (const [dimension, weight] of writes) added[dimension]! += Math.abs(weight) * bound;
}

function requireSums(added: Float64Array): void {
  const dimension = added.findIndex((sum) => !(sum < MOST_IN_ALL));
  if (dimension < 0) return;
  throw new Unproved(
    "unproved",
    `what is added up in dimension ${String(dimension)} may come to ${String(added[dimension])}`,
  );
}
