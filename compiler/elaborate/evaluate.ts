/** Expressions: names and literals at once, all others as tasks that request their parts. */
import type { Atom } from "../../language/atom.ts";
import type { Span } from "../../language/source.ts";
import type { Expression } from "../syntax/ast.ts";
import { evaluateCall } from "./call.ts";
import {
  evaluateDict,
  evaluateDictComprehension,
  evaluateList,
  evaluateListComprehension,
} from "./collect.ts";
import { evaluateBuiltin } from "./builtin.ts";
import { describe } from "./describe.ts";
import { lookUp } from "./lookup.ts";
import { readBaseName, readName } from "./names.ts";
import type { Outcome } from "./operate.ts";
import { applyBinary, applyUnary, choose, contains, nodeOfOperand } from "./operate.ts";
import { refuse } from "./refusal.ts";
import { findVariable } from "./scope.ts";
import type { Session } from "./session.ts";
import { spendElements } from "./session.ts";
import type { Context, Task } from "./task.ts";
import { evaluateIn, placeOf } from "./task.ts";
import { atomValue, isTruthy } from "./values.ts";

type Of<Kind extends Expression["kind"]> = Extract<Expression, { kind: Kind }>;

/** The outcome of a name or literal, or the task that finds another expression's. */
export function beginEvaluation(
  session: Session,
  expression: Expression,
  context: Context,
): { readonly outcome: Outcome } | { readonly task: Task } {
  switch (expression.kind) {
    case "name":
      return { outcome: readName(session, context.scope, expression.name, placeOf(expression, context)) };
    case "int":
      return { outcome: readInt(expression.digits, expression.span) };
    case "float":
      return { outcome: readFloat(expression.digits, expression.span) };
    case "string": {
      const spent = spendElements(session, expression.value.length, expression.span);
      return { outcome: spent ?? atomValue({ type: "string", value: expression.value }) };
    }
    case "list":
      return { task: evaluateList(session, expression, context) };
    case "dict":
      return { task: evaluateDict(session, expression, context) };
    case "list-comprehension":
      return { task: evaluateListComprehension(session, expression, context) };
    case "dict-comprehension":
      return { task: evaluateDictComprehension(session, expression, context) };
    case "unary":
      return { task: evaluateUnary(session, expression, context) };
    case "binary":
      return { task: evaluateBinary(session, expression, context) };
    case "ternary":
      return { task: evaluateTernary(session, expression, context) };
    case "index":
      return { task: evaluateIndex(session, expression, context) };
    case "call":
      return { task: evaluateCall(session, expression, context) };
    case "select":
      return { task: evaluateSelect(session, expression, context) };
    case "aggregate":
      return { task: evaluateAggregate(session, expression, context) };
    case "builtin":
      return { task: evaluateBuiltin(session, expression, context) };
    default:
      return expression satisfies never;
  }
}

function readInt(digits: string, span: Span): Outcome {
  const significant = digits.replace(/^0+(?=\d)/, "");
  if (significant.length <= 16 && BigInt(significant) <= 2n ** 53n) {
    return atomValue({ type: "int", value: Number(significant) });
  }
  return refuse("overflow", "overflow", span, {
    message: "ints are exact up to 2^53 (9007199254740992), and this one is greater",
    label: "too large an int",
    help: "write a float, such as `1.0`, if it need not be exact",
  });
}

function readFloat(digits: string, span: Span): Outcome {
  const value = Number(digits);
  if (Number.isFinite(value)) return atomValue({ type: "float", value });
  return refuse("overflow", "overflow", span, {
    message: "this float is greater than the greatest double, about 1.8e308",
    label: "too large a float",
  });
}

function* evaluateUnary(session: Session, expression: Of<"unary">, context: Context): Task {
  const operand = yield evaluateIn(context, expression.operand);
  return applyUnary(session, expression.symbol, operand, placeOf(expression, context));
}

