/** Builds program graphs; equal expressions become one node. */
import type { Atom } from "./atom.ts";
import { atomKey } from "./atom.ts";
import type { Comparison, Graph, Node, NodeId, Operator, TokenReading } from "./graph.ts";
import { selectorOf, sOpOf } from "./graph.ts";
import type { Span } from "./source.ts";

/** Each method gives the id of a new node, or of the equal one there is; that one keeps its span. */
export interface GraphBuilder {
  /** The graph so far; it grows with the builder. */
  readonly graph: Graph;
  readonly tokens: (reading: TokenReading, span: Span) => NodeId;
  readonly indices: (span: Span) => NodeId;
  readonly length: (span: Span) => NodeId;
  readonly constant: (value: Atom, span: Span) => NodeId;
  readonly map: (operator: Operator, operands: readonly NodeId[], span: Span) => NodeId;
  readonly aggregate: (selector: NodeId, value: NodeId, defaultValue: Atom, span: Span) => NodeId;
  readonly width: (selector: NodeId, span: Span) => NodeId;
  readonly select: (keys: NodeId, queries: NodeId, comparison: Comparison, span: Span) => NodeId;
  readonly both: (left: NodeId, right: NodeId, span: Span) => NodeId;
  readonly either: (left: NodeId, right: NodeId, span: Span) => NodeId;
  readonly not: (operand: NodeId, span: Span) => NodeId;
  /** Names a node; the last name stays. */
  readonly name: (id: NodeId, name: string) => void;
}

/** Thrown by a builder that would pass its `maxNodes`: the user's program is too large. */
export class GraphTooLarge extends Error {
  readonly maxNodes: number;
  constructor(maxNodes: number) {
    super(`the program graph would have more than ${maxNodes} nodes`);
    this.maxNodes = maxNodes;
  }
}

export function createGraphBuilder(options: { readonly maxNodes?: number } = {}): GraphBuilder {
  const maxNodes = options.maxNodes ?? Infinity;
  const nodes: Node[] = [];
  const names = new Map<NodeId, string>();
  const ids = new Map<string, NodeId>();
  const graph: Graph = { nodes, names };

  /** `key` says everything that `make`'s node is, but its id and span. */
  const intern = (key: readonly unknown[], make: (id: NodeId) => Node): NodeId => {
    const text = JSON.stringify(key);
    const known = ids.get(text);
    if (known !== undefined) return known;
    const id = nodes.length;
    if (id >= maxNodes) throw new GraphTooLarge(maxNodes);
    nodes.push(make(id));
    ids.set(text, id);
    return id;
  };
  const checkSOps = (operands: readonly NodeId[]): void => {
    for (const operand of operands) sOpOf(graph, operand);
  };
  const checkSelectors = (operands: readonly NodeId[]): void => {
    for (const operand of operands) selectorOf(graph, operand);
  };

  return {
    graph,
    tokens: (reading, span) => intern(["tokens", reading], (id) => ({ kind: "tokens", id, span, reading })),
    indices: (span) => intern(["indices"], (id) => ({ kind: "indices", id, span })),
    length: (span) => intern(["length"], (id) => ({ kind: "length", id, span })),
    constant: (value, span) =>
      intern(["constant", atomKey(value)], (id) => ({ kind: "constant", id, span, value })),
    map: (operator, operands, span) => {
      checkSOps(operands);
      return intern(["map", operatorKey(operator), operands], (id) => ({
        kind: "map",
        id,
        span,
        operator,
        operands: [...operands],
      }));
    },
    aggregate: (selector, value, defaultValue, span) => {
      checkSelectors([selector]);
      checkSOps([value]);
      return intern(["aggregate", selector, value, atomKey(defaultValue)], (id) => ({
        kind: "aggregate",
        id,
        span,
        selector,
        value,
        default: defaultValue,
      }));
    },
    width: (selector, span) => {
      checkSelectors([selector]);
      return intern(["width", selector], (id) => ({ kind: "width", id, span, selector }));
    },
    select: (keys, queries, comparison, span) => {
      checkSOps([keys, queries]);
      return intern(["select", keys, queries, comparison], (id) => ({
        kind: "select",
        id,
        span,
        keys,
        queries,
        comparison,
      }));
    },
    both: (left, right, span) => {
      checkSelectors([left, right]);
      return intern(["both", left, right], (id) => ({ kind: "both", id, span, left, right }));
    },
    either: (left, right, span) => {
      checkSelectors([left, right]);
      return intern(["either", left, right], (id) => ({ kind: "either", id, span, left, right }));
    },
    not: (operand, span) => {
      checkSelectors([operand]);
      return intern(["not", operand], (id) => ({ kind: "not", id, span, operand }));
    },
    name: (id, name) => {
      if (id < 0 || id >= nodes.length) throw new Error(`internal: no node ${id} to name \`${name}\``);
      names.set(id, name);
    },
  };
}

/** Literal lists keep their order and dicts their entries: what `operator` does, and no more, is in it. */
function operatorKey(operator: Operator): readonly unknown[] {
  switch (operator.kind) {
    case "binary":
    case "unary":
      return [operator.kind, operator.symbol];
    case "choose":
      return ["choose"];
    case "member":
    case "element":
      return [operator.kind, operator.items.map(atomKey)];
    case "entry":
      return ["entry", operator.entries.map(([key, value]) => [atomKey(key), atomKey(value)])];
    default:
      return operator satisfies never;
  }
}
