/** Elementwise operators as tables over the sources of their operands. */
import type { Atom } from "../../language/atom.ts";
import { int, numberOf } from "../../language/atom.ts";
import type { NodeId, SOp } from "../../language/graph.ts";
import { sOpOf } from "../../language/graph.ts";
import { prepareOperator } from "../../language/operators.ts";
import { greatestOf, leastOf } from "../numbers.ts";
import type { Affine } from "./circuit/affine.ts";
import { combine } from "./circuit/affine.ts";
import type { Lowering } from "./context/lowering.ts";
import { Memo } from "./context/memo.ts";
import type { Refused } from "./context/refused.ts";
import { isRefused } from "./context/refused.ts";
import { codeVariable, holdNumbers } from "./functions/hold.ts";
import type { Table } from "./tables/table.ts";
import { LARGEST_TABLE, mapTables, reachable, variableTable } from "./tables/table.ts";
import { exactStates, jointSize, unite } from "./tables/variable.ts";

type MapNode = SOp & { readonly kind: "map" };

/** Of two channels and a token or an index, whose cases cost nothing. */
const LARGEST_TABLE_OF_GATED = 1 << 20;
/** Cells of a joint table over three channels, or over more variables. */
const LARGEST_TABLE_OF_MANY = 1 << 18;
/** Means have many states; tables over several of them are left to exact counts earlier. */
const LARGEST_TABLE_OF_MEANS = 1 << 16;
/** Cells of a table over two variables, one of them a mean. */
const LARGEST_TABLE_OF_TWO_MEANS = 1 << 21;

export function tabulateMap(
  lowering: Lowering,
  node: MapNode,
  representation: "sums" | "means",
): Table | Refused {
  if (representation === "means") return overMeans(lowering, node, true) ?? lowering.tableOf(node.id, "sums");
  const operands: Table[] = [];
  for (const id of node.operands) {
    const table = lowering.tableOf(id, "sums");
    if (isRefused(table)) return overMeans(lowering, node, false) ?? table;
    operands.push(table);
  }
  if (fits(operands)) return applyTo(lowering, node, operands);
  const carried = carriedSum(lowering, node);
  if (carried !== null) return carried;
  const decoded = lowering.tableOf(node.id, "decoded");
  if (!isRefused(decoded) && isDecoded(decoded)) return decoded;
  return (
    overMeans(lowering, node, false) ?? cut(lowering, node, operands) ?? tooLarge(lowering, node, operands)
  );
}

/**
 * The table over means as they are, each one number; null where operands have
 * none or they are too many.
 *
 * @param weighed  null too where the table over exact counts is no larger
 */
function overMeans(lowering: Lowering, node: MapNode, weighed: boolean): Table | null {
  const operands: Table[] = [];
  for (const id of node.operands) {
    const table = lowering.tableOf(id, "means");
    if (isRefused(table)) return null;
    operands.push(table);
  }
  const same = node.operands.every((id, i) => lowering.tableOf(id, "sums") === operands[i]);
  const size = jointly(operands);
  const { length: sources } = unite(...operands.map(({ variables }) => variables));
  if (same || size > (sources <= 2 ? LARGEST_TABLE_OF_TWO_MEANS : LARGEST_TABLE_OF_MEANS)) return null;
  if (!weighed) return applyTo(lowering, node, operands);
  // A mean times a count is a sum: over the two exact counts it takes far fewer values.
  const sums = lowering.tableOf(node.id, "sums");
  if (!isRefused(sums) && sums.cells.length <= size) return null;
  return applyTo(lowering, node, operands);
}

/**
 * The table over parts of the expression that take few values, each decoded
 * into a channel of its own, all in one MLP: a layer later, but small.
 */
export function tabulateDecoded(lowering: Lowering, node: MapNode): Table | Refused {
  const operands: Table[] = [];
  for (const id of node.operands) {
    const table = decodeOperand(lowering, id);
    if (isRefused(table)) return table;
    operands.push(table);
  }
  return tabulateOver(lowering, node, operands);
}

/**
 * The table over operands that are each one number: those that have several
 * variables are decoded first, an MLP earlier. For what no single MLP tells
 * apart, such as sums of many fractions, each of which is rounded.
 */
export function tabulateStepwise(lowering: Lowering, node: MapNode): Table | Refused {
  const operands: Table[] = [];
  for (const id of node.operands) {
    const table = lowering.tableOf(id, "sums");
    const isNumber = !isRefused(table) && table.variables.length <= 1;
    const number = isNumber ? table : decodedTable(lowering, id);
    if (number === null) return isRefused(table) ? table : tooLarge(lowering, node, [table]);
    operands.push(number);
  }
  return tabulateOver(lowering, node, operands);
}

/** The table over operands some of which are decoded; where none is, it is the table there is. */
function tabulateOver(lowering: Lowering, node: MapNode, operands: readonly Table[]): Table | Refused {
  if (!fits(operands)) return tooLarge(lowering, node, operands);
  const same = node.operands.every((id, i) => lowering.tableOf(id, "sums") === operands[i]);
  return same ? lowering.tableOf(node.id, "sums") : applyTo(lowering, node, operands);
}

/** Expressions of at most so many values are decoded as they are; others by their own operands. */
const FEW_VALUES = 8;
/** Over variables that are all of few states a table of so many tuples is read as it is. */
const FEW_TUPLES = 1 << 8;

