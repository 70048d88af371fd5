/** S-ops that are linear in index and length, whatever the tables over both would weigh. */
import { numberOf } from "../../../language/atom.ts";
import type { NodeId } from "../../../language/graph.ts";
import { nodeOf } from "../../../language/graph.ts";
import type { Knowledge } from "../context/knowledge.ts";

/** constant + index · indices + length · length, all integers. */
export interface Linear {
  readonly constant: number;
  readonly index: number;
  readonly length: number;
}

/** The s-op as a linear function of index and length; null if it is none. Under causal attention `length` is index + 1. */
export function linearOf(known: Knowledge, id: NodeId): Linear | null {
  const node = nodeOf(known.graph, id);
  switch (node.kind) {
    case "indices":
      return { constant: 0, index: 1, length: 0 };
    case "length":
      return known.causal ? { constant: 1, index: 1, length: 0 } : { constant: 0, index: 0, length: 1 };
    case "constant": {
      const number = node.value.type === "int" ? numberOf(node.value) : undefined;
      return number === undefined ? null : { constant: number, index: 0, length: 0 };
    }
    case "map": {
      const { operator, operands } = node;
      const [left, right] = operands.map((operand) => linearOf(known, operand));
      if (left === undefined || left === null || right === null) return null;
      if (operator.kind === "unary") return operator.symbol === "-" ? sum(left, -1, left, 0) : null;
      if (operator.kind !== "binary" || right === undefined) return null;
      if (operator.symbol === "+") return sum(left, 1, right, 1);
      if (operator.symbol === "-") return sum(left, 1, right, -1);
      if (operator.symbol !== "*") return null;
      if (isConstant(left)) return sum(right, left.constant, left, 0);
      return isConstant(right) ? sum(left, right.constant, right, 0) : null;
    }
    default:
      return null;
  }
}

function sum(left: Linear, a: number, right: Linear, b: number): Linear {
  return {
    constant: a * left.constant + b * right.constant,
    index: a * left.index + b * right.index,
    length: a * left.length + b * right.length,
  };
}

function isConstant({ index, length }: Linear): boolean {
  return index === 0 && length === 0;
}

/** Least and greatest value at any position of any input: linear functions take them at the corners of index < length ≤ N. */
export function rangeOfLinear(
  { constant, index, length }: Linear,
  maxLength: number,
): { readonly least: number; readonly greatest: number } {
  const corners = [
    [0, 1],
    [0, maxLength],
    [maxLength - 1, maxLength],
  ].map(([i = 0, n = 0]) => constant + index * i + length * n);
  return { least: Math.min(...corners), greatest: Math.max(...corners) };
}

/** True if the value is the index of some position that the query sees, in every input. */
export function isIndexInReach(known: Knowledge, { constant, index, length }: Linear): boolean {
  const least = rangeOfLinear({ constant, index, length }, known.maxLength).least;
  // The last position that is sure to be seen: length − 1, or under causal attention the query's own.
  const after = known.causal
    ? { constant: -constant, index: 1 - index, length: -length }
    : { constant: -1 - constant, index: -index, length: 1 - length };
  return least >= 0 && rangeOfLinear(after, known.maxLength).least >= 0;
}
