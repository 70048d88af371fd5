/** From the first token that does not fit to a message in the language's words. */
import type { IToken } from "chevrotain";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import { report } from "../../language/diagnostics/report.ts";
import { closerExpected, closesNothing, equalsInside, slice } from "./explain-brackets.ts";
import { foreignStatement, misplacedWord, reservedName, wrongCount } from "./explain-words.ts";
import type { Mismatch } from "./grammar.ts";
import type { Place, Setting, Text } from "./place.ts";
import {
  behind,
  endBefore,
  endOfSegment,
  isComprehension,
  lastIf,
  show,
  spanOf,
  startOf,
  wordBefore,
} from "./place.ts";
import { quotable } from "./quote.ts";
import type { Segment } from "./segments.ts";
import { beginsAssignment, openBrackets, openerOf } from "./segments.ts";
import * as token from "./tokens.ts";

/** The diagnostic for a mismatch; `at` counts in the whole text's tokens. */
export function explain(text: Text, segment: Segment, mismatch: Mismatch, setting: Setting): Diagnostic {
  const { at, expected, rule } = mismatch;
  const place: Place = {
    text,
    segment,
    at,
    here: at < segment.end ? text.tokens[at] : undefined,
    before: at > segment.start ? text.tokens[at - 1] : undefined,
    open: openBrackets(text.tokens, segment.start, at),
    rule,
  };
  switch (expected) {
    case "value":
      return valueExpected(place);
    case "end":
      return endExpected(place, setting);
    case "RightParenthesis":
    case "RightBracket":
    case "RightBrace":
      return closerExpected(place);
    case "Identifier":
      return nameExpected(place);
    case "Comparison":
      return comparisonExpected(place);
    default:
      return signExpected(place, expected);
  }
}

function valueExpected(place: Place): Diagnostic {
  const { here, before, open } = place;
  const isLast = here === undefined ? open.length === 0 : openerOf(here) !== undefined;
  if (before?.image === "," && isLast) {
    return report("trailing-comma", { case: "value" }, spanOf(place, before));
  }
  if (here === undefined) {
    if (before === undefined) return report("missing-value", { case: "first" }, startOf(place));
    return report("missing-value", { case: "after", before: show(before) }, behind(place, before));
  }
  if (token.is(here, token.Colon) && open.at(-1)?.image === "[") return slice(place, here);
  if (token.is(here, token.Keyword)) return misplacedWord(place, here);
  if (
    place.rule === "primary" &&
    openerOf(here) !== undefined &&
    before !== undefined &&
    open.at(-1) === before
  ) {
    const word = place.text.tokens[place.at - 2];
    if (word !== undefined && token.is(word, token.Keyword)) return wrongCount(place, word, here);
    const between = { case: "between", before: show(before), here: show(here) } as const;
    return report("missing-value", between, spanOf(place, here));
  }
  if (openerOf(here) !== undefined && open.length === 0) return closesNothing(place, here);
  const word = open.length > 0 ? wordBefore(place, open.at(-1)) : undefined;
  if (
    word !== undefined &&
    word.image === "select" &&
    token.is(here, token.Comparison) &&
    token.is(before, token.Comma)
  ) {
    return wrongCount(place, word, here);
  }
  return report("missing-value", { case: "before", here: show(here) }, spanOf(place, here));
}

/** What was read is whole, and something else follows it. */
function endExpected(place: Place, setting: Setting): Diagnostic {
  const { here, before, segment, text } = place;
  if (here === undefined || before === undefined) throw new Error("internal: nothing too much was found");
  if (token.is(here, token.Equals)) return wrongTarget(place, here);
  if (openerOf(here) !== undefined) return closesNothing(place, here);
  if (setting === "head") return braceExpected(place, here);
  if (setting === "pragma") {
    const hint = token.is(here, token.Semicolon) ? { help: "a pragma takes no `;`" as const } : {};
    return report("unexpected-token", { case: "other", here: show(here), ...hint }, spanOf(place, here));
  }
  if (token.is(here, token.Comma)) {
    const items = quotable(text.source, startOf(place).start, endOfSegment(place));
    return report("expression-list", { case: "statement", items }, spanOf(place, here));
  }
  const foreign = foreignStatement(place, before, here);
  if (foreign !== undefined) return foreign;
  if (segment.endedBy === "block") return unknownBlock(place);
  const starts = token.endsOperand(here) || ["(", "[", "{", "not"].includes(here.image);
  if (starts || token.is(here, token.BuiltinWord)) {
    return missingSemicolon(place, before, here);
  }
  if (token.is(here, token.Else)) {
    return report("unexpected-token", { case: "else" }, spanOf(place, here));
  }
  return report("unexpected-token", { case: "other", here: show(here) }, spanOf(place, here));
}

