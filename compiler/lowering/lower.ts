/** Program graph → circuit: every s-op an output depends on, in the order of the graph. */
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import type { NodeId } from "../../language/graph.ts";
import { isSelector, nodeOf } from "../../language/graph.ts";
import { dependencies } from "../dependencies.ts";
import type { Circuit, CircuitOutput } from "./circuit/circuit.ts";
import { prune } from "./circuit/prune.ts";
import { TooMuchWork } from "./context/budget.ts";
import { richestOperand, valuesOf } from "./context/describe.ts";
import type { Doubt, LoweringOptions } from "./context/lowering.ts";
import { Lowering } from "./context/lowering.ts";
import type { Refused } from "./context/refused.ts";
import { isRefused } from "./context/refused.ts";
import { MOST_VALUES, lowerOutput } from "./outputs.ts";
import { noticeComparison, tabulate } from "./tabulate.ts";

export interface NamedNode {
  readonly name: string;
  readonly node: NodeId;
}

export type Lowered = (
  | { readonly kind: "lowered"; readonly circuit: Circuit }
  | { readonly kind: "refused"; readonly diagnostic: Diagnostic }
) & {
  readonly doubts: readonly Doubt[];
  /** Table cells gone through. */
  readonly work: number;
};

/**
 * Lowers the outputs and what they depend on.
 *
 * After: each output's reading tells its values apart at every position of every
 * input up to the maximum length; nothing in the circuit is unused. `doubts`
 * are what would make an input fail, if it can happen.
 */
export function lower(options: LoweringOptions, outputs: readonly NamedNode[]): Lowered {
  const lowering = new Lowering(options, tabulate);
  let current = outputs[0]?.node ?? 0;
  try {
    for (const id of dependencies(
      options.graph,
      outputs.map(({ node }) => node),
    )) {
      const node = nodeOf(options.graph, id);
      if (node.kind === "select") noticeComparison(lowering, node);
      if (isSelector(node)) continue;
      current = id;
      if (node.kind === "aggregate") {
        const refused = tooManyMoved(lowering, node.value);
        if (refused !== null) return refusal(lowering, refused);
      }
      lowering.tableOf(id, "sums");
      lowering.tableOf(id, "means");
    }
    const readings: CircuitOutput[] = [];
    for (const { name, node } of outputs) {
      current = node;
      const output = lowerOutput(lowering, name, node);
      if (isRefused(output)) return refusal(lowering, output);
      readings.push(output);
    }
    const circuit = prune(lowering.builder.circuit(readings, lowering.claims));
    return { kind: "lowered", circuit, doubts: lowering.doubts, work: lowering.budget.spent };
  } catch (error) {
    if (!(error instanceof TooMuchWork)) throw error;
    return refusal(lowering, tooMuchWork(lowering, current));
  }
}

function refusal(lowering: Lowering, { refused }: Refused): Lowered {
  return { kind: "refused", diagnostic: refused, doubts: lowering.doubts, work: lowering.budget.spent };
}

function tooMuchWork(lowering: Lowering, node: NodeId): Refused {
  const richest = richestOperand(lowering, node) ?? node;
  const values = valuesOf(lowering, richest);
  return lowering.refuse("too-large", node, { case: "work", most: lowering.budget.most, reads: values });
}

/** Refuses to move or average what takes more values than an output may: codes of them would not be exact. */
function tooManyMoved(lowering: Lowering, value: NodeId): Refused | null {
  const [table, ...others] = lowering.tablesOf(value);
  if (table === undefined || others.length > 0 || table.atoms.length <= MOST_VALUES) return null;
  const reads = valuesOf(lowering, value) ?? "";
  return lowering.refuse("too-large", value, { case: "moved", reads, most: MOST_VALUES });
}
