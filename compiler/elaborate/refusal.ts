/** Refusals: why a statement has no value, on their way to becoming a diagnostic. */
import type { Code, CodeParameters } from "../../language/diagnostics/catalogue.ts";
import type { Diagnostic, Note } from "../../language/diagnostics/diagnostic.ts";
import { report, reportUnreadable } from "../../language/diagnostics/report.ts";
import type { Failure } from "../../language/failure.ts";
import type { Span, Unreadable } from "../../language/source.ts";

export interface Refusal {
  readonly kind: "refusal";
  readonly diagnostic: Diagnostic;
  /** True if it was said already: the statement fails because one before it did. */
  readonly silent: boolean;
}

export function refuse<C extends Code>(
  code: C,
  parameters: CodeParameters[C],
  span: Span,
  notes: readonly Note[] = [],
): Refusal {
  return refusalFor(report(code, parameters, span, notes));
}

/** The refusal of a `load` whose file is there and cannot be read. */
export function refuseUnreadable(unreadable: Unreadable, span: Span): Refusal {
  return refusalFor(reportUnreadable(unreadable, span));
}

function refusalFor(diagnostic: Diagnostic): Refusal {
  return { kind: "refusal", diagnostic, silent: false };
}

export function isRefusal(result: { readonly kind: string }): result is Refusal {
  return result.kind === "refusal";
}

/** Adds notes behind those there are. */
export function withNotes(refusal: Refusal, notes: readonly Note[]): Refusal {
  if (refusal.silent || notes.length === 0) return refusal;
  const { diagnostic } = refusal;
  return { ...refusal, diagnostic: { ...diagnostic, notes: [...diagnostic.notes, ...notes] } };
}

/** The refusal for an operation that failed on its values. */
export function refuseFailure(failure: Failure, span: Span): Refusal {
  return refusalFor(reportFailure(failure, span, { onInput: false }));
}

/** The refusal for an s-op or selector that has no value on an input; `where` says which. */
export function refuseOnInput(failure: Failure, span: Span, where: string): Refusal {
  return withNotes(refusalFor(reportFailure(failure, span, { onInput: true })), [{ message: where }]);
}

function reportFailure(failure: Failure, span: Span, { onInput }: { readonly onInput: boolean }): Diagnostic {
  const operation = { case: "operation", failure: failure.message } as const;
  switch (failure.failed) {
    case "type":
      return report("wrong-type", operation, span);
    case "value":
      return report("wrong-value", operation, span);
    case "zero-division":
      return report("division-by-zero", { failure: failure.message, onInput }, span);
    case "overflow":
      return report("overflow", operation, span);
    case "limit":
      return report("value-too-large", operation, span);
    default:
      return failure.failed satisfies never;
  }
}
