/** Proofs that a selector's rows are never empty. */
import { equalityKey, numberOf } from "../../../language/atom.ts";
import type { NodeId } from "../../../language/graph.ts";
import { nodeOf } from "../../../language/graph.ts";
import type { Knowledge } from "../context/knowledge.ts";
import { Memo } from "../context/memo.ts";
import type { Table } from "../tables/table.ts";
import { reachable, spread } from "../tables/table.ts";
import { advance } from "../tables/tuples.ts";
import { jointSize, unite } from "../tables/variable.ts";
import { relationOf } from "./compare.ts";
import { countsLength } from "./counted.ts";
import type { Conjunction, SignedSum } from "./formula.ts";
import { EQUAL, sumKey } from "./formula.ts";
import { isIndexInReach, linearOf } from "./linear.ts";
import { atomAt, byPosition, literalTables, positionalWidths } from "./positional.ts";
import { rankOf } from "./ranks.ts";

/** True if every position selects itself, whatever the input: then no row is empty. */
function selectsItself(known: Knowledge, conjunction: Conjunction): boolean {
  return conjunction.every((literal) => {
    const tables = literalTables(known, literal);
    if (tables === null) return false;
    const { keys, queries } = tables;
    const variables = unite(keys.variables, queries.variables);
    if (jointSize(variables) > MOST_PAIRS || keys.atoms.length * queries.atoms.length > MOST_PAIRS)
      return false;
    if (literal.keys === literal.queries) return (literal.outcomes & EQUAL) !== 0;
    const relation = relationOf(keys.atoms, queries.atoms, literal.outcomes);
    const mask = reachable(variables, known.constraints);
    const keyCells = spread(keys, variables);
    const queryCells = spread(queries, variables);
    return keyCells.every((key, cell) => {
      const query = queryCells[cell] ?? -1;
      if (mask?.[cell] === 0 || key < 0 || query < 0) return true;
      return relation[key]?.[query] === true;
    });
  });
}

/** Pairs of a key's and a query's values gone through to see whether some key is always selected. */
const MOST_PAIRS = 1 << 21;

/** Selectors of which it is known whether some key is selected in every row. */
const full = new Memo<SignedSum, boolean>(sumKey);

/** True if it is proved that some key is selected by every query of every input. */
export function neverEmpty(known: Knowledge, sum: SignedSum): boolean {
  return full.once(known, sum, () => provedFull(known, sum));
}

function provedFull(known: Knowledge, sum: SignedSum): boolean {
  const widths = positionalWidths(known, sum);
  if (widths !== null) return widths.least > 0;
  if (sum.some(({ sign }) => sign < 0)) return false;
  return sum.some(({ conjunction }) => findsItsKey(known, conjunction) || selectsItself(known, conjunction));
}

/** An equality whose key is sure to be there: an index in range, or any rank below the length. */
function findsItsKey(known: Knowledge, conjunction: Conjunction): boolean {
  const [literal, ...others] = conjunction;
  if (literal === undefined) return true;
  if (others.length > 0 || literal.outcomes !== EQUAL) return false;
  const linear = linearOf(known, literal.queries);
  if (linear !== null && nodeOf(known.graph, literal.keys).kind === "indices")
    return isIndexInReach(known, linear);
  const tables = literalTables(known, literal);
  if (tables === null) return false;
  const placeOf = keyPlaces(known, literal.keys, tables.keys);
  if (placeOf === null) return false;
  const { variables, cells, atoms } = tables.queries;
  const indexAt = variables.findIndex(({ id }) => id === known.index.id);
  const lengthAt = variables.findIndex((variable) => countsLength(known, variable));
  const states = new Int32Array(variables.length);
  for (const cell of cells) {
    if (cell >= 0) {
      const place = placeOf.get(equalityKey(atomAt(tables.queries, cell)));
      // The last position that is sure to exist (under causal attention: to be seen).
      const index = indexAt === -1 ? 0 : (states[indexAt] ?? 0);
      const last = known.causal || lengthAt === -1 ? index : (states[lengthAt] ?? 0);
      if (place === undefined || place > last) return false;
    }
    advance(states, variables);
  }
  return atoms.length > 0;
}

/** The least number of positions, less one, with which each key value is there: its index, or for ranks the rank. */
function keyPlaces(known: Knowledge, id: NodeId, table: Table): ReadonlyMap<string, number> | null {
  const positions = byPosition(known, table);
  if (positions !== null) {
    const places = new Map<string, number>();
    for (const [place, cell] of positions.entries()) {
      const key = equalityKey(atomAt(table, cell));
      if (!places.has(key)) places.set(key, place);
    }
    return places;
  }
  const rank = rankOf(known, id);
  if (rank === null) return null;
  const places = table.atoms.map((atom) => ((numberOf(atom) ?? Infinity) - rank.offset) * rank.factor);
  // A width may have a state that no rank takes: 0, where every position counts itself.
  return new Map(
    table.atoms.flatMap((atom, i) => ((places[i] ?? -1) < 0 ? [] : [[equalityKey(atom), places[i] ?? 0]])),
  );
}
