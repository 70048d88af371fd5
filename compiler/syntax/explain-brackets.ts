/** Messages about what stands in brackets. */
import type { IToken } from "chevrotain";
import type { Diagnostic, Note } from "../../language/diagnostics/diagnostic.ts";
import { report } from "../../language/diagnostics/report.ts";
import { foreignStatement, reservedName, wrongCount } from "./explain-words.ts";
import type { Place } from "./place.ts";
import { behind, show, spanOf, wordBefore } from "./place.ts";
import { closerOf, openerOf } from "./segments.ts";
import * as token from "./tokens.ts";

export function closerExpected(place: Place): Diagnostic {
  const { here, before, open, text, at } = place;
  const opener = open.at(-1);
  if (opener === undefined || before === undefined) throw new Error("internal: no bracket is open");
  const word = wordBefore(place, opener);
  if (here !== undefined) {
    if (place.rule === "functionHead" && token.is(here, token.Keyword)) {
      return reservedName(spanOf(place, here), here);
    }
    if (token.is(here, token.Colon) && opener.image === "[") return slice(place, here);
    if (token.is(here, token.Equals)) return equalsInside(place, opener, before, here);
    if (token.is(here, token.Comma) && word !== undefined && token.is(word, token.Keyword)) {
      return wrongCount(place, word, here);
    }
    if (token.is(here, token.Comma) && place.rule === "drawing") {
      const form = "draw(value, input);";
      return report("builtin-arguments", { word: "draw", count: "many", form }, spanOf(place, here));
    }
    if (token.is(here, token.Comma) && opener.image === "(") {
      return report("expression-list", { case: "brackets" }, spanOf(place, here));
    }
    if (token.is(here, token.For)) {
      const nested = text.tokens
        .slice(text.tokens.indexOf(opener), at)
        .some((each) => token.is(each, token.For));
      return report("comprehension", { case: nested ? "nested" : "brackets" }, spanOf(place, here));
    }
    const foreign = foreignStatement(place, before, here);
    if (foreign !== undefined) return foreign;
  }
  return unclosed(place, opener, before);
}

function unclosed(place: Place, opener: IToken, before: IToken): Diagnostic {
  const { here } = place;
  const closer = closerOf(opener);
  const notes: Note[] = [
    { message: `this \`${opener.image}\` is never closed`, span: spanOf(place, opener) },
  ];
  if (here !== undefined && openerOf(here) === undefined) {
    const inside = { message: `inside this \`${opener.image}\``, span: spanOf(place, opener) };
    return report("missing-comma", { closer, here: show(here) }, behind(place, before), [inside]);
  }
  const next = here ?? place.text.tokens[place.segment.end];
  const name = next === undefined ? place.text.ending : undefined;
  return report("unclosed-bracket", { closer, here: name ?? show(next) }, behind(place, before), notes);
}

export function equalsInside(place: Place, opener: IToken, before: IToken, here: IToken): Diagnostic {
  const { text, at } = place;
  const called = text.tokens[text.tokens.indexOf(opener) - 1];
  const first = text.tokens[at - 2];
  const isArgument = opener.image === "(" && token.endsOperand(called);
  if (place.rule === "functionHead") {
    return report("default-parameter", { parameter: before.image }, spanOf(place, here));
  }
  if (
    isArgument &&
    token.is(before, token.Identifier) &&
    (first === opener || token.is(first, token.Comma))
  ) {
    return report("keyword-argument", { name: before.image }, spanOf(place, here));
  }
  return report("assignment-in-expression", {}, spanOf(place, here));
}

export function slice(place: Place, here: IToken): Diagnostic {
  return report("slice", {}, spanOf(place, here));
}

export function closesNothing(place: Place, here: IToken): Diagnostic {
  const help = "leave it out, or open it before";
  return report("unmatched-bracket", { here: show(here), help }, spanOf(place, here));
}
