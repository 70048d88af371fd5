/** Integer-valued functions of variables: what a reader asks the circuit to hold. */
import type { Table } from "../tables/table.ts";
import { statesOf, withoutAxis } from "../tables/tuples.ts";
import type { Variable } from "../tables/variable.ts";
import { jointSize, stridesOf } from "../tables/variable.ts";

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
export function project(f: NumericFunction): NumericFunction {
  let result = f;
  for (let i = f.variables.length - 1; i >= 0; i--) result = withoutVariable(result, i) ?? result;
  return result;
}

/** The function without variable i, or null if it depends on it. Values that do not matter agree with any. */
export function withoutVariable(f: NumericFunction, i: number): NumericFunction | null {
  const numbers = withoutAxis(f.variables, f.numbers, i, NaN);
  return numbers === null ? null : { variables: f.variables.filter((_, j) => j !== i), numbers };
}

/**
 * Groups the states of variable i that the function cannot tell apart.
 * After: result[state] is the class, numbered in order of first appearance.
 */
export function classesOf(f: NumericFunction, i: number): { classes: Int32Array; count: number } {
  const size = f.variables[i]?.size ?? 1;
  const stride = stridesOf(f.variables)[i] ?? 1;
  const blocks = f.numbers.length / (size * stride);
  const hashes = hashesOf(f, i);
  /** First states of the classes, by hash. */
  const known = new Map<number, number[]>();
  const classes = new Int32Array(size);
  let count = 0;
  for (let state = 0; state < size; state++) {
    const alike = known.get(hashes[state]!) ?? [];
    known.set(hashes[state]!, alike);
    const other = alike.find((first) => isSameSlice(f.numbers, blocks, size, stride, first, state));
    classes[state] = other === undefined ? count++ : classes[other]!;
    if (other === undefined) alike.push(state);
  }
  return { classes, count };
}

/** A number for each state of variable i; states that the function cannot tell apart have the same. */
function hashesOf({ variables, numbers }: NumericFunction, i: number): Int32Array {
  const states = statesOf(variables, i);
  const hashes = new Int32Array(variables[i]?.size ?? 1);
  for (let cell = 0; cell < numbers.length; cell++) {
    const state = states[cell]!;
    const number = numbers[cell]!;
    hashes[state] = Math.imul(hashes[state]!, 31) + (Number.isNaN(number) ? 17 : number | 0);
  }
  return hashes;
}

function isSameSlice(
  numbers: Float64Array,
  blocks: number,
  size: number,
  stride: number,
  one: number,
  other: number,
): boolean {
  for (let block = 0; block < blocks; block++) {
    const start = block * size * stride;
    for (let within = 0; within < stride; within++) {
      const first = numbers[start + one * stride + within]!;
      const second = numbers[start + other * stride + within]!;
      if (first !== second && !(Number.isNaN(first) && Number.isNaN(second))) return false;
    }
  }
  return true;
}

/** The function restricted to one state of variable i, without it. */
export function restrict(f: NumericFunction, i: number, state: number): NumericFunction {
  const variables = f.variables.filter((_, j) => j !== i);
  const size = f.variables[i]?.size ?? 1;
  const stride = stridesOf(f.variables)[i] ?? 1;
  const numbers = new Float64Array(jointSize(variables));
  for (let reduced = 0; reduced < numbers.length; reduced++) {
    const outer = Math.floor(reduced / stride);
    numbers[reduced] = f.numbers[(outer * size + state) * stride + (reduced % stride)] ?? NaN;
  }
  return { variables, numbers };
}

/** Least and greatest value that matters, or null if none does. */
export function rangeOfFunction(f: NumericFunction): { least: number; greatest: number } | null {
  let least = Infinity;
  let greatest = -Infinity;
  for (let cell = 0; cell < f.numbers.length; cell++) {
    const number = f.numbers[cell]!;
    if (number < least) least = number;
    if (number > greatest) greatest = number;
  }
  return least <= greatest ? { least, greatest } : null;
}
