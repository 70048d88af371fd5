/**
 * The program graph: what a RASP program computes, with functions, loops and
 * lists already run away. Nodes are hash-consed, so equal expressions are one
 * node, and an operand's id is always smaller than its user's.
 */
import type { Atom } from "./atom.ts";
import type { Span } from "./source.ts";

/** Index of a node in `Graph.nodes`. */
export type NodeId = number;

export type Comparison = "==" | "!=" | "<" | "<=" | ">" | ">=";

export type BinarySymbol = "+" | "-" | "*" | "/" | "%" | "^" | "==" | "<" | "<=" | ">" | ">=" | "and" | "or";

export type UnarySymbol = "-" | "+" | "not" | "round" | "indicator";

/** What a `map` does at each position. Literal lists and dicts are part of the operator. */
export type Operator =
  | { readonly kind: "binary"; readonly symbol: BinarySymbol }
  | { readonly kind: "unary"; readonly symbol: UnarySymbol }
  /** `then if condition else otherwise`; operands in the order then, condition, otherwise. */
  | { readonly kind: "choose" }
  /** `x in [items]`. */
  | { readonly kind: "member"; readonly items: readonly Atom[] }
  /** `[items][x]`, or a string's characters: negative counts from the end. */
  | { readonly kind: "element"; readonly items: readonly Atom[] }
  /** `{key: value, ...}[x]`. */
  | { readonly kind: "entry"; readonly entries: readonly (readonly [Atom, Atom])[] };

/** How an input element becomes a token: `tokens_str`, `tokens_int`, ... */
export type TokenReading = "str" | "int" | "float" | "bool" | "asis";

interface Base {
  readonly id: NodeId;
  /** Where the expression was first written. */
  readonly span: Span;
}

/**
 * An s-op: for an input of n elements it holds one atom per position, [n].
 * `length` and `width` (selector_width) are primitives, never expanded into fractions.
 */
export type SOp =
  | (Base & { readonly kind: "tokens"; readonly reading: TokenReading })
  | (Base & { readonly kind: "indices" })
  | (Base & { readonly kind: "length" })
  | (Base & { readonly kind: "constant"; readonly value: Atom })
  | (Base & { readonly kind: "map"; readonly operator: Operator; readonly operands: readonly NodeId[] })
  | (Base & {
      readonly kind: "aggregate";
      readonly selector: NodeId;
      readonly value: NodeId;
      /** The value of a row that selects nothing. */
      readonly default: Atom;
    })
  | (Base & { readonly kind: "width"; readonly selector: NodeId });

/**
 * A selector: one boolean per pair, [n query, n key] (rows are queries, Weiss
 * et al. 2021, arXiv:2106.06981, section 3). `select` row q, column k is
 * `keys[k] comparison queries[q]`.
 */
export type Selector =
  | (Base & {
      readonly kind: "select";
      readonly keys: NodeId;
      readonly queries: NodeId;
      readonly comparison: Comparison;
    })
  | (Base & { readonly kind: "both"; readonly left: NodeId; readonly right: NodeId })
  | (Base & { readonly kind: "either"; readonly left: NodeId; readonly right: NodeId })
  | (Base & { readonly kind: "not"; readonly operand: NodeId });

export type Node = SOp | Selector;

export interface Graph {
  readonly nodes: readonly Node[];
  /** The last name the user gave a node, for messages, pictures and feature names. */
  readonly names: ReadonlyMap<NodeId, string>;
}

export function isSelector(node: Node): node is Selector {
  return node.kind === "select" || node.kind === "both" || node.kind === "either" || node.kind === "not";
}

/** What of a node tells which others it reads; nodes of a weights file have as much. */
type Reading =
  | { readonly kind: "tokens" | "indices" | "length" | "constant" }
  | { readonly kind: "map"; readonly operands: readonly NodeId[] }
  | { readonly kind: "aggregate"; readonly selector: NodeId; readonly value: NodeId }
  | { readonly kind: "width"; readonly selector: NodeId }
  | { readonly kind: "select"; readonly keys: NodeId; readonly queries: NodeId }
  | { readonly kind: "both" | "either"; readonly left: NodeId; readonly right: NodeId }
  | { readonly kind: "not"; readonly operand: NodeId };

/** The nodes that `node` reads, in source order. */
export function operandsOf(node: Reading): readonly NodeId[] {
  switch (node.kind) {
    case "tokens":
    case "indices":
    case "length":
    case "constant":
      return [];
    case "map":
      return node.operands;
    case "aggregate":
      return [node.selector, node.value];
    case "width":
      return [node.selector];
    case "select":
      return [node.keys, node.queries];
    case "both":
    case "either":
      return [node.left, node.right];
    case "not":
      return [node.operand];
    default:
      return node satisfies never;
  }
}

/** The node with this id; an id that is not the graph's own is our mistake. */
export function nodeOf(graph: Graph, id: NodeId): Node {
  const node = graph.nodes[id];
  if (node === undefined) throw new Error(`internal: no node ${String(id)}`);
  return node;
}

export function selectorOf(graph: Graph, id: NodeId): Selector {
  const node = nodeOf(graph, id);
  if (!isSelector(node)) throw new Error(`internal: node ${String(id)} is not a selector`);
  return node;
}

export function sOpOf(graph: Graph, id: NodeId): SOp {
  const node = nodeOf(graph, id);
  if (isSelector(node)) throw new Error(`internal: node ${String(id)} is not an s-op`);
  return node;
}
