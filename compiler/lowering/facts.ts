/** What is known of a selector's rows for every input: emptiness, widths, order. */
import type { Atom } from "../../language/atom.ts";
import { equalityKey, numberOf } from "../../language/atom.ts";
import type { NodeId } from "../../language/graph.ts";
import { nodeOf } from "../../language/graph.ts";
import type { Conjunction, Literal, SignedSum } from "../analysis/formula.ts";
import { EQUAL, GREATER, LESS, sumKey, toSignedSum } from "../analysis/formula.ts";
import type { Table } from "../analysis/table.ts";
import { reachable, spread } from "../analysis/table.ts";
import { advance } from "../analysis/table.ts";
import { jointSize, unite } from "../analysis/variable.ts";
import type { Lowering } from "./context.ts";
import { isRefused } from "./context.ts";
import { relationOf } from "./relation.ts";

/** Widths of the rows of a selector that reads nothing but indices. */
export interface PositionalWidths {
  readonly least: number;
  readonly greatest: number;
  /** The width as a function of the index alone, if it is one. */
  readonly byIndex: readonly number[] | null;
  /** True if the width is the length itself. */
  readonly isLength: boolean;
}

export const MOST_CONJUNCTIONS = 256;

/** The literals' tables over sums; null where one has none. */
export function literalTables(
  lowering: Lowering,
  literal: Literal,
): { readonly keys: Table; readonly queries: Table } | null {
  const keys = lowering.tableOf(literal.keys, "sums");
  const queries = lowering.tableOf(literal.queries, "sums");
  return isRefused(keys) || isRefused(queries) ? null : { keys, queries };
}

/**
 * Widths of a selector over indices alone, from its N × N matrix; null if it
 * reads anything else. O(N² · literals).
 */
export function positionalWidths(lowering: Lowering, sum: SignedSum): PositionalWidths | null {
  const key = sumKey(sum);
  const known = lowering.widths.get(key);
  if (known !== undefined) return known;
  const widths = measureWidths(lowering, sum);
  lowering.widths.set(key, widths);
  return widths;
}

function measureWidths(lowering: Lowering, sum: SignedSum): PositionalWidths | null {
  const size = lowering.maxLength;
  const selected = new Int8Array(size * size);
  for (const { sign, conjunction } of sum) {
    const matrix = positionalMatrix(lowering, conjunction);
    if (matrix === null) return null;
    for (let i = 0; i < selected.length; i++) selected[i]! += sign * matrix[i]!;
  }
  let least = Infinity;
  let greatest = -Infinity;
  let isLength = true;
  let functional = true;
  const byIndex: number[] = [];
  for (let query = 0; query < size; query++) {
    let width = 0;
    for (let key = 0; key < size; key++) {
      width += selected[query * size + key]!;
      // Now `width` is the width at length key + 1 (or, if causal, of the prefix that ends at key).
      if (key < query || (lowering.causal && key > query)) continue;
      least = Math.min(least, width);
      greatest = Math.max(greatest, width);
      if (key === query) byIndex.push(width);
      else if (width !== byIndex[query]) functional = false;
      if (width !== key + 1) isLength = false;
    }
  }
  return { least, greatest, byIndex: functional ? byIndex : null, isLength: isLength && !lowering.causal };
}

/** selected[query · N + key]; null if some operand reads more than the index. */
function positionalMatrix(lowering: Lowering, conjunction: Conjunction): Int8Array | null {
  const size = lowering.maxLength;
  const matrix = new Int8Array(size * size).fill(1);
  for (const literal of conjunction) {
    const tables = literalTables(lowering, literal);
    const keys = tables === null ? null : byPosition(lowering, tables.keys);
    const queries = tables === null ? null : byPosition(lowering, tables.queries);
    if (tables === null || keys === null || queries === null) return null;
    const relation = relationOf(tables.keys.atoms, tables.queries.atoms, literal.outcomes);
    for (let query = 0; query < size; query++) {
      for (let key = 0; key < size; key++) {
        if (relation[keys[key]!]?.[queries[query]!] !== true) matrix[query * size + key] = 0;
      }
    }
  }
  return matrix;
}

