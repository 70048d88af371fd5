/** S-ops whose values number the positions: no two hold the same, and every number below the length is there. */
import { equalityKey } from "../../../language/atom.ts";
import type { NodeId } from "../../../language/graph.ts";
import { nodeOf } from "../../../language/graph.ts";
import type { Knowledge } from "../context/knowledge.ts";
import { EQUAL, GREATER, LESS, MOST_CONJUNCTIONS, UNRELATED, toSignedSum } from "./formula.ts";
import { atomAt, byPosition } from "./positional.ts";

/** True if no two positions of an input hold equal values of the s-op. */
export function isDistinct(known: Knowledge, id: NodeId): boolean {
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
    .map(({ conjunction }) =>
      conjunction.map((literal) => ({ ...literal, outcomes: literal.outcomes & ~UNRELATED })),
    )
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
export function isComparable(known: Knowledge, id: NodeId): boolean {
  const table = known.knownTable(id);
  if (table === null) return false;
  const strings = table.atoms.filter((atom) => atom.type === "string").length;
  return strings === 0 || strings === table.atoms.length;
}
