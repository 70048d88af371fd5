/** Expressions: what can be is evaluated at once, the rest as tasks that request their parts. */
import type { Expression } from "../syntax/ast.ts";
import { partsOf } from "../syntax/measure.ts";
import { evaluateCall } from "./call.ts";
import { evaluateDict, evaluateDictComprehension, evaluateListComprehension } from "./collect.ts";
import type { Strict } from "./combine.ts";
import { combine } from "./combine.ts";
import { describe } from "./describe.ts";
import { readLeaf } from "./leaf.ts";
import type { Outcome } from "./operate.ts";
import { choose } from "./operate.ts";
import { isRefusal, refuse } from "./refusal.ts";
import type { Session } from "./session.ts";
import { spendSteps } from "./session.ts";
import { settle } from "./settle.ts";
import type { Context, Task } from "./task.ts";
import { evaluateIn, placeOf } from "./task.ts";
import type { Value } from "./values.ts";
import { isTruthy } from "./values.ts";

type Of<Kind extends Expression["kind"]> = Extract<Expression, { kind: Kind }>;

/** Expressions inside expressions that are evaluated by recursion of the host; deeper ones take tasks. */
const GREATEST_DIRECT_DEPTH = 64;

/** The outcome of an expression without calls, branches and loops, or the task that finds another's. */
export function beginEvaluation(session: Session, expression: Expression, context: Context): Outcome | Task {
  if (isDirect(session, expression)) return evaluateDirectly(session, expression, context);
  const spent = spendSteps(session, 1, placeOf(expression, context));
  if (spent !== null) return spent;
  switch (expression.kind) {
    case "name":
    case "int":
    case "float":
    case "string":
      throw new Error("internal: a leaf is evaluated at once");
    case "dict":
      return evaluateDict(session, expression, context);
    case "list-comprehension":
      return evaluateListComprehension(session, expression, context);
    case "dict-comprehension":
      return evaluateDictComprehension(session, expression, context);
    case "ternary":
      return evaluateTernary(session, expression, context);
    case "call":
      return evaluateCall(session, expression, context);
    case "list":
    case "unary":
    case "binary":
    case "index":
    case "select":
    case "aggregate":
    case "builtin":
      return evaluateParts(session, expression, context);
    default:
      return expression satisfies never;
  }
}

/** All parts from left to right, then what they come to. */
function* evaluateParts(session: Session, expression: Strict, context: Context): Task {
  const values: Value[] = [];
  for (const part of partsOf(expression)) values.push(yield evaluateIn(context, part));
  return combine(session, expression, values, context);
}

/** The same without tasks. Before: `isDirect`, which bounds the recursion. */
function evaluateDirectly(session: Session, expression: Expression, context: Context): Outcome {
  const spent = spendSteps(session, 1, placeOf(expression, context));
  if (spent !== null) return spent;
  let outcome: Outcome;
  if (isLeaf(expression)) {
    outcome = readLeaf(session, expression, context);
  } else if (isStrict(expression)) {
    const values: Value[] = [];
    for (const part of partsOf(expression)) {
      const value = evaluateDirectly(session, part, context);
      if (isRefusal(value)) return value;
      values.push(value);
    }
    outcome = combine(session, expression, values, context);
  } else {
    throw new Error(`internal: a ${expression.kind} is not evaluated directly`);
  }
  return isRefusal(outcome) ? outcome : settle(session, outcome, expression, context);
}

function isDirect(session: Session, expression: Expression): boolean {
  if (isLeaf(expression)) return true;
  const known = session.direct.get(expression);
  if (known !== undefined) return known;
  const direct = isDirectWithin(expression, GREATEST_DIRECT_DEPTH);
  session.direct.set(expression, direct);
  return direct;
}

function isDirectWithin(expression: Expression, depth: number): boolean {
  if (isLeaf(expression)) return true;
  if (depth === 0 || !isStrict(expression)) return false;
  return partsOf(expression).every((part) => isDirectWithin(part, depth - 1));
}

function isLeaf(expression: Expression): expression is Of<"name" | "int" | "float" | "string"> {
  const { kind } = expression;
  return kind === "name" || kind === "int" || kind === "float" || kind === "string";
}

function isStrict(expression: Expression): expression is Strict {
  switch (expression.kind) {
    case "list":
    case "unary":
    case "binary":
    case "index":
    case "select":
    case "aggregate":
    case "builtin":
      return true;
    case "name":
    case "int":
    case "float":
    case "string":
    case "dict":
    case "list-comprehension":
    case "dict-comprehension":
    case "ternary":
    case "call":
      return false;
    default:
      return expression satisfies never;
  }
}

/** Where the condition is an s-op both branches are evaluated, else only the chosen one. */
function* evaluateTernary(session: Session, expression: Of<"ternary">, context: Context): Task {
  const condition = yield evaluateIn(context, expression.condition);
  if (condition.kind === "selector") {
    const value = describe(condition, session.builder.graph);
    return refuse("wrong-type", { case: "condition", value }, placeOf(expression.condition, context));
  }
  if (condition.kind !== "s-op") {
    return yield evaluateIn(context, isTruthy(condition) ? expression.then : expression.otherwise);
  }
  const chosen = yield evaluateIn(context, expression.then);
  const otherwise = yield evaluateIn(context, expression.otherwise);
  return choose(session, { chosen, condition: condition.node, otherwise }, placeOf(expression, context));
}
