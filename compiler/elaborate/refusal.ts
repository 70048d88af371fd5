/** Refusals: why a statement has no value, on their way to becoming a diagnostic. */
import type { Diagnostic, DiagnosticKind, Note } from "../../language/diagnostic.ts";
import type { Failure } from "../../language/failure.ts";
import type { Span } from "../../language/source.ts";

export interface Refusal {
  readonly kind: "refusal";
  readonly diagnostic: Diagnostic;
  /** True if it was said already: the statement fails because one before it did. */
  readonly silent: boolean;
}

interface Wording {
  readonly message: string;
  readonly label?: string;
  readonly help?: string;
  readonly notes?: readonly Note[];
}

export function refuse(code: string, kind: DiagnosticKind, span: Span, wording: Wording): Refusal {
  const { message, label, help, notes = [] } = wording;
  const diagnostic: Diagnostic = {
    code,
    kind,
    severity: "error",
    message,
    span,
    notes,
    ...(label === undefined ? {} : { label }),
    ...(help === undefined ? {} : { help }),
  };
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
export function refuseFailure(failure: Failure, span: Span, notes: readonly Note[] = []): Refusal {
  return refuse(codeOf(failure), failure.failed, span, { message: failure.message, notes });
}

function codeOf(failure: Failure): string {
  switch (failure.failed) {
    case "type":
      return "wrong-type";
    case "value":
      return "wrong-value";
    case "zero-division":
      return "division-by-zero";
    case "overflow":
      return "overflow";
    case "limit":
      return "value-too-large";
    default:
      return failure.failed satisfies never;
  }
}
