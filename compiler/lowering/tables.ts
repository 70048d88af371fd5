/** The joint table of every s-op, in the order of the graph. */
import { int } from "../../language/atom.ts";
import type { NodeId, SOp } from "../../language/graph.ts";
import { sOpOf } from "../../language/graph.ts";
import type { Table } from "../analysis/table.ts";
import { constantTable, variableTable } from "../analysis/table.ts";
import { tabulateAggregate } from "./aggregate.ts";
import type { Lowering, Refused, Representation } from "./context.ts";
import { isRefused, tokenValues } from "./context.ts";
import { tabulateDecoded, tabulateMap } from "./maps.ts";
import { tabulateWidth, lengthTable } from "./width.ts";

/** The node's table, made once. Operands are tabulated before (lower.ts goes in graph order). */
export function tableOf(lowering: Lowering, id: NodeId, representation: Representation): Table | Refused {
  const key = `${representation} ${String(id)}`;
  const known = lowering.tables.get(key);
  if (known !== undefined) return known;
  const table = tabulateNode(lowering, sOpOf(lowering.graph, id), representation);
  if (!isRefused(table)) notice(lowering, id, table);
  lowering.tables.set(key, table);
  return table;
}

/** The ways a node can be read: over exact counts, and over means where that differs. */
export function tablesOf(lowering: Lowering, id: NodeId): readonly Table[] {
  const sums = tableOf(lowering, id, "sums");
  const means = tableOf(lowering, id, "means");
  if (isRefused(sums)) return isRefused(means) ? [] : [means];
  return isRefused(means) || means === sums ? [sums] : [sums, means];
}

/** Why no table of the node could be made; only for nodes where `tablesOf` is empty. */
export function refusalOf(lowering: Lowering, id: NodeId): Refused {
  const sums = tableOf(lowering, id, "sums");
  if (!isRefused(sums)) throw new Error("internal: the node has a table");
  return sums;
}

function tabulateNode(lowering: Lowering, node: SOp, representation: Representation): Table | Refused {
  switch (node.kind) {
    case "tokens":
      return variableTable(lowering.token, tokenValues(lowering.vocabulary, node.reading));
    case "indices":
      return variableTable(
        lowering.index,
        Array.from({ length: lowering.maxLength }, (_, i) => int(i)),
      );
    case "length":
      return lengthTable(lowering);
    case "constant":
      return constantTable(node.value);
    case "width":
      return representation === "sums" ? tabulateWidth(lowering, node) : tableOf(lowering, node.id, "sums");
    case "aggregate":
      return representation === "decoded"
        ? tableOf(lowering, node.id, "sums")
        : tabulateAggregate(lowering, node, representation);
    case "map":
      return representation === "decoded"
        ? tabulateDecoded(lowering, node)
        : tabulateMap(lowering, node, representation);
    default:
      return node satisfies never;
  }
}

/** Notes what might fail: an operator on some tuple, or strings and numbers in one sequence. */
function notice(lowering: Lowering, id: NodeId, table: Table): void {
  if (table.failure !== null) lowering.doubt(id, table.failure.message);
  const strings = table.atoms.some((atom) => atom.type === "string");
  if (strings && table.atoms.some((atom) => atom.type !== "string")) {
    lowering.doubt(id, "strings and numbers may meet in one sequence");
  }
}
