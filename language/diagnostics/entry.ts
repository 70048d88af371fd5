/** What the catalogue says of a code. */

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

/** Only an error makes a command fail. */
export type Severity = "error" | "warning" | "note";

/** The words of one diagnostic. */
export interface Wording {
  /** Lower case, no full stop, the user's names in backticks. */
  readonly message: string;
  /** What the marked text is, in two to five words. */
  readonly label?: string | undefined;
  /** What to do about it, pasteable where that can be. */
  readonly help?: string | undefined;
  /** Where it is not the code's usual one. */
  readonly kind?: DiagnosticKind;
  readonly severity?: Severity;
}

export interface Entry {
  readonly kind: DiagnosticKind;
  /** An error unless something else is said. */
  readonly severity?: Severity;
  /** The kind where there is no place in a text, since an option is to blame. */
  readonly withoutPlace?: DiagnosticKind;
  readonly says: (parameters: never) => Wording;
}

/** What a wording is made of, with the name of the case that it is for. */
type Case<Cases, Name extends keyof Cases> = { readonly case: Name } & Cases[Name];

/** One code's wordings where it has several; the parameter `case` says which is meant. */
export function cases<Cases>(wordings: {
  readonly [Name in keyof Cases]: (parameters: Cases[Name]) => Wording;
}): (parameters: { [Name in keyof Cases]: Case<Cases, Name> }[keyof Cases]) => Wording {
  const say = <Name extends keyof Cases>(parameters: Case<Cases, Name>): Wording =>
    wordings[parameters.case](parameters);
  return (parameters) => say(parameters);
}
