/** From the first token that does not fit to a message in the language's words. */
import type { IToken } from "chevrotain";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
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
import { mistake, quotable } from "./report.ts";
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
    return mistake("trailing-comma", "nothing follows this comma", spanOf(place, before), {
      help: "leave out the last `,`",
    });
  }
  if (here === undefined) {
    if (before === undefined) return mistake("missing-value", "expected a value", startOf(place));
    return mistake("missing-value", `expected a value after ${show(before)}`, behind(place, before), {
      label: "a value is missing here",
    });
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
    return mistake(
      "missing-value",
      `expected a value between ${show(before)} and ${show(here)}`,
      spanOf(place, here),
    );
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
  return mistake("missing-value", `expected a value before ${show(here)}`, spanOf(place, here), {
    label: "a value must come first",
  });
}

/** What was read is whole, and something else follows it. */
function endExpected(place: Place, setting: Setting): Diagnostic {
  const { here, before, segment, text } = place;
  if (here === undefined || before === undefined) throw new Error("internal: nothing too much was found");
  if (token.is(here, token.Equals)) return wrongTarget(place, here);
  if (openerOf(here) !== undefined) return closesNothing(place, here);
  if (setting === "head") return braceExpected(place, here);
  if (setting === "pragma") {
    return mistake("unexpected-token", `${show(here)} cannot stand here`, spanOf(place, here), {
      help: token.is(here, token.Semicolon) ? "a pragma takes no `;`" : undefined,
    });
  }
  if (token.is(here, token.Comma)) {
    const items = quotable(text.source, startOf(place).start, endOfSegment(place));
    return mistake("expression-list", "several values need brackets or a name", spanOf(place, here), {
      help: items === undefined ? undefined : `\`[${items}];\``,
    });
  }
  const foreign = foreignStatement(place, before, here);
  if (foreign !== undefined) return foreign;
  if (segment.endedBy === "block") return unknownBlock(place);
  const starts = token.endsOperand(here) || ["(", "[", "{", "not"].includes(here.image);
  if (starts || token.is(here, token.BuiltinWord)) {
    return missingSemicolon(place, before, here);
  }
  if (token.is(here, token.Else)) {
    return mistake("unexpected-token", "`else` without `if`", spanOf(place, here), {
      help: "a choice is written `a if condition else b`",
    });
  }
  return mistake("unexpected-token", `${show(here)} cannot stand here`, spanOf(place, here));
}

function wrongTarget(place: Place, here: IToken): Diagnostic {
  const { text, segment } = place;
  if (beginsAssignment(text.tokens, segment.start)) {
    return mistake("chained-assignment", "a statement has only one `=`", spanOf(place, here), {
      help: "write two statements, or `==` to compare",
    });
  }
  const span = { source: text.source, start: startOf(place).start, end: endBefore(place) };
  return mistake("not-assignable", "only names can be set", span, {
    label: "this is not a name",
    help: "to compare, write `==`",
  });
}

function nameExpected(place: Place): Diagnostic {
  const { here, before } = place;
  if (here === undefined) {
    const span = before === undefined ? startOf(place) : behind(place, before);
    return mistake(
      "missing-name",
      `expected a name${before === undefined ? "" : ` after ${show(before)}`}`,
      span,
    );
  }
  if (token.is(here, token.Keyword)) return reservedName(spanOf(place, here), here);
  if (before?.image === ",") {
    return mistake("trailing-comma", "expected a name after this comma", spanOf(place, before));
  }
  return mistake("missing-name", `expected a name before ${show(here)}`, spanOf(place, here));
}

function comparisonExpected(place: Place): Diagnostic {
  const { here, before } = place;
  const help = "the third argument is one of `==`, `!=`, `<`, `<=`, `>`, `>=`";
  const span = here === undefined ? behind(place, before) : spanOf(place, here);
  const isEquals = token.is(here, token.Equals);
  return mistake(
    "select-comparison",
    isEquals ? "`=` is not a comparison" : "`select` needs a comparison here",
    span,
    {
      help: isEquals ? "write `==`" : help,
    },
  );
}

