/** Selectors and s-ops that read nothing but indices: known completely before any input is. */
import type { Atom } from "../../../language/atom.ts";
import { float } from "../../../language/atom.ts";
import type { NodeId } from "../../../language/graph.ts";
import { exactMean } from "../../../language/numbers/mean.ts";
import type { Knowledge } from "../context/knowledge.ts";
import { Memo } from "../context/memo.ts";
import type { Table } from "../tables/table.ts";
import { comparablePlaces, relationOf } from "./compare.ts";
import type { Conjunction, Literal, SignedSum } from "./formula.ts";
import { EQUAL, GREATER, LESS, sumKey } from "./formula.ts";

/** Widths of the rows of a selector that reads nothing but indices. */
export interface PositionalWidths {
  readonly least: number;
  readonly greatest: number;
  /** The width as a function of the index alone, if it is one. */
  readonly byIndex: readonly number[] | null;
  /** True if the width is the length itself. */
  readonly isLength: boolean;
}

/** The literals' tables over sums; null where one has none. */
export function literalTables(
  known: Knowledge,
  literal: Literal,
): { readonly keys: Table; readonly queries: Table } | null {
  const keys = known.knownTable(literal.keys);
  const queries = known.knownTable(literal.queries);
  return keys === null || queries === null ? null : { keys, queries };
}

/** Widths of selectors over indices alone; null for the others. */
const widthsMeasured = new Memo<SignedSum, PositionalWidths | null>(sumKey);

/**
 * Widths of a selector over indices alone, from its N × N matrix; null if it
 * reads anything else. O(N² · literals).
 */
export function positionalWidths(known: Knowledge, sum: SignedSum): PositionalWidths | null {
  return widthsMeasured.once(known, sum, () => measureWidths(known, sum));
}

function measureWidths(known: Knowledge, sum: SignedSum): PositionalWidths | null {
  const size = known.maxLength;
  const selected = selectedKeys(known, sum);
  if (selected === null) return null;
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
      if (key < query || (known.causal && key > query)) continue;
      least = Math.min(least, width);
      greatest = Math.max(greatest, width);
      if (key === query) byIndex.push(width);
      else if (width !== byIndex[query]) functional = false;
      if (width !== key + 1) isLength = false;
    }
  }
  return { least, greatest, byIndex: functional ? byIndex : null, isLength: isLength && !known.causal };
}

/** Longer inputs make a table over index and length too large to be worth it. */
const LONGEST_BY_LENGTH = 128;

/**
 * An aggregate of positional values over positional rows, as a function of the
 * index, or of index and length where rows grow with the input; null if it reads
 * anything else, or averages what has no mean.
 */
export function positionalAggregate(
  known: Knowledge,
  sum: SignedSum,
  value: NodeId,
  fallback: Atom,
): PositionalValues | null {
  const widths = positionalWidths(known, sum);
  const table = known.knownTable(value);
  const cells = widths === null || table === null ? null : byPosition(known, table);
  if (widths === null || table === null || cells === null || table.atoms.length === 0) return null;
  const grows = widths.byIndex === null;
  const size = known.maxLength;
  if (grows && size > LONGEST_BY_LENGTH) return null;
  const numeric = table.atoms.every(({ type }) => type === "int" || type === "float");
  const selected = selectedKeys(known, sum);
  /** The row of a query in an input (under causal attention: a prefix) of so many positions. */
  const resultOf = (query: number, length: number): Atom | null => {
    const row: Atom[] = [];
    for (let key = 0; key < length; key++) {
      if (selected?.[query * size + key] === 1) row.push(atomAt(table, cells[key] ?? 0));
    }
    const [first, ...more] = row;
    if (first === undefined) return fallback;
    if (more.length === 0) return first;
    return numeric ? float(exactMean(row)) : null;
  };
  const results: Atom[] = [];
  for (let query = 0; query < size; query++) {
    // Rows that do not grow hold no key after the query.
    for (let length = grows ? 1 : query + 1; length <= (grows ? size : query + 1); length++) {
      const result = length <= query ? fallback : resultOf(query, length);
      if (result === null) return null;
      results.push(result);
    }
  }
  return { byLength: grows, values: results };
}

/** values[index], or values[index · N + length − 1]. */
export interface PositionalValues {
  readonly byLength: boolean;
  readonly values: readonly Atom[];
}

/** selected[query · N + key] of a signed sum, 0 or 1; null if some operand reads more than the index. */
export function selectedKeys(known: Knowledge, sum: SignedSum): Int8Array | null {
  const selected = new Int8Array(known.maxLength ** 2);
  for (const { sign, conjunction } of sum) {
    const matrix = positionalMatrix(known, conjunction);
    if (matrix === null) return null;
    for (let i = 0; i < selected.length; i++) selected[i]! += sign * matrix[i]!;
  }
  return selected;
}

/** selected[query · N + key]; null if some operand reads more than the index. */
function positionalMatrix(known: Knowledge, conjunction: Conjunction): Int8Array | null {
  const size = known.maxLength;
  const matrix = new Int8Array(size * size).fill(1);
  for (const literal of conjunction) {
    const tables = literalTables(known, literal);
    const keys = tables === null ? null : byPosition(known, tables.keys);
    const queries = tables === null ? null : byPosition(known, tables.queries);
    if (tables === null || keys === null || queries === null) return null;
    clearUnselected(matrix, { ...literal, keys, queries }, tables);
  }
  return matrix;
}

/** Clears the pairs of positions that a comparison does not select. */
function clearUnselected(
  matrix: Int8Array,
  literal: { readonly keys: Int32Array; readonly queries: Int32Array; readonly outcomes: number },
  tables: { readonly keys: Table; readonly queries: Table },
): void {
  const { keys, queries, outcomes } = literal;
  const size = keys.length;
  const places = comparablePlaces(tables.keys.atoms, tables.queries.atoms);
  if (places !== null) {
    const keyPlaces = Float64Array.from(keys, (cell) => places.keys[cell] ?? NaN);
    const queryPlaces = Float64Array.from(queries, (cell) => places.queries[cell] ?? NaN);
    for (let query = 0; query < size; query++) {
      const wanted = queryPlaces[query]!;
      for (let key = 0; key < size; key++) {
        const place = keyPlaces[key]!;
        const outcome = place < wanted ? LESS : place > wanted ? GREATER : EQUAL;
        if ((outcome & outcomes) === 0) matrix[query * size + key] = 0;
      }
    }
    return;
  }
  const relation = relationOf(tables.keys.atoms, tables.queries.atoms, outcomes);
  for (let query = 0; query < size; query++) {
    for (let key = 0; key < size; key++) {
      if (relation[keys[key]!]?.[queries[query]!] !== true) matrix[query * size + key] = 0;
    }
  }
}

/** The table's atom at each index, if it reads the index alone (or nothing) and never fails. */
export function byPosition(known: Knowledge, table: Table): Int32Array | null {
  if (table.cells.some((cell) => cell < 0)) return null;
  const [only, ...others] = table.variables;
  if (only === undefined) return new Int32Array(known.maxLength).fill(table.cells[0] ?? 0);
  return only.id === known.index.id && others.length === 0 ? table.cells : null;
}

/** The atom of a cell that holds one. */
export function atomAt(table: Table, cell: number): Atom {
  const atom = table.atoms[cell];
  if (atom === undefined) throw new Error("internal: a cell without an atom");
  return atom;
}
