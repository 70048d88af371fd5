/**
 * Tuples of states of several variables, in row-major order (the last variable
 * varies fastest), and what lies at each: made column by column, since tables
 * of many tuples are where compiling spends its time.
 */
import type { Variable } from "./variable.ts";
import { stridesOf } from "./variable.ts";

/** For each tuple of `variables` its cell in a table over `some` of them. */
export function placesWithin(some: readonly Variable[], variables: readonly Variable[]): Int32Array {
  const strides = stridesOf(some);
  let places = new Int32Array(1);
  for (const { id, size } of variables) {
    const position = some.findIndex((variable) => variable.id === id);
    const stride = position === -1 ? 0 : (strides[position] ?? 0);
    const longer = new Int32Array(places.length * size);
    for (let i = 0, to = 0; i < places.length; i++) {
      if (stride === 0) longer.fill(places[i]!, to, (to += size));
      else
        for (let state = 0, place = places[i]!; state < size; state++, place += stride) longer[to++] = place;
    }
    places = longer;
  }
  return places;
}

/**
 * The cells without axis i, or null where they depend on it. Cells that are
 * `free` (NaN among them) agree with any.
 */
export function withoutAxis(
  shape: readonly Variable[],
  cells: Int32Array,
  i: number,
  free: number,
): Int32Array | null;
export function withoutAxis(
  shape: readonly Variable[],
  cells: Float64Array,
  i: number,
  free: number,
): Float64Array | null;
export function withoutAxis(
  shape: readonly Variable[],
  cells: Int32Array | Float64Array,
  i: number,
  free: number,
): Int32Array | Float64Array | null {
  const size = shape[i]?.size ?? 1;
  const stride = stridesOf(shape)[i] ?? 1;
  const reduced = cells.slice(0, cells.length / size).fill(free);
  for (let from = 0, block = 0; from < cells.length; block += stride) {
    for (let state = 0; state < size; state++) {
      for (let to = block; to < block + stride; to++, from++) {
        const cell = cells[from]!;
        if (cell === free || Number.isNaN(cell)) continue;
        const known = reduced[to]!;
        if (known === free || Number.isNaN(known)) reduced[to] = cell;
        else if (known !== cell) return null;
      }
    }
  }
  return reduced;
}

/** For each tuple the state of variable i. */
export function statesOf(variables: readonly Variable[], i: number): Int32Array {
  return placesWithin(variables.slice(i, i + 1), variables);
}

/** For each tuple of states Σ parts[i][state of variable i]. */
export function sumsOver(parts: readonly Float64Array[]): Float64Array {
  let sums = new Float64Array(1);
  for (const part of parts) {
    const longer = new Float64Array(sums.length * part.length);
    for (let i = 0, to = 0; i < sums.length; i++) {
      for (let state = 0; state < part.length; state++) longer[to++] = sums[i]! + part[state]!;
    }
    sums = longer;
  }
  return sums;
}

/** Steps a tuple of states to the next one. */
export function advance(states: Int32Array, variables: readonly Variable[]): void {
  for (let i = states.length - 1; i >= 0; i--) {
    const next = (states[i] ?? 0) + 1;
    if (next < (variables[i]?.size ?? 0)) {
      states[i] = next;
      return;
    }
    states[i] = 0;
  }
}
