/** Programs whose s-ops are tabulated, as lowering has them before it reads an output. */
import { dependencies } from "../../../compiler/dependencies.ts";
import { Lowering } from "../../../compiler/lowering/context/lowering.ts";
import type { SignedSum } from "../../../compiler/lowering/facts/formula.ts";
import { toSignedSum } from "../../../compiler/lowering/facts/formula.ts";
import { tabulate } from "../../../compiler/lowering/tabulate.ts";
import { elaborateReading, read } from "../../../compiler/frontend.ts";
import { chooseTarget, type Target } from "../../../compiler/settings/target.ts";
import type { NodeId, Selector } from "../../../language/graph.ts";
import { isSelector, nodeOf, selectorOf } from "../../../language/graph.ts";

export interface Setting {
  readonly vocabulary?: string;
  readonly maxLength?: number;
  readonly causal?: boolean;
}

export interface Tabulated {
  readonly lowering: Lowering;
  readonly target: Target;
  /** The program's outputs, in their order. */
  readonly outputs: readonly NodeId[];
}

/** The outputs' operands are tabulated, in the order of the graph, and the outputs too. */
export function tabulated(program: string, setting: Setting = {}): Tabulated {
  const { vocabulary = "ab", maxLength = 4, causal = false } = setting;
  const text = `#: vocabulary "${vocabulary}"\n#: max-length ${String(maxLength)}\n${program}`;
  const reading = read({ source: { name: "program.rasp", text }, options: { causal } });
  const targeted = chooseTarget(reading, elaborateReading(reading));
  if (targeted.kind === "refused") throw new Error(JSON.stringify(targeted.diagnostics));
  const { target } = targeted;
  const { graph } = target.program;
  const lowering = new Lowering({ graph, ...target.space, causal, precision: "float32" }, tabulate);
  const outputs = target.outputs.map(({ node }) => node);
  for (const id of dependencies(graph, outputs)) {
    if (isSelector(nodeOf(graph, id))) continue;
    lowering.tableOf(id, "sums");
    lowering.tableOf(id, "means");
  }
  return { lowering, target, outputs };
}

/** A selector whose operands are tabulated, with the node that is its width. */
export interface SelectorUnderTest extends Tabulated {
  readonly selector: Selector;
  readonly sum: SignedSum;
  readonly width: NodeId;
}

/** @param selector  an expression, over what `program` defines */
export function selectorUnderTest(selector: string, setting: Setting = {}, program = ""): SelectorUnderTest {
  const all = tabulated(`${program}\nwidth_ = selector_width(${selector});`, setting);
  const width = all.outputs[0] ?? -1;
  const { graph } = all.lowering;
  const node = nodeOf(graph, width);
  if (node.kind !== "width") throw new Error("not a width");
  const sum = toSignedSum(graph, node.selector, 256);
  if (sum === null) throw new Error("no sum");
  return { ...all, selector: selectorOf(graph, node.selector), sum, width };
}
