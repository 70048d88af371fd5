/** Atoms: the values that a position of an s-op can hold. */

/**
 * A RASP atom. Ints are exact (magnitude at most 2^53), floats are IEEE doubles.
 * The type is kept beside the value because `1`, `1.0` and `True` are equal
 * but print, divide and index differently.
 */
export type Atom =
  | { readonly type: "int"; readonly value: number }
  | { readonly type: "float"; readonly value: number }
  | { readonly type: "bool"; readonly value: boolean }
  | { readonly type: "string"; readonly value: string };

export type AtomType = Atom["type"];

export const TRUE: Atom = { type: "bool", value: true };
export const FALSE: Atom = { type: "bool", value: false };

export function int(value: number): Atom {
  return { type: "int", value };
}

export function float(value: number): Atom {
  return { type: "float", value };
}

export function bool(value: boolean): Atom {
  return value ? TRUE : FALSE;
}

export function string(value: string): Atom {
  return { type: "string", value };
}

/** The number an atom stands for (bools are 0 and 1), or undefined for a string. */
export function numberOf(atom: Atom): number | undefined {
  return atom.type === "string" ? undefined : Number(atom.value);
}

/** The language's `==`: 1, 1.0 and True are equal; a string never equals a number. */
export function equalAtoms(left: Atom, right: Atom): boolean {
  if (left.type === "string" || right.type === "string") {
    return left.type === right.type && left.value === right.value;
  }
  return Number(left.value) === Number(right.value);
}

/** Equal for atoms that are the same in type and value (0.0 and -0.0 differ). */
export function atomKey(atom: Atom): string {
  if (atom.type === "float" && Object.is(atom.value, -0)) return "float:-0";
  return `${atom.type}:${String(atom.value)}`;
}

/** Equal exactly for atoms that are `==` in the language. */
export function equalityKey(atom: Atom): string {
  return atom.type === "string" ? `s${atom.value}` : String(Number(atom.value) + 0);
}

/** False for 0, 0.0, False and ""; not a number is true. */
export function isTruthy(atom: Atom): boolean {
  return Boolean(atom.value) || Number.isNaN(atom.value);
}

/** Strings in the order of their code points, as the language orders them. */
export function compareStrings(left: string, right: string): number {
  const a = Array.from(left);
  const b = Array.from(right);
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = (a[i]?.codePointAt(0) ?? 0) - (b[i]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
