/** Where statements begin and end, found from brackets and `;` alone, so that a mistake stays in its own. */
import type { IToken } from "chevrotain";
import * as token from "./tokens.ts";

/** The tokens of one statement, or of a block's head. */
export interface Segment {
  readonly start: number;
  /** Index after the last token; the `;` or `{` that ends it does not belong to it. */
  readonly end: number;
  readonly endedBy: "semicolon" | "block" | "other";
}

/** The line breaks of a text, for questions about lines and columns of tokens. */
export interface Lines {
  /** True if the token is the first of its line. */
  readonly first: (index: number) => boolean;
  /** UTF-16 units between the line's beginning and the token. */
  readonly column: (index: number) => number;
}

export function createLines(text: string, tokens: readonly IToken[]): Lines {
  const column = (index: number): number => {
    const offset = tokens[index]?.startOffset ?? 0;
    return offset - 1 - Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1));
  };
  const first = (index: number): boolean => {
    const before = tokens[index - 1];
    const here = tokens[index];
    if (here === undefined) return false;
    return before === undefined || /[\r\n]/.test(text.slice(token.endOf(before), here.startOffset));
  };
  return { first, column };
}

/** Whether `name, name =` (or with `+=` and its like) begins here. Reserved words pass as names. */
export function beginsAssignment(tokens: readonly IToken[], start: number): boolean {
  let index = start;
  for (;;) {
    const name = tokens[index];
    if (!token.is(name, token.Identifier) && !token.is(name, token.Keyword)) return false;
    const next = tokens[index + 1];
    if (token.is(next, token.Equals) || token.is(next, token.CompoundAssignment)) return true;
    if (!token.is(next, token.Comma)) return false;
    index += 2;
  }
}

/**
 * Finds the end of the statement or head that begins at `start`.
 *
 * It ends before a `;`, before a `}` that it did not open, before a `{` where no
 * dict can begin, before the words that begin another statement, and before an
 * assignment that stands on a line of its own, no deeper than the statement.
 */
export function findSegment(tokens: readonly IToken[], lines: Lines, start: number): Segment {
  const open: IToken[] = [];
  for (let index = start; ; index++) {
    const here = tokens[index];
    if (here === undefined) return { start, end: index, endedBy: "other" };
    if (token.is(here, token.Semicolon)) return { start, end: index, endedBy: "semicolon" };
    if (index > start && beginsAnother(tokens, lines, start, index, open.length)) {
      return { start, end: index, endedBy: "other" };
    }
    const afterOperand = index > start && token.endsOperand(tokens[index - 1]);
    if (token.is(here, token.LeftBrace) && open.length === 0 && afterOperand) {
      return { start, end: index, endedBy: "block" };
    }
    if (isOpener(here)) open.push(here);
    const opener = openerOf(here);
    if (opener === undefined) continue;
    const partner = open.findLastIndex((bracket) => bracket.image === opener);
    if (partner >= 0) open.length = partner;
    else if (opener === "{" && index > start) return { start, end: index, endedBy: "other" };
  }
}

function beginsAnother(
  tokens: readonly IToken[],
  lines: Lines,
  start: number,
  index: number,
  depth: number,
): boolean {
  const here = tokens[index];
  if (token.is(here, token.Def) || token.is(here, token.Return)) return true;
  if (depth === 0 && token.is(here, token.For)) return !token.is(tokens[index + 1], token.Equals);
  if (!lines.first(index)) return false;
  if (depth === 0) return token.endsOperand(tokens[index - 1]) && beginsAssignment(tokens, index);
  const isAssignment = token.is(here, token.Identifier) && token.is(tokens[index + 1], token.Equals);
  return isAssignment && lines.column(index) <= lines.column(start);
}

export function isOpener(here: IToken): boolean {
  return here.image === "(" || here.image === "[" || here.image === "{";
}

/** The opener that a closing bracket belongs to; undefined for other tokens. */
export function openerOf(here: IToken): string | undefined {
  return here.image === ")" ? "(" : here.image === "]" ? "[" : here.image === "}" ? "{" : undefined;
}

export function closerOf(opener: IToken): string {
  return opener.image === "(" ? ")" : opener.image === "[" ? "]" : "}";
}

/** The brackets that are open before `end`, outermost first. */
export function openBrackets(tokens: readonly IToken[], start: number, end: number): readonly IToken[] {
  const open: IToken[] = [];
  for (const here of tokens.slice(start, end)) {
    if (isOpener(here)) open.push(here);
    const opener = openerOf(here);
    if (opener !== undefined && open.at(-1)?.image === opener) open.pop();
  }
  return open;
}

/** For every `{` of the text that has one, the index of its `}`. */
export function matchBraces(tokens: readonly IToken[]): ReadonlyMap<number, number> {
  const closers = new Map<number, number>();
  const open: number[] = [];
  tokens.forEach((here, index) => {
    if (token.is(here, token.LeftBrace)) open.push(index);
    if (!token.is(here, token.RightBrace)) return;
    const opener = open.pop();
    if (opener !== undefined) closers.set(opener, index);
  });
  return closers;
}
