/**
 * Joint tables: an s-op as a function of the variables it reads, one cell for
 * each tuple of their states. Elementwise expressions are tabulated over their
 * sources jointly, so `indices - indices` has the one value 0.
 */
import type { Atom } from "../../../language/atom.ts";
import { atomKey } from "../../../language/atom.ts";
import type { Failure } from "../../../language/failure.ts";
import { isFailure } from "../../../language/failure.ts";
import { advance, placesWithin, withoutAxis } from "./tuples.ts";
import type { Constraint, Variable } from "./variable.ts";
import { isSameList, jointSize, unite } from "./variable.ts";

/** The cell of a tuple whose value does not exist (an operator fails). */
export const FAILS = -1;
/** The cell of a tuple that no input produces. */
export const UNREACHABLE = -2;

export interface Table {
  /** Sorted by id. */
  readonly variables: readonly Variable[];
  /** Row-major over the variables' states: an index into `atoms`, FAILS or UNREACHABLE. */
  readonly cells: Int32Array;
  /** The distinct values, typed (1, 1.0 and True apart), each in some cell. */
  readonly atoms: readonly Atom[];
  /** Why cells fail, first reason only; null when none does. */
  readonly failure: Failure | null;
}

/** No table has more cells. Joint tables beyond it are cut at a subexpression, which is then carried by one channel. */
export const LARGEST_TABLE = 1 << 21;

/** Collects distinct atoms in the order of their first use. */
class AtomIndex {
  readonly atoms: Atom[] = [];
  readonly #byKey = new Map<string, number>();
  /** Most atoms are numbers, and numbers are found faster by themselves; −0 goes by its key. */
  readonly #numbers = { int: new Map<number, number>(), float: new Map<number, number>() };

  of(atom: Atom): number {
    if ((atom.type === "int" || atom.type === "float") && !Object.is(atom.value, -0)) {
      return this.#find(atom, this.#numbers[atom.type], atom.value);
    }
    return this.#find(atom, this.#byKey, atomKey(atom));
  }

  #find<Key>(atom: Atom, known: Map<Key, number>, key: Key): number {
    const place = known.get(key);
    if (place !== undefined) return place;
    known.set(key, this.atoms.length);
    return this.atoms.push(atom) - 1;
  }
}

export function constantTable(atom: Atom): Table {
  return { variables: [], cells: Int32Array.of(0), atoms: [atom], failure: null };
}

/** The table of what has no value on any input. */
export function failingTable(failure: Failure): Table {
  return { variables: [], cells: Int32Array.of(FAILS), atoms: [], failure };
}

/** A table over one variable: `values[state]`. */
export function variableTable(variable: Variable, values: readonly (Atom | Failure)[]): Table {
  return tabulate([variable], null, (states) => {
    const value = values[states[0] ?? 0];
    if (value === undefined) throw new Error("internal: a state without a value");
    return value;
  });
}

/**
 * The table of a function given tuple by tuple.
 *
 * @param mask  which tuples can occur (1), or null for all
 */
export function tabulate(
  variables: readonly Variable[],
  mask: Uint8Array | null,
  valueOf: (states: Int32Array) => Atom | Failure | null,
): Table {
  const size = jointSize(variables);
  const cells = new Int32Array(size);
  const index = new AtomIndex();
  let failure: Failure | null = null;
  const states = new Int32Array(variables.length);
  for (let cell = 0; cell < size; cell++) {
    const value = mask !== null && mask[cell] === 0 ? null : valueOf(states);
    if (value === null) cells[cell] = UNREACHABLE;
    else if (isFailure(value)) {
      cells[cell] = FAILS;
      failure ??= value;
    } else cells[cell] = index.of(value);
    advance(states, variables);
  }
  return withoutIdle({ variables, cells, atoms: index.atoms, failure });
}

/**
 * The table of an operator over operand tables, on the union of their variables.
 * The operator is applied once per distinct combination of values.
 *
 * @param mask  which tuples of the union can occur, or null for all
 */
export function mapTables(
  operands: readonly Table[],
  mask: Uint8Array | null,
  apply: (values: readonly Atom[]) => Atom | Failure,
): Table {
  const variables = unite(...operands.map((operand) => operand.variables));
  const size = jointSize(variables);
  const cells = new Int32Array(size);
  const index = new AtomIndex();
  let failure: Failure | null = null;
  const values = operands.map((operand) => spread(operand, variables));
  const radices = operands.map((operand) => Math.max(operand.atoms.length, 1));
  const combinations = radices.reduce((product, radix) => product * radix, 1);
  const memo = combinations <= MEMO_LIMIT ? new Int32Array(combinations).fill(UNKNOWN) : null;
  /** Of one combination at a time. */
  const combined: Atom[] = [];
  for (let cell = 0; cell < size; cell++) {
    let combination = 0;
    let result = mask !== null && mask[cell] === 0 ? UNREACHABLE : UNKNOWN;
    for (let o = 0; o < values.length && result !== UNREACHABLE; o++) {
      const value = values[o]![cell]!;
      if (value < 0) result = value;
      else combination = combination * radices[o]! + value;
    }
    if (result === UNKNOWN && memo !== null) result = memo[combination]!;
    if (result === UNKNOWN) {
      for (let o = 0; o < values.length; o++) combined[o] = operands[o]!.atoms[values[o]![cell]!]!;
      const value = apply(combined);
      if (isFailure(value)) {
        failure ??= value;
        result = FAILS;
      } else result = index.of(value);
      if (memo !== null) memo[combination] = result;
    }
    cells[cell] = result;
  }
  const inherited = operands.find((operand) => operand.failure !== null)?.failure ?? null;
  return withoutIdle({ variables, cells, atoms: index.atoms, failure: failure ?? inherited });
}

/** The same table without the variables it does not depend on; tuples that no input produces agree with any. */
export function withoutIdle(table: Table): Table {
  let { variables, cells } = table;
  for (let i = variables.length - 1; i >= 0; i--) {
    const reduced = withoutAxis(variables, cells, i, UNREACHABLE);
    if (reduced === null) continue;
    cells = reduced;
    variables = variables.filter((_, j) => j !== i);
  }
  return variables === table.variables ? table : { ...table, variables, cells };
}

const UNKNOWN = -3;
const MEMO_LIMIT = 1 << 22;

/** The table's cells on more variables; not to be changed. */
export function spread(table: Table, variables: readonly Variable[]): Int32Array {
  if (isSameList(table.variables, variables)) return table.cells;
  const cells = placesWithin(table.variables, variables);
  for (let i = 0; i < cells.length; i++) cells[i] = table.cells[cells[i]!]!;
  return cells;
}

/**
 * Which tuples can occur: 1 where every constraint between two of the variables
 * allows it; not to be changed. Null when no constraint concerns them.
 */
export function reachable(
  variables: readonly Variable[],
  constraints: readonly Constraint[],
): Uint8Array | null {
  const ids = new Set(variables.map(({ id }) => id));
  const relevant = constraints.filter(({ left, right }) => ids.has(left.id) && ids.has(right.id));
  const [only] = relevant;
  if (only === undefined) return null;
  if (relevant.length === 1 && isSameList([only.left, only.right], variables)) return only.allowed;
  const mask = new Uint8Array(jointSize(variables)).fill(1);
  for (const { left, right, allowed } of relevant) {
    const places = placesWithin([left, right], variables);
    for (let i = 0; i < mask.length; i++) mask[i]! &= allowed[places[i]!]!;
  }
  return mask;
}
