/** Lists, dicts and comprehensions. */
import type { Atom } from "../../language/atom.ts";
import type { Span } from "../../language/source.ts";
import type { Expression, Name } from "../syntax/ast.ts";
import { describe } from "./describe.ts";
import { assignName } from "./names.ts";
import type { Refusal } from "./refusal.ts";
import { refuse } from "./refusal.ts";
import type { Scope } from "./values.ts";
import { createScope } from "./scope.ts";
import type { Session } from "./session.ts";
import { spendElements, spendSteps } from "./session.ts";
import type { Context, Task } from "./task.ts";
import { evaluateIn, placeOf } from "./task.ts";
import type { Value } from "./values.ts";
import { atomValue, dictValue, listValue } from "./values.ts";

type Of<Kind extends Expression["kind"]> = Extract<Expression, { kind: Kind }>;

export function* evaluateDict(session: Session, expression: Of<"dict">, context: Context): Task {
  const spent = spendElements(session, expression.entries.length, expression.span);
  if (spent !== null) return spent;
  const entries: (readonly [Atom, Value])[] = [];
  for (const [keyExpression, valueExpression] of expression.entries) {
    const key = yield evaluateIn(context, keyExpression);
    if (key.kind !== "atom") return refuseKey(session, key, placeOf(keyExpression, context));
    entries.push([key.atom, yield evaluateIn(context, valueExpression)]);
  }
  return dictValue(entries);
}

export function* evaluateListComprehension(
  session: Session,
  expression: Of<"list-comprehension">,
  context: Context,
): Task {
  const rounds = itemsToLoopOver(
    session,
    yield evaluateIn(context, expression.iterable),
    placeOf(expression.iterable, context),
  );
  if ("kind" in rounds) return rounds;
  const spent = spendElements(session, rounds.length, expression.span);
  if (spent !== null) return spent;
  const items: Value[] = [];
  for (const round of rounds) {
    const inner = createRound(session, expression.iterators, round, context);
    if ("kind" in inner) return inner;
    items.push(yield evaluateIn(inner, expression.item));
  }
  return listValue(items);
}

export function* evaluateDictComprehension(
  session: Session,
  expression: Of<"dict-comprehension">,
  context: Context,
): Task {
  const rounds = itemsToLoopOver(
    session,
    yield evaluateIn(context, expression.iterable),
    placeOf(expression.iterable, context),
  );
  if ("kind" in rounds) return rounds;
  const spent = spendElements(session, rounds.length, expression.span);
  if (spent !== null) return spent;
  const entries: (readonly [Atom, Value])[] = [];
  for (const round of rounds) {
    const inner = createRound(session, expression.iterators, round, context);
    if ("kind" in inner) return inner;
    const key = yield evaluateIn(inner, expression.key);
    if (key.kind !== "atom") return refuseKey(session, key, placeOf(expression.key, context));
    entries.push([key.atom, yield evaluateIn(inner, expression.value)]);
  }
  return dictValue(entries);
}

/** What a loop goes over: a list's items or a dict's keys. */
export function itemsToLoopOver(session: Session, iterable: Value, span: Span): readonly Value[] | Refusal {
  if (iterable.kind === "list") return iterable.items;
  if (iterable.kind === "dict") {
    const spent = spendElements(session, iterable.entries.size, span);
    return spent ?? Array.from(iterable.entries.values(), ([key]) => atomValue(key));
  }
  const isText = iterable.kind === "atom" && iterable.atom.type === "string";
  const like = isText ? "text" : iterable.kind === "s-op" ? "s-op" : null;
  return refuse("not-iterable", { value: describe(iterable, session.builder.graph), like }, span);
}

/** The context of one round of a comprehension, with its iterators set. */
function createRound(
  session: Session,
  iterators: readonly Name[],
  item: Value,
  context: Context,
): Context | Refusal {
  const scope = createScope("comprehension", context.scope, { site: context.scope.site });
  const refusal = setIterators(session, scope, iterators, item);
  return refusal ?? { ...context, scope, topLevel: false };
}

/** Sets the names of a loop to an item, unpacking it where there are several. */
export function setIterators(
  session: Session,
  scope: Scope,
  iterators: readonly Name[],
  item: Value,
): Refusal | null {
  const [first, ...others] = iterators;
  if (first === undefined) throw new Error("internal: a loop without iterators");
  const spent = spendSteps(session, 1, first.span);
  if (spent !== null) return spent;
  if (others.length === 0) return assignName(session, scope, first, item);
  const last = others.at(-1) ?? first;
  const items = unpack(session, item, iterators.length, { ...first.span, end: last.span.end });
  if ("kind" in items) return items;
  return assignNames(session, scope, iterators, items);
}

/** Sets names from left to right; those before a reserved one stay set. */
export function assignNames(
  session: Session,
  scope: Scope,
  names: readonly Name[],
  values: readonly Value[],
): Refusal | null {
  for (const [index, name] of names.entries()) {
    const value = values[index];
    if (value === undefined) throw new Error("internal: fewer values than names");
    const refusal = assignName(session, scope, name, value);
    if (refusal !== null) return refusal;
  }
  return null;
}

/** The items of a list of just that many. */
export function unpack(
  session: Session,
  value: Value,
  wanted: number,
  span: Span,
): readonly Value[] | Refusal {
  if (value.kind === "list") {
    if (value.items.length === wanted) return value.items;
    return refuseCount(wanted, value.items.length, span);
  }
  const described = describe(value, session.builder.graph);
  const isText = value.kind === "atom" && value.atom.type === "string";
  if (isText || value.kind === "dict") {
    return refuse("unpacked-non-list", { names: wanted, value: described, isText }, span);
  }
  return refuse("wrong-type", { case: "unpacking", names: wanted, value: described }, span);
}

export function refuseCount(names: number, values: number, span: Span): Refusal {
  return refuse("wrong-count", { case: "names", names, values }, span);
}

function refuseKey(session: Session, key: Value, span: Span): Refusal {
  return refuse("wrong-key", { value: describe(key, session.builder.graph) }, span);
}
