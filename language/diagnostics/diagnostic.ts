/** Diagnostics: everything the tool has to say about the user's text, as plain data. */
import { positionAt, type Span } from "../source.ts";
import type { Code } from "./catalogue.ts";
import type { DiagnosticKind, Severity } from "./entry.ts";

/** A remark beside the main message; with a span it gets a frame of its own. */
export interface Note {
  readonly message: string;
  readonly span?: Span;
}

export interface Diagnostic {
  /** Finer than `kind`; the catalogue says what each means. */
  readonly code: Code;
  readonly kind: DiagnosticKind;
  readonly severity: Severity;
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

/** A diagnostic as `--json` prints it. */
export interface JsonDiagnostic {
  readonly code: Code;
  readonly kind: DiagnosticKind;
  readonly severity: Severity;
  readonly message: string;
  readonly file: string | null;
  readonly span: JsonSpan | null;
  /** What the marked text is. */
  readonly label: string | null;
  readonly notes: readonly string[];
  /** For each of the notes, where it points; null where it points nowhere. */
  readonly notePlaces: readonly (JsonPlace | null)[];
  readonly help: string | null;
}

export interface JsonPlace {
  readonly file: string;
  readonly span: JsonSpan;
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
    label: diagnostic.label ?? null,
    notes: diagnostic.notes.map(({ message }) => message),
    notePlaces: diagnostic.notes.map((note) =>
      note.span === undefined ? null : { file: note.span.source.name, span: toJsonSpan(note.span) },
    ),
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
