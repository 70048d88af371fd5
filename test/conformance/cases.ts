/** Reads the conformance cases, keeping `2.0` apart from `2` as JSON.parse does not. */
import { readFileSync } from "node:fs";
import type { Atom } from "../../language/atom.ts";
import { bool, float, int, string } from "../../language/atom.ts";
import type { DiagnosticKind } from "../../language/diagnostics/entry.ts";

/** An atom in JSON; floats are marked by `readJson`. */
export type JsonAtom = string | number | boolean | { readonly float: string };

export interface Run {
  readonly input: readonly JsonAtom[];
  readonly value?: readonly JsonAtom[] | readonly (readonly boolean[])[];
  readonly type?: "ints" | "floats" | "bools" | "strings";
  readonly display?: string;
  readonly elem?: string;
  readonly kind?: string;
  readonly error?: string;
}

export type JsonValue = JsonAtom | readonly JsonValue[];

export type Output =
  | (Run & { readonly kind: "s-op" | "selector"; readonly runs?: readonly Run[]; readonly error?: never })
  | {
      readonly kind: "atom";
      readonly error?: never;
      readonly type: string;
      readonly value: JsonAtom;
      readonly display: string;
    }
  | {
      readonly kind: "list";
      readonly error?: never;
      readonly value?: JsonValue;
      readonly items?: readonly Output[];
      readonly display?: string;
    }
  | {
      readonly kind: "dict";
      readonly error?: never;
      readonly entries: readonly (readonly [Output, Output])[];
    }
  | { readonly kind: "function"; readonly error?: never; readonly params: readonly string[] }
  | { readonly error: string; readonly kind: DiagnosticKind };

export interface Case {
  readonly id: string;
  readonly source: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly setup: {
    readonly tokens: "str" | "int" | "float" | "bool" | "asis";
    readonly example: string | readonly JsonAtom[];
  };
  readonly outputs: Readonly<Record<string, Output>>;
  readonly errors?: readonly { readonly kind: DiagnosticKind; readonly statement: number }[];
  readonly transcript?: readonly { readonly statement: string }[];
}

export function readCases(): readonly Case[] {
  const text = readFileSync(new URL("cases.json", import.meta.url), "utf8");
  const cases: readonly Case[] = JSON.parse(markFloats(text));
  return cases;
}

/** Numbers with a point or an exponent become `{"float": "2.0"}`; strings are left alone. */
function markFloats(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g, (token) =>
    token.startsWith('"') || /^-?\d+$/.test(token) ? token : `{"float":"${token}"}`,
  );
}

export function isJsonAtom(value: JsonValue | readonly boolean[]): value is JsonAtom {
  return !Array.isArray(value);
}

export function toAtom(value: JsonAtom): Atom {
  if (typeof value === "string") return string(value);
  if (typeof value === "boolean") return bool(value);
  if (typeof value === "number") return int(value);
  return float(Number(value.float));
}
