/**
 * Joint tables: an s-op as a function of the variables it reads, one cell for
 * each tuple of their states. Elementwise expressions are tabulated over their
 * sources jointly, so `indices - indices` has the one value 0.
 */
import type { Atom } from "../../language/atom.ts";
import { atomKey } from "../../language/atom.ts";
import type { Failure } from "../../language/failure.ts";
import { isFailure } from "../../language/failure.ts";
import type { Constraint, Variable } from "./variable.ts";
import { jointSize, stridesOf, unite } from "./variable.ts";

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

/** Collects distinct atoms in the order of their first use. */
class AtomIndex {
  readonly atoms: Atom[] = [];
  readonly #byKey = new Map<string, number>();

  of(atom: Atom): number {
    const key = atomKey(atom);
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    this.#byKey.set(key, this.atoms.length);
    return this.atoms.push(atom) - 1;
  }
}

export function constantTable(atom: Atom): Table {
  return { variables: [], cells: Int32Array.of(0), atoms: [atom], failure: null };
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
  return { variables, cells, atoms: index.atoms, failure };
}

/** Steps a tuple of states to the next one in row-major order. */
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
  const walks = operands.map((operand) => walk(operand, variables));
  const radices = operands.map((operand) => operand.atoms.length);
  const combinations = radices.reduce((product, radix) => product * Math.max(radix, 1), 1);
  const memo = combinations <= MEMO_LIMIT ? new Int32Array(combinations).fill(UNKNOWN) : null;
  const states = new Int32Array(variables.length);
  const chosen = new Int32Array(operands.length);
  for (let cell = 0; cell < size; cell++) {
    let combination = 0;
    let result = mask !== null && mask[cell] === 0 ? UNREACHABLE : UNKNOWN;
    for (let o = 0; o < walks.length && result !== UNREACHABLE; o++) {
      const value = walks[o]?.at(states) ?? UNREACHABLE;
      if (value === UNREACHABLE) result = UNREACHABLE;
      else if (value === FAILS) result = FAILS;
      chosen[o] = value;
      combination = combination * Math.max(radices[o] ?? 1, 1) + Math.max(value, 0);
    }
    if (result === UNKNOWN && memo !== null) result = memo[combination] ?? UNKNOWN;
    if (result === UNKNOWN) {
      const value = apply(operands.map((operand, o) => atomAt(operand, chosen[o] ?? 0)));
      if (isFailure(value)) {
        failure ??= value;
        result = FAILS;
      } else result = index.of(value);
      if (memo !== null) memo[combination] = result;
    }
    cells[cell] = result;
    advance(states, variables);
  }
  const inherited = operands.find((operand) => operand.failure !== null)?.failure ?? null;
  return withoutIdle({ variables, cells, atoms: index.atoms, failure: failure ?? inherited });
}

/** The same table without the variables it does not depend on; tuples that no input produces agree with any. */
function withoutIdle(table: Table): Table {
  let { variables, cells } = table;
  for (let i = variables.length - 1; i >= 0; i--) {
    const reduced = withoutAxis(variables, cells, i);
    if (reduced === null) continue;
    cells = reduced;
    variables = variables.filter((_, j) => j !== i);
  }
  return variables === table.variables ? table : { ...table, variables, cells };
}

function withoutAxis(variables: readonly Variable[], cells: Int32Array, i: number): Int32Array | null {
  const size = variables[i]?.size ?? 1;
  const stride = stridesOf(variables)[i] ?? 1;
  const reduced = new Int32Array(cells.length / size).fill(UNREACHABLE);
  const block = stride * size;
  for (let start = 0; start < cells.length; start += block) {
    for (let within = 0; within < block; within++) {
      const value = cells[start + within]!;
      if (value === UNREACHABLE) continue;
      const at = (start / block) * stride + (within % stride);
      const known = reduced[at]!;
      if (known === UNREACHABLE) reduced[at] = value;
      else if (known !== value) return null;
    }
  }
  return reduced;
}

const UNKNOWN = -3;
const MEMO_LIMIT = 1 << 22;

function atomAt(table: Table, index: number): Atom {
  const atom = table.atoms[index];
  if (atom === undefined) throw new Error("internal: a cell without an atom");
  return atom;
}

/** Reads a table's cell for a tuple of a larger list of variables. */
function walk(table: Table, variables: readonly Variable[]): { at: (states: Int32Array) => number } {
  const own = stridesOf(table.variables);
  const strides = new Int32Array(variables.length);
  for (const [i, variable] of variables.entries()) {
    const position = table.variables.findIndex((candidate) => candidate.id === variable.id);
    strides[i] = position === -1 ? 0 : (own[position] ?? 0);
  }
  const { cells } = table;
  return {
    at: (states) => {
      let cell = 0;
      for (let i = 0; i < strides.length; i++) cell += strides[i]! * states[i]!;
      return cells[cell]!;
    },
  };
}

/** The same table on more variables, row-major; used to bring several tables together. */
export function spread(table: Table, variables: readonly Variable[]): Int32Array {
  const size = jointSize(variables);
  const cells = new Int32Array(size);
  const reader = walk(table, variables);
  const states = new Int32Array(variables.length);
  for (let cell = 0; cell < size; cell++) {
    cells[cell] = reader.at(states);
    advance(states, variables);
  }
  return cells;
}

/**
 * Which tuples can occur: 1 where every constraint between two of the variables
 * allows it. Null when no constraint concerns them.
 */
export function reachable(
  variables: readonly Variable[],
  constraints: readonly Constraint[],
): Uint8Array | null {
  const position = new Map(variables.map((variable, i) => [variable.id, i]));
  const relevant = constraints.filter(({ left, right }) => position.has(left.id) && position.has(right.id));
  if (relevant.length === 0) return null;
  const mask = new Uint8Array(jointSize(variables)).fill(1);
  const checks = relevant.map(({ left, right, allowed }) => ({
    left: position.get(left.id) ?? 0,
    right: position.get(right.id) ?? 0,
    width: right.size,
    allowed,
  }));
  const states = new Int32Array(variables.length);
  for (let cell = 0; cell < mask.length; cell++) {
    for (const check of checks) {
      if (check.allowed[states[check.left]! * check.width + states[check.right]!] === 0) {
        mask[cell] = 0;
        break;
      }
    }
    advance(states, variables);
  }
  return mask;
}
