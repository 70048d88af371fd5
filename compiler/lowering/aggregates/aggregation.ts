/** The values of an aggregate as integers, and how exactly attention can sum them. */
import type { Atom } from "../../../language/atom.ts";
import { equalityKey } from "../../../language/atom.ts";
import type { SOp } from "../../../language/graph.ts";
import type { Affine } from "../circuit/affine.ts";
import type { Lowering } from "../context/lowering.ts";
import type { Refused } from "../context/refused.ts";
import type { SignedSum } from "../facts/formula.ts";
import { sumKey } from "../facts/formula.ts";
import { holdNumbers } from "../functions/hold.ts";

export type Aggregate = SOp & { readonly kind: "aggregate" };

/** What the ways of lowering an aggregate share. */
export interface Aggregation {
  readonly node: Aggregate;
  readonly sum: SignedSum;
  /** The values that may be selected, one of each that are `==`. */
  readonly values: readonly Atom[];
  /** The value of an empty row, or null where it is proved that there is none. */
  readonly default: Atom | null;
}

/** Equal for aggregates that average the same values over the same keys. */
export function selectionKey({ node, sum }: Aggregation): string {
  return `${sumKey(sum)} ${String(node.value)}`;
}

/** Equal for aggregates that give the same values. */
export function aggregationKey(aggregation: Aggregation): string {
  const { default: fallback } = aggregation;
  return `${selectionKey(aggregation)} ${fallback === null ? "" : equalityKey(fallback)}`;
}

/** The aggregated s-op as an integer expression, over whichever of its tables is cheapest. */
export function holdValue(
  lowering: Lowering,
  node: Aggregate,
  numberFor: (atom: Atom) => number,
): Affine | Refused {
  const held = holdNumbers(lowering, node.value, numberFor);
  if (held !== null) return held;
  const values = lowering.tablesOf(node.value)[0]?.atoms.length ?? 0;
  return lowering.refuse("too-large", node.value, { case: "held", values });
}