function wrongTarget(place: Place, here: IToken): Diagnostic {
  const { text, segment } = place;
  if (beginsAssignment(text.tokens, segment.start)) {
    return report("chained-assignment", {}, spanOf(place, here));
  }
  const span = { source: text.source, start: startOf(place).start, end: endBefore(place) };
  return report("not-assignable", {}, span);
}

function nameExpected(place: Place): Diagnostic {
  const { here, before } = place;
  if (here === undefined) {
    if (before === undefined) return report("missing-name", { case: "first" }, startOf(place));
    return report("missing-name", { case: "after", before: show(before) }, behind(place, before));
  }
  if (token.is(here, token.Keyword)) return reservedName(spanOf(place, here), here);
  if (before?.image === ",") {
    return report("trailing-comma", { case: "name" }, spanOf(place, before));
  }
  return report("missing-name", { case: "before", here: show(here) }, spanOf(place, here));
}

function comparisonExpected(place: Place): Diagnostic {
  const { here, before } = place;
  const span = here === undefined ? behind(place, before) : spanOf(place, here);
  return report("select-comparison", { isEquals: token.is(here, token.Equals) }, span);
}

function signExpected(place: Place, expected: string): Diagnostic {
  const { here, before, open, rule } = place;
  const opener = open.at(-1);
  const word = wordBefore(place, opener);
  switch (expected) {
    case "Else": {
      if (opener !== undefined && isComprehension(place, opener)) {
        return report("comprehension", { case: "filter" }, lastIf(place));
      }
      return report("missing-else", {}, behind(place, before), [
        { message: "this `if`", span: lastIf(place) },
      ]);
    }
    case "Comma":
      if (word !== undefined && (here === undefined || here.image === ")"))
        return wrongCount(place, word, here);
      break;
    case "Colon":
      return report("missing-colon", {}, behind(place, before));
    case "LeftParenthesis":
      if (rule !== "functionHead" && before !== undefined) {
        return report("missing-parenthesis", { case: "word", word: before.image }, behind(place, before));
      }
      return report("missing-parenthesis", { case: "function", before: show(before) }, behind(place, before));
    case "In":
      return report("missing-in", { before: show(before) }, behind(place, before));
    default:
  }
  if (here !== undefined && token.is(here, token.Equals) && opener !== undefined && before !== undefined) {
    return equalsInside(place, opener, before, here);
  }
  const sign = { Comma: "`,`", Equals: "`=`" }[expected] ?? "something else";
  const shown = here === undefined ? null : show(here);
  return report("unexpected-token", { case: "expected", sign, here: shown }, behind(place, before));
}

function braceExpected(place: Place, here: IToken): Diagnostic {
  return report("missing-brace", { here: show(here) }, spanOf(place, here));
}

function missingSemicolon(place: Place, before: IToken, here: IToken): Diagnostic {
  return report("missing-semicolon", { here: show(here) }, behind(place, before));
}

function unknownBlock(place: Place): Diagnostic {
  const brace = place.text.tokens[place.segment.end];
  const span = brace === undefined ? startOf(place) : spanOf(place, brace);
  return report("unknown-block", {}, span);
}

/** A segment that is whole, but not followed by `;` (or, a head, by `{`). */
export function explainEnd(text: Text, segment: Segment, setting: Setting): Diagnostic {
  const before = text.tokens[segment.end - 1];
  const here = text.tokens[segment.end];
  const place: Place = { text, segment, at: segment.end, here, before, open: [], rule: "" };
  if (setting === "head") {
    return report("missing-brace", { here: show(here) }, behind(place, before));
  }
  if (segment.endedBy === "block") return unknownBlock(place);
  return report("missing-semicolon", { here: show(here) }, behind(place, before));
}
