/** The program graph as text: a line a node, operands before users; then what the names stand for. */
import { displayAtom } from "../../language/display.ts";
import type { Graph, Node, NodeId, Operator } from "../../language/graph.ts";
import type { Program, ProgramValue } from "../elaborate/program.ts";
import { section, showPlace, table } from "./text.ts";

export function printProgram(
  { graph, bindings, failed, defaultOutput, example }: Program,
  file: string,
): string {
  const nodes = graph.nodes.map((node) => [
    showId(node.id),
    showNode(node),
    graph.names.get(node.id) ?? "",
    showPlace(node.span, file),
  ]);
  const names = [...bindings].map(([name, { value, loaded }]) => [
    name,
    showValue(value),
    loaded ? "loaded" : "",
  ]);
  const last = defaultOutput === null ? [] : [`${defaultOutput.name} = ${showId(defaultOutput.node)}`];
  return [
    ...section("nodes", table(nodes)),
    ...section("names", table(names)),
    ...section("names without a value", [...failed.keys()]),
    ...section("output where none is asked for", last),
    ...section("example", example === null ? [] : [example.map(displayAtom).join(" ")]),
    "",
  ].join("\n");
}

export function showId(id: NodeId): string {
  return `%${String(id)}`;
}

function showNode(node: Node): string {
  switch (node.kind) {
    case "tokens":
      return `tokens as ${node.reading}`;
    case "indices":
    case "length":
      return node.kind;
    case "constant":
      return `constant ${displayAtom(node.value)}`;
    case "map":
      return `map ${showOperator(node.operator)} ${node.operands.map(showId).join(" ")}`;
    case "aggregate":
      return `aggregate ${showId(node.selector)} ${showId(node.value)} else ${displayAtom(node.default)}`;
    case "width":
      return `width ${showId(node.selector)}`;
    case "select":
      return `select key ${showId(node.keys)} ${node.comparison} query ${showId(node.queries)}`;
    case "both":
      return `both ${showId(node.left)} ${showId(node.right)}`;
    case "either":
      return `either ${showId(node.left)} ${showId(node.right)}`;
    case "not":
      return `not ${showId(node.operand)}`;
    default:
      return node satisfies never;
  }
}

function showOperator(operator: Operator): string {
  switch (operator.kind) {
    case "binary":
    case "unary":
      return operator.symbol;
    case "choose":
      return "if-else";
    case "member":
      return `in [${operator.items.map(displayAtom).join(", ")}]`;
    case "element":
      return `element of [${operator.items.map(displayAtom).join(", ")}]`;
    case "entry": {
      const entries = operator.entries.map(([key, value]) => `${displayAtom(key)}: ${displayAtom(value)}`);
      return `entry of {${entries.join(", ")}}`;
    }
    default:
      return operator satisfies never;
  }
}

function showValue(value: ProgramValue): string {
  switch (value.kind) {
    case "s-op":
    case "selector":
      return `${value.kind} ${showId(value.node)}`;
    case "atom":
      return displayAtom(value.atom);
    case "list":
      return `[${value.items.map(showValue).join(", ")}]`;
    case "dict":
      return `{${value.entries.map(([key, item]) => `${displayAtom(key)}: ${showValue(item)}`).join(", ")}}`;
    case "function":
      return `function ${value.name}(${value.parameters.join(", ")})`;
    default:
      return value satisfies never;
  }
}

/** The name that the user gave a node, else its number. */
export function showNodeName(graph: Graph, id: NodeId): string {
  const name = graph.names.get(id);
  return name === undefined ? showId(id) : `${showId(id)} ${name}`;
}
