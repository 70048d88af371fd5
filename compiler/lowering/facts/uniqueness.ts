/** Proofs that a selector's rows hold at most one key. */
import { int } from "../../../language/atom.ts";
import type { NodeId } from "../../../language/graph.ts";
import { nodeOf } from "../../../language/graph.ts";
import type { Knowledge } from "../context/knowledge.ts";
import type { Table } from "../tables/table.ts";
import { reachable, spread, variableTable } from "../tables/table.ts";
import type { Variable } from "../tables/variable.ts";
import { jointSize, unite } from "../tables/variable.ts";
import { relationOf } from "./compare.ts";
import { selectorCounted } from "./counted.ts";
import type { Conjunction, Literal, SignedSum } from "./formula.ts";
import { EQUAL, GREATER, LESS, MOST_CONJUNCTIONS, toSignedSum } from "./formula.ts";
import { literalTables, positionalWidths } from "./positional.ts";
import { isComparable, isDistinct } from "./ranks.ts";

/** True if it is proved that no query of any input selects two keys. */
export function atMostOne(known: Knowledge, sum: SignedSum): boolean {
  const widths = positionalWidths(known, sum);
  if (widths !== null) return widths.greatest <= 1;
  const [only, ...others] = sum;
  if (only === undefined || others.length > 0 || only.sign < 0) return false;
  const fixed = new Set(
    only.conjunction.filter(({ outcomes }) => outcomes === EQUAL).map(({ keys }) => keys),
  );
  if ([...fixed].some((key) => isDistinct(known, key) || isRankWithin(known, key, only.conjunction)))
    return true;
  return excludeEachOther(known, only.conjunction);
}

/** Joint states of keys beyond this many are not compared in pairs. */
const MOST_STATES = 512;

/**
 * True if no two positions can both be selected because each would count the
 * other: the keys read the width of "before, in an order of distinct values, and
 * g", any two selected keys satisfy g, and a selected key's width leaves no room
 * for another ("this is an a, and there is no a before it").
 */
function excludeEachOther(known: Knowledge, conjunction: Conjunction): boolean {
  const tables = conjunction.map((literal) => ({ literal, tables: literalTables(known, literal) }));
  const variables = unite(...tables.map((each) => each.tables?.keys.variables ?? []));
  if (jointSize(variables) > MOST_STATES) return false;
  // Selected states, by the literals whose query is a constant; the others are left open.
  const selected = new Uint8Array(jointSize(variables)).fill(1);
  const mask = reachable(variables, known.constraints);
  for (const { literal, tables: pair } of tables) {
    if (pair === null || pair.queries.variables.length > 0) continue;
    const relation = relationOf(pair.keys.atoms, pair.queries.atoms, literal.outcomes);
    const query = pair.queries.cells[0] ?? -1;
    for (const [state, key] of spread(pair.keys, variables).entries()) {
      if (key < 0 || query < 0 || relation[key]?.[query] !== true) selected[state] = 0;
    }
  }
  const states = [...selected.keys()].filter((state) => selected[state] === 1 && mask?.[state] !== 0);
  return variables.some((variable) => {
    const sum = selectorCounted(known, variable);
    return sum !== null && leavesNoRoom(known, sum, variable, variables, states);
  });
}

function leavesNoRoom(
  known: Knowledge,
  sum: SignedSum,
  width: Variable,
  variables: readonly Variable[],
  states: readonly number[],
): boolean {
  const [only, ...others] = sum;
  if (only === undefined || others.length > 0 || only.sign < 0) return false;
  const isOrder = ({ keys, queries, outcomes }: Literal): boolean =>
    keys === queries &&
    ((outcomes & LESS) === 0) !== ((outcomes & GREATER) === 0) &&
    isDistinct(known, keys) &&
    isComparable(known, keys);
  const order = only.conjunction.find(isOrder);
  // Under causal attention the positions are an order already, and another one would leave pairs uncounted.
  if (known.causal ? order !== undefined && !followsPositions(known, order) : order === undefined)
    return false;
  const guards = only.conjunction.filter((literal) => literal !== order);
  const countsItself = order === undefined || (order.outcomes & EQUAL) !== 0;
  const widths = spread(widthStates(width), variables);
  // A selected key that counts another one (and itself) has at least this width.
  const crowded = countsItself ? 2 : 1;
  if (states.some((state) => (width.low[widths[state] ?? 0] ?? 0) >= crowded)) return false;
  return guards.every((literal) => {
    const pair = literalTables(known, literal);
    if (pair === null) return false;
    const joint = new Set(variables.map(({ id }) => id));
    if (![...pair.keys.variables, ...pair.queries.variables].every(({ id }) => joint.has(id))) return false;
    const relation = relationOf(pair.keys.atoms, pair.queries.atoms, literal.outcomes);
    const keys = spread(pair.keys, variables);
    const queries = spread(pair.queries, variables);
    return states.every((x) => states.every((y) => relation[keys[x] ?? -1]?.[queries[y] ?? -1] === true));
  });
}

/** True for `indices < indices` and `indices <= indices`, which causal attention does not narrow. */
function followsPositions({ graph }: Knowledge, { keys, outcomes }: Literal): boolean {
  return nodeOf(graph, keys).kind === "indices" && (outcomes & GREATER) === 0 && (outcomes & LESS) !== 0;
}

/** The states of one variable as a table of themselves. */
function widthStates(variable: Variable): Table {
  return variableTable(
    variable,
    Array.from({ length: variable.size }, (_, state) => int(state)),
  );
}

/**
 * True if the s-op numbers the selected keys: it is the width of "before (or not
 * after) in an order of distinct values, and c", where every c is an equality of
 * an s-op that the conjunction fixes too, or one of its own conditions on keys.
 * Then a later selected key counts all that an earlier one counts, and one more.
 */
function isRankWithin(known: Knowledge, id: NodeId, conjunction: Conjunction): boolean {
  const node = nodeOf(known.graph, id);
  if (node.kind !== "width") return false;
  const sum = toSignedSum(known.graph, node.selector, MOST_CONJUNCTIONS);
  const [only, ...others] = sum ?? [];
  if (only === undefined || others.length > 0 || only.sign < 0) return false;
  const shared = ({ keys, queries, outcomes }: Literal): boolean =>
    conjunction.some((fixed) =>
      keys === queries
        ? outcomes === EQUAL && fixed.outcomes === EQUAL && fixed.keys === keys
        : fixed.keys === keys &&
          fixed.queries === queries &&
          (fixed.outcomes & ~outcomes) === 0 &&
          nodeOf(known.graph, queries).kind === "constant",
    );
  const [order, ...more] = only.conjunction.filter((literal) => !shared(literal));
  // Under causal attention every selector is an order of positions already.
  if (order === undefined) return known.causal;
  if (more.length > 0 || order.keys !== order.queries) return false;
  if (known.causal) return followsPositions(known, order);
  const oneWay = ((order.outcomes & LESS) === 0) !== ((order.outcomes & GREATER) === 0);
  return oneWay && isDistinct(known, order.keys) && isComparable(known, order.keys);
}
