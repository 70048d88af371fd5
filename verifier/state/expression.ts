/** Numbers at a position as sums of tables over few variables each. */
import type { Domain } from "./domain.ts";
import type { NumberTable, Variables } from "./variables.ts";
import { jointSize, keyOf, unite } from "./variables.ts";
import { addFloats, addScaled, hideFloats, setScaled } from "./kernels.ts";
import { Unproved } from "../report/unproved.ts";
import { spread } from "./spread.ts";

/** constant + Σ parts; the parts are over different variables, none over some of another's. */
export interface Expression {
  readonly constant: number;
  readonly parts: readonly NumberTable[];
}

export function isConstant({ parts }: Expression): boolean {
  return parts.length === 0;
}

/** constant + Σ coefficient · expression. */
export function combine(terms: readonly (readonly [number, Expression])[], constant: number): Expression {
  let sum = constant;
  const parts = new Map<number | string, { variables: Variables; values: Float64Array; own: boolean }>();
  for (const [coefficient, expression] of terms) {
    sum += coefficient * expression.constant;
    for (const { variables, values } of expression.parts) {
      const key = variables.length === 1 ? variables[0]!.id : keyOf(variables);
      const known = parts.get(key);
      if (known === undefined) {
        let scaled = values;
        if (coefficient !== 1) {
          scaled = new Float64Array(values.length);
          setScaled(scaled, values, coefficient);
        }
        parts.set(key, { variables, values: scaled, own: coefficient !== 1 });
        continue;
      }
      if (!known.own) {
        known.values = known.values.slice();
        known.own = true;
      }
      addScaled(known.values, values, coefficient);
    }
  }
  return tidy(sum, [...parts.values()]);
}

/** Joins parts over some of another's variables with it; drops those that are constant. */
function tidy(constant: number, given: readonly NumberTable[]): Expression {
  let sum = constant;
  // Different single variables have nothing in common.
  const kept = given.every(({ variables }) => variables.length === 1) ? given : joined(given);
  const parts: NumberTable[] = [];
  for (const part of kept) {
    const only = constantOf(part.values);
    if (only === null) parts.push(part);
    else sum += only;
  }
  return { constant: sum, parts };
}

function joined(given: readonly NumberTable[]): readonly NumberTable[] {
  const kept: NumberTable[] = [];
  for (const part of [...given].toSorted((a, b) => b.variables.length - a.variables.length)) {
    const into = kept.findIndex((other) => isWithin(part.variables, other.variables));
    const larger = kept[into];
    if (larger === undefined) {
      kept.push(part);
      continue;
    }
    const values = larger.values.slice();
    addFloats(values, spread(part.values, part.variables, larger.variables));
    kept[into] = { variables: larger.variables, values };
  }
  return kept;
}

function isWithin(inner: Variables, outer: Variables): boolean {
  return inner.every(({ id }) => outer.some((other) => other.id === id));
}

/** The one value of a table; null if it has several. */
function constantOf(values: Float64Array): number | null {
  let only = NaN;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value !== value || value === only) continue;
    if (only === only) return null;
    only = value;
  }
  return only === only ? only : 0;
}

export function variablesOf(...expressions: readonly Expression[]): Variables {
  return unite(...expressions.flatMap(({ parts }) => parts.map(({ variables }) => variables)));
}

/** The expression's value for each tuple of `joint`; NaN where none stands. */
export function valuesOver(domain: Domain, { constant, parts }: Expression, joint: Variables): Float64Array {
  const size = domain.sizeOf(joint);
  const [first, ...others] = parts;
  if (first === undefined) return hide(domain, joint, new Float64Array(size).fill(constant));
  const given = constant === 0 ? first.values : shifted(first.values, constant);
  const laid = spread(given, first.variables, joint);
  const values = laid === first.values ? laid.slice() : laid;
  for (const part of others) addFloats(values, spread(part.values, part.variables, joint));
  return hide(domain, joint, values);
}

function shifted(values: Float64Array, by: number): Float64Array {
  const sums = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) sums[i] = values[i]! + by;
  return sums;
}

function hide(domain: Domain, joint: Variables, values: Float64Array): Float64Array {
  const mask = domain.mask(joint);
  if (mask !== null) hideFloats(values, mask);
  return values;
}

/** A table without the variables on which it does not depend, as an expression. */
export function fromTable({ variables, values }: NumberTable): Expression {
  let table: NumberTable = { variables, values };
  for (let axis = variables.length - 1; axis >= 0 && variables.length > 1; axis--) {
    const reduced = withoutAxis(table, axis);
    if (reduced !== null) table = reduced;
  }
  return tidy(0, [table]);
}

function withoutAxis({ variables, values }: NumberTable, axis: number): NumberTable | null {
  const size = variables[axis]!.size;
  let stride = 1;
  for (let i = axis + 1; i < variables.length; i++) stride *= variables[i]!.size;
  const reduced = new Float64Array(values.length / size).fill(NaN);
  for (let from = 0, block = 0; from < values.length; block += stride) {
    for (let state = 0; state < size; state++) {
      for (let to = block; to < block + stride; to++, from++) {
        const value = values[from]!;
        if (value !== value) continue;
        const known = reduced[to]!;
        if (known !== known) reduced[to] = value;
        else if (known !== value) return null;
      }
    }
  }
  return { variables: variables.filter((_, i) => i !== axis), values: reduced };
}

/** Between which bounds a number lies, and a power of two of which it is a multiple. */
export interface Range {
  readonly least: number;
  readonly greatest: number;
  readonly unit: number;
}

/** Joint tables up to this size are made to know a range better. */
const SMALL = 1 << 14;

export function rangeOf(domain: Domain, expression: Expression): Range {
  const { constant, parts } = expression;
  if (parts.length > 1) {
    const joint = variablesOf(expression);
    if (jointSize(joint) <= SMALL) return rangeOfValues(valuesOver(domain, expression, joint), 0);
  }
  let [least, greatest, unit] = [constant, constant, unitOf(constant, Infinity)];
  for (const { values } of parts) {
    const range = rangeOfValues(values, 0);
    least += range.least;
    greatest += range.greatest;
    unit = Math.min(unit, range.unit);
  }
  return { least, greatest, unit };
}

function rangeOfValues(values: Float64Array, shift: number): Range {
  let [least, greatest, unit] = [Infinity, -Infinity, Infinity];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]! + shift;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
    if (value === value && !Number.isInteger(value / unit)) unit = unitOf(value, unit);
    else if (unit === Infinity && value === value) unit = unitOf(value, unit);
  }
  return least > greatest ? { least: 0, greatest: 0, unit: Infinity } : { least, greatest, unit };
}

/**
 * The largest power of two, at most `most`, of which the number is a multiple; `most` for 0.
 * From the leading bit down there are no more halvings than a double has bits.
 */
export function unitOf(value: number, most: number): number {
  if (value === 0 || (most !== Infinity && Number.isInteger(value / most))) return most;
  if (!Number.isFinite(value)) throw new Unproved("unproved", `a number is ${String(value)}`);
  let unit = 2 ** Math.floor(Math.log2(Math.abs(value)));
  while (!Number.isInteger(value / unit)) unit /= 2;
  return Math.min(most, unit);
}

/** The same for all numbers of a list but those that are none. */
export function unitOfAll(values: ArrayLike<number>, most: number): number {
  let unit = most;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value === value && (unit === Infinity || !Number.isInteger(value / unit))) unit = unitOf(value, unit);
  }
  return unit;
}

export function magnitudeOf({ least, greatest }: Range): number {
  return Math.max(Math.abs(least), Math.abs(greatest));
}
