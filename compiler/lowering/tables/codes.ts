/** Integer codes for atoms. */
import type { Atom } from "../../../language/atom.ts";
import { equalityKey } from "../../../language/atom.ts";
import { scaleToIntegers } from "./integers.ts";

/** One atom for all that are `==`; of 1, 1.0 and True the int, else the float. */
export function distinctAtoms(atoms: readonly Atom[]): readonly Atom[] {
  const byKey = new Map<string, Atom>();
  const rank = { int: 0, float: 1, bool: 2, string: 3 } as const;
  for (const atom of atoms) {
    const key = equalityKey(atom);
    const known = byKey.get(key);
    if (known === undefined || rank[atom.type] < rank[known.type]) byKey.set(key, atom);
  }
  return [...byKey.values()];
}

/** Integers of this size are used as they are; beyond it values are numbered in order. */
const LARGEST_NATURAL_CODE = 2048;

/**
 * An integer for each atom, equal exactly for atoms that are `==`: the number
 * itself where all are small integers, its multiple of a common unit where these
 * are small (so that sums of codes are codes of sums), else the place in sorted order.
 */
export function codesFor(atoms: readonly Atom[]): readonly { readonly atom: Atom; readonly code: number }[] {
  if (atoms.length === 0) return [];
  if (atoms.every(isSmallInteger)) return atoms.map((atom) => ({ atom, code: Number(atom.value) + 0 }));
  const numbers = atoms.flatMap((atom) => (atom.type === "string" ? [] : [Number(atom.value)]));
  const scaled =
    numbers.length === atoms.length && numbers.every(Number.isFinite) ? scaleToIntegers(numbers) : null;
  if (scaled?.multiples.every((multiple) => Math.abs(multiple) <= LARGEST_NATURAL_CODE) === true) {
    return atoms.map((atom, i) => ({ atom, code: scaled.multiples[i] ?? 0 }));
  }
  const ordered = [...new Map(atoms.map((atom) => [equalityKey(atom), atom])).values()].toSorted(
    compareForCodes,
  );
  const places = new Map(ordered.map((atom, place) => [equalityKey(atom), place]));
  return atoms.map((atom) => ({ atom, code: places.get(equalityKey(atom)) ?? 0 }));
}

function isSmallInteger(atom: Atom): boolean {
  if (atom.type === "string") return false;
  const number = Number(atom.value);
  return Number.isInteger(number) && Math.abs(number) <= LARGEST_NATURAL_CODE;
}

/** Numbers in order, then strings by code point. */
function compareForCodes(left: Atom, right: Atom): number {
  if (left.type === "string" && right.type === "string") return left.value < right.value ? -1 : 1;
  if (left.type === "string") return 1;
  if (right.type === "string") return -1;
  return Number(left.value) - Number(right.value);
}
