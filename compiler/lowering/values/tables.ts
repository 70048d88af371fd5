/** The joint table of every s-op, in the order of the graph. */
import type { Atom } from "../../../language/atom.ts";
import { int } from "../../../language/atom.ts";
import type { NodeId, Selector, SOp } from "../../../language/graph.ts";
import { sOpOf } from "../../../language/graph.ts";
import type { Table } from "../../analysis/table.ts";
import { constantTable, variableTable } from "../../analysis/table.ts";
import { tabulateAggregate } from "./aggregate.ts";
import type { Lowering, Refused, Representation } from "../context.ts";
import { isRefused, tokenValues } from "../context.ts";
import { tabulateDecoded, tabulateMap, tabulateStepwise } from "./maps.ts";
import { tabulateWidth, lengthTable } from "./width.ts";

/** The joint table of one s-op; notes what might fail in it. */
export function tabulate(lowering: Lowering, id: NodeId, representation: Representation): Table | Refused {
  const table = tabulateNode(lowering, sOpOf(lowering.graph, id), representation);
  if (isRefused(table)) return table;
  const endless = table.atoms.find((atom) => atom.type === "float" && !Number.isFinite(atom.value));
  if (endless !== undefined) {
    return lowering.refuse("uncompilable", id, { case: "endless", value: String(endless.value) });
  }
  notice(lowering, id, table);
  noticeTypes(lowering, id);
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

/** Notes what might fail: an operator on some tuple, or strings and numbers in one sequence. */
function notice(lowering: Lowering, id: NodeId, table: Table): void {
  if (table.failure !== null) lowering.doubt(id, table.failure.message);
  const strings = table.atoms.filter(isString).length;
  if (strings > 0 && strings < table.atoms.length) {
    lowering.doubt(id, "strings and numbers may meet in one sequence");
  }
}

/** Notes an ordering of strings against numbers: an input where they meet fails. */
export function noticeComparison(lowering: Lowering, node: Selector & { readonly kind: "select" }): void {
  if (node.comparison === "==" || node.comparison === "!=") return;
  const [keys, queries] = [node.keys, node.queries].map((id) => {
    const atoms = lowering.tablesOf(id)[0]?.atoms ?? [];
    return { strings: atoms.some(isString), numbers: atoms.some((atom) => !isString(atom)) };
  });
  if (keys === undefined || queries === undefined) return;
  if ((keys.strings && queries.numbers) || (keys.numbers && queries.strings)) {
    lowering.doubt(node.id, `\`${node.comparison}\` may compare a string with a number`);
  }
}

function isString({ type }: Atom): boolean {
  return type === "string";
}

/** Notes operators that only ints can do, where ints and floats have become one. */
function noticeTypes(lowering: Lowering, id: NodeId): void {
  const node = sOpOf(lowering.graph, id);
  if (!lowering.merged.types || node.kind !== "map") return;
  const { operator } = node;
  const repeats =
    operator.kind === "binary" &&
    operator.symbol === "*" &&
    node.operands.some((operand) => lowering.tablesOf(operand).some(({ atoms }) => atoms.some(isString)));
  if (repeats || operator.kind === "element")
    lowering.doubt(id, "an operand may be a float here, which fails");
}
