/** Messages about words: reserved ones, those of other languages, and the arguments of RASP's own. */
import type { IToken } from "chevrotain";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import { report } from "../../language/diagnostics/report.ts";
import type { Source, Span } from "../../language/source.ts";
import type { Inequality } from "./expressions.ts";
import type { Place, Text } from "./place.ts";
import { behind, show, spanOf } from "./place.ts";
import { quotable } from "./quote.ts";
import type { Segment } from "./segments.ts";
import { beginsAssignment } from "./segments.ts";
import * as token from "./tokens.ts";

/** The argument lists of the language's own words. */
const forms: Readonly<Record<string, string>> = {
  select: "select(keys, queries, ==)",
  aggregate: "aggregate(selector, values)` or `aggregate(selector, values, default)",
  len: "len(list)",
  range: "range(end)`, `range(start, end)` or `range(start, end, step)",
  zip: "zip(list, list)",
  round: "round(value)",
  indicator: "indicator(value)",
};

export function wrongCount(place: Place, word: IToken, here: IToken | undefined): Diagnostic {
  const span = here === undefined ? behind(place, place.before) : spanOf(place, here);
  const few = here === undefined || here.image === ")" || token.is(here, token.Comparison);
  const { image } = word;
  return report("builtin-arguments", { word: image, count: few ? "few" : "many", form: forms[image] }, span);
}

export function misplacedWord(place: Place, here: IToken): Diagnostic {
  const span = spanOf(place, here);
  if (token.is(here, token.If) && place.at === place.segment.start) {
    return report("if-statement", {}, span);
  }
  return report("unexpected-token", { case: "value", here: show(here) }, span);
}

export function reservedName(span: Span, word: IToken): Diagnostic {
  return report("reserved-word-as-name", { word: word.image }, span);
}

/** Words with which statements of other languages begin. */
const foreignWords: ReadonlyMap<string, string> = new Map([
  ["lambda", "write a `def` and use its name"],
  ["while", "loops run over lists: `for i in range(n) { … }`"],
  ["import", 'write `load "file";`'],
  ["from", 'write `load "file";`'],
  ["print", "an expression as a statement prints: `x;`"],
  ["elif", "choose between values: `a if c else b if d else e`"],
  ["function", "write `def name(parameter) { return value; }`"],
  ["fn", "write `def name(parameter) { return value; }`"],
  ["let", "write `name = value;`"],
  ["var", "write `name = value;`"],
  ["const", "write `name = value;`"],
  ["is", "write `==`"],
]);

/** A word of another language with something behind it, or `load` without quotes. */
export function foreignStatement(place: Place, before: IToken, here: IToken): Diagnostic | undefined {
  if (place.at - 1 === place.segment.start && before.image === "load" && token.is(here, token.Identifier)) {
    return report("load-path", { name: here.image }, spanOf(place, here));
  }
  for (const word of [before, here]) {
    const help = foreignWords.get(word.image);
    const isName = token.is(word, token.Identifier) && (word === before || word.image === "is");
    if (help !== undefined && isName) {
      return report("foreign-word", { word: word.image, help }, spanOf(place, word));
    }
  }
  return undefined;
}

/** `a != b`, with what to write in its place. */
export function explainInequality(source: Source, inequality: Inequality): Diagnostic {
  const { left, right } = inequality;
  const first = quotable(source, left.span.start, left.span.end) ?? "a";
  const second = quotable(source, right.span.start, right.span.end) ?? "b";
  const { startOffset: start } = inequality.token;
  const span = { source, start, end: token.endOf(inequality.token) };
  return report("not-equal", { left: first, right: second }, span);
}

/** What is wrong with how a statement begins: a reserved word is set, or `+=` is used. */
export function startMistake(text: Text, segment: Segment): Diagnostic | undefined {
  const { source, tokens } = text;
  if (!beginsAssignment(tokens, segment.start)) return undefined;
  for (let index = segment.start; index < segment.end; index += 2) {
    const name = tokens[index];
    const sign = tokens[index + 1];
    if (name === undefined || sign === undefined) return undefined;
    if (token.is(name, token.Keyword)) {
      return reservedName({ source, start: name.startOffset, end: token.endOf(name) }, name);
    }
    if (token.is(sign, token.CompoundAssignment)) {
      const rest = quotable(
        source,
        token.endOf(sign),
        tokens[segment.end]?.startOffset ?? source.text.length,
      );
      const operator = sign.image.slice(0, -1);
      const span = { source, start: sign.startOffset, end: token.endOf(sign) };
      const written =
        rest === undefined ? undefined : `${name.image} = ${name.image} ${operator} ${grouped(rest)};`;
      return report("compound-assignment", { sign: sign.image, written }, span);
    }
    if (!token.is(sign, token.Comma)) return undefined;
  }
  return undefined;
}

function grouped(text: string): string {
  return /^[\w.]+$/.test(text) ? text : `(${text})`;
}