/** The table's atom at each index, if it reads the index alone (or nothing) and never fails. */
function byPosition(lowering: Lowering, table: Table): Int32Array | null {
  if (table.cells.some((cell) => cell < 0)) return null;
  const [only, ...others] = table.variables;
  if (only === undefined) return new Int32Array(lowering.maxLength).fill(table.cells[0] ?? 0);
  return only.id === lowering.index.id && others.length === 0 ? table.cells : null;
}

/** True if every position selects itself, whatever the input: then no row is empty. */
function selectsItself(lowering: Lowering, conjunction: Conjunction): boolean {
  return conjunction.every((literal) => {
    const tables = literalTables(lowering, literal);
    if (tables === null) return false;
    const { keys, queries } = tables;
    const variables = unite(keys.variables, queries.variables);
    if (jointSize(variables) > MOST_PAIRS || keys.atoms.length * queries.atoms.length > MOST_PAIRS)
      return false;
    if (literal.keys === literal.queries) return (literal.outcomes & EQUAL) !== 0;
    const relation = relationOf(keys.atoms, queries.atoms, literal.outcomes);
    const mask = reachable(variables, lowering.constraints);
    const keyCells = spread(keys, variables);
    const queryCells = spread(queries, variables);
    return keyCells.every((key, cell) => {
      const query = queryCells[cell] ?? -1;
      if (mask?.[cell] === 0 || key < 0 || query < 0) return true;
      return relation[key]?.[query] === true;
    });
  });
}

const MOST_PAIRS = 1 << 21;

/** True if it is proved that some key is selected by every query of every input. */
export function neverEmpty(lowering: Lowering, sum: SignedSum): boolean {
  const key = sumKey(sum);
  const known = lowering.full.get(key);
  if (known !== undefined) return known;
  const full = provedFull(lowering, sum);
  lowering.full.set(key, full);
  return full;
}

function provedFull(lowering: Lowering, sum: SignedSum): boolean {
  const widths = positionalWidths(lowering, sum);
  if (widths !== null) return widths.least > 0;
  if (sum.some(({ sign }) => sign < 0)) return false;
  return sum.some(
    ({ conjunction }) => findsItsKey(lowering, conjunction) || selectsItself(lowering, conjunction),
  );
}

/** True if it is proved that no query of any input selects two keys. */
export function atMostOne(lowering: Lowering, sum: SignedSum): boolean {
  const widths = positionalWidths(lowering, sum);
  if (widths !== null) return widths.greatest <= 1;
  const [only, ...others] = sum;
  if (only === undefined || others.length > 0 || only.sign < 0) return false;
  const fixed = new Set(
    only.conjunction.filter(({ outcomes }) => outcomes === EQUAL).map(({ keys }) => keys),
  );
  return [...fixed].some((key) => isDistinct(lowering, key) || isRankWithin(lowering, key, fixed));
}

/**
 * True if the s-op numbers the positions that agree on the fixed s-ops: it is the
 * width of "before (or not after) in an order of distinct values, and equal in
 * some of the fixed s-ops". Then no two such positions have the same number.
 */
function isRankWithin(lowering: Lowering, id: NodeId, fixed: ReadonlySet<NodeId>): boolean {
  const node = nodeOf(lowering.graph, id);
  if (node.kind !== "width") return false;
  const sum = toSignedSum(lowering.graph, node.selector, MOST_CONJUNCTIONS);
  const [only, ...others] = sum ?? [];
  if (only === undefined || others.length > 0 || only.sign < 0) return false;
  if (only.conjunction.some(({ keys, queries }) => keys !== queries)) return false;
  const classes = only.conjunction.filter(({ outcomes }) => outcomes === EQUAL);
  if (!classes.every(({ keys }) => fixed.has(keys))) return false;
  const [order, ...more] = only.conjunction.filter(({ outcomes }) => outcomes !== EQUAL);
  // Under causal attention every selector is an order of positions already.
  if (order === undefined) return lowering.causal;
  const oneWay = ((order.outcomes & LESS) === 0) !== ((order.outcomes & GREATER) === 0);
  if (more.length > 0 || lowering.causal || !oneWay) return false;
  return isDistinct(lowering, order.keys) && isComparable(lowering, order.keys);
}

/** True if no two positions of an input hold equal values of the s-op. */
function isDistinct(lowering: Lowering, id: NodeId): boolean {
  const table = lowering.tableOf(id, "sums");
  if (isRefused(table)) return false;
  const positions = byPosition(lowering, table);
  if (positions !== null) {
    const keys = Array.from(positions, (cell) => equalityKey(atomAt(table, cell)));
    return new Set(keys).size === lowering.maxLength;
  }
  return isRank(lowering, id);
}

