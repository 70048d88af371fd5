/** Refusals: why a statement has no value, on their way to becoming a diagnostic. */
import type { Diagnostic, DiagnosticKind, Note } from "../../language/diagnostics/diagnostic.ts";
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
export function refuseFailure(failure: Failure, span: Span): Refusal {
  const { message } = failure;
  const { code, help } = CODES[failure.failed];
  return refuse(code, failure.failed, span, { message, ...(help === undefined ? {} : { help }) });
}

const CODES: Readonly<Record<Failure["failed"], { readonly code: string; readonly help?: string }>> = {
  type: { code: "wrong-type" },
  value: { code: "wrong-value" },
  "zero-division": { code: "division-by-zero" },
  overflow: { code: "overflow", help: "ints are exact up to 2^53, floats reach about 1.8e308" },
  limit: { code: "value-too-large", help: "join or repeat fewer characters" },
};

/** The refusal for an s-op or selector that has no value on an input; `where` says which. */
export function refuseOnInput(failure: Failure, span: Span, where: string): Refusal {
  const refusal = refuseFailure(failure, span);
  const { diagnostic } = withNotes(refusal, [{ message: where }]);
  if (failure.failed !== "zero-division") return { ...refusal, diagnostic };
  const help = "a ternary on an s-op evaluates both branches, so make the divisor itself never 0";
  return { ...refusal, diagnostic: { ...diagnostic, help } };
}
