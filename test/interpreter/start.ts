/** What most graphs under test start from. */
import { createGraphBuilder } from "../../language/build.ts";
import type { BinarySymbol, Comparison, NodeId } from "../../language/graph.ts";
import { HERE, atom } from "./notation.ts";

/** A builder, its first nodes, and short forms of its methods. */
export function start() {
  const builder = createGraphBuilder();
  const tokens = builder.tokens("asis", HERE);
  const indices = builder.indices(HERE);
  const constant = (text: string): NodeId => builder.constant(atom(text), HERE);
  const map = (symbol: BinarySymbol, left: NodeId, right: NodeId): NodeId =>
    builder.map({ kind: "binary", symbol }, [left, right], HERE);
  const select = (keys: NodeId, queries: NodeId, comparison: Comparison): NodeId =>
    builder.select(keys, queries, comparison, HERE);
  const aggregate = (selector: NodeId, value: NodeId, fallback = "0"): NodeId =>
    builder.aggregate(selector, value, atom(fallback), HERE);
  const all = select(constant("1"), constant("1"), "==");
  return { builder, tokens, indices, constant, map, select, aggregate, all };
}
