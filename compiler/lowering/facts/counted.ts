/** What the channels that count keys count: noted by whoever makes one, for proofs about widths that are read. */
import type { Knowledge } from "../context/knowledge.ts";
import { Memo } from "../context/memo.ts";
import type { Variable } from "../tables/variable.ts";
import type { SignedSum } from "./formula.ts";

/** The selector whose width a variable is, or all keys. */
type Counted = { readonly kind: "width"; readonly sum: SignedSum } | { readonly kind: "length" };

const counted = new Memo<Variable, Counted>(({ id }) => id);

export function noteCounted(known: Knowledge, variable: Variable, what: Counted): void {
  counted.keep(known, variable, what);
}

/** The selector whose width the variable is; null for all other variables. */
export function selectorCounted(known: Knowledge, variable: Variable): SignedSum | null {
  const what = counted.recall(known, variable);
  return what?.kind === "width" ? what.sum : null;
}

/** True for the channel that counts all keys. */
export function countsLength(known: Knowledge, variable: Variable): boolean {
  return counted.recall(known, variable)?.kind === "length";
}
