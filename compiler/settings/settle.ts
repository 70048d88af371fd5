/** Settings: what pragmas and options together say. Options win. */
import type { Pragmas } from "../syntax/ast.ts";
import type { Atom } from "../../language/atom.ts";
import { atomKey, equalityKey } from "../../language/atom.ts";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import { displayAtom } from "../../language/display.ts";
import type { Span } from "../../language/source.ts";
import { convertInput, type WrittenInput } from "./convert.ts";
import { readText } from "./elements.ts";
import { report } from "../../language/diagnostics/report.ts";
import type { Options } from "./request.ts";

export interface Settings {
  /** Null when none is declared: `tokens` then reads text, and nothing can be compiled. */
  readonly vocabulary: readonly Atom[] | null;
  readonly maxLength: number | null;
  readonly causal: boolean;
  /** Null when neither pragma nor option names one. */
  readonly outputs: readonly RequestedOutput[] | null;
  /** What `tokens` is at first. */
  readonly tokens: "str" | "int" | "float" | "bool";
  /** What `--input` gave, converted; null without it. */
  readonly inputs: readonly (readonly Atom[])[] | null;
  /** What `#: example` gave, converted. */
  readonly examples: readonly (readonly Atom[])[];
}

export interface RequestedOutput {
  readonly name: string;
  /** Where the pragma names it; null when an option does. */
  readonly span: Span | null;
}

export interface Settled {
  readonly settings: Settings;
  readonly diagnostics: readonly Diagnostic[];
}

export function settle(pragmas: Pragmas, options: Options): Settled {
  const diagnostics: Diagnostic[] = [];
  const vocabulary = settleVocabulary(pragmas, options, diagnostics);
  const convert = (sequence: WrittenInput, origin: string): readonly Atom[] | null => {
    const converted = convertInput(sequence, vocabulary, origin);
    if (converted.kind === "input") return converted.elements;
    diagnostics.push(converted.diagnostic);
    return null;
  };
  const examples = pragmas.examples.map((example) => convert(example, "`#: example`"));
  const inputs = options.inputs?.map((text) => {
    const read = readText(text, "--input");
    if (read.kind === "elements") return convert(read, "`--input`");
    diagnostics.push(read.diagnostic);
    return null;
  });
  return {
    settings: {
      vocabulary,
      maxLength: settleMaxLength(pragmas, options, diagnostics),
      causal: options.causal ?? pragmas.causal !== null,
      outputs: settleOutputs(pragmas, options),
      tokens: readingOf(vocabulary),
      inputs: inputs === undefined ? null : inputs.filter((input) => input !== null),
      examples: examples.filter((example) => example !== null),
    },
    diagnostics,
  };
}

function settleOutputs(pragmas: Pragmas, options: Options): readonly RequestedOutput[] | null {
  if (options.outputs !== undefined && options.outputs.length > 0) {
    return [...new Set(options.outputs)].map((name) => ({ name, span: null }));
  }
  if (pragmas.outputs.length === 0) return null;
  return pragmas.outputs.map(({ text, span }) => ({ name: text, span }));
}

function settleMaxLength(pragmas: Pragmas, options: Options, diagnostics: Diagnostic[]): number | null {
  const { maxLength } = options;
  if (maxLength === undefined) return pragmas.maxLength?.value ?? null;
  if (Number.isSafeInteger(maxLength) && maxLength >= 1) return maxLength;
  diagnostics.push(report("bad-max-length", { length: maxLength }));
  return null;
}

function settleVocabulary(
  pragmas: Pragmas,
  options: Options,
  diagnostics: Diagnostic[],
): readonly Atom[] | null {
  const written = writtenVocabulary(pragmas, options, diagnostics);
  if (written === null) return null;
  const problem = problemOf(written.elements, written.span);
  if (problem === null) return written.elements;
  diagnostics.push(problem);
  return null;
}

function writtenVocabulary(
  pragmas: Pragmas,
  options: Options,
  diagnostics: Diagnostic[],
): { readonly elements: readonly Atom[]; readonly span: Span | null } | null {
  if (options.vocabulary === undefined) return pragmas.vocabulary;
  const read = readText(options.vocabulary, "--vocab");
  if (read.kind === "elements") return { elements: read.elements, span: null };
  diagnostics.push(read.diagnostic);
  return null;
}

/** What is wrong with a vocabulary, at the pragma where one gave it. */
function problemOf(elements: readonly Atom[], span: Span | null): Diagnostic | null {
  const [first] = elements;
  if (first === undefined) return report("empty-vocabulary", {}, span);
  const stranger = elements.find(({ type }) => type !== first.type);
  if (stranger !== undefined) {
    const [types, tokens] = [
      [first.type, stranger.type],
      [displayAtom(first), displayAtom(stranger)],
    ] as const;
    return report("mixed-vocabulary", { types, tokens }, span);
  }
  const seen = new Map<string, Atom>();
  for (const element of elements) {
    const twin = seen.get(equalityKey(element));
    if (twin !== undefined) return report("duplicate-token", { token: displayAtom(element) }, span);
    seen.set(equalityKey(element), element);
  }
  return null;
}

function readingOf(vocabulary: readonly Atom[] | null): Settings["tokens"] {
  const type = vocabulary?.[0]?.type;
  return type === undefined || type === "string" ? "str" : type;
}

/** The input used where none is given: `hello` as in the original, or the vocabulary's first tokens. */
export function defaultInput(settings: Pick<Settings, "vocabulary" | "maxLength">): readonly Atom[] {
  const hello: readonly Atom[] = Array.from("hello", (value) => ({ type: "string", value }));
  const { vocabulary, maxLength } = settings;
  if (vocabulary === null) return hello;
  const members = new Set(vocabulary.map(atomKey));
  if (hello.every((atom) => members.has(atomKey(atom))) && (maxLength ?? 5) >= 5) return hello;
  return vocabulary.slice(0, Math.min(5, maxLength ?? 5));
}
