/** What elaboration makes of a file: a program graph and what its names stand for. */
import type { Atom } from "../../language/atom.ts";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import type { Failure } from "../../language/failure.ts";
import type { Graph, NodeId } from "../../language/graph.ts";
import type { Load, Span } from "../../language/source.ts";

export type ProgramValue =
  | { readonly kind: "s-op"; readonly node: NodeId }
  | { readonly kind: "selector"; readonly node: NodeId }
  | { readonly kind: "atom"; readonly atom: Atom }
  | { readonly kind: "list"; readonly items: readonly ProgramValue[] }
  | { readonly kind: "dict"; readonly entries: readonly (readonly [Atom, ProgramValue])[] }
  | { readonly kind: "function"; readonly name: string; readonly parameters: readonly string[] };

export interface Binding {
  readonly value: ProgramValue;
  /** Where the name was last set. */
  readonly span: Span;
  /** True for names that came in by `load`. */
  readonly loaded: boolean;
}

export interface Program {
  readonly graph: Graph;
  /** Top-level names in the order they were last set; library names are not among them. */
  readonly bindings: ReadonlyMap<string, Binding>;
  /** Names whose last assignment failed, with what was said; never in `bindings` unless set before. */
  readonly failed: ReadonlyMap<string, Diagnostic>;
  /** The last top-level assignment or expression (name `out`) whose value is an s-op, loaded names excluded. */
  readonly defaultOutput: { readonly name: string; readonly node: NodeId; readonly span: Span } | null;
  /** `x("abc");` statements, which print. */
  readonly applications: readonly {
    readonly value: ProgramValue;
    readonly input: readonly Atom[];
    readonly span: Span;
  }[];
  /** The s-op example in force at the end: what `set example` last set, else what the options gave. */
  readonly example: readonly Atom[] | null;
  readonly diagnostics: readonly Diagnostic[];
}

export interface ElaborateOptions {
  /** What `tokens` means at first; `str` as in the original, else the vocabulary's element type. */
  readonly tokens: "str" | "int" | "float" | "bool";
  /** The running example; null when nothing is to be run while elaborating. */
  readonly example: readonly Atom[] | null;
  /**
   * Runs a node of the graph built so far on an input (the running-example check of
   * interpreter and console; the interpreter supplies it). Null: nothing is checked.
   */
  readonly probe: ((graph: Graph, node: NodeId, input: readonly Atom[]) => Failure | null) | null;
  readonly load: Load;
  readonly limits?: Partial<Limits>;
}

/** Elaboration stops with a `limit` diagnostic when one of these is passed. */
export interface Limits {
  /** Expressions and statements evaluated. */
  readonly steps: number;
  /** Calls inside calls. */
  readonly depth: number;
  /** Nodes of the program graph. */
  readonly nodes: number;
  /** List items, dict entries and string characters made in all. */
  readonly elements: number;
}
