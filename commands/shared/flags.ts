/** All flags there are, each in one place; commands name those that they take. */
import { stageNames } from "../../compiler/stages.ts";
import { engineNames } from "../../runtime/engine.ts";
import type { Opened } from "./spec.ts";

/** How the text behind a flag is read. */
export type FlagReader =
  | { readonly kind: "switch" }
  | { readonly kind: "text" }
  /** Repeatable: a list of all that were given. */
  | { readonly kind: "texts" }
  | { readonly kind: "number"; readonly least: number; readonly most?: number }
  | { readonly kind: "choice"; readonly of: readonly string[] };

export interface Flag {
  readonly key: string;
  /** As commander takes it: `--max-length <count>`. */
  readonly words: string;
  readonly about: string;
  readonly reads: FlagReader;
  /** The file it names is read. */
  readonly opens?: Opened;
  readonly hidden?: boolean;
}

function flag<const Key extends string, const Reader extends FlagReader>(
  key: Key,
  words: string,
  about: string,
  reads: Reader,
  more: Pick<Flag, "opens" | "hidden"> = {},
): Flag & { readonly key: Key; readonly reads: Reader } {
  return { key, words, about, reads, ...more };
}

const natural = { kind: "number", least: 0 } as const;
const positive = { kind: "number", least: 1 } as const;
const toggle = { kind: "switch" } as const;
const text = { kind: "text" } as const;
const texts = { kind: "texts" } as const;

export const flags = {
  // What wins over the program's own `#:` lines.
  inputs: flag("inputs", "--input <sequence>", "an input, repeatable: abc, or JSON such as [1,2]", texts),
  outputs: flag("outputs", "--output <name>", "a name to compute, repeatable", texts),
  vocabulary: flag("vocabulary", "--vocab <tokens>", 'the tokens: abc, or JSON such as ["a","b"]', text),
  maxLength: flag("maxLength", "--max-length <count>", "the longest input", positive),
  causal: flag("causal", "--causal", "let each position see only itself and what is before it", toggle),
  partial: flag("partial", "--partial", "accept inputs on which the program has no value", toggle),

  // The weights.
  uncertified: flag("uncertified", "--uncertified", "accept a model that could not be proved exact", toggle),
  precision: flag("precision", "--precision <type>", "of the weights (default: float32)", {
    kind: "choice",
    of: ["float32", "float64"],
  }),
  layout: flag(
    "layout",
    "--layout <kind>",
    "residual dimensions: one for each feature, or reused (default: named)",
    { kind: "choice", of: ["named", "packed"] },
  ),
  engine: flag(
    "engine",
    "--engine <name>",
    "what runs the model: the runtime, or slowly the textbook's formulas in doubles, or in 64 digits (default: runtime)",
    { kind: "choice", of: engineNames },
  ),
  explain: flag("explain", "--explain", "say for each layer what needs it", toggle),

  timings: flag("timings", "--timings", "say how long each stage took", toggle),
  after: flag("after", "--after <stage>", "only what there is after this stage", {
    kind: "choice",
    of: stageNames,
  }),

  // Where to, and from what.
  to: flag("to", "-o <path>", "where to write; - for standard output (default: beside the program)", text),
  folder: flag("folder", "--compile <folder>", "write programs, models and an index.json there", text),
  against: flag("against", "--against <program>", "also prove that it is the model of this program", text, {
    opens: { kind: "program", instead: () => "name the program after `--against`" },
  }),

  // How many, and which.
  limit: flag(
    "limit",
    "--limit <count>",
    "try every input if there are at most so many (default: 20000)",
    natural,
  ),
  samples: flag("samples", "--samples <count>", "else try so many (default: 2000)", positive),
  seed: flag("seed", "--seed <number>", "chooses the sample (default: 1)", natural),
  count: flag("count", "--count <count>", "how many programs (default: 1)", positive),
  size: flag("size", "--size <count>", "statements of a program, about, up to 1000 (default: 3)", {
    kind: "number",
    least: 1,
    most: 1_000,
  }),

  // How it is told.
  json: flag("json", "--json", "print one JSON document", toggle),
  quiet: flag("quiet", "--quiet", "print only results and errors", toggle),
  color: flag("color", "--no-color", "print without colours", toggle),
  debug: flag("debug", "--debug", "print a trace with internal errors", toggle, { hidden: true }),
};

type ValueOf<Reader extends FlagReader> = Reader extends { readonly kind: "switch" }
  ? boolean
  : Reader extends { readonly kind: "text" }
    ? string
    : Reader extends { readonly kind: "texts" }
      ? readonly string[]
      : Reader extends { readonly kind: "number" }
        ? number
        : Reader extends { readonly of: readonly (infer Choice)[] }
          ? Choice
          : never;

/** What was given; a flag that was not is left out. */
export type Flags = {
  readonly [Key in keyof typeof flags]?: ValueOf<(typeof flags)[Key]["reads"]>;
};

/** How results are told: for every command. */
export const printFlags = [flags.json, flags.quiet, flags.color, flags.debug] as const;

/** What weights are made: for every command that makes some. */
export const weightFlags = [flags.uncertified, flags.precision, flags.layout] as const;

/** What of a program is asked for. */
export const programFlags = [flags.outputs, flags.vocabulary, flags.maxLength, flags.causal] as const;
