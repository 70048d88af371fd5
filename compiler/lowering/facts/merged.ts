/**
 * Whether values that are `==` but of other types (1, 1.0 and True) were made one:
 * what only one of the types can do may then fail. Of a whole lowering, from
 * where it happened first: readers of other values are doubted with the rest.
 */
import type { Atom } from "../../../language/atom.ts";
import { atomKey } from "../../../language/atom.ts";
import type { Knowledge } from "../context/knowledge.ts";
import { Memo } from "../context/memo.ts";
import { distinctAtoms } from "../tables/codes.ts";

const merged = new Memo<"types" | "bools", true>((what) => what);

/** Notes what an aggregate makes of its values: one of each that are `==`. */
export function noteMerged(known: Knowledge, values: readonly Atom[]): void {
  // Atoms that are the same are one in any case.
  const different = [...new Map(values.map((atom) => [atomKey(atom), atom])).values()];
  if (distinctAtoms(different).length === different.length) return;
  merged.keep(known, "types", true);
  if (values.some(({ type }) => type === "bool")) merged.keep(known, "bools", true);
}

/** True where an int may stand for a float or a boolean. */
export function mayHideTypes(known: Knowledge): boolean {
  return merged.recall(known, "types") === true;
}

/** True where a number may stand for a boolean. */
export function mayHideBools(known: Knowledge): boolean {
  return merged.recall(known, "bools") === true;
}
