/** Functions that are sums of functions of fewer variables. */
import { stridesOf } from "../../analysis/variable.ts";
import type { NumericFunction } from "./numeric.ts";
import { stateIn } from "./numeric.ts";

/** Larger tables are not searched for a split. */
const LARGEST_SPLIT = 1 << 19;

/**
 * Splits f into Σ parts over disjoint groups of variables, as fine as the
 * variables' interactions allow; null if there is one group only, or if too few
 * tuples matter to tell.
 *
 * With b a tuple from which every single variable may be changed freely,
 * f(x) = f(b) + Σ over groups G of f(x on G, b elsewhere) − f(b).
 */
export function separate(given: NumericFunction): readonly NumericFunction[] | null {
  const count = given.variables.length;
  if (count < 2 || given.numbers.length > LARGEST_SPLIT) return null;
  const base = freeTuple(given);
  if (base === null) return null;
  const strides = stridesOf(given.variables);
  const states = given.variables.map((_, i) => stateIn(given.variables, i));
  const group = Array.from({ length: count }, (_, i) => i);
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      if (group[i] !== group[j] && interact(given, base, i, j)) {
        const [from, to] = [group[j], group[i]];
        for (let k = 0; k < count; k++) if (group[k] === from) group[k] = to ?? 0;
      }
    }
  }
  const names = [...new Set(group)];
  if (names.length < 2) return null;
  const origin = given.numbers[base] ?? NaN;
  /** The cell that agrees with `cell` on the group and with the base elsewhere. */
  const within = (cell: number, name: number): number => {
    let result = base;
    for (let i = 0; i < count; i++) {
      if (group[i] !== name) continue;
      result += ((states[i]?.(cell) ?? 0) - (states[i]?.(base) ?? 0)) * (strides[i] ?? 0);
    }
    return result;
  };
  for (const [cell, number] of given.numbers.entries()) {
    if (Number.isNaN(number)) continue;
    let sum = origin;
    for (const name of names) sum += (given.numbers[within(cell, name)] ?? NaN) - origin;
    if (sum !== number) return null;
  }
  return names.map((name, place) => {
    const variables = given.variables.filter((_, i) => group[i] === name);
    const own = given.variables.flatMap((_, i) => (group[i] === name ? [i] : []));
    const ownStrides = stridesOf(variables);
    const size = variables.reduce((product, variable) => product * variable.size, 1);
    const numbers = new Float64Array(size);
    for (let cell = 0; cell < size; cell++) {
      let full = base;
      for (const [k, i] of own.entries()) {
        const state = Math.floor(cell / (ownStrides[k] ?? 1)) % (variables[k]?.size ?? 1);
        full += (state - (states[i]?.(base) ?? 0)) * (strides[i] ?? 0);
      }
      numbers[cell] = (given.numbers[full] ?? NaN) - (place === 0 ? 0 : origin);
    }
    return { variables, numbers };
  });
}

/** A cell that matters, and still does when any one variable takes any of its states. */
function freeTuple(given: NumericFunction): number | null {
  const strides = stridesOf(given.variables);
  const states = given.variables.map((_, i) => stateIn(given.variables, i));
  for (let cell = 0; cell < given.numbers.length; cell++) {
    if (Number.isNaN(given.numbers[cell])) continue;
    const free = given.variables.every((variable, i) => {
      const start = cell - (states[i]?.(cell) ?? 0) * (strides[i] ?? 0);
      for (let s = 0; s < variable.size; s++) {
        if (Number.isNaN(given.numbers[start + s * (strides[i] ?? 0)])) return false;
      }
      return true;
    });
    if (free) return cell;
  }
  return null;
}

/** True if the effect of variable i depends on variable j somewhere. */
function interact(given: NumericFunction, base: number, i: number, j: number): boolean {
  const strides = stridesOf(given.variables);
  const [ofI, ofJ] = [stateIn(given.variables, i), stateIn(given.variables, j)];
  const [baseI, baseJ] = [ofI(base), ofJ(base)];
  const [strideI, strideJ] = [strides[i] ?? 0, strides[j] ?? 0];
  for (const [cell, number] of given.numbers.entries()) {
    if (Number.isNaN(number)) continue;
    const withoutI = cell + (baseI - ofI(cell)) * strideI;
    const withoutJ = cell + (baseJ - ofJ(cell)) * strideJ;
    const withoutBoth = withoutI + withoutJ - cell;
    const mixed =
      number -
      (given.numbers[withoutI] ?? NaN) -
      (given.numbers[withoutJ] ?? NaN) +
      (given.numbers[withoutBoth] ?? NaN);
    if (!Number.isNaN(mixed) && mixed !== 0) return true;
  }
  return false;
}
