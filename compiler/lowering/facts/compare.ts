/** How values compare: which pairs of a key's and a query's value a comparison selects. */
import type { Atom } from "../../../language/atom.ts";
import { equalityKey, numberOf } from "../../../language/atom.ts";
import { isFailure } from "../../../language/failure.ts";
import { compareAtoms } from "../../../language/operators.ts";
import { EQUAL, GREATER, LESS, UNRELATED } from "./formula.ts";
export function relationOf(keys: readonly Atom[], queries: readonly Atom[], outcomes: number): Relation {
  const places = comparablePlaces(keys, queries);
  if (places === null)
    return keys.map((key) => queries.map((query) => (outcomeOf(key, query) & outcomes) !== 0));
  return places.keys.map((key) =>
    places.queries.map((query) => ((key < query ? LESS : key > query ? GREATER : EQUAL) & outcomes) !== 0),
  );
}

/** Numbers that compare as the atoms do; null where strings meet numbers. */
export function comparablePlaces(
  keys: readonly Atom[],
  queries: readonly Atom[],
): { readonly keys: readonly number[]; readonly queries: readonly number[] } | null {
  const all = [...keys, ...queries];
  const strings = all.filter(({ type }) => type === "string").length;
  if (strings > 0 && strings < all.length) return null;
  const places = strings === 0 ? null : new Map(inOrder(all).map((atom, i) => [equalityKey(atom), i]));
  const placesOf = (atoms: readonly Atom[]): readonly number[] =>
    atoms.map((atom) => places?.get(equalityKey(atom)) ?? numberOf(atom) ?? NaN);
  const result = { keys: placesOf(keys), queries: placesOf(queries) };
  return [...result.keys, ...result.queries].some(Number.isNaN) ? null : result;
}

function outcomeOf(key: Atom, query: Atom): number {
  if (equalityKey(key) === equalityKey(query)) return EQUAL;
  const less = compareAtoms("<", key, query);
  if (isFailure(less)) return UNRELATED;
  return less ? LESS : GREATER;
}

/** allowed[key atom][query atom]. */
export type Relation = readonly (readonly boolean[])[];

/** One of each that are `==`, ascending. */
export function inOrder(atoms: readonly Atom[]): readonly Atom[] {
  const distinct = [...new Map(atoms.map((atom) => [equalityKey(atom), atom])).values()];
  return distinct.toSorted((left, right) => (isLess(left, right) ? -1 : 1));
}

export function isLess(left: Atom, right: Atom): boolean {
  return compareAtoms("<", left, right) === true;
}
