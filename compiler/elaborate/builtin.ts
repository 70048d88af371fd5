/** `range(…)`, `zip(…)`, `len(…)`, `round(…)` and `indicator(…)`. */
import type { Span } from "../../language/source.ts";
import type { Expression } from "../syntax/ast.ts";
import { count, describe } from "./describe.ts";
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
        return refuse("wrong-argument-count", "arity", span, {
          message: `\`${word}\` takes 1 argument, but here it gets ${values.length}`,
        });
      }
      return word === "len" ? lengthOf(session, value, span) : applyUnary(session, word, value, span);
    }
    default:
      return word satisfies never;
  }
}

function makeRange(session: Session, values: readonly Value[], span: Span): Outcome {
  if (values.length < 1 || values.length > 3) {
    return refuse("wrong-argument-count", "type", span, {
      message: `\`range\` takes 1 to 3 ints, but here it gets ${count(values.length, "argument")}`,
      help: "`range(end)`, `range(start, end)` or `range(start, end, step)`",
    });
  }
  const numbers: number[] = [];
  for (const value of values) {
    if (value.kind !== "atom" || value.atom.type === "string" || value.atom.type === "float") {
      return refuse("wrong-type", "type", span, {
        message: `\`range\` takes ints, not ${describe(value, session.builder.graph)}`,
      });
    }
    numbers.push(Number(value.atom.value));
  }
  const [first = 0, second, step = 1] = numbers;
  const [start, end] = second === undefined ? [0, first] : [first, second];
  if (step === 0) return refuse("wrong-value", "value", span, { message: "the step of `range` is 0" });
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
      return refuse("wrong-type", "type", span, {
        message: `\`zip\` takes lists, not ${describe(value, session.builder.graph)}`,
      });
    }
    lists.push(value);
  }
  const [first] = lists;
  if (first === undefined) {
    return refuse("wrong-argument-count", "type", span, { message: "`zip` needs at least one list" });
  }
  const other = lists.find((list) => list.items.length !== first.items.length);
  if (other !== undefined) {
    return refuse("wrong-count", "type", span, {
      message: `\`zip\` takes lists of one length, but these have ${first.items.length} and ${count(other.items.length, "item")}`,
    });
  }
  const spent = spendElements(session, first.items.length * lists.length, span);
  if (spent !== null) return spent;
  return listValue(
    first.items.map((_, index) => listValue(lists.flatMap((list) => list.items.slice(index, index + 1)))),
  );
}

function lengthOf(session: Session, value: Value, span: Span): Outcome {
  if (value.kind === "list") return atomValue({ type: "int", value: value.items.length });
  return refuse("wrong-type", "type", span, {
    message: `\`len\` takes a list, not ${describe(value, session.builder.graph)}`,
    ...(value.kind === "s-op" ? { help: "the length of the input is the s-op `length`" } : {}),
  });
}
