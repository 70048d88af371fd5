/** `range(…)`, `zip(…)`, `len(…)`, `round(…)` and `indicator(…)`. */
import type { Span } from "../../language/source.ts";
import type { Expression } from "../syntax/ast.ts";
import { describe } from "./describe.ts";
import type { Outcome } from "./operate.ts";
import { applyUnary } from "./operate.ts";
import { refuse } from "./refusal.ts";
import type { Session } from "./session.ts";
import { spendElements } from "./session.ts";
import type { ListValue, Value } from "./values.ts";
import { atomValue, listValue } from "./values.ts";

type Builtin = Extract<Expression, { kind: "builtin" }>;

export function applyBuiltin(
  session: Session,
  word: Builtin["word"],
  values: readonly Value[],
  span: Span,
): Outcome {
  switch (word) {
    case "range":
      return makeRange(session, values, span);
    case "zip":
      return zip(session, values, span);
    case "len":
    case "round":
    case "indicator": {
      const [value, ...others] = values;
      if (value === undefined || others.length > 0) {
        return refuse("wrong-argument-count", { case: "word", word, given: values.length }, span);
      }
      return word === "len" ? lengthOf(session, value, span) : applyUnary(session, word, value, span);
    }
    default:
      return word satisfies never;
  }
}

function makeRange(session: Session, values: readonly Value[], span: Span): Outcome {
  if (values.length < 1 || values.length > 3) {
    return refuse("wrong-argument-count", { case: "range", given: values.length }, span);
  }
  const numbers: number[] = [];
  for (const value of values) {
    if (value.kind !== "atom" || value.atom.type === "string" || value.atom.type === "float") {
      return refuse("wrong-type", { case: "range", value: describe(value, session.builder.graph) }, span);
    }
    numbers.push(Number(value.atom.value));
  }
  const [first = 0, second, step = 1] = numbers;
  const [start, end] = second === undefined ? [0, first] : [first, second];
  if (step === 0) return refuse("wrong-value", { case: "step" }, span);
  const length = Math.max(0, Math.ceil((end - start) / step));
  const spent = spendElements(session, length, span);
  if (spent !== null) return spent;
  return listValue(
    Array.from({ length }, (_, index) => atomValue({ type: "int", value: start + index * step })),
  );
}

function zip(session: Session, values: readonly Value[], span: Span): Outcome {
  const lists: ListValue[] = [];
  for (const value of values) {
    if (value.kind !== "list") {
      return refuse("wrong-type", { case: "zip", value: describe(value, session.builder.graph) }, span);
    }
    lists.push(value);
  }
  const [first] = lists;
  if (first === undefined) return refuse("wrong-argument-count", { case: "zip" }, span);
  const other = lists.find((list) => list.items.length !== first.items.length);
  if (other !== undefined) {
    const lengths = { first: first.items.length, other: other.items.length };
    return refuse("wrong-count", { case: "zip", ...lengths }, span);
  }
  const spent = spendElements(session, first.items.length * lists.length, span);
  if (spent !== null) return spent;
  return listValue(
    first.items.map((_, index) => listValue(lists.flatMap((list) => list.items.slice(index, index + 1)))),
  );
}

function lengthOf(session: Session, value: Value, span: Span): Outcome {
  if (value.kind === "list") return atomValue({ type: "int", value: value.items.length });
  const described = describe(value, session.builder.graph);
  return refuse("wrong-type", { case: "len", value: described, isSOp: value.kind === "s-op" }, span);
}
