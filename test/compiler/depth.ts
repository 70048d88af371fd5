/** How many layers a program needs at least: the longest chain of aggregates, widths and lengths. */
import type { Graph, NodeId } from "../../language/graph.ts";
import { nodeOf, operandsOf } from "../../language/graph.ts";

/** Element-wise work costs nothing, as in the original analyser; `length` is one aggregate. */
export function depthOf(graph: Graph, id: NodeId, known = new Map<NodeId, number>()): number {
  const found = known.get(id);
  if (found !== undefined) return found;
  const node = nodeOf(graph, id);
  const below = operandsOf(node).reduce((most, operand) => Math.max(most, depthOf(graph, operand, known)), 0);
  const attends = node.kind === "aggregate" || node.kind === "width" || node.kind === "length";
  const depth = attends ? below + 1 : below;
  known.set(id, depth);
  return depth;
}
