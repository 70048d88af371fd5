/** Values of a program as JSON reports them. */
import type { ProgramValue } from "../../compiler/elaborate/program.ts";
import type { Atom, AtomType } from "../../language/atom.ts";
import {
  toJsonDiagnostic,
  type Diagnostic,
  type JsonDiagnostic,
} from "../../language/diagnostics/diagnostic.ts";

/** Floats that JSON cannot write are the strings `inf`, `-inf` and `nan`. */
export type JsonAtom = number | boolean | string;

export type JsonValue =
  | {
      readonly kind: "s-op";
      readonly type: AtomType;
      readonly value: readonly JsonAtom[];
      /** One letter each (b, i, f, s), where elements differ in type. */
      readonly elem?: string;
    }
  /** Row = query, column = key. */
  | { readonly kind: "selector"; readonly value: readonly (readonly boolean[])[] }
  | { readonly kind: "atom"; readonly type: AtomType; readonly value: JsonAtom }
  | { readonly kind: "list"; readonly value: readonly JsonItem[] }
  | { readonly kind: "dict"; readonly value: readonly (readonly [JsonAtom, JsonItem])[] }
  | { readonly kind: "function"; readonly params: readonly string[] };

/** In lists and dicts, atoms and lists stand for themselves; anything else says its kind. */
export type JsonItem = JsonAtom | readonly JsonItem[] | JsonOutput;

export type JsonOutput = JsonValue | { readonly error: JsonDiagnostic };

/** A value of the program on an input: s-ops and selectors evaluated. */
export type Value =
  | { readonly kind: "s-op"; readonly type: AtomType; readonly atoms: readonly Atom[] }
  | { readonly kind: "selector"; readonly rows: readonly (readonly boolean[])[] }
  | { readonly kind: "list"; readonly items: readonly (Value | Failed)[] }
  | { readonly kind: "dict"; readonly entries: readonly (readonly [Atom, Value | Failed])[] }
  | Extract<ProgramValue, { kind: "atom" | "function" }>;

/** A value that does not exist on this input, with what was said about it. */
export interface Failed {
  readonly kind: "failed";
  readonly diagnostic: Diagnostic;
}

export function toJsonAtom(atom: Atom): JsonAtom {
  if (atom.type !== "float" || Number.isFinite(atom.value)) return atom.value;
  if (Number.isNaN(atom.value)) return "nan";
  return atom.value > 0 ? "inf" : "-inf";
}

export function toJsonAtoms(atoms: readonly Atom[]): readonly JsonAtom[] {
  return atoms.map(toJsonAtom);
}

export function toJsonOutput(value: Value | Failed): JsonOutput {
  switch (value.kind) {
    case "failed":
      return { error: toJsonDiagnostic(value.diagnostic) };
    case "s-op": {
      const { type, atoms } = value;
      const mixed = atoms.some((atom) => atom.type !== type);
      return {
        kind: "s-op",
        type,
        value: toJsonAtoms(atoms),
        ...(mixed ? { elem: atoms.map((atom) => atom.type.charAt(0)).join("") } : {}),
      };
    }
    case "selector":
      return { kind: "selector", value: value.rows };
    case "atom":
      return { kind: "atom", type: value.atom.type, value: toJsonAtom(value.atom) };
    case "list":
      return { kind: "list", value: value.items.map(toJsonItem) };
    case "dict":
      return {
        kind: "dict",
        value: value.entries.map(([key, item]) => [toJsonAtom(key), toJsonItem(item)] as const),
      };
    case "function":
      return { kind: "function", params: value.parameters };
    default:
      return value satisfies never;
  }
}

function toJsonItem(value: Value | Failed): JsonItem {
  if (value.kind === "atom") return toJsonAtom(value.atom);
  return value.kind === "list" ? value.items.map(toJsonItem) : toJsonOutput(value);
}
