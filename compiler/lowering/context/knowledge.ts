/** What is known before heads are made: what facts are proved from. */
import type { Graph, NodeId } from "../../../language/graph.ts";
import type { Table } from "../tables/table.ts";
import type { Constraint, SourceVariable } from "../tables/variable.ts";

/**
 * The program and the tables of its s-ops: whoever has no more than this makes no
 * feature, head or neuron, and files no doubt.
 */
export interface Knowledge {
  readonly graph: Graph;
  readonly maxLength: number;
  readonly causal: boolean;
  readonly index: SourceVariable;
  readonly constraints: readonly Constraint[];
  /** The table over exact counts of an s-op that was tabulated before; null where it has none. */
  readonly knownTable: (id: NodeId) => Table | null;
}
