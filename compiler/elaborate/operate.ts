/** Operators on whole values: atoms are computed, s-ops and selectors become nodes. */
import type { Atom } from "../../language/atom.ts";
import { bool } from "../../language/atom.ts";
import type { Failure } from "../../language/failure.ts";
import { isFailure } from "../../language/failure.ts";
import type { BinarySymbol, NodeId, Operator, UnarySymbol } from "../../language/graph.ts";
import { applyOperator } from "../../language/operators.ts";
import type { Span } from "../../language/source.ts";
import { describe } from "./describe.ts";
import type { Refusal } from "./refusal.ts";
import { refuse, refuseFailure } from "./refusal.ts";
import type { Session } from "./session.ts";
import { spendElements, spendSteps } from "./session.ts";
import type { Value } from "./values.ts";
import { atomValue, equalValues, isTruthy, listValue, sizeOf } from "./values.ts";

/** What an expression comes to: its value, or why it has none. */
export type Outcome = Value | Refusal;

/** The values of an operation's operands, and where it stands. */
interface Pair {
  readonly left: Value;
  readonly right: Value;
  readonly span: Span;
}

export function applyBinary(session: Session, symbol: BinarySymbol, pair: Pair): Outcome {
  const { left, right, span } = pair;
  if (left.kind === "selector" || right.kind === "selector") return applyToSelectors(session, symbol, pair);
  if (left.kind === "s-op" || right.kind === "s-op") {
    const a = nodeOfOperand(session, left, span);
    const b = nodeOfOperand(session, right, span);
    if (a === undefined || b === undefined) return refusePair(session, symbol, pair);
    return mapValue(session, { kind: "binary", symbol }, [a, b], span);
  }
  if (symbol === "and") return isTruthy(left) ? right : left;
  if (symbol === "or") return isTruthy(left) ? left : right;
  if (left.kind === "atom" && right.kind === "atom") {
    return computed(session, applyOperator({ kind: "binary", symbol }, [left.atom, right.atom]), span);
  }
  if (symbol === "==") {
    const spent = spendSteps(session, Math.ceil(Math.min(sizeOf(left), sizeOf(right)) / 4), span);
    return spent ?? atomValue(bool(equalValues(left, right)));
  }
  if (symbol === "+" && left.kind === "list" && right.kind === "list") {
    const spent = spendElements(session, left.items.length + right.items.length, span);
    return spent ?? listValue([...left.items, ...right.items]);
  }
  return refusePair(session, symbol, pair);
}

function applyToSelectors(session: Session, symbol: BinarySymbol, pair: Pair): Outcome {
  const { left, right, span } = pair;
  if (symbol !== "and" && symbol !== "or") return refusePair(session, symbol, pair);
  if (left.kind !== "selector" || right.kind !== "selector") {
    const other = left.kind === "selector" ? right : left;
    const described = describe(other, session.builder.graph);
    return refuse("wrong-type", { case: "joined-selectors", symbol, other: described }, span);
  }
  const { builder } = session;
  const node = symbol === "and" ? builder.both : builder.either;
  return { kind: "selector", node: node(left.node, right.node, span) };
}

/** The message for two operands that the operator does not take. */
function refusePair(session: Session, symbol: BinarySymbol, { left, right, span }: Pair): Refusal {
  const { graph } = session.builder;
  const operands = { left: describe(left, graph), right: describe(right, graph) };
  const kinds: ReadonlySet<Value["kind"]> = new Set([left.kind, right.kind]);
  if (kinds.has("selector")) {
    return refuse("wrong-type", { case: "selector-operand", symbol, ...operands }, span);
  }
  if (symbol === "%" && left.kind === "atom" && left.atom.type === "string") {
    return refuse("string-formatting", {}, span);
  }
  if (symbol === "==") {
    return refuse("s-op-compared-with-container", { ...operands, isList: kinds.has("list") }, span);
  }
  if (symbol === "*" && kinds.has("list") && kinds.has("atom")) {
    return refuse("list-repetition", {}, span);
  }
  if (symbol === "<" || symbol === "<=" || symbol === ">" || symbol === ">=") {
    const areLists = left.kind === "list" && right.kind === "list";
    return areLists
      ? refuse("list-ordering", { symbol }, span)
      : refuse("wrong-type", { case: "ordering", symbol, ...operands }, span);
  }
  const isSOpWithList = kinds.has("s-op") && kinds.has("list");
  return refuse("wrong-type", { case: "operands", symbol, ...operands, isSOpWithList }, span);
}

