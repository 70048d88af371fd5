/** Settings: what pragmas and options together say. Options win. */
import type { Pragmas } from "../syntax/ast.ts";
import type { Atom } from "../../language/atom.ts";
import { atomKey, equalityKey } from "../../language/atom.ts";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import { displayAtom } from "../../language/display.ts";
import type { Span } from "../../language/source.ts";
import { convertInput, type WrittenInput } from "./convert.ts";
import { readText } from "./elements.ts";
import { remark } from "../../language/diagnostics/diagnostic.ts";
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
  diagnostics.push(
    remark(
      "usage",
      "bad-max-length",
      `the maximum length must be a whole number of at least 1, not ${String(maxLength)}`,
      "try `--max-length 16`",
    ),
  );
  return null;
}

function settleVocabulary(
  pragmas: Pragmas,
  options: Options,
  diagnostics: Diagnostic[],
): readonly Atom[] | null {
  const written = writtenVocabulary(pragmas, options, diagnostics);
  if (written === null) return null;
  const problem = problemOf(written.elements);
  if (problem === null) return written.elements;
  diagnostics.push({
    code: problem.code,
    kind: written.span === null ? "usage" : "value",
    severity: "error",
    message: problem.message,
    span: written.span,
    notes: [],
    help: problem.help,
  });
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
  diagnostics.push({ ...read.diagnostic, kind: "usage" });
  return null;
}

interface Problem {
  readonly code: string;
  readonly message: string;
  readonly help: string;
}

function problemOf(elements: readonly Atom[]): Problem | null {
  const [first] = elements;
  if (first === undefined) {
    return {
      code: "empty-vocabulary",
      message: "the vocabulary is empty",
      help: 'list at least one token, as in `"abc"` or `[1, 2, 3]`',
    };
  }
  const stranger = elements.find(({ type }) => type !== first.type);
  if (stranger !== undefined) {
    return {
      code: "mixed-vocabulary",
      message: `the vocabulary mixes ${first.type}s and ${stranger.type}s: ${displayAtom(first)} and ${displayAtom(stranger)}`,
      help: 'write all its elements in one type: `[1, 2]`, `[1.0, 2.0]` or `["1", "2"]`',
    };
  }
  const seen = new Map<string, Atom>();
  for (const element of elements) {
    const twin = seen.get(equalityKey(element));
    if (twin !== undefined) {
      return {
        code: "duplicate-token",
        message: `${displayAtom(element)} is in the vocabulary twice`,
        help: "list each token once",
      };
    }
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
