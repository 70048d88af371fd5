/** Turns the elements of an input, as written, into tokens of the vocabulary. */
import type { PragmaElements } from "../syntax/ast.ts";
import type { Atom, AtomType } from "../../language/atom.ts";
import { bool, equalityKey, float, int } from "../../language/atom.ts";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
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
 * `rejection` to say, since only a compiled model depends on it.
 */
export function convertInput(
  written: WrittenInput,
  vocabulary: readonly Atom[] | null,
  origin: string,
): Converted {
  const problem = (code: string, message: string, help: string): Converted => ({
    kind: "problem",
    diagnostic: { code, kind: "input", severity: "error", message, span: written.span, notes: [], help },
  });
  if (written.elements.length === 0) {
    return problem("empty-input", `${origin} is empty`, "an input has at least one element");
  }
  const first = vocabulary?.[0];
  if (vocabulary === null || first === undefined) return { kind: "input", elements: written.elements };
  const tokens: Atom[] = [];
  for (const element of written.elements) {
    const token = written.fromText ? fromCharacter(element, first.type) : element;
    if (token === null) {
      return problem(
        "bad-token",
        `${displayAtom(element)} in ${origin} does not stand for one of the vocabulary's ${first.type}s`,
        `the vocabulary holds ${sample(vocabulary)}; a JSON array says exactly which element is meant`,
      );
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

/** Why a compiled model would not take this input, or null where it would. */
export function rejection(
  input: readonly Atom[],
  space: { readonly vocabulary: readonly Atom[] | null; readonly maxLength: number | null },
): Pick<Diagnostic, "code" | "message" | "help"> | null {
  const { vocabulary, maxLength } = space;
  if (maxLength !== null && input.length > maxLength) {
    return {
      code: "input-too-long",
      message: `the input has ${String(input.length)} elements, the maximum length is ${String(maxLength)}`,
      help: `compile with \`--max-length ${String(input.length)}\`, or shorten the input`,
    };
  }
  if (vocabulary === null) return null;
  const members = membersAmong(vocabulary, input);
  const at = input.findIndex((element) => !members.has(equalityKey(element)));
  const stranger = input[at];
  if (stranger === undefined) return null;
  return {
    code: "token-outside-vocabulary",
    message: `${displayAtom(stranger)} at position ${String(at)} is not in the vocabulary`,
    help: `the vocabulary holds ${sample(vocabulary)}`,
  };
}

function sample(vocabulary: readonly Atom[]): string {
  const shown = vocabulary.slice(0, 12).map(displayAtom).join(", ");
  const more = vocabulary.length - 12;
  return more > 0 ? `${shown} and ${String(more)} more` : shown;
}
