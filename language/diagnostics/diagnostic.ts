/** Diagnostics: everything the tool has to say about the user's text, as plain data. */
import type { Span } from "../source.ts";
import { positionAt } from "../source.ts";

/** The coarse class of a diagnostic; part of the JSON contract. */
export type DiagnosticKind =
  | "syntax"
  | "undefined-variable"
  | "reserved-name"
  | "arity"
  | "type"
  | "value"
  | "zero-division"
  | "overflow"
  | "load"
  | "not-callable"
  | "limit"
  | "too-large"
  | "uncompilable"
  | "uncertified"
  | "input"
  | "model"
  | "io"
  | "usage"
  | "internal";

/** A remark beside the main message; with a span it gets a frame of its own. */
export interface Note {
  readonly message: string;
  readonly span?: Span;
}

export interface Diagnostic {
  /** Stable, kebab-case, finer than `kind`: `unknown-name`, `missing-semicolon`. */
  readonly code: string;
  readonly kind: DiagnosticKind;
  readonly severity: "error" | "warning" | "note";
  /** Lower case, no full stop, the user's names in backticks. */
  readonly message: string;
  /** Null where there is no source place. */
  readonly span: Span | null;
  /** What the marked text is, in two to five words. */
  readonly label?: string;
  readonly notes: readonly Note[];
  /** What to do about it, pasteable where that can be. */
  readonly help?: string;
}

/** A diagnostic as `--json` prints it (design: the command contract). */
export interface JsonDiagnostic {
  readonly code: string;
  readonly kind: DiagnosticKind;
  readonly severity: Diagnostic["severity"];
  readonly message: string;
  readonly file: string | null;
  readonly span: JsonSpan | null;
  readonly notes: readonly string[];
  readonly help: string | null;
}

/** Lines and columns count from 1, columns in code points; start and end are UTF-16 offsets. */
export interface JsonSpan {
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export function toJsonDiagnostic(diagnostic: Diagnostic): JsonDiagnostic {
  const { span } = diagnostic;
  return {
    code: diagnostic.code,
    kind: diagnostic.kind,
    severity: diagnostic.severity,
    message: diagnostic.message,
    file: span === null ? null : span.source.name,
    span: span === null ? null : toJsonSpan(span),
    notes: diagnostic.notes.map((note) => note.message),
    help: diagnostic.help ?? null,
  };
}

export function toJsonSpan(span: Span): JsonSpan {
  const from = positionAt(span.source, span.start);
  const to = positionAt(span.source, span.end);
  return {
    start: span.start,
    end: span.end,
    line: from.line,
    column: from.column,
    endLine: to.line,
    endColumn: to.column,
  };
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}

/** A diagnostic without a source place, about a flag, an input or a file. */
export function remark(
  kind: DiagnosticKind,
  code: string,
  message: string,
  help?: string,
  severity: Diagnostic["severity"] = "error",
): Diagnostic {
  return { code, kind, severity, message, span: null, notes: [], ...(help === undefined ? {} : { help }) };
}
