/** A head's queries, keys and values, and what it does where no input stands. */
import { magnitude, requireOutsiders } from "./outsiders.ts";
import type { Expression, Range } from "../state/expression.ts";
import { combine, rangeOf } from "../state/expression.ts";
import type { Residual } from "../state/residual.ts";
import { BOS, isOrdinary } from "../state/residual.ts";
import type { Rule } from "../report/rule.ts";
import { Unproved } from "../report/unproved.ts";
import type { Functional, Head, Terms } from "../state/weights.ts";

/** One dimension of a head: query · key, the scale taken in by the query. */
export interface Product {
  readonly query: Expression;
  readonly key: Expression;
  readonly queryRange: Range;
  readonly keyRange: Range;
  readonly keyAtBos: number;
}

export interface HeadReading {
  readonly layer: number;
  readonly head: number;
  readonly products: readonly Product[];
  readonly values: readonly {
    readonly value: Expression;
    readonly atBos: number;
    /** Bound on how far off that may be; 0 where it is exact. */
    readonly atBosError: number;
    readonly writes: Terms;
  }[];
  /** Score of BOS as a key, over the queries. */
  readonly bosScore: Range;
  /** True if that is one product, so that nothing is added up. */
  readonly bosIsOneProduct: boolean;
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
      keyAtBos: residual.readAt(BOS, key).value,
    };
  });
  let [sum, unit] = [0, Infinity];
  for (const { queryRange, keyRange } of read) {
    const product = magnitude(queryRange) * magnitude(keyRange);
    if (product === 0) continue;
    sum += product;
    unit = Math.min(unit, queryRange.unit * keyRange.unit);
  }
  if (sum > 0 && !(sum / unit < arithmetic.limit && isOrdinary(sum, unit))) {
    throw new Unproved("unproved", `scores add up products of ${String(sum)} in units of ${String(unit)}`);
  }
  const bosExpression = combine(
    read.map(({ query, keyAtBos }) => [keyAtBos, query] as const),
    0,
  );
  const bosScore = rangeOf(domain, bosExpression);
  requireOutsiders(residual, read, bosScore);
  return {
    layer,
    head,
    products: read,
    values: values.map(({ value, writes }) => ({
      value: residual.read(value, "a value"),
      ...readValueAtBos(residual, value),
      writes,
    })),
    bosScore,
    bosIsOneProduct:
      read.filter(({ keyAtBos, queryRange }) => keyAtBos * magnitude(queryRange) !== 0).length <= 1,
    greatestScore: sum + magnitude(bosScore),
  };
}

/** The value at BOS, and how far off it may be. */
function readValueAtBos(
  residual: Residual,
  functional: Functional,
): { readonly atBos: number; readonly atBosError: number } {
  const { value, reach } = residual.readAt(BOS, functional);
  if (residual.isExactAt(BOS, functional)) return { atBos: value, atBosError: 0 };
  return { atBos: value, atBosError: (functional.terms.length + 2) * residual.arithmetic.rounding * reach };
}
