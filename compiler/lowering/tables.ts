/** The joint table of every s-op, in the order of the graph. */
import { int } from "../../language/atom.ts";
import type { NodeId, SOp } from "../../language/graph.ts";
import { sOpOf } from "../../language/graph.ts";
import { prepareOperator } from "../../language/operators.ts";
import type { Table } from "../analysis/table.ts";
import { constantTable, mapTables, reachable, variableTable } from "../analysis/table.ts";
import type { Variable } from "../analysis/variable.ts";
import { jointSize, unite } from "../analysis/variable.ts";
import { tabulateAggregate } from "./aggregate.ts";
import type { Lowering, Refused, Representation } from "./context.ts";
import { codesFor, isRefused, tokenValues } from "./context.ts";
import { numericFunction } from "./numeric.ts";
import { realise } from "./realise.ts";
import { tabulateWidth, lengthTable } from "./width.ts";

/** Joint tables beyond this many tuples are cut at a subexpression, which is then decoded first. */
export const LARGEST_TABLE = 1 << 21;

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
      return representation === "means" ? tableOf(lowering, node.id, "sums") : tabulateWidth(lowering, node);
    case "aggregate":
      return tabulateAggregate(lowering, node, representation);
    case "map":
      return tabulateMap(lowering, node, representation);
    default:
      return node satisfies never;
  }
}

function tabulateMap(
  lowering: Lowering,
  node: SOp & { readonly kind: "map" },
  representation: Representation,
): Table | Refused {
  let operands: Table[] = [];
  for (const id of node.operands) {
    const table = tableOf(lowering, id, representation);
    if (isRefused(table)) return table;
    operands.push(table);
  }
  if (representation === "means" && node.operands.every((id) => sameInBoth(lowering, id))) {
    return tableOf(lowering, node.id, "sums");
  }
  for (let cut = 0; jointSize(unite(...operands.map(({ variables }) => variables))) > LARGEST_TABLE; cut++) {
    const decoded = decodeLargest(lowering, node, operands);
    if (decoded === null) return tooLarge(lowering, node, operands);
    operands = decoded;
  }
  const variables = unite(...operands.map((operand) => operand.variables));
  return mapTables(operands, reachable(variables, lowering.constraints), prepareOperator(node.operator));
}

function sameInBoth(lowering: Lowering, id: NodeId): boolean {
  return tableOf(lowering, id, "sums") === tableOf(lowering, id, "means");
}

/** Replaces the operand over most tuples by a channel that holds its value's code; null if none can be. */
function decodeLargest(
  lowering: Lowering,
  node: SOp & { readonly kind: "map" },
  operands: readonly Table[],
): Table[] | null {
  const order = operands
    .map((table, i) => ({ table, i }))
    .filter(({ table }) => table.variables.length > 1 || table.atoms.length * 4 < jointSize(table.variables))
    .sort((a, b) => jointSize(b.table.variables) - jointSize(a.table.variables));
  for (const { table, i } of order) {
    const operand = node.operands[i];
    if (operand === undefined) continue;
    const decoded = decode(lowering, operand, table);
    if (decoded !== null) return operands.map((other) => (other === table ? decoded : other));
  }
  return null;
}

/** The table of one new channel that holds the node's value as a code; null if no exact way is known. */
function decode(lowering: Lowering, id: NodeId, table: Table): Table | null {
  const variable = codeVariable(lowering, id, table);
  return variable === null ? null : variableTable(variable.variable, variable.atoms);
}

function codeVariable(
  lowering: Lowering,
  id: NodeId,
  table: Table,
): { readonly variable: Variable; readonly atoms: Table["atoms"] } | null {
  const codes = codesFor(table.atoms);
  const label = lowering.label(id);
  const carrier = realise(
    lowering,
    numericFunction(
      table,
      codes.map(({ code }) => code),
    ),
    label,
  );
  if (carrier === null) return null;
  const states = [...new Map(codes.map(({ code, atom }) => [code, atom]))].sort(([a], [b]) => a - b);
  const time = lowering.builder.timeOf(carrier);
  const variable = lowering.variable(
    label.name,
    "channel",
    states.map(([code]) => code),
    carrier,
    time,
  );
  return { variable, atoms: states.map(([, atom]) => atom) };
}

function tooLarge(lowering: Lowering, node: SOp, operands: readonly Table[]): Refused {
  const variables = unite(...operands.map((operand) => operand.variables));
  const factors = variables.map((variable) => `${String(variable.size)} of ${variable.name}`).join(" × ");
  return lowering.refuse(
    "too-large",
    node.id,
    `this expression takes ${jointSize(variables).toLocaleString("en")} combinations of values (${factors})`,
    "a shorter `max-length` or a smaller vocabulary makes it smaller",
  );
}

/** Notes what might fail: an operator on some tuple, or strings and numbers in one sequence. */
function notice(lowering: Lowering, id: NodeId, table: Table): void {
  if (table.failure !== null) lowering.doubt(id, table.failure.message);
  const strings = table.atoms.some((atom) => atom.type === "string");
  if (strings && table.atoms.some((atom) => atom.type !== "string")) {
    lowering.doubt(id, "strings and numbers may meet in one sequence");
  }
}
