/** Short notations for atoms, failures and places, and arbitrary atoms. */
import * as fc from "fast-check";
import type { Atom } from "../../language/atom.ts";
import { FALSE, TRUE, float, int, string } from "../../language/atom.ts";
import type { Failure } from "../../language/failure.ts";
import { isFailure } from "../../language/failure.ts";
import type { Span } from "../../language/source.ts";
import { atomText } from "../../language/text.ts";

export const HERE: Span = { source: { name: "here", text: "" }, start: 0, end: 0 };

/** `3` an int, `3.0`, `1e400`, `-inf` and `nan` floats, `T` and `F` bools, `'a` a string. */
export function atom(text: string): Atom {
  if (text.startsWith("'")) return string(text.slice(1));
  if (text === "T") return TRUE;
  if (text === "F") return FALSE;
  if (text.endsWith("inf")) return float(text === "-inf" ? -Infinity : Infinity);
  return /^-?\d+$/.test(text) ? int(Number(text)) : float(Number(text));
}

/** Atoms between single spaces. */
export function atoms(text: string): readonly Atom[] {
  return text === "" ? [] : text.split(" ").map(atom);
}

/** The inverse of `atom`; a failure is `!` and its class. */
export function shown(result: Atom | Failure): string {
  if (isFailure(result)) return `!${result.failed}`;
  if (result.type === "string") return `'${result.value}`;
  if (result.type === "bool") return result.value ? "T" : "F";
  return atomText(result);
}

export const anyNumber: fc.Arbitrary<Atom> = fc.oneof(
  fc.integer({ min: -20, max: 20 }).map(int),
  fc.maxSafeInteger().map(int),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(float),
  fc.integer({ min: -40, max: 40 }).map((quarters) => float(quarters / 4)),
  fc.boolean().map((value) => (value ? TRUE : FALSE)),
);

export const anyAtom: fc.Arbitrary<Atom> = fc.oneof(
  anyNumber,
  fc.constantFrom(NaN, Infinity, -Infinity, -0).map(float),
  fc.string({ unit: "binary", maxLength: 3 }).map(string),
  fc.constantFrom("", "a", "b", "ab").map(string),
);
