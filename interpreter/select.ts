/** `select` on values: distinct keys meet distinct queries once each. */
import type { Atom } from "../language/atom.ts";
import { equalAtoms, equalityKey } from "../language/atom.ts";
import type { Failure } from "../language/failure.ts";
import type { Comparison } from "../language/graph.ts";
import { compareAtoms } from "../language/operators.ts";
import type { Selection } from "./selection.ts";
import { complement, wordCount } from "./selection.ts";

type Ordering = Exclude<Comparison, "==" | "!=">;

/** Equal atoms and the positions that hold them. */
interface Group {
  readonly atom: Atom;
  readonly positions: readonly number[];
}

/** Row q, column k is `keys[k] comparison queries[q]`; keys and queries are both [n]. */
export function select(
  keys: readonly Atom[],
  queries: readonly Atom[],
  comparison: Comparison,
): Selection | Failure {
  switch (comparison) {
    case "==":
      return selectEqual(keys, queries);
    case "!=":
      return complement(selectEqual(keys, queries));
    case "<":
    case "<=":
    case ">":
    case ">=":
      return failingPair(keys, queries, comparison) ?? selectOrdered(keys, queries, comparison);
    default:
      return comparison satisfies never;
  }
}

function selectEqual(keys: readonly Atom[], queries: readonly Atom[]): Selection {
  const size = queries.length;
  const keyGroups = groupEqual(keys);
  const rowOf = new Int32Array(size);
  const rows: Uint32Array[] = [];
  for (const [key, group] of groupEqual(queries)) {
    for (const query of group.positions) rowOf[query] = rows.length;
    const row = new Uint32Array(wordCount(size));
    if (isComparable(group)) setBits(row, keyGroups.get(key)?.positions ?? []);
    rows.push(row);
  }
  return { size, rowOf, rows };
}

/** With keys and queries sorted the same way, each query's row is the last one's and some keys more. */
function selectOrdered(keys: readonly Atom[], queries: readonly Atom[], comparison: Ordering): Selection {
  const size = queries.length;
  const isAscending = comparison === "<" || comparison === "<=";
  const order = (a: Group, b: Group): number => {
    if (compareAtoms("<", a.atom, b.atom) === true) return isAscending ? -1 : 1;
    return isAscending ? 1 : -1;
  };
  const keyGroups = [...groupEqual(keys).values()].filter(isComparable).toSorted(order);
  const queryGroups = [...groupEqual(queries).values()];
  const rowOf = new Int32Array(size);
  let row = new Uint32Array(wordCount(size));
  // Row 0 stays empty, for queries that are not a number.
  const rows = [row];
  let next = 0;
  for (const { atom, positions } of queryGroups.filter(isComparable).toSorted(order)) {
    const first = next;
    let group = keyGroups[next];
    while (group !== undefined && compareAtoms(comparison, group.atom, atom) === true) {
      if (next === first) row = row.slice();
      setBits(row, group.positions);
      group = keyGroups[++next];
    }
    if (next !== first) rows.push(row);
    for (const query of positions) rowOf[query] = rows.length - 1;
  }
  return { size, rowOf, rows };
}

/** The failure of the first pair of a number and a string, where there is one. */
function failingPair(
  keys: readonly Atom[],
  queries: readonly Atom[],
  comparison: Ordering,
): Failure | undefined {
  for (const wantsString of [true, false]) {
    const query = queries.findIndex((atom) => (atom.type === "string") === wantsString);
    const key = keys.findIndex((atom) => (atom.type === "string") !== wantsString);
    const left = keys[key];
    const right = queries[query];
    if (left === undefined || right === undefined) continue;
    const answer = compareAtoms(comparison, left, right);
    if (typeof answer === "boolean") throw new Error("internal: a number and a string were ordered");
    return { ...answer, message: `${answer.message}, at key position ${key} and query position ${query}` };
  }
  return undefined;
}

/** Not a number equals and orders with nothing, itself included. */
function isComparable({ atom }: Group): boolean {
  return equalAtoms(atom, atom);
}

function groupEqual(atoms: readonly Atom[]): ReadonlyMap<string, Group> {
  const groups = new Map<string, { atom: Atom; positions: number[] }>();
  for (const [position, atom] of atoms.entries()) {
    const key = equalityKey(atom);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { atom, positions: [position] });
    else group.positions.push(position);
  }
  return groups;
}

function setBits(row: Uint32Array, positions: readonly number[]): void {
  for (const position of positions) row[position >>> 5]! |= 1 << (position & 31);
}
