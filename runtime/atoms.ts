/** Atoms as the runtime sees them: when two are equal, and how one is written. */
import type { ModelAtom } from "./model.ts";

/** Equal exactly for atoms that are `==` in RASP: 1, 1.0 and True are; a string never equals a number. */
export function equalityKey(atom: ModelAtom): string {
  return atom.type === "string" ? `string ${atom.value}` : `number ${String(Number(atom.value) + 0)}`;
}

/**
 * Finds the place of an atom that is `==`; undefined where there is none. Where
 * the atoms are many they are gone through each time: a map of them all would
 * take as much memory as they do.
 *
 * Before: no two of them are equal.
 */
export function finderOf(atoms: readonly ModelAtom[]): (atom: ModelAtom) => number | undefined {
  if (atoms.length > MOST_MAPPED) {
    return (atom) => {
      const key = equalityKey(atom);
      const at = atoms.findIndex((own) => equalityKey(own) === key);
      return at < 0 ? undefined : at;
    };
  }
  const places = new Map(atoms.map((atom, at) => [equalityKey(atom), at]));
  return (atom) => places.get(equalityKey(atom));
}

/** Atoms found through a map; more take less memory in a sorted list. */
const MOST_MAPPED = 1 << 16;

/** The atom as RASP writes it: `"a"`, `1`, `1.0`, `True`. */
export function showAtom(atom: ModelAtom): string {
  switch (atom.type) {
    case "string":
      return `"${atom.value}"`;
    case "bool":
      return atom.value ? "True" : "False";
    case "float":
      return Number.isInteger(atom.value) ? atom.value.toFixed(1) : String(atom.value);
    case "int":
      return String(atom.value);
    default:
      return atom satisfies never;
  }
}

/**
 * Some places of atoms that are equal, if there are any. A map of all atoms
 * would take as much memory as they do: only those are compared whose hashes
 * are not theirs alone.
 */
export function equalPairs(atoms: readonly ModelAtom[]): readonly (readonly [number, number])[] {
  const hashes = new Uint32Array(atoms.length);
  for (let at = 0; at < atoms.length; at++) hashes[at] = hashOf(atoms[at]!);
  const sorted = hashes.toSorted();
  const shared = new Set(sorted.filter((hash, at) => hash === sorted[at + 1]));
  const order: number[] = [];
  for (let at = 0; at < atoms.length; at++) if (shared.has(hashes[at]!)) order.push(at);
  order.sort((a, b) => compareAtoms(atoms[a]!, atoms[b]!) || a - b);
  const pairs: (readonly [number, number])[] = [];
  for (let at = 1, first = 0; at < order.length && pairs.length < MOST_PAIRS; at++) {
    if (compareAtoms(atoms[order[first]!]!, atoms[order[at]!]!) === 0) {
      pairs.push([order[first]!, order[at]!]);
    } else first = at;
  }
  return pairs.toSorted(([, a], [, b]) => a - b);
}

/** The same for equal atoms. */
function hashOf(atom: ModelAtom): number {
  if (atom.type !== "string") return Math.imul(Math.trunc(Number(atom.value) * 1_024), 2_654_435_761);
  let hash = 17;
  for (let i = 0; i < atom.value.length; i++) {
    hash = Math.imul(hash ^ atom.value.charCodeAt(i), 16_777_619);
  }
  return hash;
}

/** Pairs of equal values that are named. */
const MOST_PAIRS = 20;

/** Some order, in which equal ones stand together: numbers and truth values before strings. */
function compareAtoms(left: ModelAtom, right: ModelAtom): number {
  if (left.type === "string" && right.type === "string") {
    return left.value === right.value ? 0 : left.value < right.value ? -1 : 1;
  }
  if (left.type === "string") return 1;
  return right.type === "string" ? -1 : Number(left.value) - Number(right.value);
}
