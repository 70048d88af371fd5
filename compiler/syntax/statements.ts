/** Tokens to statements: blocks, statements in a row, and going on after a mistake. */
import type { IToken, ParserMethod } from "chevrotain";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import { report } from "../../language/diagnostics/report.ts";
import type { Source } from "../../language/source.ts";
import type { BrokenName, Expression, Name, Statement } from "./ast.ts";
import { readCommand } from "./commands.ts";
import type { Grammar } from "./grammar.ts";
import { namesSetBy } from "./names.ts";
import type { Reader } from "./reader.ts";
import {
  add,
  applyRule,
  breakNames,
  endSpan,
  isBroken,
  skipTo,
  spanBetween,
  spanOf,
  tokenAt,
} from "./reader.ts";
import { createLines, findSegment, matchBraces } from "./segments.ts";
import { readSimple } from "./simple.ts";
import * as token from "./tokens.ts";
import { MOST_MISTAKES } from "./tokenise.ts";

interface Block {
  readonly kind: "file" | "function" | "loop";
  /** Index of `def` or `for`; of `{`. */
  readonly head: number;
  readonly opener: number;
  readonly depth: number;
}

interface Body {
  readonly statements: readonly Statement[];
  readonly results: readonly Expression[] | null;
  /** True if a `return` was read, right or wrong. */
  readonly returned: boolean;
}

/** Blocks inside each other. */
const DEEPEST_BLOCK = 50;