/** An equality whose key is sure to be there: an index in range, or any rank below the length. */
function findsItsKey(lowering: Lowering, conjunction: Conjunction): boolean {
  const [literal, ...others] = conjunction;
  if (literal === undefined) return true;
  if (others.length > 0 || literal.outcomes !== EQUAL) return false;
  const tables = literalTables(lowering, literal);
  if (tables === null) return false;
  const placeOf = keyPlaces(lowering, literal.keys, tables.keys);
  if (placeOf === null) return false;
  const { variables, cells, atoms } = tables.queries;
  const indexAt = variables.findIndex(({ id }) => id === lowering.index.id);
  const length = lengthVariableOf(lowering);
  const lengthAt = variables.findIndex(({ id }) => id === length);
  const states = new Int32Array(variables.length);
  for (const cell of cells) {
    if (cell >= 0) {
      const place = placeOf.get(equalityKey(atomAt(tables.queries, cell)));
      // The last position that is sure to exist (under causal attention: to be seen).
      const own = indexAt === -1 ? 0 : (states[indexAt] ?? 0);
      const last = lowering.causal || lengthAt === -1 ? own : (states[lengthAt] ?? 0);
      if (place === undefined || place > last || (lowering.causal && isRank(lowering, literal.keys)))
        return false;
    }
    advance(states, variables);
  }
  return atoms.length > 0;
}

/** Where each key value stands at the latest: its index, or for ranks its own number. */
function keyPlaces(lowering: Lowering, id: NodeId, table: Table): ReadonlyMap<string, number> | null {
  const positions = byPosition(lowering, table);
  if (positions !== null) {
    const places = new Map<string, number>();
    for (const [place, cell] of positions.entries()) {
      const key = equalityKey(atomAt(table, cell));
      if (!places.has(key)) places.set(key, place);
    }
    return places;
  }
  if (!isRank(lowering, id)) return null;
  return new Map(table.atoms.map((atom) => [equalityKey(atom), numberOf(atom) ?? Infinity]));
}

function lengthVariableOf(lowering: Lowering): number {
  return lowering.channels.get("length")?.id ?? -1;
}

/**
 * True if the s-op is the width of a strict total order on the positions of
 * every input, so that its values are 0 … n − 1 in some order: lexicographic
 * comparisons (a <), (a == and b <), …, whose last operand differs everywhere.
 */
function isRank(lowering: Lowering, id: NodeId): boolean {
  const node = nodeOf(lowering.graph, id);
  if (node.kind !== "width" || lowering.causal) return false;
  const sum = toSignedSum(lowering.graph, node.selector, MOST_CONJUNCTIONS);
  if (sum === null || sum.some(({ sign }) => sign < 0)) return false;
  const rows = sum
    .map(({ conjunction }) => new Map(conjunction.map((literal) => [literal.keys, literal])))
    .toSorted((a, b) => a.size - b.size);
  const operands: NodeId[] = [];
  for (const row of rows) {
    const strict = [...row.values()].filter(({ outcomes }) => outcomes !== EQUAL);
    const [last] = strict;
    const ordered = last?.outcomes === LESS || last?.outcomes === GREATER;
    if (last === undefined || strict.length > 1 || !ordered || last.keys !== last.queries) return false;
    if (row.size !== operands.length + 1 || !operands.every((operand) => row.has(operand))) return false;
    if ([...row.values()].some((literal) => literal.keys !== literal.queries)) return false;
    operands.push(last.keys);
  }
  const final = operands[operands.length - 1];
  return (
    final !== undefined &&
    isDistinct(lowering, final) &&
    operands.every((operand) => isComparable(lowering, operand))
  );
}

/** True if the s-op's values are all numbers or all strings, so that any two are ordered. */
function isComparable(lowering: Lowering, id: NodeId): boolean {
  const table = lowering.tableOf(id, "sums");
  if (isRefused(table)) return false;
  const strings = table.atoms.filter((atom) => atom.type === "string").length;
  return strings === 0 || strings === table.atoms.length;
}

function atomAt(table: Table, cell: number): Atom {
  const atom = table.atoms[cell];
  if (atom === undefined) throw new Error("internal: a cell without an atom");
  return atom;
}
