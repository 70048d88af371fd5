/**
 * What a step of a proof answers, as a value: proved, refuted or unknown. A step
 * that has another one to be tried after it answers; one that has none ends the
 * proof (`Unproved`).
 */

export interface Proved<T> {
  readonly kind: "proved";
  readonly value: T;
}

/** The fact is false of some input, so that no other rule can prove it either. */
export interface Refuted {
  readonly kind: "refuted";
  readonly why: string;
}

/** There is no proof this way; there may be another. */
export interface Unknown {
  readonly kind: "unknown";
  readonly why: string;
  /** The part of the model that is at fault; null where the step does not know. */
  readonly place: string | null;
}

export type Answer<T> = Proved<T> | Refuted | Unknown;

export function proved<T>(value: T): Proved<T> {
  return { kind: "proved", value };
}

/** For facts that hold or do not: there is nothing to be said but that they do. */
export const HOLDS: Proved<true> = { kind: "proved", value: true };

export function refuted(why: string): Refuted {
  return { kind: "refuted", why };
}

export function unknown(why: string, place: string | null = null): Unknown {
  return { kind: "unknown", why, place };
}

/** HOLDS, or unknown. */
export function holdsIf(condition: boolean, why: string): Proved<true> | Unknown {
  return condition ? HOLDS : unknown(why);
}
