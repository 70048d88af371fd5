/** Values that a relation cannot tell apart. */
import type { Relation } from "../facts/compare.ts";

/** Rows of a relation grouped by equality. */
export interface Classes {
  /** Class of each row. */
  readonly of: readonly number[];
  /** One row per class. */
  readonly rows: Relation;
}

export function group(relation: Relation): Classes {
  const known = new Map<string, number>();
  const rows: (readonly boolean[])[] = [];
  const of = relation.map((row) => {
    const key = row.map(Number).join("");
    const place = known.get(key);
    if (place !== undefined) return place;
    known.set(key, rows.length);
    return rows.push(row) - 1;
  });
  return { of, rows };
}

export function transpose(relation: Relation, width: number): Relation {
  return Array.from({ length: width }, (_, q) => relation.map((row) => row[q] === true));
}

/**
 * The selected pairs of key class and query class, if each class is in at most
 * one (the relation is then an equality of class numbers); else null.
 */
export function matchedPairs(keys: Classes, queries: Classes): readonly (readonly [number, number])[] | null {
  const pairs: (readonly [number, number])[] = [];
  const taken = new Set<number>();
  const representatives = queries.rows.map((_, c) => queries.of.indexOf(c));
  for (const [keyClass, row] of keys.rows.entries()) {
    const partners = representatives.flatMap((q, queryClass) => (row[q] === true ? [queryClass] : []));
    const partner = partners[0];
    if (partner === undefined) continue;
    if (partners.length > 1 || taken.has(partner)) return null;
    taken.add(partner);
    pairs.push([keyClass, partner]);
  }
  return pairs;
}
