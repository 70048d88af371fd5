/** Functions that are sums of functions of fewer variables. */
import { statesOf, sumsOver } from "../tables/tuples.ts";
import type { Variable } from "../tables/variable.ts";
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
  if (f.variables.length < 2 || f.numbers.length > LARGEST_SPLIT) return null;
  const axes = axesOf(f);
  const base = freeTuple(f, axes);
  if (base === null) return null;
  const groups = groupsOf(f, axes, base);
  if (groups.length < 2) return null;
  const origin = f.numbers[base] ?? NaN;
  if (!isSum(f, axes, groups, base, origin)) return null;
  return groups.map((group, place) => {
    const parts = axes.map((axis) =>
      group.has(axis) ? everyState(axis) : Float64Array.of(stateOf(axis, base) * axis.stride),
    );
    const shift = place === 0 ? 0 : origin;
    const numbers = sumsOver(parts).map((cell) => f.numbers[cell]! - shift);
    return { variables: axes.filter((axis) => group.has(axis)).map(({ variable }) => variable), numbers };
  });
}

/** A variable, and how its states lie in the table. */
interface TableAxis {
  readonly variable: Variable;
  readonly stride: number;
  /** Of each cell. */
  readonly states: Int32Array;
}

function axesOf({ variables }: NumericFunction): readonly TableAxis[] {
  const strides = stridesOf(variables);
  return variables.map((variable, i) => ({
    variable,
    stride: strides[i] ?? 1,
    states: statesOf(variables, i),
  }));
}

function stateOf({ states }: TableAxis, cell: number): number {
  return states[cell] ?? 0;
}

/** How far each state of the axis lies from its first. */
function everyState({ variable, stride }: TableAxis): Float64Array {
  return Float64Array.from({ length: variable.size }, (_, state) => state * stride);
}

/** The axes in groups: those that interact, and those that interact with them, are together. */
function groupsOf(
  f: NumericFunction,
  axes: readonly TableAxis[],
  base: number,
): readonly ReadonlySet<TableAxis>[] {
  const groupOf = new Map<TableAxis, ReadonlySet<TableAxis>>(axes.map((axis) => [axis, new Set([axis])]));
  for (const [i, axis] of axes.entries()) {
    for (const other of axes.slice(i + 1)) {
      if (groupOf.get(axis) === groupOf.get(other) || !interact(f, axis, other, base)) continue;
      const joined = new Set([...(groupOf.get(axis) ?? []), ...(groupOf.get(other) ?? [])]);
      for (const member of joined) groupOf.set(member, joined);
    }
  }
  return [...new Set(groupOf.values())];
}

/** True if the function is the sum of what it is along each group, with the others as in the base. */
function isSum(
  f: NumericFunction,
  axes: readonly TableAxis[],
  groups: readonly ReadonlySet<TableAxis>[],
  base: number,
  origin: number,
): boolean {
  /** For each cell the one that agrees with it on the group and with the base elsewhere. */
  const within = groups.map((group) =>
    sumsOver(
      axes.map((axis) =>
        group.has(axis)
          ? everyState(axis)
          : new Float64Array(axis.variable.size).fill(stateOf(axis, base) * axis.stride),
      ),
    ),
  );
  for (let cell = 0; cell < f.numbers.length; cell++) {
    const number = f.numbers[cell]!;
    if (Number.isNaN(number)) continue;
    let sum = origin;
    for (const places of within) sum += f.numbers[places[cell]!]! - origin;
    if (sum !== number) return false;
  }
  return true;
}

/** A cell that matters, and still does when any one variable takes any of its states. */
function freeTuple({ numbers }: NumericFunction, axes: readonly TableAxis[]): number | null {
  const isFree = (cell: number): boolean =>
    axes.every(({ variable, stride, states }) => {
      const start = cell - states[cell]! * stride;
      for (let s = 0; s < variable.size; s++) if (Number.isNaN(numbers[start + s * stride])) return false;
      return true;
    });
  for (let cell = 0; cell < numbers.length; cell++) {
    if (!Number.isNaN(numbers[cell]) && isFree(cell)) return cell;
  }
  return null;
}

/** True if the effect of one variable depends on another somewhere. */
function interact({ numbers }: NumericFunction, one: TableAxis, other: TableAxis, base: number): boolean {
  const [oneAtBase, otherAtBase] = [stateOf(one, base), stateOf(other, base)];
  for (let cell = 0; cell < numbers.length; cell++) {
    const number = numbers[cell]!;
    if (Number.isNaN(number)) continue;
    const withoutOne = cell + (oneAtBase - one.states[cell]!) * one.stride;
    const withoutOther = cell + (otherAtBase - other.states[cell]!) * other.stride;
    const withoutBoth = withoutOne + withoutOther - cell;
    const mixed = number - numbers[withoutOne]! - numbers[withoutOther]! + numbers[withoutBoth]!;
    if (!Number.isNaN(mixed) && mixed !== 0) return true;
  }
  return false;
}
