/** The graph's meaning said again as plainly as possible: recursion, pairs, fractions of big integers. */
import type { Atom } from "../../language/atom.ts";
import { float, int } from "../../language/atom.ts";
import type { Failure } from "../../language/failure.ts";
import { isFailure } from "../../language/failure.ts";
import type { Graph, NodeId } from "../../language/graph.ts";
import { selectorOf, sOpOf } from "../../language/graph.ts";
import { applyOperator, compareAtoms, convertToken, sequenceType } from "../../language/operators.ts";
import { dyadic, nearestDouble } from "../../language/numbers/rational.ts";

type Failed = Failure["failed"];

/** Thrown by the reference where a node has no value. */
class NoValue extends Error {
  readonly failed: Failed;
  constructor(failed: Failed) {
    super(failed);
    this.failed = failed;
  }
}

/** The node's value on the input, or the class of the failure. */
export function reference(
  graph: Graph,
  node: NodeId,
  input: readonly Atom[],
  causal: boolean,
): readonly Atom[] | Failed {
  try {
    return sequence(graph, node, input, causal);
  } catch (error) {
    if (error instanceof NoValue) return error.failed;
    throw error;
  }
}

function sequence(graph: Graph, id: NodeId, input: readonly Atom[], causal: boolean): readonly Atom[] {
  const atoms = atomsOf(graph, id, input, causal);
  orThrow(sequenceType(atoms));
  return atoms;
}

function atomsOf(graph: Graph, id: NodeId, input: readonly Atom[], causal: boolean): readonly Atom[] {
  const node = sOpOf(graph, id);
  switch (node.kind) {
    case "tokens":
      return input.map((element) => orThrow(convertToken(node.reading, element)));
    case "indices":
      return input.map((_, i) => int(i));
    case "length":
      return input.map((_, i) => int(causal ? i + 1 : input.length));
    case "constant":
      return input.map(() => node.value);
    case "map": {
      const operands = node.operands.map((operand) => sequence(graph, operand, input, causal));
      return input.map((_, i) =>
        orThrow(
          applyOperator(
            node.operator,
            operands.flatMap((atoms) => atoms.slice(i, i + 1)),
          ),
        ),
      );
    }
    case "width":
      return rows(graph, node.selector, input, causal).map((row) => int(row.filter(Boolean).length));
    case "aggregate": {
      const selected = rows(graph, node.selector, input, causal);
      const values = sequence(graph, node.value, input, causal);
      const areNumbers =
        values.every((value) => value.type !== "string") && values.some((value) => value.type !== "bool");
      return selected.map((row) => {
        const chosen = values.filter((_, key) => row[key]);
        if (chosen.length > 1 && !areNumbers) throw new NoValue("type");
        return chosen.length > 1 ? float(mean(chosen)) : (chosen[0] ?? node.default);
      });
    }
    default:
      return node satisfies never;
  }
}

/** With the causal mask. */
function rows(graph: Graph, id: NodeId, input: readonly Atom[], causal: boolean): boolean[][] {
  return matrix(graph, id, input, causal).map((row, query) =>
    row.map((on, key) => on && (!causal || key <= query)),
  );
}

function matrix(graph: Graph, id: NodeId, input: readonly Atom[], causal: boolean): boolean[][] {
  const node = selectorOf(graph, id);
  switch (node.kind) {
    case "select": {
      const keys = sequence(graph, node.keys, input, causal);
      const queries = sequence(graph, node.queries, input, causal);
      return queries.map((query) => keys.map((key) => orThrow(compareAtoms(node.comparison, key, query))));
    }
    case "both":
    case "either": {
      const left = matrix(graph, node.left, input, causal);
      const right = matrix(graph, node.right, input, causal);
      const isBoth = node.kind === "both";
      return left.map((row, q) =>
        row.map((a, k) => {
          const b = right[q]?.[k] === true;
          return isBoth ? a && b : a || b;
        }),
      );
    }
    case "not":
      return matrix(graph, node.operand, input, causal).map((row) => row.map((on) => !on));
    default:
      return node satisfies never;
  }
}

function mean(atoms: readonly Atom[]): number {
  const numbers = atoms.map((atom) => Number(atom.value));
  if (!numbers.every(Number.isFinite)) return numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  const sum = numbers.map(dyadic).reduce((total, x) => total + (x.mantissa << BigInt(x.exponent + 1074)), 0n);
  return nearestDouble(sum, BigInt(numbers.length) << 1074n);
}

function orThrow<Value>(result: Value | Failure): Value {
  if (isFailure(result)) throw new NoValue(result.failed);
  return result;
}
