/** What is the same at all positions of an input. */
import type { ModelNode } from "../../runtime/model.ts";
import { pairsOf } from "./formula.ts";
import type { Rule } from "../report/rule.ts";
import type { Variable } from "../state/variables.ts";

export const EQUAL_QUERIES: Rule = {
  name: "equal queries",
  of: "same at all positions",
  why: "A row follows from the input's keys and from what its query is compared with. Where that is made of constants, the length and rows that are equal themselves, all rows of an input are equal, and so is what they select: key and query have one state of it.",
};

export class Uniform {
  readonly #graph: readonly ModelNode[];
  readonly #causal: boolean;
  readonly #nodes = new Map<number, boolean>();
  /** Those that have one state at all positions. */
  readonly variables: Variable[] = [];

  constructor(graph: readonly ModelNode[], causal: boolean) {
    this.#graph = graph;
    this.#causal = causal;
  }

  /** True if the node has one value at all positions. */
  node(id: number): boolean {
    const known = this.#nodes.get(id);
    if (known !== undefined) return known;
    const isUniform = this.#find(id);
    this.#nodes.set(id, isUniform);
    return isUniform;
  }

  #find(id: number): boolean {
    const node = this.#graph[id];
    if (node === undefined) throw new Error(`internal: no node ${String(id)}`);
    switch (node.kind) {
      case "constant":
        return true;
      case "length":
        return !this.#causal;
      case "map":
        return node.operands.every((operand) => this.node(operand));
      case "aggregate":
      case "width":
        return this.rows(node.selector);
      case "tokens":
      case "indices":
      case "select":
      case "both":
      case "either":
      case "not":
        return false;
      default:
        return node satisfies never;
    }
  }

  /** True if all queries of an input select the same keys. */
  rows(selector: number): boolean {
    return !this.#causal && pairsOf(this.#graph, selector).every(({ queries }) => this.node(queries));
  }
}
