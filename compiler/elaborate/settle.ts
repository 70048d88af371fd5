/** What holds for the value of every expression. */
import type { Expression } from "../syntax/ast.ts";
import { checkOnExample } from "./check.ts";
import type { Outcome } from "./operate.ts";
import { refuse } from "./refusal.ts";
import type { Session } from "./session.ts";
import { checkExtent, checkGraph } from "./session.ts";
import type { Context } from "./task.ts";
import { placeOf } from "./task.ts";
import type { Value } from "./values.ts";

/** Refuses a value that is unusable, too large, or has none on the running example; else it is `out`. */
export function settle(
  session: Session,
  value: Value,
  expression: Expression,
  context: Context,
  isPrinting = false,
): Outcome {
  if (value.kind === "application") {
    if (isPrinting) return value;
    return refuse("application-as-value", {}, placeOf(expression, context));
  }
  const span = placeOf(expression, context);
  const refusal =
    checkGraph(session, span) ??
    checkExtent(session, value, span) ??
    checkOnExample(session, value, context.alternate, span);
  if (refusal !== null) return refusal;
  context.scope.out = value;
  return value;
}
