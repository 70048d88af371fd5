/** Statements that hold no others: assignments, loads, drawings, expressions. */
import type { Name, Statement } from "./ast.ts";
import { startMistake } from "./explain-words.ts";
import type { Reader } from "./reader.ts";
import { applyRule, breakNames, isBroken, add, skipTo, spanBetween, spanOf, tokenAt } from "./reader.ts";
import type { Segment } from "./segments.ts";
import { beginsAssignment, findSegment } from "./segments.ts";
import * as token from "./tokens.ts";

/** Reads the statement and its `;`; undefined if it is wrong. */
export function readSimple(reader: Reader): Statement | undefined {
  const head = reader.position;
  const before = reader.diagnostics.length;
  const segment = findSegment(reader.tokens, reader.lines, head);
  const wrong = startMistake(reader, segment);
  if (wrong !== undefined) {
    add(reader, wrong);
    skipTo(reader, segment);
  }
  const statement = wrong === undefined ? readByForm(reader, segment) : undefined;
  if (segment.endedBy === "block" && reader.position === segment.end) skipBlock(reader);
  if (isBroken(reader, head, before)) {
    breakNames(reader, head, before, targetsOf(reader, head));
    return undefined;
  }
  return statement;
}

function readByForm(reader: Reader, segment: Segment): Statement | undefined {
  const { grammar, tokens } = reader;
  const { start } = segment;
  const word = tokenAt(reader, start).image;
  const next = tokens[start + 1];
  const spanHere = (): Statement["span"] => spanBetween(reader, start, reader.position);
  if (beginsAssignment(tokens, start)) {
    const parts = applyRule(reader, segment, grammar.assignment, "statement");
    return parts && { kind: "assign", ...parts, span: spanHere() };
  }
  if (word === "load" && token.is(next, token.Text)) {
    const parts = applyRule(reader, segment, grammar.loading, "statement");
    return parts && { kind: "load", ...parts, span: spanHere() };
  }
  if (word === "draw" && token.is(next, token.LeftParenthesis)) {
    const parts = applyRule(reader, segment, grammar.drawing, "statement");
    return parts && { kind: "draw", ...parts, span: spanHere() };
  }
  const value = applyRule(reader, segment, grammar.expression, "statement");
  return value && { kind: "expression", value, span: spanHere() };
}

/** The names before `=`, also where one of them is a reserved word. */
function targetsOf(reader: Reader, head: number): readonly Name[] {
  if (!beginsAssignment(reader.tokens, head)) return [];
  const names: Name[] = [];
  for (let index = head; ; index += 2) {
    const name = tokenAt(reader, index);
    names.push({ text: name.image, span: spanOf(reader, name) });
    if (!token.is(reader.tokens[index + 1], token.Comma)) return names;
  }
}

/** Goes past a block that no `def` or `for` began, and the `else` blocks behind it. */
function skipBlock(reader: Reader): void {
  const { braces } = reader;
  for (;;) {
    reader.position = (braces.get(reader.position) ?? reader.position) + 1;
    if (!token.is(reader.tokens[reader.position], token.Else)) return;
    const { end, endedBy } = findSegment(reader.tokens, reader.lines, reader.position);
    if (endedBy !== "block" && !token.is(reader.tokens[reader.position + 1], token.LeftBrace)) return;
    reader.position = endedBy === "block" ? end : reader.position + 1;
  }
}
