/** What is to be proved of the weights, for whoever checks them: the program's graph, and what each channel holds. */
import type { Atom } from "../../language/atom.ts";
import type { Graph, Node, NodeId, Operator } from "../../language/graph.ts";
import { nodeOf } from "../../language/graph.ts";
import type {
  ModelChannel,
  ModelCode,
  ModelNode,
  ModelOperator,
  ModelStatement,
  StatedAtom,
} from "../../runtime/model.ts";
import type { Circuit, Claim } from "../lowering/circuit/circuit.ts";
import { dependencies } from "../dependencies.ts";
import type { Layout } from "./layout.ts";
import { overDimensions } from "./layout.ts";

/** The program that was compiled. */
export interface Stated {
  readonly graph: Graph;
  readonly outputs: readonly NodeId[];
}

/** The part of the graph that the outputs need, its nodes numbered anew. */
export function stateGraph(
  graph: Graph,
  outputs: readonly NodeId[],
): Pick<ModelStatement, "graph" | "outputs"> {
  const { needed, placeOf } = number(graph, outputs);
  return {
    graph: needed.map((id) => stateNode(nodeOf(graph, id), placeOf)),
    outputs: outputs.map(placeOf),
  };
}

interface Numbered {
  readonly needed: readonly NodeId[];
  readonly numbers: ReadonlyMap<NodeId, number>;
  readonly placeOf: (id: NodeId) => number;
}

function number(graph: Graph, outputs: readonly NodeId[]): Numbered {
  const needed = dependencies(graph, outputs);
  const numbers = new Map(needed.map((id, place) => [id, place]));
  const placeOf = (id: NodeId): number => {
    const place = numbers.get(id);
    if (place === undefined) throw new Error(`internal: node ${String(id)} is not needed`);
    return place;
  };
  return { needed, numbers, placeOf };
}

export function state(circuit: Circuit, layout: Layout, { graph, outputs }: Stated): ModelStatement {
  const { numbers, placeOf } = number(graph, outputs);
  const claims = circuit.claims.filter(({ node }) => node === null || numbers.has(node));
  return {
    ...stateGraph(graph, outputs),
    channels: stateChannels(circuit, layout, claims, placeOf),
    codes: claims.flatMap((claim) => stateCode(circuit, layout, claim, placeOf)),
  };
}

function stateNode(node: Node, placeOf: (id: NodeId) => number): ModelNode {
  switch (node.kind) {
    case "tokens":
      return { kind: "tokens", reading: node.reading };
    case "indices":
    case "length":
      return { kind: node.kind };
    case "constant":
      return { kind: "constant", value: stateAtom(node.value) };
    case "map":
      return { kind: "map", operator: stateOperator(node.operator), operands: node.operands.map(placeOf) };
    case "aggregate": {
      const [selector, value] = [placeOf(node.selector), placeOf(node.value)];
      return { kind: "aggregate", selector, value, default: stateAtom(node.default) };
    }
    case "width":
      return { kind: "width", selector: placeOf(node.selector) };
    case "select": {
      const { comparison } = node;
      return { kind: "select", keys: placeOf(node.keys), queries: placeOf(node.queries), comparison };
    }
    case "both":
    case "either":
      return { kind: node.kind, left: placeOf(node.left), right: placeOf(node.right) };
    case "not":
      return { kind: "not", operand: placeOf(node.operand) };
    default:
      return node satisfies never;
  }
}

function stateOperator(operator: Operator): ModelOperator {
  switch (operator.kind) {
    case "binary":
    case "unary":
    case "choose":
      return operator;
    case "member":
    case "element":
      return { kind: operator.kind, items: operator.items.map(stateAtom) };
    case "entry":
      return { kind: "entry", entries: operator.entries.map((pair) => pair.map(stateAtom)) };
    default:
      return operator satisfies never;
  }
}

function stateAtom(atom: Atom): StatedAtom {
  if (atom.type !== "float" || Number.isFinite(atom.value)) return atom;
  const value = Number.isNaN(atom.value) ? "nan" : atom.value > 0 ? "inf" : "-inf";
  return { type: "float", value };
}

/** Channels in the order in which they were made, each with all that it was found to hold. */
function stateChannels(
  circuit: Circuit,
  layout: Layout,
  claims: readonly Claim[],
  placeOf: (id: NodeId) => number,
): readonly ModelChannel[] {
  const channels = new Map<
    string,
    { dimension: number; from: number; kind: Claim["kind"]; nodes: number[] }
  >();
  for (const { carrier, kind, node } of claims) {
    if (kind === "code") continue;
    const feature = circuit.features[carrier.terms[0]?.[0] ?? -1];
    const [place] = layout.places[feature?.id ?? -1] ?? [];
    if (feature?.kind !== "channel" || place === undefined) throw new Error("internal: not a channel");
    const key = `${kind} ${String(feature.id)}`;
    const known = channels.get(key) ?? { dimension: place[0], from: feature.time, kind, nodes: [] };
    channels.set(key, known);
    if (node !== null) known.nodes.push(placeOf(node));
  }
  return [...channels.values()].map(({ dimension, from, kind, nodes }): ModelChannel => {
    switch (kind) {
      case "count":
        return { dimension, from, kind, selectors: nodes };
      case "sum":
      case "move":
      case "mean":
        return { dimension, from, kind, aggregates: nodes };
      case "code":
        throw new Error("internal: a code is no channel");
      default:
        return kind satisfies never;
    }
  });
}

function stateCode(
  circuit: Circuit,
  layout: Layout,
  { carrier, kind, node }: Claim,
  placeOf: (id: NodeId) => number,
): readonly ModelCode[] {
  if (kind !== "code" || node === null) return [];
  const from = carrier.terms.reduce((time, [id]) => Math.max(time, circuit.features[id]?.time ?? 0), 0);
  return [{ node: placeOf(node), from, ...overDimensions(layout, carrier) }];
}
