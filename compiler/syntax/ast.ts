/** The syntax tree: what was written, every node with the place where. */
import type { Atom } from "../../language/atom.ts";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import type { Span } from "../../language/source.ts";
import type { BinarySymbol, Comparison } from "../../language/graph.ts";

interface Base {
  readonly span: Span;
}

/** A name where it is written (a target, a parameter, an iterator). */
export interface Name extends Base {
  readonly text: string;
}

export type Expression =
  | (Base & { readonly kind: "name"; readonly name: string })
  | (Base & { readonly kind: "int"; readonly digits: string })
  | (Base & { readonly kind: "float"; readonly digits: string })
  | (Base & { readonly kind: "string"; readonly value: string })
  | (Base & { readonly kind: "list"; readonly items: readonly Expression[] })
  | (Base & { readonly kind: "dict"; readonly entries: readonly (readonly [Expression, Expression])[] })
  | (Base & {
      readonly kind: "list-comprehension";
      readonly item: Expression;
      readonly iterators: readonly Name[];
      readonly iterable: Expression;
    })
  | (Base & {
      readonly kind: "dict-comprehension";
      readonly key: Expression;
      readonly value: Expression;
      readonly iterators: readonly Name[];
      readonly iterable: Expression;
    })
  | (Base & { readonly kind: "unary"; readonly symbol: "-" | "+" | "not"; readonly operand: Expression })
  | (Base & {
      readonly kind: "binary";
      readonly symbol: BinarySymbol | "in";
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Base & {
      readonly kind: "ternary";
      readonly then: Expression;
      readonly condition: Expression;
      readonly otherwise: Expression;
    })
  | (Base & { readonly kind: "index"; readonly base: Expression; readonly index: Expression })
  | (Base & { readonly kind: "call"; readonly callee: Expression; readonly arguments: readonly Expression[] })
  | (Base & {
      readonly kind: "select";
      readonly keys: Expression;
      readonly queries: Expression;
      readonly comparison: Comparison;
    })
  | (Base & {
      readonly kind: "aggregate";
      readonly selector: Expression;
      readonly value: Expression;
      readonly default: Expression | null;
    })
  /** `range(...)`, `zip(...)`, `len(...)`, `round(...)`, `indicator(...)`: words of the language. */
  | (Base & {
      readonly kind: "builtin";
      readonly word: "range" | "zip" | "len" | "round" | "indicator";
      readonly arguments: readonly Expression[];
    });

export type Statement =
  | (Base & { readonly kind: "expression"; readonly value: Expression })
  | (Base & {
      readonly kind: "assign";
      readonly targets: readonly Name[];
      readonly values: readonly Expression[];
    })
  | (Base & { readonly kind: "load"; readonly path: string; readonly pathSpan: Span })
  | (Base & { readonly kind: "draw"; readonly value: Expression; readonly input: Expression | null })
  | (Base & {
      readonly kind: "define";
      readonly name: Name;
      readonly parameters: readonly Name[];
      readonly body: readonly Statement[];
      readonly results: readonly Expression[];
    })
  | (Base & {
      readonly kind: "for";
      readonly iterators: readonly Name[];
      readonly iterable: Expression;
      readonly body: readonly Statement[];
    })
  | (Base & {
      readonly kind: "set-example";
      readonly which: "both" | "s-op" | "selector";
      readonly value: Expression;
    })
  | (Base & { readonly kind: "show-example"; readonly which: "both" | "s-op" | "selector" })
  | (Base & {
      readonly kind: "examples";
      readonly which: "both" | "s-op" | "selector";
      readonly on: boolean;
    })
  | (Base & { readonly kind: "full-display"; readonly on: boolean })
  | (Base & { readonly kind: "exit" });

/** One file, parsed: its statements in order (broken ones left out) and its pragmas. */
export interface SyntaxTree {
  readonly statements: readonly Statement[];
  readonly pragmas: Pragmas;
  /** Names that statements left out would have set, in order of place: their uses are no new mistakes. */
  readonly broken: readonly BrokenName[];
}

export interface BrokenName {
  readonly name: Name;
  readonly diagnostic: Diagnostic;
}

/** A literal of the language: an atom, or a list or dict of literals. */
export type Literal = Expression;

/** `#:` comments. Where one is repeated, `example` and `expect` add up; the others are an error. */
export interface Pragmas {
  /** The elements as written: the characters of a string, or a JSON array's elements. */
  readonly vocabulary: PragmaElements | null;
  readonly maxLength: { readonly value: number; readonly span: Span } | null;
  readonly outputs: readonly Name[];
  readonly causal: { readonly span: Span } | null;
  readonly examples: readonly PragmaElements[];
  readonly expectations: readonly Expectation[];
}

/** A sequence in a pragma: text's characters, or JSON with the types it has there. */
export interface PragmaElements {
  readonly span: Span;
  /** True for plain text or a quoted string: characters, to be converted to the vocabulary's type. */
  readonly fromText: boolean;
  readonly elements: readonly Atom[];
}

/** `#: expect NAME ["(" input ")"] = literal`. */
export interface Expectation {
  readonly span: Span;
  readonly name: Name;
  /** The input the s-op or selector is applied to; null for values, and for the default input. */
  readonly input: Literal | null;
  readonly expected: Literal;
}
