/** Reads `#:` comments: what a program says about its vocabulary, length, outputs and expected results. */
import type { IToken, Lexer } from "chevrotain";
import type { CodeParameters } from "../../language/diagnostics/catalogue.ts";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import { report } from "../../language/diagnostics/report.ts";
import type { Source, Span } from "../../language/source.ts";
import { suggest } from "../../language/diagnostics/suggest.ts";
import type { Name, PragmaElements, Pragmas } from "./ast.ts";
import type { ElementsProblem } from "./elements.ts";
import { charactersOf, readElements } from "./elements.ts";
import { readExpectation } from "./expectation.ts";
import type { Grammar } from "./grammar.ts";
import { MOST_MISTAKES } from "./tokenise.ts";

/** One `#: key value` line; spans point into the file. */
interface Line {
  readonly source: Source;
  readonly span: Span;
  readonly key: string;
  readonly keySpan: Span;
  /** Without the white space around it; empty behind the key if there is none. */
  readonly value: string;
  readonly valueSpan: Span;
}

/** What a pragma says, or what is wrong with it. */
type Read<T> =
  | { readonly kind: "read"; readonly value: T }
  | { readonly kind: "wrong"; readonly diagnostics: readonly Diagnostic[] };

const forms = {
  vocabulary: '#: vocabulary "abc"',
  "max-length": "#: max-length 16",
  output: "#: output name",
  causal: "#: causal",
  example: '#: example "abc"',
  expect: '#: expect name("abc") = [1, 2, 3]',
} as const;

export function readPragmas(
  source: Source,
  comments: readonly IToken[],
  tools: { readonly lexer: Lexer; readonly grammar: Grammar },
): { readonly pragmas: Pragmas; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  let pragmas: Pragmas = {
    vocabulary: null,
    maxLength: null,
    outputs: [],
    causal: null,
    examples: [],
    expectations: [],
  };
  const seen = new Map<string, Span>();
  const take = <T>(read: Read<T>, use: (value: T) => Pragmas): void => {
    if (read.kind === "read") pragmas = use(read.value);
    else diagnostics.push(...read.diagnostics);
  };

  for (const comment of comments) {
    if (!comment.image.startsWith("#:")) continue;
    if (diagnostics.length >= MOST_MISTAKES) break;
    const line = splitLine(source, comment);
    if (!startsLine(source, comment)) {
      diagnostics.push(notAtStart(line));
      continue;
    }
    const first = seen.get(line.key);
    if (first !== undefined && line.key !== "example" && line.key !== "expect") {
      diagnostics.push(repeated(line, first));
      continue;
    }
    seen.set(line.key, line.keySpan);
    switch (line.key) {
      case "vocabulary":
        take(readVocabulary(line), (vocabulary) => ({ ...pragmas, vocabulary }));
        break;
      case "max-length":
        take(readLength(line), (maxLength) => ({ ...pragmas, maxLength }));
        break;
      case "output":
        take(readNames(line), (outputs) => ({ ...pragmas, outputs }));
        break;
      case "causal":
        take(readCausal(line), (causal) => ({ ...pragmas, causal }));
        break;
      case "example":
        take(readSequence(line, forms.example), (example) => ({
          ...pragmas,
          examples: [...pragmas.examples, example],
        }));
        break;
      case "expect":
        take(readExpectation(line.valueSpan, line.span, tools), (expectation) => ({
          ...pragmas,
          expectations: [...pragmas.expectations, expectation],
        }));
        break;
      default:
        diagnostics.push(unknownKey(line));
    }
  }
  return { pragmas, diagnostics };
}

