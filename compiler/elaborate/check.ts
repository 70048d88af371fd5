/** The running-example check: an s-op or selector that is written down must have a value there. */
import type { Atom } from "../../language/atom.ts";
import type { Failure } from "../../language/failure.ts";
import type { NodeId } from "../../language/graph.ts";
import type { Span } from "../../language/source.ts";
import { quoteInput } from "./describe.ts";
import type { Refusal } from "./refusal.ts";
import { refuseOnInput } from "./refusal.ts";
import type { Session } from "./session.ts";
import type { Value } from "./values.ts";

/** Null if `value` has a value on the running example, or on `alternate`, or nothing is to be run. */
export function checkOnExample(
  session: Session,
  value: Value,
  alternate: readonly Atom[] | null,
  span: Span,
): Refusal | null {
  if (value.kind !== "s-op" && value.kind !== "selector") return null;
  if (session.options.probe === null || session.example === null) return null;
  const failure = failureOnExample(session, value.node, session.example);
  if (failure === null) return null;
  if (alternate === null) return refuseOn(failure, session.example, "the running example", span);
  const other = failureOn(session, value.node, alternate);
  return other === null ? null : refuseOn(other, alternate, "the input", span);
}

/** Null if the node has a value on `input`, or nothing is to be run. */
export function checkOnInput(
  session: Session,
  node: NodeId,
  input: readonly Atom[],
  span: Span,
): Refusal | null {
  const failure = failureOn(session, node, input);
  return failure === null ? null : refuseOn(failure, input, "the input", span);
}

function failureOnExample(session: Session, node: NodeId, example: readonly Atom[]): Failure | null {
  const known = session.checked.get(node);
  if (known !== undefined) return known;
  const failure = failureOn(session, node, example);
  session.checked.set(node, failure);
  return failure;
}

function failureOn(session: Session, node: NodeId, input: readonly Atom[]): Failure | null {
  if (input.length === 0) return { failed: "type", message: "an empty input has no positions" };
  return session.options.probe?.(session.builder.graph, node, input) ?? null;
}

function refuseOn(failure: Failure, input: readonly Atom[], what: string, span: Span): Refusal {
  return refuseOnInput(failure, span, `on ${what} ${quoteInput(input)}`);
}
