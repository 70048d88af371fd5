/** Integer-valued functions of variables: what a reader asks the circuit to hold. */
import type { Table } from "../../analysis/table.ts";
import type { Variable } from "../../analysis/variable.ts";
import { jointSize, stridesOf } from "../../analysis/variable.ts";

export interface NumericFunction {
  readonly variables: readonly Variable[];
  /** Row-major over the variables' states; NaN where the value does not matter. */
  readonly numbers: Float64Array;
}

/** The function that gives `numbers[atom]` where the table holds that atom. */
export function numericFunction(table: Table, numbers: readonly number[]): NumericFunction {
  const cells = new Float64Array(table.cells.length);
  for (let i = 0; i < cells.length; i++) {
    const atom = table.cells[i] ?? -1;
    cells[i] = atom < 0 ? NaN : (numbers[atom] ?? NaN);
  }
  return { variables: table.variables, numbers: cells };
}

/** The same function without the variables it does not depend on. */
export function project(given: NumericFunction): NumericFunction {
  let result = given;
  for (let i = given.variables.length - 1; i >= 0; i--) result = withoutVariable(result, i) ?? result;
  return result;
}

/** The function without variable i, or null if it depends on it. Values that do not matter agree with any. */
export function withoutVariable(given: NumericFunction, i: number): NumericFunction | null {
  const size = given.variables[i]?.size ?? 1;
  const stride = stridesOf(given.variables)[i] ?? 1;
  const numbers = new Float64Array(given.numbers.length / size).fill(NaN);
  const block = stride * size;
  for (let cell = 0; cell < given.numbers.length; cell++) {
    const number = given.numbers[cell]!;
    if (Number.isNaN(number)) continue;
    const reduced = Math.floor(cell / block) * stride + (cell % stride);
    const known = numbers[reduced]!;
    if (Number.isNaN(known)) numbers[reduced] = number;
    else if (known !== number) return null;
  }
  return { variables: given.variables.filter((_, j) => j !== i), numbers };
}

/** The state of variable i in a cell. */
export function stateIn(variables: readonly Variable[], i: number): (cell: number) => number {
  const stride = stridesOf(variables)[i] ?? 1;
  const size = variables[i]?.size ?? 1;
  return (cell) => Math.floor(cell / stride) % size;
}

/**
 * Groups the states of variable i that the function cannot tell apart.
 * After: result[state] is the class, numbered in order of first appearance.
 */
export function classesOf(given: NumericFunction, i: number): { classes: Int32Array; count: number } {
  const size = given.variables[i]?.size ?? 1;
  const stride = stridesOf(given.variables)[i] ?? 1;
  const slices: number[][] = Array.from({ length: size }, () => []);
  for (let cell = 0; cell < given.numbers.length; cell++) {
    slices[Math.floor(cell / stride) % size]?.push(given.numbers[cell]!);
  }
  const known = new Map<string, number>();
  const classes = new Int32Array(size);
  for (const [state, slice] of slices.entries()) {
    const key = slice.join(",");
    const found = known.get(key) ?? known.size;
    known.set(key, found);
    classes[state] = found;
  }
  return { classes, count: known.size };
}

/** The function restricted to one state of variable i, without it. */
export function restrict(given: NumericFunction, i: number, state: number): NumericFunction {
  const variables = given.variables.filter((_, j) => j !== i);
  const size = given.variables[i]?.size ?? 1;
  const stride = stridesOf(given.variables)[i] ?? 1;
  const numbers = new Float64Array(jointSize(variables));
  for (let reduced = 0; reduced < numbers.length; reduced++) {
    const outer = Math.floor(reduced / stride);
    numbers[reduced] = given.numbers[(outer * size + state) * stride + (reduced % stride)] ?? NaN;
  }
  return { variables, numbers };
}

/** Least and greatest value that matters, or null if none does. */
export function rangeOfFunction(given: NumericFunction): { least: number; greatest: number } | null {
  let least = Infinity;
  let greatest = -Infinity;
  for (const number of given.numbers) {
    if (number < least) least = number;
    if (number > greatest) greatest = number;
  }
  return least <= greatest ? { least, greatest } : null;
}
