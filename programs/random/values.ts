/**
 * Expressions of a program being generated: their text, and the values they have
 * on a few sample inputs, so that what comes next fits and seldom fails.
 */
import type { Atom } from "../../language/atom.ts";
import { atomKey, equalityKey, float, int, numberOf } from "../../language/atom.ts";
import type { Failure } from "../../language/failure.ts";
import { isFailure } from "../../language/failure.ts";
import type { Comparison, Operator, TokenReading } from "../../language/graph.ts";
import { exactMean } from "../../language/numbers/mean.ts";
import { applyOperator, compareAtoms, convertToken, sequenceType } from "../../language/operators.ts";
import { atomText } from "../../language/text.ts";

/** The inputs that expressions are tried on. */
export interface World {
  readonly inputs: readonly (readonly Atom[])[];
  readonly causal: boolean;
}

/** `int` has bools among ints too; `number` has fractions or floats. */
export type ValueType = "string" | "bool" | "int" | "number";

interface Text {
  readonly text: string;
  /** Of the operator at the top, 0 for a name or literal; the greater, the looser it binds. */
  readonly level: number;
}

export interface SOp extends Text {
  readonly kind: "s-op";
  readonly type: ValueType;
  /** An atom stands for itself at every position; some places take no s-op, or no atom. */
  readonly isAtom: boolean;
  /** [inputs][n] */
  readonly rows: readonly (readonly Atom[])[];
  /** Aggregates and widths on the longest way to the tokens. */
  readonly depth: number;
}

export interface Selector extends Text {
  readonly kind: "selector";
  /** [inputs][n query][n key], without the causal mask. */
  readonly rows: readonly (readonly (readonly boolean[])[])[];
  readonly depth: number;
}

export type Value = SOp | Selector;

const GREATEST_NUMBER = 5_000;
const LONGEST_STRING = 10;
const MOST_DISTINCT = 120;

export function parenthesised({ text, level }: Text, most: number): string {
  return level <= most ? text : `(${text})`;
}

export function renamed<V extends Value>(value: V, text: string, level = 0): V {
  return { ...value, text, level };
}

/** An s-op with these values; null if they break the sequence type rule, or grow out of hand. */
function sOp(rows: readonly (readonly Atom[])[], rest: Pick<SOp, "text" | "level" | "depth">): SOp | null {
  const types = new Set<ValueType>();
  const distinct = new Set<string>();
  for (const row of rows) {
    const type = sequenceType(row);
    if (isFailure(type)) return null;
    types.add(type === "float" ? "number" : type);
    for (const atom of row) {
      const number = numberOf(atom);
      if (number !== undefined && !(Math.abs(number) <= GREATEST_NUMBER)) return null;
      if (atom.type === "string" && Array.from(atom.value).length > LONGEST_STRING) return null;
      distinct.add(atomKey(atom));
    }
  }
  const [only = "int"] = types;
  if (distinct.size > MOST_DISTINCT || (types.has("string") && types.size > 1)) return null;
  const type = types.size === 1 ? only : types.has("number") ? "number" : "int";
  return { ...rest, kind: "s-op", type, isAtom: false, rows };
}

/** For values that cannot but fit. */
function sure(value: SOp | null): SOp {
  if (value === null) throw new Error("internal: a base s-op does not fit its world");
  return value;
}

export function literal(atom: Atom): string {
  return atom.type === "string" ? `"${atom.value}"` : withoutExponent(atomText(atom));
}

/** The language has none: 1.5e-7 is 0.00000015. */
function withoutExponent(text: string): string {
  const found = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (found === null) return text;
  const [, sign = "", first = "", rest = "", exponent] = found;
  const digits = first + rest;
  // How many digits stand before the point.
  const before = 1 + Number(exponent);
  const whole = before > 0 ? digits.slice(0, before).padEnd(before, "0") : "0";
  const fraction = before > 0 ? digits.slice(before) : "0".repeat(-before) + digits;
  return `${sign}${whole}.${fraction || "0"}`;
}

export function constant(world: World, atom: Atom): SOp {
  const number = numberOf(atom);
  const level = number !== undefined && (number < 0 || Object.is(number, -0)) ? 3 : 0;
  const rows = world.inputs.map((input) => input.map(() => atom));
  return { ...sure(sOp(rows, { text: literal(atom), level, depth: 0 })), isAtom: true };
}

/** Null where some token cannot be read so. */
export function tokens(world: World, reading: TokenReading, text: string): SOp | null {
  const rows: (readonly Atom[])[] = [];
  for (const input of world.inputs) {
    const row = allFound(input.map((atom) => convertToken(reading, atom)));
    if (row === null) return null;
    rows.push(row);
  }
  return sOp(rows, { text, level: 0, depth: 0 });
}

export function indices(world: World): SOp {
  const rows = world.inputs.map((input) => input.map((_, index) => int(index)));
  return sure(sOp(rows, { text: "indices", level: 0, depth: 0 }));
}

