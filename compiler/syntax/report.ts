/** Makes the diagnostics of the syntax passes. */
import type { Diagnostic, Note } from "../../language/diagnostics/diagnostic.ts";
import type { Source, Span } from "../../language/source.ts";

interface Details {
  readonly kind?: "syntax" | "reserved-name" | "limit" | "value";
  readonly severity?: "error" | "warning";
  readonly label?: string;
  readonly notes?: readonly Note[];
  readonly help?: string | undefined;
}

/** A mistake in what was written, at its place. */
export function mistake(code: string, message: string, span: Span | null, details: Details = {}): Diagnostic {
  const { kind = "syntax", severity = "error", label, notes = [], help } = details;
  return {
    code,
    kind,
    severity,
    message,
    span,
    notes,
    ...(label === undefined ? {} : { label }),
    ...(help === undefined ? {} : { help }),
  };
}

/** The text of a span on one line, if it is short enough to be quoted in a help. */
export function quotable(source: Source, start: number, end: number): string | undefined {
  const text = source.text.slice(start, end).replaceAll(/\s+/g, " ").trim();
  return text.length > 0 && text.length <= 60 && !text.includes("#") ? text : undefined;
}

/** Program text as messages show it: of what is long only the beginning. */
export function quoted(image: string): string {
  return image.length > 30 ? `\`${image.slice(0, 30)}…\`` : `\`${image}\``;
}
