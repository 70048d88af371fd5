/** Printed forms of values, as the original prints them. */
import type { Atom, AtomType } from "./atom.ts";
import { equalAtoms } from "./atom.ts";
import { dyadic, nearestDouble } from "./numbers/rational.ts";
import { atomText, floatText } from "./text.ts";

/** A value that stands alone: `"a"`, `0.3333333333333333`, `True`. */
export function displayAtom(atom: Atom): string {
  return atom.type === "string" ? `"${atom.value}"` : atomText(atom);
}

/** A sequence: `[0, 0.5, 1.0] (floats)`, `[5]*5 (ints)`. */
export function displaySequence(atoms: readonly Atom[], type: AtomType): string {
  return `${displayElements(atoms)} (${type}s)`;
}

/** `[a, b, c]`, or `[a]*3` where there are several and all are equal. */
export function displayElements(atoms: readonly Atom[]): string {
  const [first] = atoms;
  if (first !== undefined && atoms.length > 1 && atoms.every((atom) => equalAtoms(atom, first))) {
    return `[${displayElement(first)}]*${atoms.length}`;
  }
  return `[${atoms.map(displayElement).join(", ")}]`;
}

/** In a sequence: strings bare, bools `T` and `F`, floats to 3 decimals. */
export function displayElement(atom: Atom): string {
  if (atom.type === "bool") return atom.value ? "T" : "F";
  return atom.type === "float" ? floatText(roundToThousandths(atom.value)) : atomText(atom);
}

/** An input as it is shown: `"hello"` where all its elements are single characters, else `[1, 'x']`. */
export function displayInput(input: readonly Atom[]): string {
  const isText = input.every((atom) => atom.type === "string" && Array.from(atom.value).length === 1);
  return isText ? `"${input.map(atomText).join("")}"` : displayList(input);
}

/** A flat list, as a Python literal: `[1, 'x', True]`. */
export function displayList(items: readonly Atom[]): string {
  return `[${items.map(pythonLiteral).join(", ")}]`;
}

/** A flat dict, as a Python literal: `{'a': 1}`. */
export function displayDict(entries: readonly (readonly [Atom, Atom])[]): string {
  return `{${entries.map(([key, value]) => `${pythonLiteral(key)}: ${pythonLiteral(value)}`).join(", ")}}`;
}

/**
 * A selector's rows under its input, each line ended, with the original's margins:
 * the tokens, then per row its token, `|`, and 1 or blank per column.
 */
export function displaySelection(input: readonly Atom[], rows: readonly (readonly boolean[])[]): string {
  const tokens = input.map(atomText);
  const lines = rows.map(
    (row, query) => ` ${tokens[query] ?? ""} | ${row.map((on) => (on ? "1" : " ")).join(" ")}`,
  );
  return [`     ${tokens.join(" ")}`, ...lines].map((line) => ` \t\t\t${line}\n`).join("");
}

/** Python's `repr`: strings in single quotes unless they hold one and no double quote. */
export function pythonLiteral(atom: Atom): string {
  if (atom.type !== "string") return atomText(atom);
  const quote = atom.value.includes("'") && !atom.value.includes('"') ? '"' : "'";
  return quote + Array.from(atom.value, (character) => escaped(character, quote)).join("") + quote;
}

/** The double nearest to the value's exact thousandths, ties to even: 1/16 gives 0.062. */
export function roundToThousandths(value: number): number {
  // From 2^43 on doubles lie more than a thousandth apart.
  if (!Number.isFinite(value) || Math.abs(value) >= 2 ** 43) return value;
  const { mantissa, exponent } = dyadic(Math.abs(value));
  if (exponent >= 0) return value;
  const denominator = 1n << BigInt(-exponent);
  const thousandfold = mantissa * 1000n;
  const floor = thousandfold / denominator;
  const twiceRest = 2n * (thousandfold - floor * denominator);
  const up = twiceRest > denominator || (twiceRest === denominator && floor % 2n === 1n);
  const magnitude = nearestDouble(up ? floor + 1n : floor, 1000n);
  return value < 0 ? -magnitude : magnitude;
}

function escaped(character: string, quote: string): string {
  if (character === "\\" || character === quote) return `\\${character}`;
  if (character === "\t") return "\\t";
  if (character === "\n") return "\\n";
  if (character === "\r") return "\\r";
  // What Python calls not printable: controls, format characters, surrogates, unassigned, separators but the space.
  if (character === " " || !/[\p{C}\p{Z}]/u.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  const digits = code.toString(16);
  if (code < 0x100) return `\\x${digits.padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`;
}
