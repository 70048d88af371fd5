/** From the first token that does not fit to a message in the language's words. */
import type { IToken } from "chevrotain";
import type { Diagnostic, Note } from "../../language/diagnostic.ts";
import type { Source, Span } from "../../language/source.ts";
import type { Inequality, Mismatch } from "./grammar.ts";
import { mistake, quotable } from "./report.ts";
import type { Segment } from "./segments.ts";
import { beginsAssignment, closerOf, openBrackets, openerOf } from "./segments.ts";
import * as token from "./tokens.ts";

/** What a segment is read as, which says what must follow it. */
export type Setting = "statement" | "head" | "command";

interface Text {
  readonly source: Source;
  readonly tokens: readonly IToken[];
}

/** What surrounds a mismatch. */
interface Place {
  readonly text: Text;
  readonly segment: Segment;
  readonly at: number;
  /** The token that does not fit; undefined at the end of the segment. */
  readonly here: IToken | undefined;
  readonly before: IToken | undefined;
  /** Brackets open here, outermost first. */
  readonly open: readonly IToken[];
  readonly rule: string;
}

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

function closerExpected(place: Place): Diagnostic {
  const { here, before, open, text, at } = place;
  const opener = open.at(-1);
  if (opener === undefined || before === undefined) throw new Error("internal: no bracket is open");
  const word = wordBefore(place, opener);
  if (here !== undefined) {
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
  return mistake("unclosed-bracket", `expected \`${closer}\` before ${show(next)}`, behind(place, before), {
    notes,
  });
}

function equalsInside(place: Place, opener: IToken, before: IToken, here: IToken): Diagnostic {
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

function reservedName(span: Span, word: IToken): Diagnostic {
  const kind = ["range", "zip", "len"].includes(word.image) ? "reserved-name" : "syntax";
  return mistake(
    "reserved-word-as-name",
    `\`${word.image}\` is a word of the language and cannot be a name`,
    span,
    {
      kind,
      help: `choose another name, as \`${word.image}_\``,
    },
  );
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

function wrongCount(place: Place, word: IToken, here: IToken | undefined): Diagnostic {
  const span = here === undefined ? behind(place, place.before) : spanOf(place, here);
  const few = here === undefined || here.image === ")" || token.is(here, token.Comparison);
  const form = forms[word.image];
  const many = few ? "few" : "many";
  return mistake("builtin-arguments", `\`${word.image}\` has too ${many} arguments`, span, {
    help: form === undefined ? undefined : `it is written \`${form}\``,
  });
}

function slice(place: Place, here: IToken): Diagnostic {
  return mistake(
    "slice",
    "a list or s-op is indexed by one value; there are no slices",
    spanOf(place, here),
    {
      help: "`[list[i] for i in range(start, end)]` takes a part of a list",
    },
  );
}

function misplacedWord(place: Place, here: IToken): Diagnostic {
  const span = spanOf(place, here);
  if (token.is(here, token.If) && place.at === place.segment.start) {
    return mistake("if-statement", "there is no `if` statement", span, {
      help: "choose between values: `x = a if condition else b;`",
    });
  }
  return mistake("unexpected-token", `${show(here)} cannot stand here`, span, {
    label: "a value is expected",
  });
}

function closesNothing(place: Place, here: IToken): Diagnostic {
  return mistake("unmatched-bracket", `${show(here)} closes nothing`, spanOf(place, here), {
    help: "leave it out, or open it before",
  });
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
function foreignStatement(place: Place, before: IToken, here: IToken): Diagnostic | undefined {
  if (place.at - 1 === place.segment.start && before.image === "load" && token.is(here, token.Identifier)) {
    return mistake("load-path", "`load` needs the file's name in double quotes", spanOf(place, here), {
      help: `\`load "${here.image}";\``,
    });
  }
  for (const word of [before, here]) {
    const help = foreignWords.get(word.image);
    const isName = token.is(word, token.Identifier) && (word === before || word.image === "is");
    if (help !== undefined && isName) {
      return mistake("foreign-word", `RASP has no \`${word.image}\``, spanOf(place, word), { help });
    }
  }
  return undefined;
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

/** `a != b`, with what to write in its place. */
export function explainInequality(source: Source, inequality: Inequality): Diagnostic {
  const { left, right } = inequality;
  const first = quotable(source, left.span.start, left.span.end) ?? "a";
  const second = quotable(source, right.span.start, right.span.end) ?? "b";
  const { startOffset: start } = inequality.token;
  const span = { source, start, end: token.endOf(inequality.token) };
  return mistake("not-equal", "`!=` is known only as the third argument of `select`", span, {
    help: `\`not (${first} == ${second})\``,
  });
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
      return mistake("compound-assignment", `RASP has no \`${sign.image}\``, span, {
        help:
          rest === undefined ? undefined : `\`${name.image} = ${name.image} ${operator} ${grouped(rest)};\``,
      });
    }
    if (!token.is(sign, token.Comma)) return undefined;
  }
  return undefined;
}

function grouped(text: string): string {
  return /^[\w.]+$/.test(text) ? text : `(${text})`;
}

function isComprehension(place: Place, opener: IToken): boolean {
  const { tokens } = place.text;
  return tokens.slice(tokens.indexOf(opener), place.at).some((each) => token.is(each, token.For));
}

function lastIf(place: Place): Span {
  const { tokens } = place.text;
  const word = tokens.slice(place.segment.start, place.at).findLast((each) => token.is(each, token.If));
  if (word === undefined) throw new Error("internal: an `else` is expected without an `if`");
  return spanOf(place, word);
}

/** The word of the language that a parenthesis belongs to. */
function wordBefore(place: Place, opener: IToken | undefined): IToken | undefined {
  if (opener === undefined) return undefined;
  const { tokens } = place.text;
  const word = tokens[tokens.indexOf(opener) - 1];
  return token.is(word, token.BuiltinWord) ? word : undefined;
}

function show(here: IToken | undefined): string {
  if (here === undefined) return "the end of the file";
  return here.image.length > 30 ? `\`${here.image.slice(0, 30)}…\`` : `\`${here.image}\``;
}

function spanOf(place: Place, here: IToken): Span {
  return { source: place.text.source, start: here.startOffset, end: token.endOf(here) };
}

function behind(place: Place, before: IToken | undefined): Span {
  const end = before === undefined ? startOf(place).start : token.endOf(before);
  return { source: place.text.source, start: end, end };
}

function startOf(place: Place): Span {
  const start = place.text.tokens[place.segment.start]?.startOffset ?? place.text.source.text.length;
  return { source: place.text.source, start, end: start };
}

function endOfSegment(place: Place): number {
  const last = place.text.tokens[place.segment.end - 1];
  return last === undefined ? place.text.source.text.length : token.endOf(last);
}

function endBefore(place: Place): number {
  return place.before === undefined ? startOf(place).start : token.endOf(place.before);
}
