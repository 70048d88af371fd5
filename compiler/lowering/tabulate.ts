/** The joint table of every s-op, in the order of the graph. */
import type { Atom } from "../../language/atom.ts";
import { int } from "../../language/atom.ts";
import type { NodeId, SOp, Selector } from "../../language/graph.ts";
import { sOpOf } from "../../language/graph.ts";
import { convertToken } from "../../language/operators.ts";
import { tabulateAggregate } from "./aggregates/aggregate.ts";
import { lengthTable, tabulateWidth } from "./aggregates/widths.ts";
import type { Lowering, Representation } from "./context/lowering.ts";
import type { Refused } from "./context/refused.ts";
import { isRefused } from "./context/refused.ts";
import { doubtOfComparison, doubtOfTypes, doubtsOfTable } from "./facts/doubts.ts";
import { mayHideTypes } from "./facts/merged.ts";
import { tabulateDecoded, tabulateMap, tabulateStepwise } from "./maps.ts";
import type { Table } from "./tables/table.ts";
import { constantTable, variableTable } from "./tables/table.ts";

/** The joint table of one s-op; files what might fail in it. */
export function tabulate(lowering: Lowering, id: NodeId, representation: Representation): Table | Refused {
  const node = sOpOf(lowering.graph, id);
  const table = tabulateNode(lowering, node, representation);
  if (isRefused(table)) return table;
  const endless = table.atoms.find((atom) => atom.type === "float" && !Number.isFinite(atom.value));
  if (endless !== undefined) {
    return lowering.refuse("uncompilable", id, { case: "endless", value: String(endless.value) });
  }
  notice(lowering, node, table);
  return table;
}

function tabulateNode(lowering: Lowering, node: SOp, representation: Representation): Table | Refused {
  const isMade = node.kind === "map" || node.kind === "aggregate";
  // Of all others there is one table, so that none is tried twice.
  if (!isMade && representation !== "sums") return lowering.tableOf(node.id, "sums");
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
      return tabulateWidth(lowering, node);
    case "aggregate":
      return representation === "decoded" || representation === "stepwise"
        ? lowering.tableOf(node.id, "sums")
        : tabulateAggregate(lowering, node, representation);
    case "map":
      if (representation === "decoded") return tabulateDecoded(lowering, node);
      if (representation === "stepwise") return tabulateStepwise(lowering, node);
      return tabulateMap(lowering, node, representation);
    default:
      return node satisfies never;
  }
}

/** Files what might fail in a comparison. */
export function noticeComparison(
  lowering: Lowering,
  { id, keys, queries, comparison }: Selector & { readonly kind: "select" },
): void {
  const atomsOf = (operand: NodeId): readonly Atom[] => lowering.tablesOf(operand)[0]?.atoms ?? [];
  lowering.doubt(id, doubtOfComparison(comparison, atomsOf(keys), atomsOf(queries)));
}

/** Files what might fail in an s-op. */
function notice(lowering: Lowering, node: SOp, table: Table): void {
  for (const reason of doubtsOfTable(table)) lowering.doubt(node.id, reason);
  if (node.kind !== "map" || !mayHideTypes(lowering)) return;
  const operands = node.operands.map((operand) => lowering.tablesOf(operand).flatMap(({ atoms }) => atoms));
  lowering.doubt(node.id, doubtOfTypes(node.operator, operands));
}

/** The value of a token state under a reading (`tokens_int` …). */
function tokenValues(
  vocabulary: readonly Atom[],
  reading: Parameters<typeof convertToken>[0],
): readonly ReturnType<typeof convertToken>[] {
  return vocabulary.map((element) => convertToken(reading, element));
}
