/** Values in words, for messages. */
import type { Atom } from "../../language/atom.ts";
import { displayAtom, displayInput } from "../../language/display.ts";
import type { Graph, NodeId } from "../../language/graph.ts";
import type { Value } from "./values.ts";

/** Characters of a value that a message shows; longer ones end in `…`. */
const GREATEST_LENGTH = 40;

/** "the selector `flip`", "a list", "the int `3`". */
export function describe(value: Value, graph: Graph): string {
  switch (value.kind) {
    case "s-op":
    case "selector": {
      const name = nameOf(graph, value.node);
      const article = value.kind === "s-op" ? "an" : "a";
      return name === undefined ? `${article} ${value.kind}` : `the ${value.kind} \`${name}\``;
    }
    case "atom":
      return `the ${value.atom.type} ${quote(value.atom)}`;
    case "list":
      return value.items.length === 0 ? "an empty list" : "a list";
    case "dict":
      return value.entries.size === 0 ? "an empty dict" : "a dict";
    case "function":
      return `the function \`${value.name}\``;
    case "application":
      return "the result of an application";
    default:
      return value satisfies never;
  }
}

/** The name that the user or the language has for a node. */
export function nameOf(graph: Graph, id: NodeId): string | undefined {
  const node = graph.nodes[id];
  const isOfLanguage = node?.kind === "tokens" || node?.kind === "indices" || node?.kind === "length";
  return graph.names.get(id) ?? (isOfLanguage ? node.kind : undefined);
}

/** An atom in backticks, cut if long. */
export function quote(atom: Atom): string {
  return `\`${shorten(displayAtom(atom))}\``;
}

/** An input in backticks, cut if long. */
export function quoteInput(input: readonly Atom[]): string {
  return `\`${shorten(displayInput(input.slice(0, GREATEST_LENGTH)))}\``;
}

export function shorten(text: string): string {
  const characters = Array.from(text);
  if (characters.length <= GREATEST_LENGTH) return text;
  return `${characters.slice(0, GREATEST_LENGTH - 1).join("")}…`;
}
