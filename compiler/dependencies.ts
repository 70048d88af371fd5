/** The part of a program graph that some of its nodes need. */
import type { Graph, NodeId } from "../language/graph.ts";
import { nodeOf, operandsOf } from "../language/graph.ts";

/** The nodes and all they depend on, each once, operands first. */
export function dependencies(graph: Graph, nodes: readonly NodeId[]): readonly NodeId[] {
  const needed = new Set<NodeId>();
  const waiting = [...nodes];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (needed.has(id)) continue;
    needed.add(id);
    waiting.push(...operandsOf(nodeOf(graph, id)));
  }
  return [...needed].toSorted((a, b) => a - b);
}
