/**
 * Whether a statement is one by its form: what it names is there, once, and is of the kind
 * that it is said to be, and its numbers are ordinary. Nothing of it counts before that.
 */
import type { ModelChannel, ModelCode, ModelConfig, ModelNode, ModelStatement } from "../../runtime/model.ts";
import { Unproved } from "../report/unproved.ts";
import { isOrdinary } from "../state/arithmetic.ts";

type Sizes = Pick<ModelConfig, "dModel" | "layers">;

/** Throws where it is not. */
export function requireWellFormed({ graph, outputs, channels, codes }: ModelStatement, sizes: Sizes): void {
  for (const [i, node] of outputs.entries())
    requireSOp(graph, node, `circuit.statement.outputs[${String(i)}]`);
  for (const [i, channel] of channels.entries())
    requireChannel(graph, channel, sizes, `circuit.statement.channels[${String(i)}]`);
  for (const [i, code] of codes.entries())
    requireCode(graph, code, sizes, `circuit.statement.codes[${String(i)}]`);
}

function requireChannel(
  graph: readonly ModelNode[],
  channel: ModelChannel,
  sizes: Sizes,
  place: string,
): void {
  const { dimension, from } = channel;
  refuseIf(!isIndex(dimension, sizes.dModel), `there is no dimension ${String(dimension)}`, place);
  refuseIf(
    !isIndex(from, 2 * sizes.layers + 1) || from % 2 === 0,
    `half-layer ${String(from)} is no attention`,
    place,
  );
  const nodes = channel.kind === "count" ? channel.selectors : channel.aggregates;
  refuseIf(new Set(nodes).size < nodes.length, "it names a node twice", place);
  refuseIf(channel.kind !== "count" && nodes.length === 0, "it holds nothing", place);
  for (const id of nodes) {
    const node = graph[id];
    const isRight =
      node !== undefined && (channel.kind === "count" ? isSelectorNode(node) : node.kind === "aggregate");
    refuseIf(
      !isRight,
      `node ${String(id)} is no ${channel.kind === "count" ? "selector" : "aggregate"}`,
      place,
    );
  }
}

function requireCode(
  graph: readonly ModelNode[],
  { node, from, constant, terms }: ModelCode,
  sizes: Sizes,
  place: string,
): void {
  requireSOp(graph, node, place);
  refuseIf(!isIndex(from, 2 * sizes.layers + 1), `there is no half-layer ${String(from)}`, place);
  const dimensions = terms.map(([dimension = -1]) => dimension);
  refuseIf(
    !dimensions.every((dimension) => isIndex(dimension, sizes.dModel)),
    "it names a dimension that is not there",
    place,
  );
  refuseIf(new Set(dimensions).size < dimensions.length, "it names a dimension twice", place);
  const numbers = [constant, ...terms.map(([, coefficient = NaN]) => coefficient)];
  for (const number of numbers) {
    const size = Math.abs(number);
    refuseIf(number !== 0 && !isOrdinary(size, size), `it has the number ${String(number)}`, place);
  }
}

function requireSOp(graph: readonly ModelNode[], id: number, place: string): void {
  const node = graph[id];
  refuseIf(node === undefined || isSelectorNode(node), `node ${String(id)} is no s-op`, place);
}

function isSelectorNode({ kind }: ModelNode): boolean {
  return kind === "select" || kind === "both" || kind === "either" || kind === "not";
}

function isIndex(value: number, size: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < size;
}

function refuseIf(isWrong: boolean, message: string, place: string): void {
  if (isWrong) throw new Unproved("unproved", message, place);
}
