/** Whether a stated program is one that was written, step by step, however their nodes are numbered. */
import type { Atom } from "../language/atom.ts";
import { equalAtoms } from "../language/atom.ts";
import type { Graph, Node, NodeId, Operator } from "../language/graph.ts";
import type { ModelNode, ModelStatement } from "../runtime/model.ts";
import { toAtom, toOperator } from "./program/stated.ts";

/** A node of the statement, and the node of the program that it should be. */
type Pair = readonly [stated: number, written: NodeId];

/** For each output of the statement, whether it is the program's. */
export function sameProgram(
  { graph, outputs }: Pick<ModelStatement, "graph" | "outputs">,
  program: Graph,
  written: readonly NodeId[],
): readonly boolean[] {
  const known = new Map<string, boolean>();
  return outputs.map((output, i) => {
    const other = written[i];
    return other !== undefined && sameNode(graph, program, [output, other], known);
  });
}

/** Operands come before their users, so pairs are gone through without recursion. */
function sameNode(
  stated: readonly ModelNode[],
  { nodes }: Graph,
  first: Pair,
  known: Map<string, boolean>,
): boolean {
  const waiting = [first];
  for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
    const key = `${String(pair[0])} ${String(pair[1])}`;
    if (known.has(key)) {
      if (known.get(key) === false) return false;
      continue;
    }
    const operands = sameStep(stated[pair[0]], nodes[pair[1]]);
    known.set(key, operands !== null);
    if (operands === null) return false;
    waiting.push(...operands);
  }
  return true;
}

/** The pairs of operands that must be the same if the two steps are; null if these differ already. */
function sameStep(stated: ModelNode | undefined, written: Node | undefined): readonly Pair[] | null {
  if (stated === undefined || written === undefined) return null;
  switch (stated.kind) {
    case "tokens":
      return written.kind === "tokens" && stated.reading === written.reading ? [] : null;
    case "indices":
    case "length":
      return written.kind === stated.kind ? [] : null;
    case "constant":
      return written.kind === "constant" && sameAtom(toAtom(stated.value), written.value) ? [] : null;
    case "map": {
      if (written.kind !== "map" || stated.operands.length !== written.operands.length) return null;
      if (!sameOperator(toOperator(stated.operator), written.operator)) return null;
      return stated.operands.map((operand, i) => [operand, written.operands[i]!] as const);
    }
    case "aggregate": {
      if (written.kind !== "aggregate" || !sameAtom(toAtom(stated.default), written.default)) return null;
      return [
        [stated.selector, written.selector],
        [stated.value, written.value],
      ];
    }
    case "width":
      return written.kind === "width" ? [[stated.selector, written.selector]] : null;
    case "select":
      if (written.kind !== "select" || stated.comparison !== written.comparison) return null;
      return [
        [stated.keys, written.keys],
        [stated.queries, written.queries],
      ];
    case "both":
    case "either":
      if (written.kind !== stated.kind) return null;
      return [
        [stated.left, written.left],
        [stated.right, written.right],
      ];
    case "not":
      return written.kind === "not" ? [[stated.operand, written.operand]] : null;
    default:
      return stated satisfies never;
  }
}

function sameOperator(stated: Operator, written: Operator): boolean {
  switch (stated.kind) {
    case "binary":
    case "unary":
      return written.kind === stated.kind && stated.symbol === written.symbol;
    case "choose":
      return written.kind === "choose";
    case "member":
    case "element":
      return written.kind === stated.kind && sameAtoms(stated.items, written.items);
    case "entry":
      return written.kind === "entry" && sameAtoms(stated.entries.flat(), written.entries.flat());
    default:
      return stated satisfies never;
  }
}

function sameAtoms(stated: readonly Atom[], written: readonly Atom[]): boolean {
  const isSame = (atom: Atom, i: number): boolean => {
    const other = written[i];
    return other !== undefined && sameAtom(atom, other);
  };
  return stated.length === written.length && stated.every(isSame);
}

/** The same in type and value; a file does not tell 0.0 from -0.0, and not a number is itself. */
function sameAtom(stated: Atom, written: Atom): boolean {
  if (stated.type !== written.type) return false;
  return equalAtoms(stated, written) || (Number.isNaN(stated.value) && Number.isNaN(written.value));
}