function splitLine(source: Source, comment: IToken): Line {
  const { image, startOffset: start } = comment;
  const parts = /^(#:[ \t]*)([^ \t]*)([ \t]*)(.*?)[ \t]*$/s.exec(image);
  if (parts === null) throw new Error("internal: a pragma is no comment");
  const [, sign = "", key = "", gap = "", value = ""] = parts;
  const keyStart = start + sign.length;
  const valueStart = keyStart + key.length + gap.length;
  const end = valueStart + value.length;
  return {
    source,
    span: { source, start, end: Math.max(end, start + 2) },
    key,
    keySpan: {
      source,
      start: key === "" ? start : keyStart,
      end: key === "" ? start + 2 : keyStart + key.length,
    },
    value,
    valueSpan: {
      source,
      start: value === "" ? keyStart + key.length : valueStart,
      end: value === "" ? keyStart + key.length : end,
    },
  };
}

function startsLine(source: Source, comment: IToken): boolean {
  let start = comment.startOffset;
  while (start > 0 && " \t\uFEFF".includes(source.text[start - 1] ?? "")) start -= 1;
  return start === 0 || "\r\n".includes(source.text[start - 1] ?? "");
}

function readVocabulary(line: Line): Read<PragmaElements> {
  const read = readSequence(line, forms.vocabulary);
  if (read.kind === "read" && read.value.elements.length === 0) {
    return wrong({ case: "empty-vocabulary", form: forms.vocabulary }, line.valueSpan);
  }
  return read;
}

/** A JSON array, or a quoted string standing for its characters. */
function readSequence(line: Line, form: string): Read<PragmaElements> {
  const { value, valueSpan: span } = line;
  if (value.startsWith("[")) {
    const read = readElements(value);
    if (read.kind === "problem") return wrongElements(line, read);
    return { kind: "read", value: { span, fromText: false, elements: read.elements } };
  }
  const quoted = /^"[^"]*"/.exec(value)?.[0];
  if (quoted === undefined) {
    const plain = value === "" || value.includes('"') ? undefined : value;
    return wrong({ case: "no-sequence", key: line.key, plain, form }, span);
  }
  if (quoted.length < value.length) {
    return wrong({ case: "text-behind", form }, { ...span, start: span.start + quoted.length });
  }
  return { kind: "read", value: { span, fromText: true, elements: charactersOf(quoted.slice(1, -1)) } };
}

function wrongElements(line: Line, problem: ElementsProblem): Read<never> {
  const { source, start } = line.valueSpan;
  const span = { source, start: start + problem.start, end: start + problem.end };
  return wrong({ case: "elements", problem: problem.message, help: problem.help }, span);
}

function readLength(line: Line): Read<{ readonly value: number; readonly span: Span }> {
  const value = Number(line.value);
  if (!/^[0-9]+$/.test(line.value) || value < 1 || !Number.isSafeInteger(value)) {
    return wrong({ case: "length", form: forms["max-length"] }, line.valueSpan);
  }
  return { kind: "read", value: { value, span: line.valueSpan } };
}

function readCausal(line: Line): Read<{ readonly span: Span }> {
  if (line.value !== "") return wrong({ case: "causal", form: forms.causal }, line.valueSpan);
  return { kind: "read", value: { span: line.span } };
}

/** Names between commas. */
function readNames(line: Line): Read<readonly Name[]> {
  const names: Name[] = [];
  const form = forms.output;
  let start = line.valueSpan.start;
  for (const part of line.value.split(",")) {
    const text = part.trim();
    const from = start + part.length - part.trimStart().length;
    const span = { source: line.source, start: from, end: from + text.length };
    if (!/^[A-Za-z_][A-Za-z_0-9]*$/.test(text)) {
      return wrong({ case: "no-name", text, form }, span);
    }
    if (names.some((name) => name.text === text))
      return wrong({ case: "named-twice", name: text, form }, span);
    names.push({ text, span });
    start += part.length + 1;
  }
  return { kind: "read", value: names };
}

function wrong(problem: CodeParameters["pragma-value"], span: Span): Read<never> {
  return { kind: "wrong", diagnostics: [report("pragma-value", problem, span)] };
}

function unknownKey(line: Line): Diagnostic {
  const keys = Object.keys(forms);
  const near = suggest(line.key.replaceAll("_", "-").toLowerCase(), keys);
  const meant = keys.find((key) => key === line.key.replaceAll("_", "-").toLowerCase()) ?? near;
  const begun = line.key.length >= 3 ? keys.find((key) => key.startsWith(line.key)) : undefined;
  return report("unknown-pragma", { key: line.key, meant: meant ?? begun, keys }, line.keySpan);
}

function repeated(line: Line, first: Span): Diagnostic {
  const note = { message: "it is first given here", span: first };
  return report("repeated-pragma", { key: line.key }, line.keySpan, [note]);
}

function notAtStart(line: Line): Diagnostic {
  return report("pragma-place", {}, line.span);
}
