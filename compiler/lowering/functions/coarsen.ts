/** Functions over fewer states: neighbouring readings of a channel that make no difference are one interval. */
import type { Variable } from "../tables/variable.ts";
import { stridesOf } from "../tables/variable.ts";
import type { NumericFunction } from "./numeric.ts";

/** The same function over runs of readings; variables of which all readings matter stay as they are. */
export function coarsen(f: NumericFunction): NumericFunction {
  let result = f;
  for (let i = 0; i < f.variables.length; i++) {
    if (result.variables[i]?.kind === "channel") result = joinRuns(result, i);
  }
  return result;
}

/**
 * Goes through variable i's slices in order and joins each to the run before
 * it where they agree; values that do not matter agree with any.
 */
function joinRuns(f: NumericFunction, i: number): NumericFunction {
  const variable = f.variables[i];
  if (variable === undefined) throw new Error("internal: no such variable");
  const stride = stridesOf(f.variables)[i] ?? 1;
  const { size } = variable;
  const blocks = f.numbers.length / (size * stride);
  /** Row-major [runs][blocks][stride]. */
  const joined: Float64Array[] = [];
  /** First state of each run. */
  const starts: number[] = [];
  for (let state = 0; state < size; state++) {
    const slice = new Float64Array(blocks * stride);
    for (let block = 0; block < blocks; block++) {
      const start = (block * size + state) * stride;
      slice.set(f.numbers.subarray(start, start + stride), block * stride);
    }
    const run = joined.at(-1);
    if (run !== undefined && join(run, slice)) continue;
    joined.push(slice);
    starts.push(state);
  }
  const runs = joined.length;
  if (runs === size) return f;
  const numbers = new Float64Array(blocks * runs * stride);
  for (const [run, slice] of joined.entries()) {
    for (let block = 0; block < blocks; block++) {
      numbers.set(slice.subarray(block * stride, (block + 1) * stride), (block * runs + run) * stride);
    }
  }
  const variables = f.variables.with(i, withRuns(variable, starts));
  return { variables, numbers };
}

/** Adds a slice to a run where they agree; false, and nothing changed, where they do not. */
function join(run: Float64Array, slice: Float64Array): boolean {
  for (let at = 0; at < run.length; at++) {
    const [known, value] = [run[at]!, slice[at]!];
    if (known !== value && !Number.isNaN(known) && !Number.isNaN(value)) return false;
  }
  for (let at = 0; at < run.length; at++) {
    if (Number.isNaN(run[at])) run[at] = slice[at]!;
  }
  return true;
}

function withRuns(variable: Variable, starts: readonly number[]): Variable {
  const ends = [...starts.slice(1), variable.size].map((next) => next - 1);
  return {
    ...variable,
    size: starts.length,
    low: Float64Array.from(starts, (state) => variable.low[state]!),
    high: Float64Array.from(ends, (state) => variable.high[state]!),
    exact: false,
  };
}
