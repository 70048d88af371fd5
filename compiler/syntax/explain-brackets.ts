/** Messages about what stands in brackets. */
import type { IToken } from "chevrotain";
import type { Diagnostic, Note } from "../../language/diagnostics/diagnostic.ts";
import { foreignStatement, reservedName, wrongCount } from "./explain-words.ts";
import type { Place } from "./place.ts";
import { behind, show, spanOf, wordBefore } from "./place.ts";
import { mistake } from "./report.ts";
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
      return mistake("builtin-arguments", "`draw` has too many arguments", spanOf(place, here), {
        help: "it is written `draw(value, input);`",
      });
    }
    if (token.is(here, token.Comma) && opener.image === "(") {
      return mistake("expression-list", "several values need square brackets", spanOf(place, here), {
        help: "lists are written `[a, b]`",
      });
    }
    if (token.is(here, token.For)) {
      const nested = text.tokens
        .slice(text.tokens.indexOf(opener), at)
        .some((each) => token.is(each, token.For));
      return mistake(
        "comprehension",
        nested ? "a comprehension has only one `for`" : "a comprehension stands in `[` and `]`",
        spanOf(place, here),
        { help: nested ? "put one comprehension inside the other" : "write `[value for name in list]`" },
      );
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
    return mistake(
      "missing-comma",
      `expected \`,\` or \`${closer}\` before ${show(here)}`,
      behind(place, before),
      { notes: [{ message: `inside this \`${opener.image}\``, span: spanOf(place, opener) }] },
    );
  }
  const next = here ?? place.text.tokens[place.segment.end];
  const name = next === undefined ? place.text.ending : undefined;
  return mistake(
    "unclosed-bracket",
    `expected \`${closer}\` before ${name ?? show(next)}`,
    behind(place, before),
    {
      notes,
    },
  );
}

export function equalsInside(place: Place, opener: IToken, before: IToken, here: IToken): Diagnostic {
  const { text, at } = place;
  const called = text.tokens[text.tokens.indexOf(opener) - 1];
  const first = text.tokens[at - 2];
  const isArgument = opener.image === "(" && token.endsOperand(called);
  if (place.rule === "functionHead") {
    return mistake("default-parameter", "parameters have no default values", spanOf(place, here), {
      help: `leave out everything after \`${before.image}\``,
    });
  }
  if (
    isArgument &&
    token.is(before, token.Identifier) &&
    (first === opener || token.is(first, token.Comma))
  ) {
    return mistake("keyword-argument", "arguments are given by position, not by name", spanOf(place, here), {
      help: `leave out \`${before.image} =\`, or write \`==\` to compare`,
    });
  }
  return mistake("assignment-in-expression", "`=` sets a name; it is not a comparison", spanOf(place, here), {
    help: "write `==`",
  });
}

export function slice(place: Place, here: IToken): Diagnostic {
  return mistake(
    "slice",
    "a list or s-op is indexed by one value; there are no slices",
    spanOf(place, here),
    {
      help: "`[list[i] for i in range(start, end)]` takes a part of a list",
    },
  );
}

export function closesNothing(place: Place, here: IToken): Diagnostic {
  return mistake("unmatched-bracket", `${show(here)} closes nothing`, spanOf(place, here), {
    help: "leave it out, or open it before",
  });
}
