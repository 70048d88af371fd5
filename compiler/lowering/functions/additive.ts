/** Functions that cost nothing: embedding columns plus affine parts of exact channels. */
import type { Variable } from "../tables/variable.ts";
import { statesOf } from "../tables/tuples.ts";
import { stridesOf } from "../tables/variable.ts";
import type { Affine } from "../circuit/affine.ts";
import { combine, constantAffine } from "../circuit/affine.ts";
import { SLOPE_UNITS } from "../circuit/bounds.ts";
import type { CircuitBuilder, Label } from "../circuit/builder.ts";
import type { NumericFunction } from "./numeric.ts";
import { withoutVariable } from "./numeric.ts";

/**
 * Writes f as Σ slope · channel + column(token) + column(index), or gives null
 * where it is not of that form. Slopes are dyadic, so products stay exact.
 *
 * Before: the function is projected (it depends on each of its variables).
 */
export function realiseAdditively(builder: CircuitBuilder, f: NumericFunction, label: Label): Affine | null {
  const parts: (readonly [number, Affine])[] = [];
  let rest = f;
  for (let i = rest.variables.length - 1; i >= 0; i--) {
    const variable = rest.variables[i];
    if (variable?.kind !== "channel") continue;
    const slope = slopeAlong(rest, i);
    if (slope === null || (slope !== 0 && !variable.exact)) return null;
    if (slope !== 0) {
      parts.push([slope, variable.carrier]);
      rest = subtract(rest, i, variable, slope);
    }
    const reduced = withoutVariable(rest, i);
    if (reduced === null) return null;
    rest = reduced;
  }
  const columns = embeddingColumns(rest);
  if (columns === null) return null;
  for (const [i, column] of columns.entries()) {
    const variable = rest.variables[i];
    if (variable === undefined || variable.kind === "channel") continue;
    parts.push([1, builder.column(variable.kind, column, label)]);
  }
  if (columns.length === 0) parts.push([1, constantAffine(rest.numbers.find((n) => !Number.isNaN(n)) ?? 0)]);
  return combine(parts);
}

/** The function's slope along channel i where two neighbouring states both matter; null if it is not dyadic. */
function slopeAlong(f: NumericFunction, i: number): number | null {
  const variable = f.variables[i];
  const stride = stridesOf(f.variables)[i] ?? 1;
  if (variable === undefined) return null;
  for (let cell = 0; cell + stride < f.numbers.length; cell++) {
    const at = Math.floor(cell / stride) % variable.size;
    if (at + 1 >= variable.size) continue;
    const difference = f.numbers[cell + stride]! - f.numbers[cell]!;
    if (Number.isNaN(difference)) continue;
    const slope = difference / (variable.low[at + 1]! - variable.low[at]!);
    return Number.isInteger(slope * SLOPE_UNITS) ? slope : null;
  }
  return 0;
}

function subtract(f: NumericFunction, i: number, variable: Variable, slope: number): NumericFunction {
  const numbers = f.numbers.slice();
  const states = statesOf(f.variables, i);
  for (let cell = 0; cell < numbers.length; cell++) numbers[cell]! -= slope * variable.low[states[cell]!]!;
  return { variables: f.variables, numbers };
}

/**
 * Splits a function of token and index into a column of each, by walking from a
 * known state to those it shares a cell with; null if it is not such a sum.
 */
function embeddingColumns(f: NumericFunction): readonly (readonly number[])[] | null {
  const [first, second] = f.variables;
  if (first === undefined) return [];
  if (second === undefined) return [filled(Array.from(f.numbers))];
  if (f.variables.length > 2) return null;
  const rows: number[] = new Array<number>(first.size).fill(NaN);
  const columns: number[] = new Array<number>(second.size).fill(NaN);
  const at = (row: number, column: number): number => f.numbers[row * second.size + column]!;
  for (let start = 0; start < first.size; start++) {
    if (!Number.isNaN(rows[start])) continue;
    rows[start] = 0;
    const queue: { readonly row: boolean; readonly state: number }[] = [{ row: true, state: start }];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const [known, others] = next.row ? [rows, columns] : [columns, rows];
      for (let other = 0; other < others.length; other++) {
        const number = next.row ? at(next.state, other) : at(other, next.state);
        if (Number.isNaN(number)) continue;
        const value = number - (known[next.state] ?? NaN);
        if (Number.isNaN(others[other])) {
          others[other] = value;
          queue.push({ row: !next.row, state: other });
        } else if (others[other] !== value) return null;
      }
    }
  }
  return [filled(rows), filled(columns)];
}

/** Gives states that do not matter their neighbour's value, so that columns stay simple. */
function filled(column: readonly number[]): readonly number[] {
  let last = column.find((number) => !Number.isNaN(number)) ?? 0;
  return column.map((number) => (last = Number.isNaN(number) ? last : number));
}
