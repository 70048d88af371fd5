/** The values that expressions have while a program is elaborated, and the scopes that functions remember. */
import type { Atom } from "../../language/atom.ts";
import { equalAtoms, equalityKey, isTruthy as isTruthyAtom } from "../../language/atom.ts";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import type { NodeId } from "../../language/graph.ts";
import type { Span } from "../../language/source.ts";
import type { Statement } from "../syntax/ast.ts";
import { charactersOf } from "../syntax/elements.ts";
import type { ProgramValue } from "./program.ts";

export type Value =
  | { readonly kind: "s-op"; readonly node: NodeId }
  | { readonly kind: "selector"; readonly node: NodeId }
  | { readonly kind: "atom"; readonly atom: Atom }
  | ListValue
  | DictValue
  | FunctionValue
  /** What `x("abc")` gives: something to print, and nothing else. */
  | ApplicationValue;

/** Lists and dicts share their parts, so they know how large they are written out in full. */
interface Container {
  /** Atoms, s-ops, ... and containers in it, shared ones counted every time. */
  readonly size: number;
  /** Containers inside containers. */
  readonly depth: number;
}

interface ApplicationValue {
  readonly kind: "application";
  readonly of: ProgramValue;
  readonly input: readonly Atom[];
}

export type ListValue = Container & { readonly kind: "list"; readonly items: readonly Value[] };

/** `entries` is keyed by `equalityKey`, so that 1, 1.0 and True are one key. */
export type DictValue = Container & {
  readonly kind: "dict";
  readonly entries: ReadonlyMap<string, readonly [Atom, Value]>;
};

export type FunctionValue = {
  readonly kind: "function";
  readonly name: string;
  readonly parameters: readonly string[];
  /** The definition with the scope it was made in, or a primitive of the language. */
  readonly body: Body | "selector-width";
};

export interface Body {
  readonly define: Define;
  readonly scope: Scope;
  /** True for the library's functions: errors and nodes in them belong to the call. */
  readonly isLibrary: boolean;
}

type Define = Extract<Statement, { kind: "define" }>;

/** A name's value at one place; the record changes as the program runs. */
export interface Variable {
  readonly value: Value;
  readonly span: Span;
  /** True if it came in by `load`. */
  readonly loaded: boolean;
  /** How many statements of files had begun when it was set. */
  readonly statement: number;
  /** Names in the order they were last set have rising numbers. */
  readonly order: number;
}

/**
 * The names of a file, of one call, or of one round of a comprehension. Look-up
 * goes outward, from the scope where a function was defined. Scopes have a
 * life: programs set and see names as they run.
 */
export interface Scope {
  readonly kind: "base" | "console" | "file" | "call" | "comprehension";
  readonly parent: Scope | null;
  readonly variables: Map<string, Variable>;
  /** Names that were to be set by a statement that failed, with what was said about it. */
  readonly failed: Map<string, Diagnostic>;
  /** A loaded file's names are also set here, in the scope that loads it. */
  readonly exportsTo: Scope | null;
  /** The last value of an expression evaluated in this scope. */
  out: Value | null;
  /** In code of the library: the place in the user's text that called it. */
  readonly site: Span | null;
}

export function atomValue(atom: Atom): Value {
  return { kind: "atom", atom };
}

export function listValue(items: readonly Value[]): ListValue {
  return { kind: "list", items, ...extentOf(items) };
}

/** As in the original, of equal keys the first stays and the last value counts. */
export function dictValue(pairs: Iterable<readonly [Atom, Value]>): DictValue {
  const entries = new Map<string, readonly [Atom, Value]>();
  for (const [key, value] of pairs) {
    const id = equalityKey(key);
    entries.set(id, [entries.get(id)?.[0] ?? key, value]);
  }
  return { kind: "dict", entries, ...extentOf(Array.from(entries.values(), ([, value]) => value)) };
}

function extentOf(parts: readonly Value[]): Container {
  let size = 1;
  let depth = 0;
  for (const part of parts) {
    size += sizeOf(part);
    if (part.kind === "list" || part.kind === "dict") depth = Math.max(depth, part.depth);
  }
  return { size, depth: depth + 1 };
}

export function sizeOf(value: Value): number {
  return value.kind === "list" || value.kind === "dict" ? value.size : 1;
}

export function isTruthy(value: Value): boolean {
  switch (value.kind) {
    case "atom":
      return isTruthyAtom(value.atom);
    case "list":
      return value.items.length > 0;
    case "dict":
      return value.entries.size > 0;
    case "s-op":
    case "selector":
    case "function":
    case "application":
      return true;
    default:
      return value satisfies never;
  }
}

/** The language's `==` on whole values: by content, and by identity where there is none to compare. */
export function equalValues(left: Value, right: Value): boolean {
  if (left === right) return true;
  if (left.kind === "atom" && right.kind === "atom") return equalAtoms(left.atom, right.atom);
  if (left.kind === "list" && right.kind === "list") {
    return (
      left.items.length === right.items.length &&
      left.items.every((item, index) => {
        const other = right.items[index];
        return other !== undefined && equalValues(item, other);
      })
    );
  }
  if (left.kind === "dict" && right.kind === "dict") {
    if (left.entries.size !== right.entries.size) return false;
    for (const [key, [, value]] of left.entries) {
      const other = right.entries.get(key);
      if (other === undefined || !equalValues(value, other[1])) return false;
    }
    return true;
  }
  if (left.kind === "s-op" || left.kind === "selector") {
    return left.kind === right.kind && left.node === right.node;
  }
  return left.kind === "function" && right.kind === "function" && left.body === right.body;
}

/** The elements of an input: a string's characters, a list's atoms, a dict's keys; else undefined. */
export function elementsOf(value: Value): readonly Atom[] | undefined {
  if (value.kind === "atom" && value.atom.type === "string") return charactersOf(value.atom.value);
  if (value.kind === "list") return atomsOf(value.items);
  if (value.kind === "dict") return Array.from(value.entries.values(), ([key]) => key);
  return undefined;
}

/** The atoms that `values` are, or undefined if one of them is not an atom. */
export function atomsOf(values: readonly Value[]): readonly Atom[] | undefined {
  const atoms: Atom[] = [];
  for (const value of values) {
    if (value.kind !== "atom") return undefined;
    atoms.push(value.atom);
  }
  return atoms;
}

/** Values as others see them; parts that are shared stay shared. */
export function createExport(): (value: Value) => ProgramValue {
  const made = new Map<Value, ProgramValue>();
  const exported = (value: Value): ProgramValue => {
    const known = made.get(value);
    if (known !== undefined) return known;
    const result = convert(value);
    made.set(value, result);
    return result;
  };
  const convert = (value: Value): ProgramValue => {
    switch (value.kind) {
      case "s-op":
      case "selector":
      case "atom":
        return value;
      case "list":
        return { kind: "list", items: value.items.map(exported) };
      case "dict":
        return {
          kind: "dict",
          entries: Array.from(value.entries.values(), ([key, part]) => [key, exported(part)] as const),
        };
      case "function":
        return { kind: "function", name: value.name, parameters: value.parameters };
      case "application":
        throw new Error("internal: the result of an application was kept");
      default:
        return value satisfies never;
    }
  };
  return exported;
}
