/** BOS and PAD: what they attend to, and that nothing attends to PAD. */
import type { Computed } from "../state/arithmetic.ts";
import { errorOfTerms } from "../state/arithmetic.ts";
import type { Range } from "../state/expression.ts";
import type { Residual } from "../state/residual.ts";
import { outsiderName } from "../state/residual.ts";
import type { Rule } from "../report/rule.ts";
import { Unproved } from "../report/unproved.ts";
import type { Functional } from "../state/weights.ts";

export function magnitude({
  least,
  greatest,
}: {
  readonly least: number;
  readonly greatest: number;
}): number {
  return Math.max(Math.abs(least), Math.abs(greatest));
}

export interface Read {
  readonly queryFunctional: Functional;
  readonly keyFunctional: Functional;
  readonly queryRange: Range;
  readonly keyRange: Range;
  readonly keyAtBos: Computed;
}

/** Scores beyond this are not far from overflowing. */
const MOST_REACH = 2 ** 100;

export const APART: Rule = {
  name: "BOS and PAD apart",
  of: "head",
  why: "As queries, BOS and PAD score BOS above the greatest that any key can score, and every query scores PAD below BOS, by more than makes exp 0, rounding included: outside the input everything is one number, and PAD has no weight anywhere.",
};

/**
 * BOS and PAD attend to BOS alone, and no query to PAD: by more than makes exp 0.
 * Queries and keys there may be off by their errors, which products and sums carry on:
 * (q + e)(k + f) is off q·k by |q|·f + |k|·e + e·f at most.
 */
export function requireOutsiders(
  residual: Residual,
  read: readonly Read[],
  bosScore: Range,
  bosScoreError: number,
): void {
  const { arithmetic } = residual;
  const { underflow } = arithmetic;
  const size = residual.outsiders;
  // At each position outside: as a query, its scores for BOS, real keys and PAD; as a key, its greatest score.
  const sums = (): Float64Array => new Float64Array(size);
  const [own, other, pad, reach, queryOff] = [sums(), sums(), sums(), sums(), sums()];
  const [score, keyReach, keyOff] = [sums(), sums(), sums()];
  for (const { queryFunctional, keyFunctional, queryRange, keyRange, keyAtBos } of read) {
    const { values: keys, errors: keyErrors } = residual.readOutside(keyFunctional);
    const { values: queries, errors: queryErrors } = residual.readOutside(queryFunctional);
    let [least, greatest] = size > 1 ? [Infinity, -Infinity] : [0, 0];
    let keyError = keyAtBos.error;
    for (let i = 1; i < size; i++) {
      const key = keys[i]!;
      if (key < least) least = key;
      if (key > greatest) greatest = key;
      if (keyErrors[i]! > keyError) keyError = keyErrors[i]!;
    }
    const [low, high] = [keyRange.least, keyRange.greatest];
    const largest = Math.max(-low, high, -least, greatest, Math.abs(keyAtBos.value));
    const largestQuery = magnitude(queryRange);
    for (let i = 0; i < size; i++) {
      const [query, key] = [queries[i]!, keys[i]!];
      const sizeOfQuery = Math.abs(query);
      own[i]! += query * keyAtBos.value;
      other[i]! += query > 0 ? query * high : query * low;
      pad[i]! += query > 0 ? query * greatest : query * least;
      reach[i]! += (sizeOfQuery + queryErrors[i]!) * (largest + keyError);
      queryOff[i]! += queryErrors[i]! * (largest + keyError) + sizeOfQuery * keyError;
      score[i]! += Math.max(queryRange.least * key, queryRange.greatest * key);
      keyReach[i]! += largestQuery * (Math.abs(key) + keyErrors[i]!);
      keyOff[i]! += largestQuery * keyErrors[i]!;
    }
  }
  // Both scores that are compared may be off.
  const off = (reached: number, carried: number): number =>
    2 * (carried + errorOfTerms(arithmetic, read.length, reached));
  for (let i = 0; i < size; i++) {
    const ahead = own[i]! - Math.max(other[i]!, pad[i]!) - off(reach[i]!, queryOff[i]!);
    if (ahead >= underflow && reach[i]! < MOST_REACH) continue;
    throw new Unproved("unproved", `${outsiderName(i)} as a query does not attend to BOS alone`);
  }
  for (let i = 1; i < size; i++) {
    const behind = bosScore.least - bosScoreError - score[i]! - off(keyReach[i]!, keyOff[i]!);
    if (behind >= underflow && keyReach[i]! < MOST_REACH) continue;
    const text = `${outsiderName(i)} as a key scores up to ${String(score[i])}`;
    throw new Unproved(
      "unproved",
      `${text}, which is not below BOS's ${String(bosScore.least)} by ${String(underflow)}`,
    );
  }
}
