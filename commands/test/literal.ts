/** Values of literals, as `#: expect` writes them. */
import type { Literal } from "../../compiler/syntax/ast.ts";
import type { Atom } from "../../language/atom.ts";
import { bool, equalAtoms, float, int, string } from "../../language/atom.ts";
import { displayAtom } from "../../language/display.ts";
import type { Failed, Value } from "../shared/values.ts";

export type LiteralValue =
  | { readonly kind: "atom"; readonly atom: Atom }
  | { readonly kind: "list"; readonly items: readonly LiteralValue[] }
  | { readonly kind: "dict"; readonly entries: readonly (readonly [LiteralValue, LiteralValue])[] };

/** Before: `literal` is one, as the parser promises. */
export function literalValue(literal: Literal): LiteralValue {
  switch (literal.kind) {
    case "int":
      return atomic(int(Number(literal.digits)));
    case "float":
      return atomic(float(Number(literal.digits)));
    case "string":
      return atomic(string(literal.value));
    case "name":
      return atomic(bool(literal.name === "True"));
    case "unary":
      return atomic(negated(literalValue(literal.operand), literal.symbol));
    case "list":
      return { kind: "list", items: literal.items.map(literalValue) };
    case "dict":
      return {
        kind: "dict",
        entries: literal.entries.map(([key, value]) => [literalValue(key), literalValue(value)] as const),
      };
    default:
      throw new Error(`internal: ${literal.kind} is not a literal`);
  }
}

function atomic(atom: Atom): LiteralValue {
  return { kind: "atom", atom };
}

function negated(value: LiteralValue, symbol: string): Atom {
  if (value.kind !== "atom") throw new Error(`internal: a sign before a ${value.kind}`);
  const { atom } = value;
  if (symbol !== "-" || (atom.type !== "int" && atom.type !== "float")) return atom;
  return atom.type === "int" ? int(0 - atom.value) : float(-atom.value);
}

/** Whether a value is the expected one, atoms compared by the language's `==`. */
export function matches(value: Value | Failed, expected: LiteralValue): boolean {
  switch (value.kind) {
    case "atom":
      return expected.kind === "atom" && equalAtoms(value.atom, expected.atom);
    case "s-op":
      return matchesAtoms(value.atoms, expected);
    case "selector":
      return (
        expected.kind === "list" &&
        expected.items.length === value.rows.length &&
        expected.items.every((row, query) => matchesAtoms((value.rows[query] ?? []).map(bool), row))
      );
    case "list":
      return (
        expected.kind === "list" &&
        expected.items.length === value.items.length &&
        value.items.every((item, index) => matchesAt(item, expected.items[index]))
      );
    case "dict":
      return (
        expected.kind === "dict" &&
        expected.entries.length === value.entries.length &&
        value.entries.every(([key, item]) => matchesAt(item, entryOf(expected.entries, key)))
      );
    case "function":
    case "failed":
      return false;
    default:
      return value satisfies never;
  }
}

export function matchesAtoms(atoms: readonly Atom[], expected: LiteralValue): boolean {
  return (
    expected.kind === "list" &&
    expected.items.length === atoms.length &&
    expected.items.every((item, index) => {
      const atom = atoms[index];
      return item.kind === "atom" && atom !== undefined && equalAtoms(atom, item.atom);
    })
  );
}

function matchesAt(value: Value | Failed, expected: LiteralValue | undefined): boolean {
  return expected !== undefined && matches(value, expected);
}

function entryOf(
  entries: readonly (readonly [LiteralValue, LiteralValue])[],
  key: Atom,
): LiteralValue | undefined {
  return entries.find(([name]) => name.kind === "atom" && equalAtoms(name.atom, key))?.[1];
}

/** As it could be written in a program. */
export function showLiteral(value: LiteralValue): string {
  switch (value.kind) {
    case "atom":
      return displayAtom(value.atom);
    case "list":
      return `[${value.items.map(showLiteral).join(", ")}]`;
    case "dict":
      return `{${value.entries.map(([key, item]) => `${showLiteral(key)}: ${showLiteral(item)}`).join(", ")}}`;
    default:
      return value satisfies never;
  }
}

/** A value as a literal, to be set beside the expected one; null for what no literal can say. */
export function toLiteral(value: Value | Failed): LiteralValue | null {
  switch (value.kind) {
    case "atom":
      return atomic(value.atom);
    case "s-op":
      return { kind: "list", items: value.atoms.map(atomic) };
    case "selector":
      return {
        kind: "list",
        items: value.rows.map((row) => ({ kind: "list", items: row.map((on) => atomic(bool(on))) })),
      };
    case "list": {
      const items = value.items.map(toLiteral);
      return items.includes(null) ? null : { kind: "list", items: items.filter((item) => item !== null) };
    }
    case "dict": {
      const entries = value.entries.map(([key, item]) => [atomic(key), toLiteral(item)] as const);
      const known = entries.flatMap(([key, item]) => (item === null ? [] : [[key, item] as const]));
      return known.length < entries.length ? null : { kind: "dict", entries: known };
    }
    case "function":
    case "failed":
      return null;
    default:
      return value satisfies never;
  }
}
