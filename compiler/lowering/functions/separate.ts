/** Functions that are sums of functions of fewer variables. */
import { statesOf, sumsOver } from "../tables/tuples.ts";
import { stridesOf } from "../tables/variable.ts";
import type { NumericFunction } from "./numeric.ts";

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
export function separate(f: NumericFunction): readonly NumericFunction[] | null {
  const count = f.variables.length;
  if (count < 2 || f.numbers.length > LARGEST_SPLIT) return null;
  const strides = stridesOf(f.variables);
  const states = f.variables.map((_, i) => statesOf(f.variables, i));
  const base = freeTuple(f, states);
  if (base === null) return null;
  const group = Array.from({ length: count }, (_, i) => i);
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) {
      if (group[i] !== group[j] && interact(f, states, base, i, j)) {
        const [from, to] = [group[j], group[i]];
        for (let k = 0; k < count; k++) if (group[k] === from) group[k] = to ?? 0;
      }
    }
  }
  const names = [...new Set(group)];
  if (names.length < 2) return null;
  const origin = f.numbers[base] ?? NaN;
  /** For each cell the one that agrees with it on the group and with the base elsewhere. */
  const within = names.map((name) =>
    sumsOver(
      f.variables.map(({ size }, i) => {
        const baseState = states[i]![base]!;
        return Float64Array.from(
          { length: size },
          (_, state) => (group[i] === name ? state : baseState) * strides[i]!,
        );
      }),
    ),
  );
  for (let cell = 0; cell < f.numbers.length; cell++) {
    const number = f.numbers[cell]!;
    if (Number.isNaN(number)) continue;
    let sum = origin;
    for (const places of within) sum += f.numbers[places[cell]!]! - origin;
    if (sum !== number) return null;
  }
  return names.map((name, place) => {
    const variables = f.variables.filter((_, i) => group[i] === name);
    const parts = f.variables.map(({ size }, i) => {
      const baseState = states[i]![base]!;
      return group[i] === name
        ? Float64Array.from({ length: size }, (_, state) => state * strides[i]!)
        : Float64Array.of(baseState * strides[i]!);
    });
    const shift = place === 0 ? 0 : origin;
    const numbers = sumsOver(parts).map((cell) => f.numbers[cell]! - shift);
    return { variables, numbers };
  });
}

/** A cell that matters, and still does when any one variable takes any of its states. */
function freeTuple({ variables, numbers }: NumericFunction, states: readonly Int32Array[]): number | null {
  const strides = stridesOf(variables);
  const isFree = (cell: number): boolean =>
    variables.every(({ size }, i) => {
      const start = cell - states[i]![cell]! * strides[i]!;
      for (let s = 0; s < size; s++) if (Number.isNaN(numbers[start + s * strides[i]!]!)) return false;
      return true;
    });
  for (let cell = 0; cell < numbers.length; cell++) {
    if (!Number.isNaN(numbers[cell]!) && isFree(cell)) return cell;
  }
  return null;
}

/** True if the effect of variable i depends on variable j somewhere. */
function interact(
  { variables, numbers }: NumericFunction,
  states: readonly Int32Array[],
  base: number,
  i: number,
  j: number,
): boolean {
  const strides = stridesOf(variables);
  const [ofI, ofJ] = [states[i]!, states[j]!];
  const [strideI, strideJ] = [strides[i]!, strides[j]!];
  for (let cell = 0; cell < numbers.length; cell++) {
    const number = numbers[cell]!;
    if (Number.isNaN(number)) continue;
    const withoutI = cell + (ofI[base]! - ofI[cell]!) * strideI;
    const withoutJ = cell + (ofJ[base]! - ofJ[cell]!) * strideJ;
    const withoutBoth = withoutI + withoutJ - cell;
    const mixed = number - numbers[withoutI]! - numbers[withoutJ]! + numbers[withoutBoth]!;
    if (!Number.isNaN(mixed) && mixed !== 0) return true;
  }
  return false;
}
