/** The one way to make a diagnostic: a code of the catalogue, what its words are made of, and a place. */
import { catalogue, type Code, type CodeParameters } from "./catalogue.ts";
import type { Diagnostic, Note } from "./diagnostic.ts";
import type { DiagnosticKind, Severity, Wording } from "./entry.ts";
import type { Span, Unreadable } from "../source.ts";

const entries: {
  readonly [C in Code]: {
    readonly kind: DiagnosticKind;
    readonly severity?: Severity;
    readonly withoutPlace?: DiagnosticKind;
    readonly says: (parameters: CodeParameters[C]) => Wording;
  };
} = catalogue;

/**
 * The diagnostic of a code.
 *
 * @param parameters  what the catalogue's wording of the code takes
 * @param span        null where there is no place in a text: for a flag, an input, a file
 * @param notes       remarks beside it, in the order in which they are shown
 */
export function report<C extends Code>(
  code: C,
  parameters: CodeParameters[C],
  span: Span | null = null,
  notes: readonly Note[] = [],
): Diagnostic {
  const entry = entries[code];
  const usual = (span === null ? entry.withoutPlace : undefined) ?? entry.kind;
  const { message, label, help, kind = usual, severity = entry.severity ?? "error" } = entry.says(parameters);
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

/** What the host said of a file that a `load` names, at the `load`. */
export function reportUnreadable({ code, reason, help }: Unreadable, span: Span): Diagnostic {
  return {
    code,
    kind: "io",
    severity: "error",
    message: reason,
    span,
    label: "cannot be read",
    notes: [],
    ...(help === undefined ? {} : { help }),
  };
}
