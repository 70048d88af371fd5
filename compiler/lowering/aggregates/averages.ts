/** Averages of integers that stand for values: sum and number of them give the mean. */
import { nearestDouble } from "../../../language/numbers/rational.ts";
import { greatestDivisor } from "../../numbers.ts";
import type { Line } from "../tables/integers.ts";

/** An integer for each value, and what their sums tell. */
export interface Scaled {
  readonly codes: readonly number[];
  /** On or near to which the codes lie; null where they stand for the values in no order. */
  readonly line: Line | null;
  /**
   * means[count].get(sum): the mean of so many values whose codes add up to the sum, for all sums that occur.
   * Null where the line is exact and every sum between the least and the greatest is taken to occur.
   */
  readonly means: readonly ReadonlyMap<number, number>[] | null;
}

/** The double nearest to the mean of `count` values whose codes add up to `sum`, as the interpreter gives it; null where none do. */
export function meanOf({ line, means }: Scaled, sum: number, count: number): number | null {
  if (means !== null || line === null) return means?.[count]?.get(sum) ?? null;
  const { base, unit, denominator } = line;
  if (base === 0n && unit === 1n && denominator === 1n) return sum / count;
  return nearestDouble(base * BigInt(count) + unit * BigInt(sum), BigInt(count) * denominator);
}

/** A possible mean of integers, as a fraction. */
export interface Average {
  readonly sum: number;
  readonly count: number;
}

/**
 * Every mean of at least `counts.least` and at most `counts.greatest` integers
 * between two bounds, ascending, each once; null if there are more than `limit`.
 */
export function possibleMeans(
  least: number,
  greatest: number,
  counts: { readonly least: number; readonly greatest: number },
  limit: number,
): readonly Average[] | null {
  const bound = ((greatest - least) * (counts.greatest + 1) * counts.greatest) / 2;
  if (bound > 8 * limit) return null;
  const means: Average[] = [];
  for (let count = Math.max(1, counts.least); count <= counts.greatest; count++) {
    for (let sum = least * count; sum <= greatest * count; sum++) {
      // A fraction is met first in lowest terms, unless too few values are averaged for that.
      if (!isReduced(sum, count) && reducible(sum, count, counts.least)) continue;
      means.push({ sum, count });
    }
  }
  if (means.length > limit) return null;
  const ascending = means.toSorted(compareAverages);
  return ascending.filter((mean, i) => {
    const previous = ascending[i - 1];
    return previous === undefined || mean.sum * previous.count !== previous.sum * mean.count;
  });
}

export function compareAverages(left: Average, right: Average): number {
  return left.sum * right.count - right.sum * left.count;
}

/** Every sum with its count, ascending by their quotients; null if there are more than `limit`. */
export function averagesThatOccur(
  means: readonly ReadonlyMap<number, number>[],
  limit: number,
): readonly Average[] | null {
  if (means.reduce((size, bySum) => size + bySum.size, 0) > limit) return null;
  const averages = means.flatMap((bySum, count) => Array.from(bySum.keys(), (sum) => ({ sum, count })));
  return averages.toSorted(compareAverages);
}

function isReduced(sum: number, count: number): boolean {
  return greatestDivisor(sum, count) === 1;
}

/** True if the fraction in lowest terms averages at least `least` values too. */
function reducible(sum: number, count: number, least: number): boolean {
  return count / greatestDivisor(sum, count) >= least;
}