function* evaluateBinary(session: Session, expression: Of<"binary">, context: Context): Task {
  const left = yield evaluateIn(context, expression.left);
  const right = yield evaluateIn(context, expression.right);
  const pair = { left, right, span: placeOf(expression, context) };
  const { symbol } = expression;
  return symbol === "in" ? contains(session, pair) : applyBinary(session, symbol, pair);
}

/** Where the condition is an s-op both branches are evaluated, else only the chosen one. */
function* evaluateTernary(session: Session, expression: Of<"ternary">, context: Context): Task {
  const condition = yield evaluateIn(context, expression.condition);
  if (condition.kind === "selector") {
    return refuse("wrong-type", "type", placeOf(expression.condition, context), {
      message: `the condition is ${describe(condition, session.builder.graph)}, which is neither true nor false`,
      help: "`has_focus(…)` says for each position whether a selector selects anything",
    });
  }
  if (condition.kind !== "s-op") {
    return yield evaluateIn(context, isTruthy(condition) ? expression.then : expression.otherwise);
  }
  const chosen = yield evaluateIn(context, expression.then);
  const otherwise = yield evaluateIn(context, expression.otherwise);
  return choose(session, { chosen, condition: condition.node, otherwise }, placeOf(expression, context));
}

function* evaluateIndex(session: Session, expression: Of<"index">, context: Context): Task {
  const base = yield evaluateIn(context, expression.base);
  const index = yield evaluateIn(context, expression.index);
  const span = placeOf(expression, context);
  const length = (): number => {
    // As in the original, what `length` means here, if that is an s-op.
    const variable = findVariable(context.scope, "length")?.value;
    const value = variable?.kind === "s-op" ? variable : readBaseName(session, "length", span);
    if (value?.kind !== "s-op") throw new Error("internal: `length` is not an s-op");
    return value.node;
  };
  return lookUp(session, { base, index, length, span });
}

function* evaluateSelect(session: Session, expression: Of<"select">, context: Context): Task {
  const keys = yield evaluateIn(context, expression.keys);
  const queries = yield evaluateIn(context, expression.queries);
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
  return refuse("wrong-type", "type", placeOf(at, context), {
    message: `the ${role} of \`select\` must be an s-op or an atom, not ${describe(wrong, builder.graph)}`,
  });
}

function* evaluateAggregate(session: Session, expression: Of<"aggregate">, context: Context): Task {
  const selector = yield evaluateIn(context, expression.selector);
  const value = yield evaluateIn(context, expression.value);
  const otherwise = expression.default === null ? null : yield evaluateIn(context, expression.default);
  const { builder } = session;
  const span = placeOf(expression, context);
  const valueNode = nodeOfOperand(session, value, span);
  if (valueNode === undefined) {
    return refuse("wrong-type", "type", placeOf(expression.value, context), {
      message: `\`aggregate\` takes the values of an s-op or an atom, not of ${describe(value, builder.graph)}`,
      ...(value.kind === "selector"
        ? { help: "the selector comes first: `aggregate(selector, values)`" }
        : {}),
    });
  }
  if (selector.kind !== "selector") {
    return refuse("wrong-type", "type", placeOf(expression.selector, context), {
      message: `the first argument of \`aggregate\` must be a selector, not ${describe(selector, builder.graph)}`,
      help: "make one with `select(keys, queries, ==)`",
    });
  }
  const emptyRow = otherwise ?? ZERO;
  if (emptyRow.kind !== "atom") {
    return refuse("wrong-type", "type", placeOf(expression.default ?? expression, context), {
      message: `the default of \`aggregate\` must be an atom, not ${describe(emptyRow, builder.graph)}`,
      help: "for another value where nothing is selected, use a ternary on `has_focus(…)`",
    });
  }
  return { kind: "s-op", node: builder.aggregate(selector.node, valueNode, emptyRow.atom, span) };
}

const ZERO = atomValue({ type: "int", value: 0 } satisfies Atom);