/** The statements of a file; those with a mistake are left out, and the names they set are told. */
export function readStatements(
  source: Source,
  tokens: readonly IToken[],
  grammar: Grammar,
  lexical: readonly Diagnostic[],
): {
  readonly statements: readonly Statement[];
  readonly broken: readonly BrokenName[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const lines = createLines(source.text, tokens);
  const reader: Reader = {
    source,
    tokens,
    grammar,
    lines,
    braces: matchBraces(tokens),
    lexical,
    diagnostics: [],
    broken: [],
    position: 0,
  };
  const { statements } = readBody(reader, { kind: "file", head: 0, opener: -1, depth: 0 });
  return { statements, broken: reader.broken, diagnostics: reader.diagnostics };
}

function readBody(reader: Reader, block: Block): Body {
  const statements: Statement[] = [];
  let results: readonly Expression[] | null = null;
  let returned = false;
  let told = false;
  for (;;) {
    const here = reader.tokens[reader.position];
    if (here === undefined || leaves(reader, block, here)) break;
    if (returned && !told) {
      told = true;
      add(reader, report("statement-after-return", {}, spanOf(reader, here)));
    }
    if (token.is(here, token.Return) && block.kind === "function" && !isAssignedTo(reader)) {
      const count = reader.diagnostics.length;
      const values = readReturn(reader);
      results ??= values;
      told ||= reader.diagnostics.length > count;
      returned = true;
      if (!reader.braces.has(block.opener)) break;
      continue;
    }
    const statement = readStatement(reader, block, statements);
    if (statement !== undefined && !returned) statements.push(statement);
    if (reader.diagnostics.length >= MOST_MISTAKES) reader.position = reader.tokens.length;
  }
  return { statements, results, returned };
}

/** True at the end of a block; one that lacks its `}` ends where the text goes back to the head's column. */
function leaves(reader: Reader, block: Block, here: IToken): boolean {
  if (block.kind === "file") return false;
  if (token.is(here, token.RightBrace)) return true;
  return (
    !reader.braces.has(block.opener) &&
    reader.lines.first(reader.position) &&
    reader.lines.column(reader.position) <= reader.lines.column(block.head)
  );
}

function isAssignedTo(reader: Reader): boolean {
  return token.is(reader.tokens[reader.position + 1], token.Equals);
}

function readStatement(reader: Reader, block: Block, before: Statement[]): Statement | undefined {
  const here = tokenAt(reader, reader.position);
  if (token.is(here, token.Semicolon)) return skipSemicolon(reader, before);
  if (token.is(here, token.RightBrace)) return skipCloser(reader, here);
  if (!isAssignedTo(reader)) {
    if (token.is(here, token.Def)) return readFunction(reader, block);
    if (token.is(here, token.For)) return readLoop(reader, block);
    if (token.is(here, token.Return)) return skipReturn(reader, here);
  }
  const command = readCommand(reader, block.kind === "file");
  return command === "none" ? readSimple(reader) : command;
}

/** A `;` with nothing before it. After a block it spoils the block, as in the original. */
function skipSemicolon(reader: Reader, before: Statement[]): undefined {
  const here = tokenAt(reader, reader.position);
  const afterBlock = token.is(reader.tokens[reader.position - 1], token.RightBrace);
  const diagnostic = report("stray-semicolon", { afterBlock }, spanOf(reader, here));
  add(reader, diagnostic);
  reader.position += 1;
  const last = before.at(-1);
  if (afterBlock && last !== undefined && (last.kind === "define" || last.kind === "for")) {
    before.pop();
    reader.broken.push(...namesSetBy(last).map((name) => ({ name, diagnostic })));
  }
  return undefined;
}

function skipCloser(reader: Reader, here: IToken): undefined {
  const closer = { here: `\`${here.image}\``, help: "leave it out" } as const;
  add(reader, report("unmatched-bracket", closer, spanOf(reader, here)));
  reader.position += 1;
  return undefined;
}

function skipReturn(reader: Reader, here: IToken): undefined {
  add(reader, report("misplaced-return", {}, spanOf(reader, here)));
  skipTo(reader, findSegment(reader.tokens, reader.lines, reader.position));
  return undefined;
}

function readReturn(reader: Reader): readonly Expression[] | null {
  const segment = findSegment(reader.tokens, reader.lines, reader.position);
  return applyRule(reader, segment, reader.grammar.returning, "statement") ?? null;
}

function readFunction(reader: Reader, block: Block): Statement | undefined {
  const head = reader.position;
  const before = reader.diagnostics.length;
  const { value, opener } = readHead(reader, reader.grammar.functionHead);
  const name = value?.name ?? nameAfter(reader, head);
  let body: Body | undefined;
  if (opener !== undefined) {
    const inner: Block = { kind: "function", head, opener, depth: block.depth + 1 };
    body = readBlock(reader, inner);
    const close = closeBlock(reader, inner);
    if (close !== undefined && body !== undefined && !body.returned) {
      add(reader, report("missing-return", { name: name?.text }, spanOf(reader, close)));
    }
  }
  if (isBroken(reader, head, before)) {
    breakNames(reader, head, before, name === undefined ? [] : [name]);
    return undefined;
  }
  if (value === undefined || body === undefined || body.results === null) {
    throw new Error("internal: a function was lost without a message");
  }
  const span = spanBetween(reader, head, reader.position);
  return { kind: "define", ...value, body: body.statements, results: body.results, span };
}

function readLoop(reader: Reader, block: Block): Statement | undefined {
  const head = reader.position;
  const before = reader.diagnostics.length;
  const { value, opener } = readHead(reader, reader.grammar.loopHead);
  let statements: readonly Statement[] = [];
  if (opener !== undefined) {
    const inner: Block = { kind: "loop", head, opener, depth: block.depth + 1 };
    statements = readBlock(reader, inner)?.statements ?? [];
    const close = closeBlock(reader, inner);
    if (close !== undefined && statements.length === 0 && !isBroken(reader, head, before)) {
      add(reader, report("empty-loop", {}, spanOf(reader, close)));
    }
  }
  if (isBroken(reader, head, before)) {
    breakNames(reader, head, before, [...(value?.iterators ?? []), ...statements.flatMap(namesSetBy)]);
    return undefined;
  }
  if (value === undefined) throw new Error("internal: a loop was lost without a message");
  return { kind: "for", ...value, body: statements, span: spanBetween(reader, head, reader.position) };
}

/** Reads a block's head and the `{`; without a `{` the statement is skipped. */
function readHead<T>(
  reader: Reader,
  rule: ParserMethod<[], T>,
): { readonly value: T | undefined; readonly opener: number | undefined } {
  const segment = findSegment(reader.tokens, reader.lines, reader.position);
  const value = applyRule(reader, segment, rule, "head");
  if (segment.endedBy === "block") {
    reader.position = segment.end + 1;
    return { value, opener: segment.end };
  }
  skipTo(reader, segment);
  if (token.is(reader.tokens[reader.position], token.Return)) {
    skipTo(reader, findSegment(reader.tokens, reader.lines, reader.position));
  }
  return { value, opener: undefined };
}

/** The statements after `{`; undefined, and all skipped, if blocks are nested too deeply. */
function readBlock(reader: Reader, block: Block): Body | undefined {
  if (block.depth <= DEEPEST_BLOCK) return readBody(reader, block);
  const head = spanOf(reader, tokenAt(reader, block.head));
  add(reader, report("nesting", { case: "block", most: DEEPEST_BLOCK }, head));
  reader.position = reader.braces.get(block.opener) ?? reader.tokens.length;
  return undefined;
}

/** Steps over a block's `}`, or reports that there is none. */
function closeBlock(reader: Reader, block: Block): IToken | undefined {
  const here = reader.tokens[reader.position];
  if (token.is(here, token.RightBrace)) {
    reader.position += 1;
    return here;
  }
  const before = here === undefined ? "the end of the file" : `\`${here.image}\``;
  const note = { message: "this `{` is never closed", span: spanOf(reader, tokenAt(reader, block.opener)) };
  const end = endSpan(reader, reader.position - 1);
  add(reader, report("unclosed-bracket", { closer: "}", here: before }, end, [note]));
  return undefined;
}

function nameAfter(reader: Reader, head: number): Name | undefined {
  const name = reader.tokens[head + 1];
  return name !== undefined && token.is(name, token.Identifier)
    ? { text: name.image, span: spanOf(reader, name) }
    : undefined;
}
