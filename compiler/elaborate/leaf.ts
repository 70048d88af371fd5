/** Names and literals. */
import type { Span } from "../../language/source.ts";
import type { Expression } from "../syntax/ast.ts";
import { readName } from "./names.ts";
import type { Outcome } from "./operate.ts";
import { refuse } from "./refusal.ts";
import type { Session } from "./session.ts";
import { spendElements } from "./session.ts";
import type { Context } from "./task.ts";
import { placeOf } from "./task.ts";
import { atomValue } from "./values.ts";

type Leaf = Extract<Expression, { kind: "name" | "int" | "float" | "string" }>;

export function readLeaf(session: Session, expression: Leaf, context: Context): Outcome {
  switch (expression.kind) {
    case "name":
      return readName(session, context.scope, expression.name, placeOf(expression, context));
    case "int":
      return readInt(expression.digits, expression.span);
    case "float":
      return readFloat(expression.digits, expression.span);
    case "string": {
      const spent = spendElements(session, expression.value.length, expression.span);
      return spent ?? atomValue({ type: "string", value: expression.value });
    }
    default:
      return expression satisfies never;
  }
}

function readInt(digits: string, span: Span): Outcome {
  if (digits.length <= 15) return atomValue({ type: "int", value: Number(digits) });
  const significant = digits.replace(/^0+(?=\d)/, "");
  if (significant.length <= 16 && BigInt(significant) <= 2n ** 53n) {
    return atomValue({ type: "int", value: Number(significant) });
  }
  return refuse("overflow", { case: "int" }, span);
}

function readFloat(digits: string, span: Span): Outcome {
  const value = Number(digits);
  if (Number.isFinite(value)) return atomValue({ type: "float", value });
  return refuse("overflow", { case: "float" }, span);
}
