/** Proofs that a selector's rows hold at most one key. */
import { equalityKey, int } from "../../../language/atom.ts";
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
import { EQUAL, GREATER, LESS, UNRELATED, toSignedSum } from "./formula.ts";
import { MOST_CONJUNCTIONS, atomAt, byPosition, literalTables, positionalWidths } from "./positional.ts";

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
    const own = new Set(variables.map(({ id }) => id));
    if (![...pair.keys.variables, ...pair.queries.variables].every(({ id }) => own.has(id))) return false;
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
    conjunction.some((own) =>
      keys === queries
        ? outcomes === EQUAL && own.outcomes === EQUAL && own.keys === keys
        : own.keys === keys &&
          own.queries === queries &&
          (own.outcomes & ~outcomes) === 0 &&
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

/** True if no two positions of an input hold equal values of the s-op. */
function isDistinct(known: Knowledge, id: NodeId): boolean {
  const table = known.knownTable(id);
  if (table === null) return false;
  const positions = byPosition(known, table);
  if (positions !== null) {
    const keys = Array.from(positions, (cell) => equalityKey(atomAt(table, cell)));
    return new Set(keys).size === known.maxLength;
  }
  return rankOf(known, id) !== null;
}

/** An s-op whose values are factor · r + offset for the ranks r = 0 … n − 1, in some order, in every input. */
export interface Rank {
  readonly factor: number;
  readonly offset: number;
}

/** The s-op as ranks, moved or turned by constants; null if it is not proved to be. */
export function rankOf(known: Knowledge, id: NodeId): Rank | null {
  const node = nodeOf(known.graph, id);
  if (node.kind === "width") return widthRank(known, node.selector);
  if (node.kind !== "map") return null;
  const { operator, operands } = node;
  const [left, right] = operands;
  if (left === undefined) return null;
  if (operator.kind === "unary") return operator.symbol === "-" ? moved(rankOf(known, left), -1, 0) : null;
  if (operator.kind !== "binary" || right === undefined) return null;
  const [before, after] = [integerOf(known, left), integerOf(known, right)];
  if (operator.symbol === "+") {
    if (after !== null) return moved(rankOf(known, left), 1, after);
    return before === null ? null : moved(rankOf(known, right), 1, before);
  }
  if (operator.symbol !== "-") return null;
  if (after !== null) return moved(rankOf(known, left), 1, -after);
  return before === null ? null : moved(rankOf(known, right), -1, before);
}

function moved(rank: Rank | null, factor: number, by: number): Rank | null {
  return rank === null ? null : { factor: factor * rank.factor, offset: factor * rank.offset + by };
}

function integerOf(known: Knowledge, id: NodeId): number | null {
  const node = nodeOf(known.graph, id);
  return node.kind === "constant" && node.value.type === "int" ? node.value.value : null;
}

/**
 * The widths of a strict total order on the positions: lexicographic comparisons
 * (a <), (a == and b <), …, whose last operand differs everywhere. Where the last
 * one holds of a position and itself, too, the widths are 1 … n.
 */
function widthRank(known: Knowledge, selector: NodeId): Rank | null {
  if (known.causal) return null;
  const sum = toSignedSum(known.graph, selector, MOST_CONJUNCTIONS);
  if (sum === null || sum.some(({ sign }) => sign < 0)) return null;
  // Each operand once, with itself.
  if (sum.some(({ conjunction }) => conjunction.some(({ keys, queries }) => keys !== queries))) return null;
  // All operands are comparable, as is checked below.
  const rows = sum
    .map(({ conjunction }) => conjunction.map((own) => ({ ...own, outcomes: own.outcomes & ~UNRELATED })))
    .map((conjunction) => new Map(conjunction.map((literal) => [literal.keys, literal])))
    .toSorted((a, b) => a.size - b.size);
  const operands: NodeId[] = [];
  let itself = 0;
  for (const [i, row] of rows.entries()) {
    const strict = [...row.values()].filter(({ outcomes }) => outcomes !== EQUAL);
    const [last] = strict;
    if (last === undefined || strict.length > 1) return null;
    itself = i === rows.length - 1 ? last.outcomes & EQUAL : 0;
    const way = last.outcomes & ~itself;
    if (way !== LESS && way !== GREATER) return null;
    if (row.size !== operands.length + 1 || !operands.every((operand) => row.has(operand))) return null;
    operands.push(last.keys);
  }
  const final = operands[operands.length - 1];
  if (final === undefined || !isDistinct(known, final)) return null;
  if (!operands.every((operand) => isComparable(known, operand))) return null;
  return { factor: 1, offset: itself === 0 ? 0 : 1 };
}

/** True if the s-op's values are all numbers or all strings, so that any two are ordered. */
function isComparable(known: Knowledge, id: NodeId): boolean {
  const table = known.knownTable(id);
  if (table === null) return false;
  const strings = table.atoms.filter((atom) => atom.type === "string").length;
  return strings === 0 || strings === table.atoms.length;
}
