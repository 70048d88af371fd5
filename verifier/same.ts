/** Whether two stated programs are the same, step by step, however their nodes are numbered. */
import { equalAtoms } from "../language/atom.ts";
import type { ModelNode, ModelStatement, StatedAtom } from "../runtime/model.ts";
import { toAtom } from "./program/stated.ts";

type Stated = Pick<ModelStatement, "graph" | "outputs">;

/** For each output of the left program, whether the right one's is the same. */
export function sameProgram(left: Stated, right: Stated): readonly boolean[] {
  const known = new Map<string, boolean>();
  return left.outputs.map((output, i) => {
    const other = right.outputs[i];
    return other !== undefined && sameNode(left.graph, right.graph, output, other, known);
  });
}

/** Operands come before their users, so pairs are gone through without recursion. */
function sameNode(
  left: readonly ModelNode[],
  right: readonly ModelNode[],
  first: number,
  second: number,
  known: Map<string, boolean>,
): boolean {
  const waiting: (readonly [number, number])[] = [[first, second]];
  for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
    const key = `${String(pair[0])} ${String(pair[1])}`;
    if (known.has(key)) {
      if (known.get(key) === false) return false;
      continue;
    }
    const operands = sameStep(left[pair[0]], right[pair[1]]);
    known.set(key, operands !== null);
    if (operands === null) return false;
    waiting.push(...operands);
  }
  return true;
}

/** The pairs of operands that must be the same if the two steps are; null if these differ already. */
function sameStep(
  left: ModelNode | undefined,
  right: ModelNode | undefined,
): readonly (readonly [number, number])[] | null {
  if (left === undefined || right === undefined) return null;
  switch (left.kind) {
    case "tokens":
      return right.kind === "tokens" && left.reading === right.reading ? [] : null;
    case "indices":
    case "length":
      return right.kind === left.kind ? [] : null;
    case "constant":
      return right.kind === "constant" && sameAtom(left.value, right.value) ? [] : null;
    case "map": {
      if (right.kind !== "map" || left.operands.length !== right.operands.length) return null;
      if (JSON.stringify(sorted(left.operator)) !== JSON.stringify(sorted(right.operator))) return null;
      return left.operands.map((operand, i) => [operand, right.operands[i]!] as const);
    }
    case "aggregate": {
      if (right.kind !== "aggregate" || !sameAtom(left.default, right.default)) return null;
      return [
        [left.selector, right.selector],
        [left.value, right.value],
      ];
    }
    case "width":
      return right.kind === "width" ? [[left.selector, right.selector]] : null;
    case "select":
      if (right.kind !== "select" || left.comparison !== right.comparison) return null;
      return [
        [left.keys, right.keys],
        [left.queries, right.queries],
      ];
    case "both":
    case "either":
      if (right.kind !== left.kind) return null;
      return [
        [left.left, right.left],
        [left.right, right.right],
      ];
    case "not":
      return right.kind === "not" ? [[left.operand, right.operand]] : null;
    default:
      return left satisfies never;
  }
}

function sameAtom(left: StatedAtom, right: StatedAtom): boolean {
  return left.type === right.type && (left.value === right.value || equalAtoms(toAtom(left), toAtom(right)));
}

/** The same with the fields of every object in one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, sorted(inner)]));
}