function signExpected(place: Place, expected: string): Diagnostic {
  const { here, before, open, rule } = place;
  const opener = open.at(-1);
  const word = wordBefore(place, opener);
  switch (expected) {
    case "Else": {
      if (opener !== undefined && isComprehension(place, opener)) {
        return mistake("comprehension", "a comprehension cannot leave out items by `if`", lastIf(place), {
          help: "the value before `for` may be a choice: `[a if c else b for x in list]`",
        });
      }
      return mistake("missing-else", "a choice needs an `else`", behind(place, before), {
        label: "expected `else` before this",
        help: "a choice is written `a if condition else b`",
        notes: [{ message: "this `if`", span: lastIf(place) }],
      });
    }
    case "Comma":
      if (word !== undefined && (here === undefined || here.image === ")"))
        return wrongCount(place, word, here);
      break;
    case "Colon":
      return mistake("missing-colon", "a dict's key needs `:` and a value", behind(place, before), {
        help: "a dict is written `{key: value}`, a list `[a, b]`",
      });
    case "LeftParenthesis":
      if (rule !== "functionHead" && before !== undefined) {
        const name = `\`${before.image}\` needs \`(\` behind it`;
        return mistake("missing-parenthesis", name, behind(place, before), {
          help: `\`${before.image}\` is a word of the language, not a value`,
        });
      }
      return mistake("missing-parenthesis", `expected \`(\` after ${show(before)}`, behind(place, before), {
        help: "a function is written `def name(parameter) { return value; }`",
      });
    case "In":
      return mistake("missing-in", `expected \`in\` after ${show(before)}`, behind(place, before), {
        help: "a loop is written `for name in list { … }`",
      });
    default:
  }
  if (here !== undefined && token.is(here, token.Equals) && opener !== undefined && before !== undefined) {
    return equalsInside(place, opener, before, here);
  }
  const sign = { Comma: "`,`", Equals: "`=`" }[expected] ?? "something else";
  if (here === undefined) return mistake("unexpected-token", `expected ${sign}`, behind(place, before));
  return mistake("unexpected-token", `expected ${sign} before ${show(here)}`, behind(place, before));
}

function braceExpected(place: Place, here: IToken): Diagnostic {
  return mistake("missing-brace", `expected \`{\` before ${show(here)}`, spanOf(place, here), {
    help: "a body stands in `{` and `}`",
  });
}

function missingSemicolon(place: Place, before: IToken, here: IToken): Diagnostic {
  return mistake("missing-semicolon", `expected \`;\` before ${show(here)}`, behind(place, before), {
    label: "the statement ends here",
    help: "write `;` after every statement",
  });
}

function unknownBlock(place: Place): Diagnostic {
  const brace = place.text.tokens[place.segment.end];
  const span = brace === undefined ? startOf(place) : spanOf(place, brace);
  return mistake("unknown-block", "no block can begin here", span, {
    help: "blocks belong to `def name(parameter) { … }` and `for name in list { … }`",
  });
}

/** A segment that is whole, but not followed by `;` (or, a head, by `{`). */
export function explainEnd(text: Text, segment: Segment, setting: Setting): Diagnostic {
  const before = text.tokens[segment.end - 1];
  const here = text.tokens[segment.end];
  const place: Place = { text, segment, at: segment.end, here, before, open: [], rule: "" };
  if (setting === "head") {
    return mistake("missing-brace", `expected \`{\` before ${show(here)}`, behind(place, before), {
      help: "a body stands in `{` and `}`",
    });
  }
  if (segment.endedBy === "block") return unknownBlock(place);
  return mistake("missing-semicolon", `expected \`;\` before ${show(here)}`, behind(place, before), {
    label: "the statement ends here",
    help: "write `;` after every statement",
  });
}
