/** Calls of functions, and applications of s-ops and selectors to inputs. */
import type { Atom } from "../../language/atom.ts";
import type { Span } from "../../language/source.ts";
import type { Expression } from "../syntax/ast.ts";
import { checkOnInput } from "./check.ts";
import { describe, shorten } from "./describe.ts";
import { assignName, nameCall } from "./names.ts";
import type { Outcome } from "./operate.ts";
import type { Refusal } from "./refusal.ts";
import { refuse } from "./refusal.ts";
import { createScope } from "./scope.ts";
import type { Session } from "./session.ts";
import type { Context, Task } from "./task.ts";
import { evaluateIn, placeOf } from "./task.ts";
import type { Body, FunctionValue, Value } from "./values.ts";
import { elementsOf } from "./values.ts";

type Call = Extract<Expression, { kind: "call" }>;

/** As in the original, a single argument comes before the callee, several after it. */
export function* evaluateCall(session: Session, expression: Call, context: Context): Task {
  const [first, ...others] = expression.arguments;
  const values: Value[] = [];
  let alternate = context.alternate;
  if (first !== undefined && others.length === 0) {
    const value = yield evaluateIn(context, first);
    values.push(value);
    alternate = elementsOf(value) ?? null;
  }
  const callee = yield evaluateIn({ ...context, alternate }, expression.callee);
  const span = placeOf(expression, context);
  if (callee.kind === "s-op" || callee.kind === "selector") {
    const [value] = values;
    if (value !== undefined) return applyToInput(session, callee, value, span);
    const of = callee.kind === "s-op" ? "s-op" : "application of a selector";
    const given = expression.arguments.length;
    return refuse("wrong-argument-count", { case: "application", of, given }, span);
  }
  if (callee.kind !== "function") {
    const value = describe(callee, session.builder.graph);
    return refuse("not-callable", { value }, placeOf(expression.callee, context));
  }
  if (others.length > 0) {
    for (const argument of expression.arguments) values.push(yield evaluateIn(context, argument));
  }
  if (values.length !== callee.parameters.length) return refuseArity(callee, values.length, span);
  if (callee.body === "selector-width") {
    const [selector] = values;
    if (selector?.kind === "selector") {
      return { kind: "s-op", node: session.builder.width(selector.node, span) };
    }
    const value = selector === undefined ? "nothing" : describe(selector, session.builder.graph);
    return refuse("wrong-type", { case: "selector-width", value }, span);
  }
  const result = yield* callFunction(session, callee, callee.body, values, context, span);
  if (result.kind !== "refusal" && context.scope.site === null) {
    nameCall(session, callee.name, values, result);
  }
  return result;
}

function* callFunction(
  session: Session,
  callee: FunctionValue,
  body: Body,
  values: readonly Value[],
  context: Context,
  span: Span,
): Task {
  const scope = createScope("call", body.scope, { site: body.isLibrary ? span : null });
  for (const [index, parameter] of body.define.parameters.entries()) {
    const value = values[index];
    if (value === undefined) throw new Error("internal: a parameter without a value");
    const refusal = assignName(session, scope, parameter, value);
    if (refusal !== null) return refusal;
  }
  const isInner = body.isLibrary && context.scope.site !== null;
  const note = body.isLibrary
    ? { message: `in the library's \`${callee.name}\`` }
    : { message: `in \`${callee.name}\`, called here`, span };
  return yield { kind: "call", function: callee, scope, span, note: isInner ? null : note };
}

function refuseArity(callee: FunctionValue, given: number, span: Span): Refusal {
  const { name, parameters } = callee;
  const signature = shorten(`${name}(${parameters.join(", ")})`);
  const defined =
    callee.body === "selector-width" || callee.body.isLibrary
      ? []
      : [{ message: `\`${name}\` is defined here`, span: callee.body.define.name.span }];
  const counts = { case: "function", name, takes: parameters.length, given, signature } as const;
  return refuse("wrong-argument-count", counts, span, defined);
}

function applyToInput(
  session: Session,
  applied: Extract<Value, { kind: "s-op" | "selector" }>,
  value: Value,
  span: Span,
): Outcome {
  const input = readInput(session, value, span);
  if (!isInput(input)) return input;
  if (input.length === 0) {
    return refuse("empty-input", { case: "application" }, span);
  }
  const failure = checkOnInput(session, applied.node, input, span);
  return failure ?? { kind: "application", of: applied, input };
}

/** The elements that a value is as an input: of a string, a list of atoms or a dict. */
export function readInput(session: Session, value: Value, span: Span): readonly Atom[] | Refusal {
  const elements = elementsOf(value);
  if (elements !== undefined) return elements;
  const described = value.kind === "list" ? null : describe(value, session.builder.graph);
  return refuse("wrong-input", { value: described }, span);
}

export function isInput(input: readonly Atom[] | Refusal): input is readonly Atom[] {
  return Array.isArray(input);
}
