/** Reads a sequence of elements: text for its characters, or a JSON array in which 1.0 is a float and 1 an int. */
import type { Atom } from "../../language/atom.ts";
import { FALSE, TRUE, float, int, string } from "../../language/atom.ts";

export type Elements =
  | {
      readonly kind: "elements";
      /** True for plain text: characters, to be converted to the vocabulary's type. */
      readonly fromText: boolean;
      readonly elements: readonly Atom[];
    }
  /** The text begins with `[` and is no JSON array of elements. */
  | ElementsProblem;

export interface ElementsProblem {
  readonly kind: "problem";
  readonly message: string;
  /** UTF-16 offsets in the text. */
  readonly start: number;
  readonly end: number;
  readonly help?: string;
}

/** Text that begins with `[` must be a JSON array; any other stands for its characters. */
export function readElements(text: string): Elements {
  if (text.startsWith("[")) return readArray(text);
  return { kind: "elements", fromText: true, elements: charactersOf(text) };
}

/** One string atom for each Unicode code point. */
export function charactersOf(text: string): readonly Atom[] {
  return Array.from(text, string);
}

const space = /[ \t\r\n]*/y;
/** What may stand in an array, by its spelling; anything else is shown as it is. */
const piece = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|[^\s,[\]{}"]+/y;
const number = /^-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$/;
const greatestInt = 2 ** 53;

function readArray(text: string): Elements {
  const elements: Atom[] = [];
  let position = skipSpace(text, 1);
  if (text[position] === "]") return finish(text, position + 1, elements);
  for (;;) {
    const read = readElement(text, position);
    if ("kind" in read) return read;
    elements.push(read.atom);
    position = skipSpace(text, read.end);
    if (text[position] === "]") return finish(text, position + 1, elements);
    if (text[position] !== ",") return problem("expected `,` or `]` in this JSON array", position, text);
    const comma = position;
    position = skipSpace(text, position + 1);
    if (text[position] === "]") return problem("nothing follows this comma", comma, text);
  }
}

function finish(text: string, end: number, elements: readonly Atom[]): Elements {
  const rest = skipSpace(text, end);
  if (rest < text.length) return { ...problem("nothing may follow the `]`", rest, text), end: text.length };
  return { kind: "elements", fromText: false, elements };
}

function readElement(text: string, start: number): { atom: Atom; end: number } | ElementsProblem {
  const word = match(piece, text, start);
  const end = start + word.length;
  if (word === "") {
    const nested = text[start] === "[" || text[start] === "{";
    const what = nested ? "an element is a string, a number, true or false" : "expected an element";
    return problem(text[start] === '"' ? "this string is not JSON" : what, start, text);
  }
  if (word === "true") return { atom: TRUE, end };
  if (word === "false") return { atom: FALSE, end };
  const place = { kind: "problem", start, end } as const;
  if (word.startsWith('"')) {
    const value: unknown = JSON.parse(word);
    if (typeof value !== "string") throw new Error("internal: a JSON string is no string");
    if (/\p{Surrogate}/u.test(value)) return { ...place, message: "half of a surrogate pair is no text" };
    return { atom: string(value), end };
  }
  const digits = number.exec(word);
  if (digits === null) return { ...place, ...wrongWord(word) };
  const value = Number(word);
  if (digits[1] !== undefined || digits[2] !== undefined) {
    if (Number.isFinite(value)) return { atom: float(value), end };
    return { ...place, message: `${word} is too large for a float` };
  }
  if (Math.abs(value) <= greatestInt && String(Math.abs(value)) === word.replace("-", "")) {
    return { atom: int(value + 0), end };
  }
  return { ...place, message: `ints go up to 2^53 = ${String(greatestInt)}` };
}

function wrongWord(word: string): { readonly message: string; readonly help?: string } {
  const message = `\`${word}\` is not JSON`;
  if (word === "True" || word === "False") return { message, help: `write \`${word.toLowerCase()}\`` };
  if (word === "null") return { message: "an element is a string, a number, true or false" };
  if (/^'.*'$/u.test(word)) return { message, help: "strings are written in double quotes" };
  if (/^[\p{Letter}_][\p{Letter}\p{Number}_]*$/u.test(word)) return { message, help: `write \`"${word}"\`` };
  return { message };
}

function problem(message: string, start: number, text: string): ElementsProblem {
  return { kind: "problem", message, start, end: Math.min(start + 1, text.length) };
}

function skipSpace(text: string, start: number): number {
  return start + match(space, text, start).length;
}

function match(pattern: RegExp, text: string, start: number): string {
  const sticky = new RegExp(pattern);
  sticky.lastIndex = start;
  return sticky.exec(text)?.[0] ?? "";
}
