/** What can be seen of a compilation: each stage and what it made, in the order of `stageNames`. */
import type { ModelCertificate } from "../runtime/model.ts";
import type { Sealed } from "../runtime/file/serialise.ts";
import type { Assembled } from "./assembly/assemble.ts";
import type { Program } from "./elaborate/program.ts";
import type { Checked } from "./engines.ts";
import type { Examined } from "./examine.ts";
import type { Circuit } from "./lowering/circuit/circuit.ts";
import type { Settings } from "./settings/settle.ts";
import type { Target } from "./settings/target.ts";
import type { SyntaxTree } from "./syntax/ast.ts";

export type Stage =
  /** Text → what was written. */
  | { readonly stage: "parse"; readonly value: SyntaxTree }
  /** Pragmas and options → what is asked for. */
  | { readonly stage: "settle"; readonly value: Settings }
  /** Functions, loops and lists are run: the program graph. */
  | { readonly stage: "elaborate"; readonly value: Program }
  /** The outputs, and the inputs on which they are to be right. */
  | { readonly stage: "choose"; readonly value: Target }
  /** Features, heads and neurons. */
  | { readonly stage: "lower"; readonly value: Circuit }
  /** Whether what could make inputs fail does. */
  | { readonly stage: "search"; readonly value: Examined }
  /** Every feature in its dimensions, every head and neuron in its layer: the tensors. */
  | {
      readonly stage: "assemble";
      readonly value: { readonly circuit: Circuit; readonly assembled: Assembled };
    }
  /** Bounds, computed from what was assembled. */
  | { readonly stage: "certify"; readonly value: ModelCertificate }
  /** The weights file. */
  | { readonly stage: "seal"; readonly value: Sealed }
  /** The checker's answer; null where nothing is claimed that could be proved. */
  | { readonly stage: "verify"; readonly value: Checked | null };

export type StageName = Stage["stage"];

export const stageNames = [
  "parse",
  "settle",
  "elaborate",
  "choose",
  "lower",
  "search",
  "assemble",
  "certify",
  "seal",
  "verify",
] as const satisfies readonly StageName[];

/** Told of each stage when it is done. */
export type Observer = (stage: Stage) => void;

export const unobserved: Observer = () => {};