function decodeOperand(lowering: Lowering, id: NodeId): Table | Refused {
  const table = lowering.tableOf(id, "sums");
  if (!isRefused(table) && isPlain(table)) return table;
  const node = sOpOf(lowering.graph, id);
  // What is decoded already needs no decoding of its own: that would wait for another MLP.
  const deeper = node.kind === "map" ? lowering.tableOf(id, "decoded") : table;
  if (!isRefused(deeper) && isDecoded(deeper)) return deeper;
  const few = isRefused(table) || table.atoms.length <= FEW_VALUES || node.kind !== "map";
  return (few ? decodedTable(lowering, id) : null) ?? deeper;
}

function isDecoded({ variables, cells }: Table): boolean {
  return (
    cells.length <= FEW_TUPLES && variables.every((variable) => variable.exact && variable.size <= FEW_VALUES)
  );
}

function applyTo(lowering: Lowering, node: MapNode, operands: readonly Table[]): Table {
  const variables = unite(...operands.map((operand) => operand.variables));
  lowering.spend(jointSize(variables) * (operands.length + 1));
  return mapTables(operands, reachable(variables, lowering.constraints), prepareOperator(node.operator));
}

function jointly(operands: readonly Table[]): number {
  return jointSize(unite(...operands.map(({ variables }) => variables)));
}

function fits(operands: readonly Table[]): boolean {
  const variables = unite(...operands.map((operand) => operand.variables));
  const gated = variables.length === 3 && variables.some(({ kind }) => kind !== "channel");
  const most = variables.length <= 2 ? LARGEST_TABLE : gated ? LARGEST_TABLE_OF_GATED : LARGEST_TABLE_OF_MANY;
  return jointSize(variables) <= most;
}

/** True for what is as simple as a decoded channel: at most one variable, read exactly. */
function isPlain({ variables }: Table): boolean {
  return variables.length <= 1 && variables.every((variable) => variable.exact);
}

/** Tables of decoded s-ops; null where no exact way to decode was found. */
const decodedTables = new Memo<NodeId, Table | null>((id) => id);

/** The table of one new channel that holds the node's value as a code; null if no exact way is known. */
function decodedTable(lowering: Lowering, id: NodeId): Table | null {
  const [table] = lowering.tablesOf(id);
  if (table === undefined) return null;
  return decodedTables.once(lowering, id, () => {
    const code = codeVariable(lowering, id, table.atoms);
    return code === null ? null : variableTable(code.variable, code.atoms);
  });
}

/**
 * A sum or difference of integers, or an integer multiple, as one number: its
 * expression is a combination of its operands', at no cost. The states are all
 * integers between the extremes.
 */
function carriedSum(lowering: Lowering, node: MapNode): Table | null {
  const factors = factorsOf(lowering, node);
  if (factors === null) return null;
  const parts: (readonly [number, Affine])[] = [];
  let least = 0;
  let greatest = 0;
  for (const [factor, id] of factors) {
    const [table] = lowering.tablesOf(id);
    const numbers = table?.atoms.map(numberOf);
    if (numbers === undefined || !numbers.every((number) => Number.isInteger(number))) return null;
    const held = holdNumbers(lowering, id, (atom) => numberOf(atom) ?? 0);
    if (held === null) return null;
    const values = numbers.map((number) => factor * (number ?? 0));
    least += leastOf(values);
    greatest += greatestOf(values);
    parts.push([factor, held]);
  }
  if (greatest - least >= LARGEST_TABLE) return null;
  const carrier = combine(parts);
  const readings = Array.from({ length: greatest - least + 1 }, (_, i) => least + i);
  const { name } = lowering.label(node.id);
  const variable = lowering.channel(name, exactStates(readings), carrier);
  lowering.claim(variable, "code", node.id);
  return variableTable(variable, readings.map(int));
}

/** A map as Σ factor · operand, where it is one. */
function factorsOf(
  lowering: Lowering,
  { operator, operands }: MapNode,
): readonly (readonly [number, NodeId])[] | null {
  const [left, right] = operands;
  if (left === undefined) return null;
  if (operator.kind === "unary") return operator.symbol === "-" ? [[-1, left]] : null;
  if (operator.kind !== "binary" || right === undefined) return null;
  if (operator.symbol === "+") {
    return [
      [1, left],
      [1, right],
    ];
  }
  if (operator.symbol === "-") {
    return [
      [1, left],
      [-1, right],
    ];
  }
  if (operator.symbol !== "*") return null;
  for (const [factor, other] of [
    [left, right],
    [right, left],
  ] as const) {
    const constant = constantOf(lowering, factor);
    if (constant !== null && Number.isInteger(numberOf(constant))) return [[numberOf(constant) ?? 0, other]];
  }
  return null;
}

function constantOf(lowering: Lowering, id: NodeId): Atom | null {
  const table = lowering.tableOf(id, "sums");
  if (isRefused(table) || table.variables.length > 0 || table.atoms.length !== 1) return null;
  return table.atoms[0] ?? null;
}

/** Replaces operands by channels that hold their codes, largest first, until the table is small enough. */
function cut(lowering: Lowering, node: MapNode, whole: readonly Table[]): Table | null {
  const operands = [...whole];
  const order = operands
    .map((table, i) => ({ table, i }))
    .filter(({ table }) => table.variables.length > 1)
    .toSorted((a, b) => jointSize(b.table.variables) - jointSize(a.table.variables));
  for (const { i } of order) {
    const operand = node.operands[i];
    const decoded = operand === undefined ? null : decodedTable(lowering, operand);
    if (decoded === null) continue;
    operands[i] = decoded;
    if (fits(operands)) return applyTo(lowering, node, operands);
  }
  return null;
}

function tooLarge(lowering: Lowering, node: SOp, operands: readonly Table[]): Refused {
  const variables = unite(...operands.map((operand) => operand.variables));
  return lowering.refuse("too-large", node.id, {
    case: "expression",
    combinations: jointSize(variables),
    factors: variables,
  });
}
