/** A head's queries, keys and values, and what it does where no input stands. */
import type { Read } from "./outsiders.ts";
import { magnitude, requireOutsiders } from "./outsiders.ts";
import type { Expression, Range } from "../state/expression.ts";
import { combine, rangeOf, unitOf } from "../state/expression.ts";
import type { Residual } from "../state/residual.ts";
import { BOS } from "../state/residual.ts";
import type { Arithmetic, Computed } from "../state/arithmetic.ts";
import { errorOfTerms, isExactSum } from "../state/arithmetic.ts";
import type { Rule } from "../report/rule.ts";
import { Unproved } from "../report/unproved.ts";
import type { Functional, Head, Terms } from "../state/weights.ts";

/** One dimension of a head: query · key, the scale taken in by the query. */
export interface Product {
  readonly query: Expression;
  readonly key: Expression;
  readonly queryRange: Range;
  readonly keyRange: Range;
  readonly keyAtBos: Computed;
}

export interface HeadReading {
  readonly layer: number;
  readonly head: number;
  readonly products: readonly Product[];
  readonly values: readonly {
    readonly value: Expression;
    readonly atBos: Computed;
    readonly writes: Terms;
  }[];
  /** Score of BOS as a key, over the queries. */
  readonly bosScore: Range;
  /** Bound on how far off that may be; 0 where it is exact in any order. */
  readonly bosScoreError: number;
  /** Bound on Σ |query · key| of real positions, in nats; with BOS's score. */
  readonly greatestScore: number;
}

export function placeOfHead(layer: number, head: number): string {
  return `layer ${String(layer)} head ${String(head)}`;
}

export const EXACT_SCORES: Rule = {
  name: "exact scores",
  of: "head",
  why: "Queries, keys, values and products of query and key are multiples of a power of two that add up, in magnitude, to less than the precision's limit of it: no order of summation rounds them, and equal scores are equal bit by bit.",
};

/**
 * Reads a head's weights.
 *
 * After: every query, key, score and value of real positions is exact in any
 *        order; BOS and PAD as queries attend to BOS alone; no query attends to PAD.
 */
export function readHead(
  residual: Residual,
  { products, values }: Head,
  layer: number,
  head: number,
  attentionScale: number,
): HeadReading {
  const { domain, arithmetic } = residual;
  // Scaling by a power of two rounds nothing, whether queries are scaled or scores.
  if (!Number.isInteger(Math.log2(attentionScale)))
    throw new Unproved(
      "unproved",
      `scores are scaled by ${String(attentionScale)}, which is no power of two`,
    );
  const scaled = ({ terms, bias }: Functional): Functional => ({
    terms: terms.map(([dimension, weight]) => [dimension, weight * attentionScale] as const),
    bias: bias * attentionScale,
  });
  const read = products.map(({ query, key }) => {
    const own = { query: scaled(query), key };
    const expressions = { query: residual.read(own.query, "a query"), key: residual.read(key, "a key") };
    return {
      ...own,
      ...expressions,
      queryFunctional: own.query,
      keyFunctional: key,
      queryRange: rangeOf(domain, expressions.query),
      keyRange: rangeOf(domain, expressions.key),
      keyAtBos: residual.readAt(BOS, key),
    };
  });
  let [sum, unit] = [0, Infinity];
  for (const { queryRange, keyRange } of read) {
    const product = magnitude(queryRange) * magnitude(keyRange);
    if (product === 0) continue;
    sum += product;
    unit = Math.min(unit, queryRange.unit * keyRange.unit);
  }
  if (!isExactSum(arithmetic, sum, unit)) {
    throw new Unproved("unproved", `scores add up products of ${String(sum)} in units of ${String(unit)}`);
  }
  const bosExpression = combine(
    read.map(({ query, keyAtBos }) => [keyAtBos.value, query] as const),
    0,
  );
  const bosScore = rangeOf(domain, bosExpression);
  const bosScoreError = errorOfBosScore(arithmetic, read);
  requireOutsiders(residual, read, bosScore, bosScoreError);
  return {
    layer,
    head,
    products: read,
    values: values.map(({ value, writes }) => ({
      value: residual.read(value, "a value"),
      atBos: residual.readAt(BOS, value),
      writes,
    })),
    bosScore,
    bosScoreError,
    greatestScore: sum + magnitude(bosScore),
  };
}

/**
 * How far off the score of BOS as a key may be, for the query for which it is greatest: 0
 * where its products are exact in any order, else what its key's error comes to, and what
 * products and sums are rounded by.
 */
function errorOfBosScore(arithmetic: Arithmetic, read: readonly Read[]): number {
  let [reach, carried, unit] = [0, 0, Infinity];
  for (const { queryRange, keyAtBos } of read) {
    const query = magnitude(queryRange);
    reach += query * (Math.abs(keyAtBos.value) + keyAtBos.error);
    carried += query * keyAtBos.error;
    if (query * keyAtBos.value !== 0)
      unit = Math.min(unit, queryRange.unit * unitOf(keyAtBos.value, Infinity));
  }
  if (carried === 0 && isExactSum(arithmetic, reach, unit)) return 0;
  return carried + errorOfTerms(arithmetic, read.length, reach);
}
