/** Expressions whose parts are all evaluated, from left to right, before they are put together. */
import type { NodeId } from "../../language/graph.ts";
import type { Span } from "../../language/source.ts";
import type { Expression } from "../syntax/ast.ts";
import { applyBuiltin } from "./builtin.ts";
import { describe } from "./describe.ts";
import { lookUp } from "./lookup.ts";
import { readBaseName } from "./names.ts";
import type { Outcome } from "./operate.ts";
import { applyBinary, applyUnary, contains, nodeOfOperand } from "./operate.ts";
import { refuse } from "./refusal.ts";
import { findVariable } from "./scope.ts";
import type { Session } from "./session.ts";
import { spendElements } from "./session.ts";
import type { Context } from "./task.ts";
import { placeOf } from "./task.ts";
import type { Value } from "./values.ts";
import { atomValue, listValue } from "./values.ts";

type Of<Kind extends Expression["kind"]> = Extract<Expression, { kind: Kind }>;

export type Strict = Of<"list" | "unary" | "binary" | "index" | "select" | "aggregate" | "builtin">;

/** The value of an expression whose parts have these values. */
export function combine(
  session: Session,
  expression: Strict,
  values: readonly Value[],
  context: Context,
): Outcome {
  const span = placeOf(expression, context);
  switch (expression.kind) {
    case "list":
      return spendElements(session, values.length, span) ?? listValue(values);
    case "unary":
      return applyUnary(session, expression.symbol, valueAt(values, 0), span);
    case "binary": {
      const pair = { left: valueAt(values, 0), right: valueAt(values, 1), span };
      const { symbol } = expression;
      return symbol === "in" ? contains(session, pair) : applyBinary(session, symbol, pair);
    }
    case "index": {
      const length = (): NodeId => lengthIn(session, context, span);
      return lookUp(session, { base: valueAt(values, 0), index: valueAt(values, 1), length, span });
    }
    case "select":
      return select(session, expression, values, context);
    case "aggregate":
      return aggregate(session, expression, values, context);
    case "builtin":
      return applyBuiltin(session, expression.word, values, span);
    default:
      return expression satisfies never;
  }
}

function valueAt(values: readonly Value[], index: number): Value {
  const value = values[index];
  if (value === undefined) throw new Error("internal: a part without a value");
  return value;
}

/** As in the original, what `length` means here, if that is an s-op. */
function lengthIn(session: Session, context: Context, span: Span): NodeId {
  const variable = findVariable(context.scope, "length")?.value;
  const value = variable?.kind === "s-op" ? variable : readBaseName(session, "length", span);
  if (value?.kind !== "s-op") throw new Error("internal: `length` is not an s-op");
  return value.node;
}

function select(
  session: Session,
  expression: Of<"select">,
  values: readonly Value[],
  context: Context,
): Outcome {
  const keys = valueAt(values, 0);
  const queries = valueAt(values, 1);
  const { builder } = session;
  const span = placeOf(expression, context);
  const keysNode = nodeOfOperand(session, keys, span);
  const queriesNode = nodeOfOperand(session, queries, span);
  if (keysNode !== undefined && queriesNode !== undefined) {
    return { kind: "selector", node: builder.select(keysNode, queriesNode, expression.comparison, span) };
  }
  const [wrong, at, role] =
    keysNode === undefined
      ? ([keys, expression.keys, "keys"] as const)
      : ([queries, expression.queries, "queries"] as const);
  const operand = { case: "select", role, value: describe(wrong, builder.graph) } as const;
  return refuse("wrong-type", operand, placeOf(at, context));
}

function aggregate(
  session: Session,
  expression: Of<"aggregate">,
  values: readonly Value[],
  context: Context,
): Outcome {
  const selector = valueAt(values, 0);
  const value = valueAt(values, 1);
  const emptyRow = values[2] ?? atomValue({ type: "int", value: 0 });
  const { builder } = session;
  const span = placeOf(expression, context);
  const valueNode = nodeOfOperand(session, value, span);
  if (valueNode === undefined) {
    const described = { value: describe(value, builder.graph), isSelector: value.kind === "selector" };
    const place = placeOf(expression.value, context);
    return refuse("wrong-type", { case: "aggregate-values", ...described }, place);
  }
  if (selector.kind !== "selector") {
    const described = describe(selector, builder.graph);
    const place = placeOf(expression.selector, context);
    return refuse("wrong-type", { case: "aggregate-selector", value: described }, place);
  }
  if (emptyRow.kind !== "atom") {
    const described = describe(emptyRow, builder.graph);
    const place = placeOf(expression.default ?? expression, context);
    return refuse("wrong-type", { case: "aggregate-default", value: described }, place);
  }
  return { kind: "s-op", node: builder.aggregate(selector.node, valueNode, emptyRow.atom, span) };
}
