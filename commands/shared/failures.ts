/** Inputs on which a program's names have no value. */
import type { Program } from "../../compiler/elaborate/program.ts";
import type { Evaluation } from "../../interpreter/evaluate.ts";
import type { Atom } from "../../language/atom.ts";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import { report } from "../../language/diagnostics/report.ts";
import { displayInput } from "../../language/display.ts";
import { nodeOf, operandsOf, type NodeId } from "../../language/graph.ts";
import type { InputSpace } from "../../compiler/settings/target.ts";
import type { Output } from "../../compiler/settings/choose.ts";
import { shrink } from "../inputs/shrink.ts";

export interface FailureSearch {
  readonly program: Program;
  readonly space: InputSpace;
  readonly interpret: (input: readonly Atom[]) => Evaluation;
  readonly inputs: Iterable<readonly Atom[]>;
  /** Told how many inputs were tried. */
  readonly onInput?: (tried: number) => void;
}

/** The first failing input of each of the names, made small, as a diagnostic at the place that fails. */
export function findFailures(
  search: FailureSearch,
  outputs: readonly Output[],
  severity: "error" | "warning",
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const open = new Map(outputs.map(({ name, node }) => [name, node]));
  let tried = 0;
  for (const input of search.inputs) {
    if (open.size === 0) break;
    const evaluation = search.interpret(input);
    for (const [name, node] of open) {
      if (evaluation.failure(node) === null) continue;
      open.delete(name);
      found.push(describe(search, { name, node }, input, severity));
    }
    tried += 1;
    search.onInput?.(tried);
  }
  return found;
}

/** The s-ops and selectors that no output needs: their failures do not matter to a model. */
export function unneededNames(program: Program, outputs: readonly Output[]): readonly Output[] {
  const needed = new Set<NodeId>(outputs.map(({ node }) => node));
  for (const id of needed) for (const operand of operandsOf(nodeOf(program.graph, id))) needed.add(operand);
  const names: Output[] = [];
  for (const [name, { value, loaded }] of program.bindings) {
    if (loaded || (value.kind !== "s-op" && value.kind !== "selector")) continue;
    if (!needed.has(value.node)) names.push({ name, node: value.node });
  }
  return names;
}

function describe(
  search: FailureSearch,
  { name, node }: Output,
  input: readonly Atom[],
  severity: "error" | "warning",
): Diagnostic {
  const { graph } = search.program;
  const smallest = shrink(
    input,
    search.space.vocabulary,
    (candidate) => search.interpret(candidate).failure(node) !== null,
    200,
  );
  const failure = search.interpret(smallest).failure(node);
  if (failure === null) throw new Error("internal: the input that failed does not fail any more");
  const { failed, message, node: culprit = node } = failure;
  const fails = {
    case: "output",
    name,
    failed,
    input: displayInput(smallest),
    failure: message,
    severity,
  } as const;
  return report("failing-input", fails, nodeOf(graph, culprit).span);
}
