/**
 * What attention subtracts from a key's score: 0 where it is selected, a positive
 * integer where it is not. An `and` of selectors is the sum of their penalties.
 */
import type { Affine } from "../circuit/affine.ts";
import { ZERO, add } from "../circuit/affine.ts";

/** penalty = Σ query · key + keyPenalty + queryPenalty. */
export interface Score {
  readonly bilinear: readonly { readonly query: Affine; readonly key: Affine }[];
  readonly keyPenalty: Affine;
  readonly queryPenalty: Affine;
}

export const EVERY_KEY: Score = { bilinear: [], keyPenalty: ZERO, queryPenalty: ZERO };

/** Adds two penalties: both selectors must select. */
export function conjoinScores(left: Score, right: Score): Score {
  return {
    bilinear: [...left.bilinear, ...right.bilinear],
    keyPenalty: add(left.keyPenalty, right.keyPenalty),
    queryPenalty: add(left.queryPenalty, right.queryPenalty),
  };
}

export function expressionsOf(score: Score): readonly Affine[] {
  return [...score.bilinear.flatMap(({ query, key }) => [query, key]), score.keyPenalty, score.queryPenalty];
}
