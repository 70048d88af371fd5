/** Text to tokens and comments; what cannot be part of any program is reported here. */
import type { ILexingError, IToken } from "chevrotain";
import { Lexer } from "chevrotain";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import { report } from "../../language/diagnostics/report.ts";
import type { Source, Span } from "../../language/source.ts";
import { quoted } from "./quote.ts";
import * as token from "./tokens.ts";

export interface Tokens {
  readonly tokens: readonly IToken[];
  readonly comments: readonly IToken[];
  /** In the order of their places. */
  readonly diagnostics: readonly Diagnostic[];
}

/** More mistakes than these in one text are not told apart. */
export const MOST_MISTAKES = 100;

const lookalikes: ReadonlyMap<string, string> = new Map([
  ["“", '"'],
  ["”", '"'],
  ["„", '"'],
  ["‘", '"'],
  ["’", '"'],
  ["'", '"'],
  ["`", '"'],
  ["−", "-"],
  ["–", "-"],
  ["—", "-"],
  ["×", "*"],
  ["·", "*"],
  ["÷", "/"],
  ["≤", "<="],
  ["≥", ">="],
  ["≠", "!="],
  ["∧", "and"],
  ["∨", "or"],
  ["¬", "not"],
  ["&", "and"],
  ["|", "or"],
  ["~", "not"],
  ["；", ";"],
  ["，", ","],
  ["：", ":"],
  ["（", "("],
  ["）", ")"],
]);

const operators: ReadonlyMap<string, string> = new Map([
  ["**", "write `^` for powers"],
  ["//", "write `/` to divide, `#` to begin a comment"],
  ["&&", "write `and`"],
  ["||", "write `or`"],
  ["===", "write `==`"],
  ["!==", "write `not (a == b)`"],
  ["<>", "write `not (a == b)`"],
  ["!", "write `not`"],
]);

/** The lexer takes some milliseconds to make, so one serves every text; it holds no state. Tests validate it. */
export function createLexer({ validate = false } = {}): Lexer {
  return new Lexer(token.tokenTypes, {
    positionTracking: "onlyOffset",
    ensureOptimizations: true,
    skipValidations: !validate,
  });
}

/** Offsets count in the whole source, also where only a part of it is read. */
export function tokenise(lexer: Lexer, source: Source, start = 0, end = source.text.length): Tokens {
  const result = lexer.tokenize(source.text.slice(start, end));
  const move = (each: IToken): IToken =>
    start === 0 ? each : { ...each, startOffset: each.startOffset + start };
  const tokens = result.tokens.map(move);
  const comments = (result.groups["comments"] ?? []).map(move);
  const errors = result.errors.map((error) => ({ ...error, offset: error.offset + start }));
  const diagnostics = [
    ...errors.slice(0, MOST_MISTAKES).map((error) => unknownCharacters(source, error)),
    ...tokens
      .filter((each) => token.is(each, token.Foreign))
      .slice(0, MOST_MISTAKES)
      .map((each) => foreignToken(source, each)),
  ];
  diagnostics.sort((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
  return {
    tokens,
    comments,
    diagnostics: diagnostics.slice(0, MOST_MISTAKES),
  };
}

function unknownCharacters(source: Source, error: ILexingError): Diagnostic {
  const span = { source, start: error.offset, end: error.offset + error.length };
  const characters = Array.from(source.text.slice(span.start, span.end));
  const [first = ""] = characters;
  const gap = characters.some((each) => visible(each) !== each) ? " " : "";
  const shown = characters.slice(0, 10).map(visible).join(gap) + (characters.length > 10 ? "…" : "");
  const lookalike = lookalikes.get(first);
  const help =
    first === "."
      ? "numbers need digits on both sides of the point, and nothing else has a `.`"
      : lookalike !== undefined
        ? `write \`${lookalike}\``
        : /\p{Letter}/u.test(first)
          ? "names are made of the letters a to z and A to Z, digits and `_`"
          : undefined;
  return report("unknown-character", { shown, several: characters.length !== 1, help }, span);
}

/** A character as it can be printed anywhere. */
function visible(character: string): string {
  if (/[\p{Letter}\p{Number}\p{Punctuation}\p{Symbol}]/u.test(character)) return character;
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

function foreignToken(source: Source, foreign: IToken): Diagnostic {
  const span: Span = { source, start: foreign.startOffset, end: token.endOf(foreign) };
  const { image } = foreign;
  if (token.is(foreign, token.UnterminatedString)) {
    const closed = `${/^"[^;,)\]}]*/.exec(image)?.[0].trimEnd() ?? '"'}"`;
    return report("unterminated-string", { closed }, span);
  }
  if (token.is(foreign, token.SingleQuoted)) {
    return report("single-quotes", { content: image.slice(1, -1) }, span);
  }
  if (token.is(foreign, token.BadNumber)) return badNumber(image, span);
  return report("foreign-operator", { operator: quoted(image), help: operators.get(image) }, span);
}

function badNumber(image: string, span: Span): Diagnostic {
  if (/[eE]/.test(image)) {
    return report(
      "number-format",
      { case: "exponent", number: quoted(image), plain: plainNumber(image) },
      span,
    );
  }
  const repaired = image.startsWith(".")
    ? `0${image}`
    : image.endsWith(".")
      ? `${image}0`
      : image.includes("_")
        ? image.replaceAll("_", "")
        : undefined;
  return report(
    "number-format",
    {
      case: "digits",
      number: quoted(image),
      repaired: repaired === undefined ? undefined : quoted(repaired),
    },
    span,
  );
}

/** A number with an exponent in plain digits, if they are not too many. */
function plainNumber(image: string): string | undefined {
  const value = Number(image);
  if (value !== 0 && (Math.abs(value) >= 1e15 || Math.abs(value) < 1e-6)) return undefined;
  const text = String(value);
  return text.includes(".") ? text : `${text}.0`;
}
