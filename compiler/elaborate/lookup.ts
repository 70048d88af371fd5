/** `base[index]`, in all the forms it has. */
import type { Atom } from "../../language/atom.ts";
import { equalityKey } from "../../language/atom.ts";
import type { CodeParameters } from "../../language/diagnostics/catalogue.ts";
import type { NodeId } from "../../language/graph.ts";
import type { Span } from "../../language/source.ts";
import { describe, quote } from "./describe.ts";
import { charactersOf } from "../syntax/elements.ts";
import type { Outcome } from "./operate.ts";
import { mapValue } from "./operate.ts";
import type { Refusal } from "./refusal.ts";
import { refuse } from "./refusal.ts";
import type { Session } from "./session.ts";
import { spendElements } from "./session.ts";
import type { DictValue, ListValue, Value } from "./values.ts";
import { atomsOf } from "./values.ts";

interface Lookup {
  readonly base: Value;
  readonly index: Value;
  /** What `length` means where this stands: a negative index into an s-op counts from it. */
  readonly length: () => NodeId;
  readonly span: Span;
}

export function lookUp(session: Session, lookup: Lookup): Outcome {
  const { base, index, span } = lookup;
  switch (base.kind) {
    case "list":
      return inList(session, base, index, span);
    case "dict":
      return inDict(session, base, index, span);
    case "s-op":
      return inSOp(session, base.node, lookup);
    case "atom":
      if (base.atom.type === "string") return inString(session, base.atom.value, index, span);
      break;
    case "selector":
    case "function":
    case "application":
      break;
    default:
      return base satisfies never;
  }
  return refuse("not-indexable", { value: describe(base, session.builder.graph) }, span);
}

function inList(session: Session, list: ListValue, index: Value, span: Span): Outcome {
  if (index.kind === "s-op") {
    const items = atomsOf(list.items);
    if (items !== undefined) return perPosition(session, items, index.node, span);
    return refuse("wrong-type", { case: "list-items" }, span);
  }
  const position = positionOf(session, index, "a list", span);
  if (typeof position !== "number") return position;
  const item = list.items[position < 0 ? position + list.items.length : position];
  return item ?? outOfRange({ index: position, base: "list", items: list.items.length }, span);
}

function inString(session: Session, text: string, index: Value, span: Span): Outcome {
  const spent = spendElements(session, text.length, span);
  if (spent !== null) return spent;
  const characters = charactersOf(text);
  if (index.kind === "s-op") return perPosition(session, characters, index.node, span);
  const position = positionOf(session, index, "a string", span);
  if (typeof position !== "number") return position;
  const character = characters[position < 0 ? position + characters.length : position];
  if (character !== undefined) return { kind: "atom", atom: character };
  return outOfRange({ index: position, base: "string", items: characters.length }, span);
}

function inDict(session: Session, dict: DictValue, index: Value, span: Span): Outcome {
  if (index.kind === "s-op") {
    const entries: (readonly [Atom, Atom])[] = [];
    for (const [key, value] of dict.entries.values()) {
      if (value.kind !== "atom") {
        const entry = { key: quote(key), value: describe(value, session.builder.graph) };
        return refuse("wrong-type", { case: "dict-items", ...entry }, span);
      }
      entries.push([key, value.atom]);
    }
    const spent = spendElements(session, entries.length, span);
    return spent ?? mapValue(session, { kind: "entry", entries }, [index.node], span);
  }
  if (index.kind !== "atom") {
    return refuse("wrong-type", { case: "dict-index", index: describe(index, session.builder.graph) }, span);
  }
  const entry = dict.entries.get(equalityKey(index.atom));
  if (entry !== undefined) return entry[1];
  return refuse("missing-key", { key: quote(index.atom) }, span);
}

/** One position's value at all positions: an aggregate over the row that selects it. */
function inSOp(session: Session, base: NodeId, { index, length, span }: Lookup): Outcome {
  const { builder } = session;
  if (index.kind !== "atom" || index.atom.type === "string" || index.atom.type === "float") {
    return refuse("wrong-value", { case: "position", index: describe(index, builder.graph) }, span);
  }
  const offset: Atom = { type: "int", value: Number(index.atom.value) };
  let wanted = builder.constant(offset, span);
  if (offset.value < 0) wanted = builder.map({ kind: "binary", symbol: "+" }, [length(), wanted], span);
  const selector = builder.select(builder.indices(span), wanted, "==", span);
  return { kind: "s-op", node: builder.aggregate(selector, base, { type: "int", value: 0 }, span) };
}

/** `[items][s-op]`: looked up at every position. */
function perPosition(session: Session, items: readonly Atom[], index: NodeId, span: Span): Outcome {
  const spent = spendElements(session, items.length, span);
  return spent ?? mapValue(session, { kind: "element", items }, [index], span);
}

function positionOf(
  session: Session,
  index: Value,
  base: "a list" | "a string",
  span: Span,
): number | Refusal {
  if (index.kind === "atom" && (index.atom.type === "int" || index.atom.type === "bool")) {
    return Number(index.atom.value);
  }
  return refuse("wrong-type", { case: "index", base, index: describe(index, session.builder.graph) }, span);
}

function outOfRange(extent: CodeParameters["index-out-of-range"], span: Span): Refusal {
  return refuse("index-out-of-range", extent, span);
}
