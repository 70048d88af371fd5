/** Turns the elements of an input, as written, into tokens of the vocabulary. */
import type { PragmaElements } from "../syntax/ast.ts";
import type { Atom, AtomType } from "../../language/atom.ts";
import { bool, equalityKey, float, int } from "../../language/atom.ts";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import { report } from "../../language/diagnostics/report.ts";
import { displayAtom } from "../../language/display.ts";
import type { Span } from "../../language/source.ts";

export type Converted =
  | { readonly kind: "input"; readonly elements: readonly Atom[] }
  | { readonly kind: "problem"; readonly diagnostic: Diagnostic };

/** An input as it was written. Its span is null where an option gave it. */
export type WrittenInput = Omit<PragmaElements, "span"> & { readonly span: Span | null };

/**
 * Characters of a text take the vocabulary's type; other elements become the
 * vocabulary's equal member, so that 1 stands for 1.0 among floats. Elements
 * without an equal member stay as they are: whether they are acceptable is for
 * `isAccepted` to say, since only a compiled model depends on it.
 */
export function convertInput(
  written: WrittenInput,
  vocabulary: readonly Atom[] | null,
  origin: string,
): Converted {
  const { span } = written;
  if (written.elements.length === 0) {
    return { kind: "problem", diagnostic: report("empty-input", { case: "written", origin }, span) };
  }
  const first = vocabulary?.[0];
  if (vocabulary === null || first === undefined) return { kind: "input", elements: written.elements };
  const tokens: Atom[] = [];
  for (const element of written.elements) {
    const token = written.fromText ? fromCharacter(element, first.type) : element;
    if (token === null) {
      const { type } = first;
      const bad = { element: displayAtom(element), origin, type, sample: sample(vocabulary) };
      return { kind: "problem", diagnostic: report("bad-token", bad, span) };
    }
    tokens.push(token);
  }
  const members = membersAmong(vocabulary, tokens);
  return { kind: "input", elements: tokens.map((token) => members.get(equalityKey(token)) ?? token) };
}

/** The vocabulary's own of these elements; nothing is kept of a vocabulary that may be large. */
function membersAmong(vocabulary: readonly Atom[], elements: readonly Atom[]): ReadonlyMap<string, Atom> {
  const wanted = new Set(elements.map(equalityKey));
  const members = new Map<string, Atom>();
  for (const member of vocabulary) {
    const key = equalityKey(member);
    if (wanted.has(key)) members.set(key, member);
  }
  return members;
}

function fromCharacter(element: Atom, type: AtomType): Atom | null {
  if (element.type !== "string" || type === "string") return element;
  const character = element.value;
  if (type === "bool") {
    if (character === "T" || character === "1") return bool(true);
    return character === "F" || character === "0" ? bool(false) : null;
  }
  if (!/^[0-9]$/.test(character)) return null;
  return type === "int" ? int(Number(character)) : float(Number(character));
}

/** Whether a compiled model would take this input. */
export function isAccepted(
  input: readonly Atom[],
  space: { readonly vocabulary: readonly Atom[]; readonly maxLength: number },
): boolean {
  const members = membersAmong(space.vocabulary, input);
  return input.length <= space.maxLength && input.every((element) => members.has(equalityKey(element)));
}

function sample(vocabulary: readonly Atom[]): string {
  const shown = vocabulary.slice(0, 12).map(displayAtom).join(", ");
  const more = vocabulary.length - 12;
  return more > 0 ? `${shown} and ${String(more)} more` : shown;
}
