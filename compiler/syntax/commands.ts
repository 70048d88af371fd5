/** Console commands. They may stand between statements, and take no `;`. */
import type { IToken } from "chevrotain";
import { report } from "../../language/diagnostics/report.ts";
import type { Statement } from "./ast.ts";
import type { Reader } from "./reader.ts";
import { add, applyRule, spanBetween, spanOf, tokenAt } from "./reader.ts";
import { isOpener, openerOf } from "./segments.ts";
import * as token from "./tokens.ts";

type Command =
  /** The expression that follows is the example. */
  | { readonly kind: "set-example"; readonly which: Which; readonly length: number }
  | { readonly kind: "show-example"; readonly which: Which; readonly length: number }
  | { readonly kind: "examples"; readonly which: Which; readonly on: boolean; readonly length: number }
  | { readonly kind: "full-display"; readonly on: boolean; readonly length: number }
  | { readonly kind: "exit"; readonly length: number };

type Which = "both" | "s-op" | "selector";

const forms: readonly (readonly [string, (length: number) => Command])[] = [
  ["set example", (length) => ({ kind: "set-example", which: "both", length })],
  ["set s - op example", (length) => ({ kind: "set-example", which: "s-op", length })],
  ["set selector example", (length) => ({ kind: "set-example", which: "selector", length })],
  ["show example", (length) => ({ kind: "show-example", which: "both", length })],
  ["show s - op example", (length) => ({ kind: "show-example", which: "s-op", length })],
  ["show selector example", (length) => ({ kind: "show-example", which: "selector", length })],
  ["examples on", (length) => ({ kind: "examples", which: "both", on: true, length })],
  ["examples off", (length) => ({ kind: "examples", which: "both", on: false, length })],
  ["s - op examples on", (length) => ({ kind: "examples", which: "s-op", on: true, length })],
  ["s - op examples off", (length) => ({ kind: "examples", which: "s-op", on: false, length })],
  ["selector examples on", (length) => ({ kind: "examples", which: "selector", on: true, length })],
  ["selector examples off", (length) => ({ kind: "examples", which: "selector", on: false, length })],
  ["full seq display on", (length) => ({ kind: "full-display", on: true, length })],
  ["full seq display off", (length) => ({ kind: "full-display", on: false, length })],
  ["exit ( )", (length) => ({ kind: "exit", length })],
  ["quit ( )", (length) => ({ kind: "exit", length })],
];

/**
 * Reads the command that begins here; "none" if none does, undefined if it is wrong.
 * Its words are ordinary names wherever no command of that form can stand.
 */
export function readCommand(reader: Reader, isAllowed: boolean): Statement | "none" | undefined {
  const start = reader.position;
  const command = commandAt(reader.tokens, start);
  if (command === undefined) return "none";
  const before = reader.diagnostics.length;
  const words = start + command.length;
  const statement = readRest(reader, command, start, words);
  if (!isAllowed) {
    add(reader, report("misplaced-command", {}, spanBetween(reader, start, words)));
  }
  const next = reader.tokens[reader.position];
  if (next !== undefined && token.is(next, token.Semicolon)) {
    add(reader, report("command-semicolon", {}, spanOf(reader, next)));
    reader.position += 1;
  }
  return reader.diagnostics.length > before ? undefined : statement;
}

function readRest(reader: Reader, command: Command, start: number, words: number): Statement | undefined {
  reader.position = words;
  if (command.kind !== "set-example") {
    const { length: _length, ...rest } = command;
    return { ...rest, span: spanBetween(reader, start, words) };
  }
  const segment = { start: words, end: exampleEnd(reader, words), endedBy: "other" } as const;
  const value = applyRule(reader, segment, reader.grammar.expression, "command");
  if (value === undefined) return undefined;
  return {
    kind: "set-example",
    which: command.which,
    value,
    span: spanBetween(reader, start, reader.position),
  };
}

/** A command's expression ends with its line, where it can. */
function exampleEnd(reader: Reader, start: number): number {
  let depth = 0;
  for (let index = start; index < reader.tokens.length; index++) {
    const here = tokenAt(reader, index);
    const ends = depth <= 0 && token.endsOperand(reader.tokens[index - 1]) && reader.lines.first(index);
    if (token.is(here, token.Semicolon) || (index > start && ends)) return index;
    if (isOpener(here)) depth += 1;
    if (openerOf(here) !== undefined) depth -= 1;
  }
  return reader.tokens.length;
}

/** The command that begins at `start`, with the number of tokens of its words. */
function commandAt(tokens: readonly IToken[], start: number): Command | undefined {
  for (const [words, make] of forms) {
    const images = words.split(" ");
    if (
      images.every((image, index) => tokens[start + index]?.image === image) &&
      isTight(tokens, start, images)
    ) {
      return make(images.length);
    }
  }
  const word = tokens[start]?.image;
  const next = tokens[start + 1];
  const leaves = word === "exit" || word === "quit";
  return leaves && (next === undefined || startsStatement(next)) ? { kind: "exit", length: 1 } : undefined;
}

/** True for what could not go on after a name. */
function startsStatement(next: IToken): boolean {
  return [token.Identifier, token.Def, token.For, token.Return, token.RightBrace].some((type) =>
    token.is(next, type),
  );
}

/** `s-op` is one word: nothing may stand inside it. */
function isTight(tokens: readonly IToken[], start: number, images: readonly string[]): boolean {
  return images.every((image, index) => {
    const here = tokens[start + index];
    const next = tokens[start + index + 1];
    const inside = image === "s" || image === "-";
    return !inside || here === undefined || next === undefined || token.endOf(here) === next.startOffset;
  });
}
