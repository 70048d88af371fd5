/** A head's queries, keys and values, and what it does where no input stands. */
import type { Expression, Range } from "./expression.ts";
import { combine, rangeOf } from "./expression.ts";
import type { Residual } from "./residual.ts";
import { BOS, isOrdinary, outsiderName } from "./residual.ts";
import { Unproved } from "./unproved.ts";
import type { Functional, Head, Terms } from "./weights.ts";

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

function magnitude({ least, greatest }: { readonly least: number; readonly greatest: number }): number {
  return Math.max(Math.abs(least), Math.abs(greatest));
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

interface Read {
  readonly queryFunctional: Functional;
  readonly keyFunctional: Functional;
  readonly queryRange: Range;
  readonly keyRange: Range;
  readonly keyAtBos: number;
}

/** Scores beyond this are not far from overflowing. */
const MOST_REACH = 2 ** 100;

/** BOS and PAD attend to BOS alone, and no query to PAD: by more than makes exp 0, rounding included. */
function requireOutsiders(residual: Residual, read: readonly Read[], bosScore: Range): void {
  const { rounding, underflow } = residual.arithmetic;
  const slack = 4 * (read.length + 2) * rounding;
  const size = residual.outsiders;
  // At each position outside: as a query, its scores for BOS, real keys and PAD; as a key, its greatest score.
  const sums = (): Float64Array => new Float64Array(size);
  const [own, other, pad, reach, score, keyReach] = [sums(), sums(), sums(), sums(), sums(), sums()];
  for (const { queryFunctional, keyFunctional, queryRange, keyRange, keyAtBos } of read) {
    const keys = residual.readOutside(keyFunctional);
    const queries = residual.readOutside(queryFunctional);
    let [least, greatest] = size > 1 ? [Infinity, -Infinity] : [0, 0];
    for (let i = 1; i < size; i++) {
      const key = keys[i]!;
      if (key < least) least = key;
      if (key > greatest) greatest = key;
    }
    const [low, high] = [keyRange.least, keyRange.greatest];
    const largest = Math.max(-low, high, -least, greatest, Math.abs(keyAtBos));
    const largestQuery = magnitude(queryRange);
    for (let i = 0; i < size; i++) {
      const [query, key] = [queries[i]!, keys[i]!];
      own[i]! += query * keyAtBos;
      other[i]! += query > 0 ? query * high : query * low;
      pad[i]! += query > 0 ? query * greatest : query * least;
      reach[i]! += Math.abs(query) * largest;
      score[i]! += Math.max(queryRange.least * key, queryRange.greatest * key);
      keyReach[i]! += largestQuery * Math.abs(key);
    }
  }
  for (let i = 0; i < size; i++) {
    const ahead = own[i]! - Math.max(other[i]!, pad[i]!) - slack * reach[i]!;
    if (ahead >= underflow && reach[i]! < MOST_REACH) continue;
    throw new Unproved("unproved", `${outsiderName(i)} as a query does not attend to BOS alone`);
  }
  for (let i = 1; i < size; i++) {
    const behind = bosScore.least - score[i]! - slack * keyReach[i]!;
    if (behind >= underflow && keyReach[i]! < MOST_REACH) continue;
    const text = `${outsiderName(i)} as a key scores up to ${String(score[i])}`;
    throw new Unproved(
      "unproved",
      `${text}, which is not below BOS's ${String(bosScore.least)} by ${String(underflow)}`,
    );
  }
}