export function applyUnary(session: Session, symbol: UnarySymbol, operand: Value, span: Span): Outcome {
  if (operand.kind === "s-op") return mapValue(session, { kind: "unary", symbol }, [operand.node], span);
  if (symbol === "indicator") {
    const value = describe(operand, session.builder.graph);
    return refuse("wrong-type", { case: "indicator", value, isAtom: operand.kind === "atom" }, span);
  }
  if (symbol === "not") {
    if (operand.kind !== "selector") return atomValue(bool(!isTruthy(operand)));
    return { kind: "selector", node: session.builder.not(operand.node, span) };
  }
  if (operand.kind === "atom") {
    return computed(session, applyOperator({ kind: "unary", symbol }, [operand.atom]), span);
  }
  const value = describe(operand, session.builder.graph);
  const isSelector = operand.kind === "selector";
  return refuse("wrong-type", { case: "operand", symbol, value, isSelector }, span);
}

/** `chosen if condition else otherwise` where the condition is an s-op. */
export function choose(
  session: Session,
  parts: { readonly chosen: Value; readonly condition: NodeId; readonly otherwise: Value },
  span: Span,
): Outcome {
  const chosen = nodeOfOperand(session, parts.chosen, span);
  const otherwise = nodeOfOperand(session, parts.otherwise, span);
  if (chosen !== undefined && otherwise !== undefined) {
    return mapValue(session, { kind: "choose" }, [chosen, parts.condition, otherwise], span);
  }
  const wrong = chosen === undefined ? parts.chosen : parts.otherwise;
  return refuse("wrong-type", { case: "branch", value: describe(wrong, session.builder.graph) }, span);
}

/** `left in right`, in all the forms it has. */
export function contains(session: Session, { left, right, span }: Pair): Outcome {
  const { builder } = session;
  if (left.kind === "s-op") {
    const items = right.kind === "list" ? right.items : [];
    const atoms = items.flatMap((item) => (item.kind === "atom" ? [item.atom] : []));
    if (right.kind !== "list" || atoms.length < items.length) {
      const isList = right.kind === "list";
      const container = isList ? "a list that holds other values" : describe(right, builder.graph);
      return refuse("wrong-type", { case: "s-op-in", container }, span);
    }
    const spent = spendElements(session, atoms.length, span);
    return spent ?? mapValue(session, { kind: "member", items: atoms }, [left.node], span);
  }
  if (left.kind !== "atom") {
    return refuse("wrong-type", { case: "other-in", value: describe(left, builder.graph) }, span);
  }
  if (right.kind === "s-op") {
    // Does any position equal the atom: is the row that selects the equal ones wider than 0?
    const atom = builder.constant(left.atom, span);
    const width = builder.width(builder.select(right.node, atom, "==", span), span);
    const zero = builder.constant({ type: "int", value: 0 }, span);
    return mapValue(session, { kind: "binary", symbol: ">" }, [width, zero], span);
  }
  if (right.kind !== "list") {
    const container = describe(right, builder.graph);
    return refuse("wrong-type", { case: "atom-in", container, isDict: right.kind === "dict" }, span);
  }
  if (right.items.some((item) => item.kind === "s-op")) {
    return refuse("atom-in-list-of-s-ops", {}, span);
  }
  const spent = spendSteps(session, Math.ceil(right.items.length / 4), span);
  return spent ?? atomValue(bool(right.items.some((item) => equalValues(item, left))));
}

/** A node for an s-op or atom; undefined for what cannot be at a position. */
export function nodeOfOperand(session: Session, value: Value, span: Span): NodeId | undefined {
  if (value.kind === "s-op") return value.node;
  return value.kind === "atom" ? session.builder.constant(value.atom, span) : undefined;
}

export function mapValue(
  session: Session,
  operator: Operator,
  operands: readonly NodeId[],
  span: Span,
): Value {
  return { kind: "s-op", node: session.builder.map(operator, operands, span) };
}

/** The value of an operation on atoms; strings count as what was made. */
export function computed(session: Session, result: Atom | Failure, span: Span): Outcome {
  if (isFailure(result)) return refuseFailure(result, span);
  if (result.type !== "string") return atomValue(result);
  return spendElements(session, result.value.length, span) ?? atomValue(result);
}
