/** The place of a mismatch, and what messages need to know of it. */
import type { IToken } from "chevrotain";
import type { Source, Span } from "../../language/source.ts";
import { quoted } from "./quote.ts";
import type { Segment } from "./segments.ts";
import * as token from "./tokens.ts";

/** What a segment is read as, which says what must follow it. */
export type Setting = "statement" | "head" | "command" | "pragma";

export interface Text {
  readonly source: Source;
  readonly tokens: readonly IToken[];
  /** What comes after the last token, if it is not the end of the file. */
  readonly ending?: string;
}

/** What surrounds a mismatch. */
export interface Place {
  readonly text: Text;
  readonly segment: Segment;
  readonly at: number;
  /** The token that does not fit; undefined at the end of the segment. */
  readonly here: IToken | undefined;
  readonly before: IToken | undefined;
  /** Brackets open here, outermost first. */
  readonly open: readonly IToken[];
  readonly rule: string;
}

export function isComprehension(place: Place, opener: IToken): boolean {
  const { tokens } = place.text;
  return tokens.slice(tokens.indexOf(opener), place.at).some((each) => token.is(each, token.For));
}

export function lastIf(place: Place): Span {
  const { tokens } = place.text;
  const word = tokens.slice(place.segment.start, place.at).findLast((each) => token.is(each, token.If));
  if (word === undefined) throw new Error("internal: an `else` is expected without an `if`");
  return spanOf(place, word);
}

/** The word of the language that a parenthesis belongs to. */
export function wordBefore(place: Place, opener: IToken | undefined): IToken | undefined {
  if (opener === undefined) return undefined;
  const { tokens } = place.text;
  const word = tokens[tokens.indexOf(opener) - 1];
  return token.is(word, token.BuiltinWord) ? word : undefined;
}

export function show(here: IToken | undefined): string {
  if (here === undefined) return "the end of the file";
  return quoted(here.image);
}

export function spanOf(place: Place, here: IToken): Span {
  return { source: place.text.source, start: here.startOffset, end: token.endOf(here) };
}

export function behind(place: Place, before: IToken | undefined): Span {
  const end = before === undefined ? startOf(place).start : token.endOf(before);
  return { source: place.text.source, start: end, end };
}

export function startOf(place: Place): Span {
  const start = place.text.tokens[place.segment.start]?.startOffset ?? place.text.source.text.length;
  return { source: place.text.source, start, end: start };
}

export function endOfSegment(place: Place): number {
  const last = place.text.tokens[place.segment.end - 1];
  return last === undefined ? place.text.source.text.length : token.endOf(last);
}

export function endBefore(place: Place): number {
  return place.before === undefined ? startOf(place).start : token.endOf(place.before);
}
