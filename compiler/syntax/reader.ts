/** The state of reading a text's statements, and what all its readers do with it. */
import type { IToken, ParserMethod } from "chevrotain";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import { report } from "../../language/diagnostics/report.ts";
import type { Source, Span } from "../../language/source.ts";
import type { BrokenName, Name } from "./ast.ts";
import { explain, explainEnd } from "./explain.ts";
import { explainInequality } from "./explain-words.ts";
import { DEEPEST_NESTING } from "./expressions.ts";
import type { Grammar } from "./grammar.ts";
import { DEEPEST_SYNTAX } from "./measure.ts";
import type { Setting } from "./place.ts";
import type { Lines, Segment } from "./segments.ts";
import { beginsAssignment } from "./segments.ts";
import * as token from "./tokens.ts";

/** `position` is the next token's index; the other parts only grow. */
export interface Reader {
  readonly source: Source;
  readonly tokens: readonly IToken[];
  readonly grammar: Grammar;
  readonly lines: Lines;
  /** `{` to `}`, by index. */
  readonly braces: ReadonlyMap<number, number>;
  /** What the lexer had to say, in order of place. */
  readonly lexical: readonly Diagnostic[];
  readonly diagnostics: Diagnostic[];
  readonly broken: BrokenName[];
  position: number;
}

export function add(reader: Reader, diagnostic: Diagnostic): void {
  reader.diagnostics.push(diagnostic);
}

/**
 * Reads a segment by a rule and steps over it and its `;`. Reports what is wrong;
 * the value is undefined if the segment did not follow the rule.
 */
export function applyRule<T>(
  reader: Reader,
  segment: Segment,
  rule: ParserMethod<[], T>,
  setting: Setting,
): T | undefined {
  const { source, tokens } = reader;
  const outcome = reader.grammar.run(rule, source, tokens.slice(segment.start, segment.end));
  skipTo(reader, segment);
  switch (outcome.kind) {
    case "parsed":
      for (const inequality of outcome.inequalities) add(reader, explainInequality(source, inequality));
      if (setting === "statement" && segment.endedBy !== "semicolon") reportEnd(reader, segment, setting);
      if (setting === "head" && segment.endedBy !== "block") reportEnd(reader, segment, setting);
      return outcome.value;
    case "too-deep": {
      const depth = { case: "expression", brackets: DEEPEST_NESTING, operators: DEEPEST_SYNTAX } as const;
      const span = { source, start: outcome.offset, end: outcome.offset + 1 };
      add(reader, report("nesting", depth, span));
      return undefined;
    }
    case "mismatch": {
      const at = segment.start + outcome.mismatch.at;
      if (setting === "command" && outcome.value !== undefined) {
        reader.position = at;
        return outcome.value;
      }
      if (isHidden(reader, segment, at)) return undefined;
      const diagnostic = explain(reader, segment, { ...outcome.mismatch, at }, setting);
      add(reader, diagnostic);
      const resumes = reader.lines.first(at) || beginsAssignment(tokens, at);
      if (diagnostic.code === "missing-semicolon" && resumes) reader.position = at;
      return undefined;
    }
    default:
      return outcome satisfies never;
  }
}

/** A segment that follows its rule, but is not followed by what must stand behind it. */
function reportEnd(reader: Reader, segment: Segment, setting: Setting): void {
  if (isHidden(reader, segment, segment.end)) return;
  add(reader, explainEnd(reader, segment, setting));
}

/** True if the lexer has already reported something just before the token, which is then no second mistake. */
function isHidden(reader: Reader, segment: Segment, at: number): boolean {
  const before = reader.tokens[at - 1];
  const from = before === undefined ? 0 : at > segment.start ? before.startOffset : token.endOf(before);
  const here = reader.tokens[at];
  const to = here === undefined ? reader.source.text.length : token.endOf(here);
  return lexicalWithin(reader, from, to) !== undefined;
}

function lexicalWithin(reader: Reader, from: number, to: number): Diagnostic | undefined {
  return reader.lexical.find(({ span }) => span !== null && span.start >= from && span.start < to);
}

/** True if anything was reported since `before` or by the lexer, of the statement from `head` up to here. */
export function isBroken(reader: Reader, head: number, before: number): boolean {
  return firstMistake(reader, head, before) !== undefined;
}

/** Remembers the names that a broken statement would have set. */
export function breakNames(reader: Reader, head: number, before: number, names: readonly Name[]): void {
  const diagnostic = firstMistake(reader, head, before);
  if (diagnostic === undefined) throw new Error("internal: a statement is broken without a message");
  reader.broken.push(...names.map((name) => ({ name, diagnostic })));
}

function firstMistake(reader: Reader, head: number, before: number): Diagnostic | undefined {
  const from = tokenAt(reader, head).startOffset;
  const last = tokenAt(reader, reader.position - 1);
  const isWhole = token.is(last, token.Semicolon) || token.is(last, token.RightBrace);
  const next = reader.tokens[reader.position]?.startOffset ?? reader.source.text.length;
  return reader.diagnostics[before] ?? lexicalWithin(reader, from, isWhole ? token.endOf(last) : next);
}

/** Goes to what follows a segment and its `;`. */
export function skipTo(reader: Reader, segment: Segment): void {
  reader.position = segment.end + (segment.endedBy === "semicolon" ? 1 : 0);
}

export function tokenAt(reader: Reader, index: number): IToken {
  const here = reader.tokens[index];
  if (here === undefined) throw new Error(`internal: no token ${String(index)}`);
  return here;
}

export function spanOf(reader: Reader, here: IToken): Span {
  return { source: reader.source, start: here.startOffset, end: token.endOf(here) };
}

/** From the first character of token `start` to the last of the token before `end`. */
export function spanBetween(reader: Reader, start: number, end: number): Span {
  const first = tokenAt(reader, start);
  const last = tokenAt(reader, Math.max(start, end - 1));
  return { source: reader.source, start: first.startOffset, end: token.endOf(last) };
}

/** The place just behind a token. */
export function endSpan(reader: Reader, index: number): Span {
  const end = token.endOf(tokenAt(reader, index));
  return { source: reader.source, start: end, end };
}
