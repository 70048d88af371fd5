/** How keys compare with queries, row by row. */
import type { AtomId, Atoms } from "../state/atoms.ts";
import { EQUAL, GREATER, LESS } from "../state/atoms.ts";

/** A list of keys and a list of queries, ready to be compared. */
export interface Comparison {
  readonly keys: Int32Array;
  readonly queries: Int32Array;
  /** Numbers that compare as the atoms do; null where strings meet numbers. */
  readonly numbers: { readonly keys: Float64Array; readonly queries: Float64Array } | null;
}

export function comparisonOf(atoms: Atoms, keys: Int32Array, queries: Int32Array): Comparison {
  const distinct = new Set<AtomId>(keys);
  for (const query of queries) distinct.add(query);
  const strings = [...distinct].filter((atom) => atoms.isString(atom));
  if (strings.length === 0) {
    const numbersOf = (ids: Int32Array): Float64Array => Float64Array.from(ids, (id) => atoms.number(id));
    return { keys, queries, numbers: { keys: numbersOf(keys), queries: numbersOf(queries) } };
  }
  if (strings.length < distinct.size) return { keys, queries, numbers: null };
  const ranks = new Map<AtomId, number>();
  const ordered = strings.toSorted((a, b) => (atoms.outcome(a, b) === LESS ? -1 : 1));
  for (const [rank, atom] of ordered.entries()) ranks.set(atom, rank);
  const ranksOf = (ids: Int32Array): Float64Array => Float64Array.from(ids, (id) => ranks.get(id)!);
  return { keys, queries, numbers: { keys: ranksOf(keys), queries: ranksOf(queries) } };
}

/** Adds a digit to each code of a row: how the key compares with one query. */
export function outcomesInto(
  atoms: Atoms,
  row: Int32Array | Float64Array,
  { keys, queries, numbers }: Comparison,
  q: number,
): void {
  if (numbers === null) {
    for (let k = 0; k < row.length; k++) row[k] = 16 * row[k]! + atoms.outcome(keys[k]!, queries[q]!);
    return;
  }
  const query = numbers.queries[q]!;
  const ofKeys = numbers.keys;
  for (let k = 0; k < row.length; k++) {
    const key = ofKeys[k]!;
    row[k] = 16 * row[k]! + (key < query ? LESS : key > query ? GREATER : EQUAL);
  }
}
