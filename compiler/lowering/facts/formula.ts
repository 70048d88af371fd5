/** Selector formulas as signed sums of conjunctions of comparisons. */
import type { Comparison, Graph, NodeId } from "../../../language/graph.ts";
import { selectorOf } from "../../../language/graph.ts";

/** Which outcomes of comparing key and query select: a union of these bits. */
export const LESS = 1;
export const EQUAL = 2;
export const GREATER = 4;
/** Neither ordered nor equal: a string and a number under == or !=. */
export const UNRELATED = 8;
const ANY = LESS | EQUAL | GREATER | UNRELATED;

/** key ? query, for one pair of operands; all literals on equal operands are one. */
export interface Literal {
  readonly keys: NodeId;
  readonly queries: NodeId;
  /** Bits of LESS (key < query), EQUAL, GREATER, UNRELATED. */
  readonly outcomes: number;
}

/** All literals hold; no literals: every key. Sorted by operands. */
export type Conjunction = readonly Literal[];

/** Selectors that take more are refused, and nothing is proved of them. */
export const MOST_CONJUNCTIONS = 256;

/** A selector as Σ sign · conjunction, as 0/1 matrices. */
export type SignedSum = readonly { readonly sign: 1 | -1; readonly conjunction: Conjunction }[];

export function outcomesOf(comparison: Comparison): number {
  switch (comparison) {
    case "==":
      return EQUAL;
    case "!=":
      return ANY & ~EQUAL;
    case "<":
      return LESS;
    case "<=":
      return LESS | EQUAL;
    case ">":
      return GREATER;
    case ">=":
      return GREATER | EQUAL;
    default:
      return comparison satisfies never;
  }
}

/**
 * Writes a selector as disjoint conjunctions (a or b = a plus (not a and b);
 * negated comparisons are comparisons), or as all keys minus such a sum where
 * that takes fewer.
 *
 * @param limit  most conjunctions to make
 * @returns null where more than `limit` would be needed
 */
export function toSignedSum(graph: Graph, selector: NodeId, limit: number): SignedSum | null {
  const memo = new Map<string, readonly Conjunction[] | null>();
  const direct = disjoint(graph, selector, true, limit, memo);
  const complement = disjoint(graph, selector, false, limit, memo);
  if (complement !== null && (direct === null || complement.length + 1 < direct.length)) {
    return [
      { sign: 1, conjunction: [] },
      ...complement.map((conjunction) => ({ sign: -1 as const, conjunction })),
    ];
  }
  return direct?.map((conjunction) => ({ sign: 1 as const, conjunction })) ?? null;
}

type Memo = Map<string, readonly Conjunction[] | null>;

function disjoint(
  graph: Graph,
  id: NodeId,
  positive: boolean,
  limit: number,
  memo: Memo,
): readonly Conjunction[] | null {
  const key = `${String(id)} ${String(positive)}`;
  const known = memo.get(key);
  if (known !== undefined) return known;
  const result = disjointParts(graph, id, positive, limit, memo);
  const kept = result !== null && result.length <= limit ? result : null;
  memo.set(key, kept);
  return kept;
}

function disjointParts(
  graph: Graph,
  id: NodeId,
  positive: boolean,
  limit: number,
  memo: Memo,
): readonly Conjunction[] | null {
  const node = selectorOf(graph, id);
  const part = (child: NodeId, sign: boolean): readonly Conjunction[] | null =>
    disjoint(graph, child, sign, limit, memo);
  switch (node.kind) {
    case "select": {
      const outcomes = outcomesOf(node.comparison);
      const literal = {
        keys: node.keys,
        queries: node.queries,
        outcomes: positive ? outcomes : ANY & ~outcomes,
      };
      return [[literal]];
    }
    case "not":
      return part(node.operand, !positive);
    case "both":
    case "either": {
      const { left, right } = node;
      if ((node.kind === "both") === positive) {
        return product(part(left, positive), part(right, positive), limit);
      }
      const leftFirst = union(part(left, positive), part(left, !positive), part(right, positive), limit);
      const rightFirst = union(part(right, positive), part(right, !positive), part(left, positive), limit);
      if (leftFirst === null || rightFirst === null) return leftFirst ?? rightFirst;
      return rightFirst.length < leftFirst.length ? rightFirst : leftFirst;
    }
    default:
      return node satisfies never;
  }
}

/** a ⊎ (¬a ∧ b). */
function union(
  a: readonly Conjunction[] | null,
  notA: readonly Conjunction[] | null,
  b: readonly Conjunction[] | null,
  limit: number,
): readonly Conjunction[] | null {
  const rest = product(notA, b, limit);
  return a === null || rest === null ? null : [...a, ...rest];
}

/** Every pair of conjunctions and-ed, contradictions left out. */
function product(
  left: readonly Conjunction[] | null,
  right: readonly Conjunction[] | null,
  limit: number,
): readonly Conjunction[] | null {
  if (left === null || right === null || left.length * right.length > limit * limit) return null;
  const results: Conjunction[] = [];
  for (const a of left) {
    for (const b of right) {
      const joined = conjoin(a, b);
      if (joined !== null) results.push(joined);
    }
  }
  return results;
}

function conjoin(left: Conjunction, right: Conjunction): Conjunction | null {
  const byOperands = new Map<string, Literal>();
  for (const literal of [...left, ...right]) {
    const key = `${String(literal.keys)} ${String(literal.queries)}`;
    const known = byOperands.get(key);
    const outcomes = literal.outcomes & (known?.outcomes ?? ANY);
    if (outcomes === 0) return null;
    byOperands.set(key, { ...literal, outcomes });
  }
  return [...byOperands.values()].toSorted((a, b) => a.keys - b.keys || a.queries - b.queries);
}

/** Equal for sums of equal conjunctions. */
export function sumKey(sum: SignedSum): string {
  return sum
    .map(({ sign, conjunction }) => {
      const literals = conjunction.map((l) => `${String(l.keys)}.${String(l.queries)}.${String(l.outcomes)}`);
      return `${String(sign)}:${literals.join("&")}`;
    })
    .join("+");
}
