/** Statements: some are done at once, the rest are tasks. */
import type { Expression, Statement } from "../syntax/ast.ts";
import { isInput, readInput } from "./call.ts";
import { checkOnInput } from "./check.ts";
import { assignNames, itemsToLoopOver, refuseCount, setIterators, unpack } from "./collect.ts";
import { describe } from "./describe.ts";
import { assignName, nameNode } from "./names.ts";
import type { Outcome } from "./operate.ts";
import { refuse } from "./refusal.ts";
import type { Session } from "./session.ts";
import { addCandidate } from "./session.ts";
import type { Context, Request, Task } from "./task.ts";
import { DONE, evaluateIn, placeOf } from "./task.ts";
import type { Body, FunctionValue, Value } from "./values.ts";
import { elementsOf, listValue } from "./values.ts";

type Of<Kind extends Statement["kind"]> = Extract<Statement, { kind: Kind }>;

export function beginStatement(session: Session, statement: Statement, context: Context): Outcome | Task {
  switch (statement.kind) {
    case "expression":
      return executeExpression(session, statement, context);
    case "assign":
      return executeAssign(session, statement, context);
    case "define":
      return executeDefine(session, statement, context);
    case "for":
      return executeFor(session, statement, context);
    case "load":
      return executeLoad(statement, context);
    case "draw":
      return executeDraw(session, statement, context);
    case "set-example":
      return executeSetExample(session, statement, context);
    // The console's business; in a file they change nothing. What ends a file sees to `exit`.
    case "show-example":
    case "examples":
    case "full-display":
    case "exit":
      return DONE;
    default:
      return statement satisfies never;
  }
}

function* executeLoad(statement: Of<"load">, { scope }: Context): Task {
  return yield { kind: "load", path: statement.path, span: statement.pathSpan, scope };
}

/** A function's body, and the value it returns: a list where it returns several. */
export function* executeBody(body: Body, context: Context): Task {
  const { define } = body;
  for (const statement of define.body) yield { kind: "execute", statement, context };
  const values: Value[] = [];
  for (const result of define.results) values.push(yield evaluateIn(context, result));
  const [only, ...others] = values;
  return only !== undefined && others.length === 0 ? only : listValue(values);
}

function* executeExpression(session: Session, statement: Of<"expression">, context: Context): Task {
  const { value: expression } = statement;
  const value = yield printing(context, expression);
  if (!context.topLevel) return DONE;
  if (value.kind === "application") {
    session.applications.push({ value: value.of, input: value.input, span: expression.span });
  }
  if (value.kind === "s-op") {
    addCandidate(session, { name: "out", node: value.node, span: expression.span });
  }
  return DONE;
}

function printing(context: Context, expression: Expression): Request {
  return { kind: "evaluate", expression, context, printing: true };
}

function* executeAssign(session: Session, statement: Of<"assign">, context: Context): Task {
  const { targets } = statement;
  const given: Value[] = [];
  for (const value of statement.values) given.push(yield evaluateIn(context, value));
  const [first, ...others] = given;
  const [target, ...otherTargets] = targets;
  if (first === undefined || target === undefined) throw new Error("internal: an empty assignment");
  const span = { ...target.span, end: (otherTargets.at(-1) ?? target).span.end };
  let values: readonly Value[] = given;
  if (otherTargets.length === 0) {
    values = [others.length === 0 ? first : listValue(given)];
  } else if (others.length === 0) {
    const items = unpack(session, first, targets.length, span);
    if ("kind" in items) return items;
    values = items;
  } else if (given.length !== targets.length) {
    return refuseCount(targets.length, given.length, span);
  }
  const refusal = assignNames(session, context.scope, targets, values);
  if (refusal !== null) return refusal;
  for (const [index, { text, span: place }] of targets.entries()) {
    const value = values[index];
    if (value === undefined) throw new Error("internal: fewer values than targets");
    nameNode(session, context.scope, text, value);
    if (context.scope.kind === "console" && value.kind === "s-op") {
      addCandidate(session, { name: text, node: value.node, span: place });
    }
  }
  return DONE;
}

function executeDefine(session: Session, statement: Of<"define">, context: Context): Outcome {
  const { name, parameters } = statement;
  const value: FunctionValue = {
    kind: "function",
    name: name.text,
    parameters: parameters.map((parameter) => parameter.text),
    body: { define: statement, scope: context.scope, isLibrary: false },
  };
  return assignName(session, context.scope, name, value) ?? DONE;
}

/** A loop makes no scope; the iterable is evaluated once. */
function* executeFor(session: Session, statement: Of<"for">, context: Context): Task {
  const iterable = yield evaluateIn(context, statement.iterable);
  const items = itemsToLoopOver(session, iterable, placeOf(statement.iterable, context));
  if ("kind" in items) return items;
  const inner: Context = { ...context, topLevel: false };
  for (const item of items) {
    const refusal = setIterators(session, context.scope, statement.iterators, item);
    if (refusal !== null) return refusal;
    for (const inside of statement.body) yield { kind: "execute", statement: inside, context: inner };
  }
  return DONE;
}

/** Checked as the original does; the picture is the console's business. */
function* executeDraw(session: Session, statement: Of<"draw">, context: Context): Task {
  const span = placeOf(statement, context);
  const given = statement.input === null ? null : yield evaluateIn(context, statement.input);
  const alternate = given === null ? null : (elementsOf(given) ?? null);
  const value = yield evaluateIn({ ...context, alternate }, statement.value);
  if (value.kind !== "s-op") {
    const drawing = { case: "drawing", value: describe(value, session.builder.graph) } as const;
    return refuse("wrong-type", drawing, placeOf(statement.value, context));
  }
  if (given === null) return DONE;
  const input = readInput(session, given, span);
  if (!isInput(input)) return input;
  return checkOnInput(session, value.node, input, span) ?? DONE;
}

function* executeSetExample(session: Session, statement: Of<"set-example">, context: Context): Task {
  const value = yield evaluateIn(context, statement.value);
  const input = readInput(session, value, placeOf(statement.value, context));
  if (!isInput(input)) return input;
  if (statement.which !== "selector") {
    session.example = input;
    session.checked.clear();
  }
  return DONE;
}
