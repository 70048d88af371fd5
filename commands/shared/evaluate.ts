/** Values of a program's names on an input, by the interpreter. */
import type { Program, ProgramValue } from "../../compiler/elaborate/program.ts";
import { createEvaluation, type Evaluation } from "../../interpreter/evaluate.ts";
import { toMatrix } from "../../interpreter/selection.ts";
import type { Atom } from "../../language/atom.ts";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import { report } from "../../language/diagnostics/report.ts";
import { displayInput } from "../../language/display.ts";
import { isFailure, type Failure } from "../../language/failure.ts";
import { nodeOf, type Graph, type NodeId } from "../../language/graph.ts";
import type { Failed, Value } from "./values.ts";

/** Selectors are written out on inputs up to this length. */
const GREATEST_SELECTION = 1_024;

export interface EvaluationContext {
  readonly graph: Graph;
  readonly input: readonly Atom[];
  readonly evaluation: Evaluation;
}

export function createContext(program: Program, input: readonly Atom[], causal: boolean): EvaluationContext {
  return { graph: program.graph, input, evaluation: createEvaluation(program.graph, input, { causal }) };
}

/** Recursion is bounded: elaboration limits how deep lists and dicts are nested. */
export function evaluate(context: EvaluationContext, value: ProgramValue): Value | Failed {
  switch (value.kind) {
    case "s-op": {
      const sequence = context.evaluation.sequence(value.node);
      if (isFailure(sequence)) return failed(context, sequence, value.node);
      return { kind: "s-op", type: sequence.type, atoms: sequence.atoms };
    }
    case "selector": {
      if (context.input.length > GREATEST_SELECTION) return tooMany(context.input.length);
      const selection = context.evaluation.selection(value.node);
      if (isFailure(selection)) return failed(context, selection, value.node);
      return { kind: "selector", rows: toMatrix(selection) };
    }
    case "atom":
    case "function":
      return value;
    case "list":
      return { kind: "list", items: value.items.map((item) => evaluate(context, item)) };
    case "dict":
      return {
        kind: "dict",
        entries: value.entries.map(([key, item]) => [key, evaluate(context, item)] as const),
      };
    default:
      return value satisfies never;
  }
}

function tooMany(length: number): Failed {
  return { kind: "failed", diagnostic: report("selection-not-shown", { length }) };
}

function failed({ graph, input }: EvaluationContext, failure: Failure, node: NodeId): Failed {
  return { kind: "failed", diagnostic: explainFailure(graph, failure, node, input) };
}

/** A failure on an input, at the expression that failed first. */
export function explainFailure(
  graph: Graph,
  failure: Failure,
  node: NodeId,
  input: readonly Atom[],
): Diagnostic {
  const culprit = failure.node ?? node;
  const name = graph.names.get(node);
  const needed = culprit !== node && name !== undefined ? [{ message: `\`${name}\` needs this value` }] : [];
  const notes = [{ message: `on the input ${displayInput(input)}` }, ...needed];
  return report(
    `${failure.failed}-failure`,
    { failure: failure.message },
    nodeOf(graph, culprit).span,
    notes,
  );
}
