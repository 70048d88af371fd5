/** Selectors as formulas over comparisons. */
import type { ModelNode } from "../../runtime/model.ts";
import { ANY, EQUAL, GREATER, LESS, UNRELATED } from "../state/atoms.ts";

/** Two s-ops that are compared: key against query. */
export interface Pair {
  readonly keys: number;
  readonly queries: number;
}

/** A comparison: which outcomes select. */
export interface Literal extends Pair {
  readonly outcomes: number;
}

export type Graph = readonly ModelNode[];
type Comparison = (ModelNode & { readonly kind: "select" })["comparison"];

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

export function pairKey({ keys, queries }: Pair): string {
  return `${String(keys)} ${String(queries)}`;
}

/** The pairs that a selector compares, each once. */
export function pairsOf(graph: Graph, selector: number | null): readonly Pair[] {
  const pairs = new Map<string, Pair>();
  const waiting = selector === null ? [] : [selector];
  const seen = new Set<number>();
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const node = graph[id];
    if (node?.kind === "select") pairs.set(pairKey(node), { keys: node.keys, queries: node.queries });
    else if (node?.kind === "both" || node?.kind === "either") waiting.push(node.left, node.right);
    else if (node?.kind === "not") waiting.push(node.operand);
    else throw new Error("internal: not a selector");
  }
  return [...pairs.values()];
}

/** Whether a selector selects, given how each pair compares; null where a comparison has no answer. */
export function selects(
  graph: Graph,
  selector: number | null,
  outcomeOf: (pair: Pair) => number,
): boolean | null {
  if (selector === null) return true;
  const known = new Map<number, boolean | null>();
  const evaluate = (id: number): boolean | null => {
    const found = known.get(id);
    if (found !== undefined) return found;
    const result = evaluateNode(id);
    known.set(id, result);
    return result;
  };
  const evaluateNode = (id: number): boolean | null => {
    const node = graph[id];
    switch (node?.kind) {
      case "select": {
        const outcome = outcomeOf(node);
        const ordered = node.comparison !== "==" && node.comparison !== "!=";
        return ordered && outcome === UNRELATED ? null : (outcomesOf(node.comparison) & outcome) !== 0;
      }
      case "both":
      case "either": {
        const [left, right] = [evaluate(node.left), evaluate(node.right)];
        if (left === null || right === null) return null;
        return node.kind === "both" ? left && right : left || right;
      }
      case "not": {
        const operand = evaluate(node.operand);
        return operand === null ? null : !operand;
      }
      default:
        throw new Error("internal: not a selector");
    }
  };
  return evaluate(selector);
}

/** All literals hold; of different pairs. */
export type Conjunction = readonly Literal[];

/** More conjunctions than this are not looked at one by one. */
const MOST_CONJUNCTIONS = 64;

/** The selector as disjoint conjunctions, one of which holds where it selects; null if they are too many. */
export function conjunctionsOf(graph: Graph, selector: number): readonly Conjunction[] | null {
  return disjoint(graph, selector, true);
}

function disjoint(graph: Graph, id: number, positive: boolean): readonly Conjunction[] | null {
  const node = graph[id];
  switch (node?.kind) {
    case "select": {
      const outcomes = outcomesOf(node.comparison);
      return [[{ keys: node.keys, queries: node.queries, outcomes: positive ? outcomes : ANY & ~outcomes }]];
    }
    case "not":
      return disjoint(graph, node.operand, !positive);
    case "both":
    case "either": {
      const left = disjoint(graph, node.left, positive);
      const right = disjoint(graph, node.right, positive);
      if ((node.kind === "both") === positive) return product(left, right);
      const ways = [
        append(left, product(disjoint(graph, node.left, !positive), right)),
        append(right, product(disjoint(graph, node.right, !positive), left)),
      ].filter((way) => way !== null);
      return ways.toSorted((a, b) => a.length - b.length)[0] ?? null;
    }
    default:
      throw new Error("internal: not a selector");
  }
}

function append(
  left: readonly Conjunction[] | null,
  right: readonly Conjunction[] | null,
): readonly Conjunction[] | null {
  return left === null || right === null ? null : [...left, ...right];
}

function product(
  left: readonly Conjunction[] | null,
  right: readonly Conjunction[] | null,
): readonly Conjunction[] | null {
  if (left === null || right === null || left.length * right.length > MOST_CONJUNCTIONS) return null;
  return left.flatMap((a) => right.flatMap((b) => conjoin(a, b)));
}

function conjoin(left: Conjunction, right: Conjunction): readonly Conjunction[] {
  const literals = new Map<string, Literal>();
  for (const literal of [...left, ...right]) {
    const key = pairKey(literal);
    const outcomes = literal.outcomes & (literals.get(key)?.outcomes ?? ANY);
    if (outcomes === 0) return [];
    literals.set(key, { ...literal, outcomes });
  }
  return [[...literals.values()]];
}
