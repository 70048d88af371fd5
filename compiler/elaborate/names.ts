/** What a name stands for, and setting names. */
import { FALSE, TRUE } from "../../language/atom.ts";
import { displayAtom } from "../../language/display.ts";
import type { NodeId, TokenReading } from "../../language/graph.ts";
import type { Span } from "../../language/source.ts";
import { suggest } from "../../language/diagnostics/suggest.ts";
import { nameOf } from "./describe.ts";
import { findLibrary } from "./library.ts";
import type { Outcome } from "./operate.ts";
import type { Refusal } from "./refusal.ts";
import { refuse } from "./refusal.ts";
import type { Scope } from "./values.ts";
import { findFailed, findOut, findVariable, isLibraryName, setVariable, visibleNames } from "./scope.ts";
import type { Session } from "./session.ts";
import type { Value } from "./values.ts";
import { atomValue } from "./values.ts";

const READINGS: ReadonlyMap<string, TokenReading> = new Map([
  ["tokens_str", "str"],
  ["tokens_int", "int"],
  ["tokens_float", "float"],
  ["tokens_bool", "bool"],
  ["tokens_asis", "asis"],
]);

/** The value of `name` in `scope`; nodes that this makes get `span`. */
export function readName(session: Session, scope: Scope, name: string, span: Span): Outcome {
  if (name === "out") return findOut(scope) ?? refuseOut(span);
  const variable = findVariable(scope, name);
  if (variable !== undefined) return variable.value;
  return readBaseName(session, name, span) ?? refuseUnknown(session, scope, name, span);
}

/** Names that are there without anyone setting them. */
export function readBaseName(session: Session, name: string, span: Span): Value | undefined {
  const { builder, options } = session;
  if (name === "True") return atomValue(TRUE);
  if (name === "False") return atomValue(FALSE);
  if (name === "indices") return { kind: "s-op", node: builder.indices(span) };
  if (name === "length") return { kind: "s-op", node: builder.length(span) };
  const reading = name === "tokens" ? options.tokens : READINGS.get(name);
  if (reading !== undefined) return { kind: "s-op", node: builder.tokens(reading, span) };
  if (name === "selector_width") {
    return { kind: "function", name, parameters: ["sel"], body: "selector-width" };
  }
  return isLibraryName(name) ? findLibrary(session, name, span) : undefined;
}

/** Sets `name`, which is written at `span`; null if it could be. */
export function assignName(
  session: Session,
  scope: Scope,
  name: { readonly text: string; readonly span: Span },
  value: Value,
): Refusal | null {
  session.settings += 1;
  const { statement, settings: order } = session;
  const reserved = setVariable(scope, name.text, { value, span: name.span, loaded: false, statement, order });
  return reserved === null ? null : refuseReserved(name);
}

function refuseReserved({ text, span }: { readonly text: string; readonly span: Span }): Refusal {
  return refuse("reserved-name", { name: text, isLibrary: isLibraryName(text) }, span);
}

/** An assignment names a node. The top level's names count; others only name what has no name yet. */
export function nameNode(session: Session, scope: Scope, name: string, value: Value): void {
  if (value.kind !== "s-op" && value.kind !== "selector") return;
  const { graph } = session.builder;
  if (hasOwnName(session, value.node)) return;
  if (scope.kind === "console" || !graph.names.has(value.node)) session.builder.name(value.node, name);
}

/** True for what the language has a name for, which says more than an alias. */
function hasOwnName(session: Session, node: NodeId): boolean {
  const kind = session.builder.graph.nodes[node]?.kind;
  return kind === "tokens" || kind === "indices" || kind === "length" || kind === "constant";
}

function refuseOut(span: Span): Refusal {
  return refuse("unknown-name", { case: "out" }, span);
}

function refuseUnknown(session: Session, scope: Scope, name: string, span: Span): Refusal {
  const failed = findFailed(scope, name);
  if (failed !== undefined) return { kind: "refusal", diagnostic: failed, silent: true };
  // Looking through all names takes time; nobody reads that many errors.
  const similar = session.diagnostics.length < 100 ? suggest(name, visibleNames(scope)) : undefined;
  return refuse("unknown-name", { case: "other", name, similar }, span);
}

/** A readable name for what a call gave: `f(a, b)`, or `f(…)` where that is long. */
export function nameCall(session: Session, callee: string, values: readonly Value[], result: Value): void {
  if (result.kind !== "s-op" && result.kind !== "selector") return;
  const { graph } = session.builder;
  if (graph.names.has(result.node) || hasOwnName(session, result.node)) return;
  const parts = values.map((value) => partName(session, value));
  const text = parts.includes(undefined) ? undefined : `${callee}(${parts.join(", ")})`;
  session.builder.name(result.node, text === undefined || text.length > 30 ? `${callee}(…)` : text);
}

function partName(session: Session, value: Value): string | undefined {
  if (value.kind === "atom") return displayAtom(value.atom);
  if (value.kind === "function") return value.name;
  if (value.kind !== "s-op" && value.kind !== "selector") return undefined;
  return nameOf(session.builder.graph, value.node);
}