export function length(world: World): SOp {
  const rows = world.inputs.map((input) =>
    input.map((_, index) => int(world.causal ? index + 1 : input.length)),
  );
  return sure(sOp(rows, { text: "length", level: 0, depth: 1 }));
}

/** An operator at each position; at least one operand is to be an s-op. */
export function map(operator: Operator, operands: readonly SOp[], text: Text): SOp | null {
  const [first] = operands;
  if (first === undefined || operands.every(({ isAtom }) => isAtom)) return null;
  const rows: Atom[][] = [];
  for (const [input, row] of first.rows.entries()) {
    const results: Atom[] = [];
    for (const position of row.keys()) {
      const atoms = operands.map((operand) => atomAt(operand, input, position));
      const result = applyOperator(operator, atoms);
      if (isFailure(result)) return null;
      results.push(result);
    }
    rows.push(results);
  }
  return sOp(rows, { ...text, depth: deepest(operands) });
}

export function select(keys: SOp, queries: SOp, comparison: Comparison): Selector | null {
  const text = `select(${keys.text}, ${queries.text}, ${comparison})`;
  const rows: (readonly (readonly boolean[])[])[] = [];
  for (const [input, keyRow] of keys.rows.entries()) {
    const matrix: (readonly boolean[])[] = [];
    for (const query of keyRow.keys()) {
      const asked = atomAt(queries, input, query);
      const row = allFound(keyRow.map((key) => compareAtoms(comparison, key, asked)));
      if (row === null) return null;
      matrix.push(row);
    }
    rows.push(matrix);
  }
  return { kind: "selector", text, level: 0, rows, depth: deepest([keys, queries]) };
}

export function combine(word: "and" | "or", left: Selector, right: Selector): Selector {
  const rows = left.rows.map((matrix, input) =>
    matrix.map((row, query) =>
      row.map((a, key) => {
        const b = right.rows[input]?.[query]?.[key] ?? false;
        return word === "and" ? a && b : a || b;
      }),
    ),
  );
  const text = `${parenthesised(left, 9)} ${word} ${parenthesised(right, 8)}`;
  return { kind: "selector", text, level: 9, rows, depth: deepest([left, right]) };
}

export function complement(selector: Selector): Selector {
  const rows = selector.rows.map((matrix) => matrix.map((row) => row.map((selected) => !selected)));
  return { ...selector, text: `not ${parenthesised(selector, 3)}`, level: 3, rows };
}

export function aggregate(world: World, selector: Selector, value: SOp, fallback: Atom | null): SOp | null {
  const rest = fallback === null ? "" : `, ${literal(fallback)}`;
  const text = `aggregate(${selector.text}, ${value.text}${rest})`;
  const rows: Atom[][] = [];
  for (const [input, matrix] of selector.rows.entries()) {
    const atoms = value.rows[input] ?? [];
    const type = sequenceType(atoms);
    const canAverage = type !== "string" && type !== "bool";
    const results: Atom[] = [];
    for (const [query, row] of matrix.entries()) {
      const chosen = atoms.filter((_, key) => (row[key] ?? false) && (!world.causal || key <= query));
      const [only = fallback ?? int(0)] = chosen;
      if (chosen.length > 1 && !canAverage) return null;
      results.push(chosen.length > 1 ? float(exactMean(chosen)) : only);
    }
    rows.push(results);
  }
  return sOp(rows, { text, level: 0, depth: deepest([selector, value]) + 1 });
}

export function width(world: World, selector: Selector): SOp {
  const rows = selector.rows.map((matrix) =>
    matrix.map((row, query) =>
      int(row.filter((selected, key) => selected && (!world.causal || key <= query)).length),
    ),
  );
  const text = `selector_width(${selector.text})`;
  return sure(sOp(rows, { text, level: 0, depth: selector.depth + 1 }));
}

/** True if the s-op is the same everywhere on all inputs, which makes a dull program. */
export function isDull({ rows }: SOp): boolean {
  return new Set(rows.flatMap((row) => row.map(equalityKey))).size < 2;
}

export function isDullSelector({ rows }: Selector): boolean {
  return new Set(rows.flatMap((matrix) => matrix.flat())).size < 2;
}

/** The distinct values of all inputs, in the order they are met. */
export function valuesOf({ rows }: SOp): readonly Atom[] {
  const seen = new Map<string, Atom>();
  for (const row of rows) {
    for (const atom of row) if (!seen.has(equalityKey(atom))) seen.set(equalityKey(atom), atom);
  }
  return [...seen.values()];
}

/** Null where one of them failed. */
function allFound<T>(results: readonly (T | Failure)[]): readonly T[] | null {
  const found: T[] = [];
  for (const result of results) {
    if (isFailure(result)) return null;
    found.push(result);
  }
  return found;
}

function deepest(values: readonly Value[]): number {
  return values.reduce((most, { depth }) => Math.max(most, depth), 0);
}

function atomAt({ rows }: SOp, input: number, position: number): Atom {
  const atom = rows[input]?.[position];
  if (atom === undefined) throw new Error("internal: an s-op of another world");
  return atom;
}
