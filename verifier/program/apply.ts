/** Applies an operator to tables: once for each combination of atoms that occurs. */
import type { AtomTable } from "./table.ts";
import { NONE } from "./table.ts";
import type { AtomId } from "../state/atoms.ts";
import type { Variables } from "../state/variables.ts";
import { appendDigits, hideInts, markInts, replaceInts } from "../state/kernels.ts";
import { spread } from "../state/spread.ts";

/** A table with its atoms numbered among themselves. */
export interface Numbered {
  /** In each cell, the number of its atom; NONE where it has none. */
  readonly numbers: Int32Array;
  readonly atoms: readonly AtomId[];
}

/** So many combinations of operands are looked up in a table. */
const DENSE = 1 << 22;

/** For each tuple, which combination of its operands' atoms it has, in mixed radix; NONE where it has none. */
export function combinationsOf(
  sides: readonly Numbered[],
  tables: readonly AtomTable[],
  variables: Variables,
  size: number,
  mask: Uint8Array | null,
): Int32Array | Float64Array {
  const most = sides.reduce((product, { atoms }) => product * atoms.length, 1);
  let combinations: Int32Array | null = null;
  let many: Float64Array | null = null;
  for (const [o, { numbers, atoms }] of sides.entries()) {
    const { length } = atoms;
    // A constant that has a value is a digit that is always 0.
    if (length === 1 && tables[o]!.variables.length === 0) continue;
    const digits = spread(numbers, tables[o]!.variables, variables);
    if (most >= 2 ** 31) {
      many ??= new Float64Array(size);
      for (let i = 0; i < size; i++) {
        const [before, digit] = [many[i]!, digits[i]!];
        many[i] = before === NONE || digit === NONE ? NONE : before * length + digit;
      }
    } else if (combinations === null) combinations = digits === numbers ? digits.slice() : digits;
    else appendDigits(combinations, digits, length);
  }
  if (many !== null) {
    if (mask !== null) for (let i = 0; i < size; i++) if (mask[i] === 0) many[i] = NONE;
    return many;
  }
  combinations ??= new Int32Array(size);
  if (mask !== null) hideInts(combinations, mask, NONE);
  return combinations;
}

/**
 * Puts results in the place of combinations, each found once.
 *
 * @returns the results, and whether some combination has none
 */
export function applyTo(
  cells: Int32Array | Float64Array,
  combinations: number,
  resultOf: (combination: number) => AtomId,
): { readonly results: Int32Array; readonly fails: boolean } {
  let fails = false;
  if (cells instanceof Int32Array && combinations <= DENSE) {
    const occurs = new Uint8Array(combinations);
    markInts(occurs, cells);
    const results = new Int32Array(combinations);
    for (let combination = occurs.indexOf(1); combination !== NONE;) {
      const result = resultOf(combination);
      results[combination] = result;
      if (result === NONE) fails = true;
      combination = occurs.indexOf(1, combination + 1);
    }
    replaceInts(cells, results);
    return { results: cells, fails };
  }
  const known = new Map<number, AtomId>([[NONE, NONE]]);
  const results = new Int32Array(cells.length);
  for (let i = 0; i < cells.length; i++) {
    const combination = cells[i]!;
    let result = known.get(combination);
    if (result === undefined) {
      result = resultOf(combination);
      known.set(combination, result);
      if (result === NONE) fails = true;
    }
    results[i] = result;
  }
  return { results, fails };
}
