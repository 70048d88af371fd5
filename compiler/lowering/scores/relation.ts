/**
 * A comparison of key and query as a penalty that attention can compute: 0 where
 * it selects, a positive integer where it does not (constructions: selector
 * algebra is algebra of penalty matrices).
 */
import { greatestOf, leastOf } from "../../numbers.ts";
import type { Atom } from "../../../language/atom.ts";
import { equalityKey, numberOf } from "../../../language/atom.ts";
import { compareAtoms } from "../../../language/operators.ts";
import { isFailure } from "../../../language/failure.ts";
import { EQUAL, GREATER, LESS, UNRELATED } from "../facts/formula.ts";
import type { Affine } from "../circuit/affine.ts";
import { add, combine, isConstant, scale, ZERO } from "../circuit/affine.ts";
import type { Costed } from "../circuit/best.ts";
import { best, costed } from "../circuit/best.ts";
import type { Lowering } from "../context/lowering.ts";
import { guard } from "./guards.ts";
import { codesFor } from "../tables/codes.ts";
import type { Classes, Relation } from "./classes.ts";
import { group, matchedPairs, transpose } from "./classes.ts";
import { inOrder } from "./collapse.ts";
import type { Compared, Operands } from "./operands.ts";
import { axisOf, hold, MOST_DIMENSIONS, operandsOf, waysToHold } from "./operands.ts";

/** penalty = Σ query · key + keyPenalty + queryPenalty. */
export interface Score {
  readonly bilinear: readonly { readonly query: Affine; readonly key: Affine }[];
  readonly keyPenalty: Affine;
  readonly queryPenalty: Affine;
}

export const EVERY_KEY: Score = { bilinear: [], keyPenalty: ZERO, queryPenalty: ZERO };

export function relationOf(keys: readonly Atom[], queries: readonly Atom[], outcomes: number): Relation {
  const places = comparablePlaces(keys, queries);
  if (places === null)
    return keys.map((key) => queries.map((query) => (outcomeOf(key, query) & outcomes) !== 0));
  return places.keys.map((key) =>
    places.queries.map((query) => ((key < query ? LESS : key > query ? GREATER : EQUAL) & outcomes) !== 0),
  );
}

/** Numbers that compare as the atoms do; null where strings meet numbers. */
export function comparablePlaces(
  keys: readonly Atom[],
  queries: readonly Atom[],
): { readonly keys: readonly number[]; readonly queries: readonly number[] } | null {
  const all = [...keys, ...queries];
  const strings = all.filter(({ type }) => type === "string").length;
  if (strings > 0 && strings < all.length) return null;
  const places = strings === 0 ? null : new Map(inOrder(all).map((atom, i) => [equalityKey(atom), i]));
  const placesOf = (atoms: readonly Atom[]): readonly number[] =>
    atoms.map((atom) => places?.get(equalityKey(atom)) ?? numberOf(atom) ?? NaN);
  const result = { keys: placesOf(keys), queries: placesOf(queries) };
  return [...result.keys, ...result.queries].some(Number.isNaN) ? null : result;
}

function outcomeOf(key: Atom, query: Atom): number {
  if (equalityKey(key) === equalityKey(query)) return EQUAL;
  const less = compareAtoms("<", key, query);
  if (isFailure(less)) return UNRELATED;
  return less ? LESS : GREATER;
}

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

/** What a literal comes to: nothing to check, nothing selected, or a penalty. */
export type Scored = Costed<Score> | "always" | "never" | null;

/** The cheapest penalty for a comparison of tabulated keys and queries; null if none is exact. */
export function scoreComparison(lowering: Lowering, compared: Compared, outcomes: number): Scored {
  const given = operandsOf(lowering, compared);
  const [keys, queries] = [given.keys.table, given.queries.table];
  const pairs = keys.atoms.length * queries.atoms.length;
  if (outcomes === EQUAL && pairs > MANY_PAIRS) {
    return parabola(lowering, given, equalityCodes(keys.atoms, queries.atoms));
  }
  if (Math.min(keys.atoms.length, queries.atoms.length) > MOST_DIMENSIONS) return null;
  lowering.spend(pairs);
  const relation = relationOf(keys.atoms, queries.atoms, outcomes);
  if (relation.every((row) => row.every(Boolean))) return "always";
  if (relation.every((row) => !row.some(Boolean))) return "never";
  const keyClasses = group(relation);
  const queryClasses = group(transpose(relation, queries.atoms.length));
  const matched = matchedPairs(keyClasses, queryClasses);
  const codes: Codes[] = [];
  if (matched !== null) {
    if (outcomes === EQUAL) codes.push(equalityCodes(keys.atoms, queries.atoms));
    const byClass = classCodes(keyClasses, queryClasses, matched);
    if (!codes.some((known) => isShifted(known, byClass))) codes.push(byClass);
  }
  const candidates: (Costed<Score> | null)[] = [];
  for (const operands of waysToHold(given)) {
    if (matched?.length === 1) candidates.push(guards(lowering, operands, relation));
    candidates.push(...codes.map((own) => parabola(lowering, operands, own)));
    if (matched === null || matched.length <= FEW) {
      candidates.push(...oneHots(lowering, operands, keyClasses, queryClasses));
    }
  }
  return best(candidates);
}

/** With more pairs of values than this an equality is not spelled out as a relation. */
const MANY_PAIRS = 1 << 16;
/** With so few matched classes a dimension each is worth comparing with a parabola. */
const FEW = 3;

/** One matched pair: a penalty on keys outside it and one on queries outside it. */
function guards(lowering: Lowering, operands: Operands, relation: Relation): Costed<Score> | null {
  const keyNumbers = relation.map((row) => (row.some(Boolean) ? 0 : 1));
  const queryNumbers = transpose(relation, operands.queries.table.atoms.length).map((column) =>
    column.some(Boolean) ? 0 : 1,
  );
  return costed(lowering, () => {
    const keyPenalty = guard(lowering, operands.keys, keyNumbers);
    const queryPenalty = operands.levelled ? guard(lowering, operands.queries, queryNumbers) : ZERO;
    if (keyPenalty === null || queryPenalty === null) return null;
    return {
      result: { bilinear: [], keyPenalty, queryPenalty },
      reads: [keyPenalty, queryPenalty],
      extra: 0,
    };
  });
}

/** Integers that are equal exactly where the relation selects. */
interface Codes {
  readonly keys: readonly number[];
  readonly queries: readonly number[];
}

/** Numbers as they are, or places in the sorted union of the values. */
function equalityCodes(keys: readonly Atom[], queries: readonly Atom[]): Codes {
  const codes = codesFor([...keys, ...queries]).map(({ code }) => code);
  return { keys: codes.slice(0, keys.length), queries: codes.slice(keys.length) };
}

/** Matched classes share a number; unmatched keys and queries get numbers of their own. */
function classCodes(keys: Classes, queries: Classes, pairs: readonly (readonly [number, number])[]): Codes {
  const keyCode = new Map(pairs.map(([keyClass], i) => [keyClass, i]));
  const queryCode = new Map(pairs.map(([, queryClass], i) => [queryClass, i]));
  return {
    keys: keys.of.map((c) => keyCode.get(c) ?? -1),
    queries: queries.of.map((c) => queryCode.get(c) ?? pairs.length),
  };
}

/** True if two codes are a constant apart: their parabolas are one. */
function isShifted(one: Codes, other: Codes): boolean {
  const shift = (one.keys[0] ?? 0) - (other.keys[0] ?? 0);
  return (
    one.keys.every((code, i) => code - (other.keys[i] ?? NaN) === shift) &&
    one.queries.every((code, i) => code - (other.queries[i] ?? NaN) === shift)
  );
}

/**
 * An equality of codes as one parabola, or as one for each digit where the
 * codes are so many that squares leave the exact integers, or little room in them.
 */
function parabola(lowering: Lowering, operands: Operands, codes: Codes): Costed<Score> | null {
  const all = [...codes.keys, ...codes.queries];
  const least = leastOf(all);
  const range = greatestOf(all) - least;
  const whole = oneParabola(lowering, operands, codes);
  if (range <= LONGEST_PARABOLA) return whole;
  const digits = digitParabolas(lowering, operands, codes, { least, range });
  if (whole === null || !isExact(lowering, whole.result)) return digits;
  // Digits leave room for other comparisons in the same score; where they need neurons one parabola is better.
  return digits === null || whole.size + FEW < digits.size ? whole : digits;
}

/** An equality of codes as one of each of two digits. */
function digitParabolas(
  lowering: Lowering,
  operands: Operands,
  codes: Codes,
  { least, range }: { readonly least: number; readonly range: number },
): Costed<Score> | null {
  const base = Math.ceil(Math.sqrt(range + 1));
  const of = (digit: (code: number) => number): Costed<Score> | null =>
    oneParabola(lowering, operands, { keys: codes.keys.map(digit), queries: codes.queries.map(digit) });
  const high = of((code) => Math.floor((code - least) / base));
  const low = high === null ? null : of((code) => (code - least) % base);
  if (high === null || low === null) return null;
  return {
    result: conjoinScores(high.result, low.result),
    time: Math.max(high.time, low.time),
    size: high.size + low.size,
  };
}

/** A penalty that, at real positions, stays an exact integer by itself. */
function isExact({ builder, exactLimit }: Lowering, score: Score): boolean {
  const magnitude = (affine: Affine): number => {
    const { least, greatest } = builder.rangeOf(affine);
    return Math.max(Math.abs(least), Math.abs(greatest));
  };
  const products = score.bilinear.map(({ query, key }) => magnitude(query) * magnitude(key));
  const sum = products.reduce((total, product) => total + product, 0);
  return sum + magnitude(score.keyPenalty) + magnitude(score.queryPenalty) + 1 < exactLimit;
}

/** Squares of differences up to this stay exact integers in float32, with room for a few of them. */
const LONGEST_PARABOLA = 2048;

/** penalty = (key − query)² = −2·query·key + key² + query² (constructions: parabolic keys). */
function oneParabola(lowering: Lowering, operands: Operands, codes: Codes): Costed<Score> | null {
  const all = [...codes.keys, ...codes.queries];
  const middle = Math.round((leastOf(all) + greatestOf(all)) / 2);
  const keys = codes.keys.map((code) => code - middle);
  const queries = codes.queries.map((code) => code - middle);
  const [only, ...others] = new Set(queries);
  return costed(lowering, () => {
    if (only !== undefined && others.length === 0) {
      const distances = keys.map((code) => (code - only) ** 2);
      const keyPenalty = hold(lowering, operands.keys, distances, "distance of");
      const result = keyPenalty === null ? null : { ...EVERY_KEY, keyPenalty };
      return result === null ? null : { result, reads: expressionsOf(result), extra: 0 };
    }
    const squares = (numbers: readonly number[]): readonly number[] => numbers.map((number) => number ** 2);
    const key = hold(lowering, operands.keys, keys, "");
    const query = key === null ? null : hold(lowering, operands.queries, queries, "");
    if (key === null || query === null) return null;
    const keyPenalty = hold(lowering, operands.keys, squares(keys), "square of");
    if (keyPenalty === null) return null;
    const queryPenalty = operands.levelled
      ? hold(lowering, operands.queries, squares(queries), "square of")
      : ZERO;
    if (queryPenalty === null) return null;
    const result: Score = { bilinear: [{ query: scale(-2, query), key }], keyPenalty, queryPenalty };
    return { result, reads: expressionsOf(result), extra: 1 };
  });
}

/**
 * One dimension per class of either side; of the side with fewer classes only,
 * where both sides are columns and nothing else differs.
 */
function oneHots(
  lowering: Lowering,
  operands: Operands,
  keys: Classes,
  queries: Classes,
): readonly (Costed<Score> | null)[] {
  const byKey = (): Costed<Score> | null => oneHot(lowering, operands, keys, queries, "key");
  const byQuery = (): Costed<Score> | null => oneHot(lowering, operands, queries, keys, "query");
  const variables = [...operands.keys.table.variables, ...operands.queries.table.variables];
  if (variables.some(({ kind }) => kind === "channel")) return [byQuery(), byKey()];
  const [first, second] = keys.rows.length < queries.rows.length ? [byKey, byQuery] : [byQuery, byKey];
  return [first() ?? second()];
}

/** One dimension per class of one side: its indicator times the other side's column of penalties. */
function oneHot(
  lowering: Lowering,
  operands: Operands,
  classes: Classes,
  others: Classes,
  side: "key" | "query",
): Costed<Score> | null {
  const [mine, theirs] = side === "key" ? (["keys", "queries"] as const) : (["queries", "keys"] as const);
  if (classes.rows.length > MOST_DIMENSIONS || others.rows.length === 0) return null;
  return costed(lowering, () => {
    const bilinear: { query: Affine; key: Affine }[] = [];
    let keyPenalty = ZERO;
    let queryPenalty = ZERO;
    const mineAxis = axisOf(lowering, operands[mine], classes);
    const theirAxis = axisOf(lowering, operands[theirs], others);
    const available = lowering.remaining;
    for (const [c, row] of classes.rows.entries()) {
      if (row.every(Boolean)) continue;
      // At the pace so far the other classes would take more work than there may be.
      const ahead = ((available - lowering.remaining) / c) * (classes.rows.length - c);
      if (c >= FEW && ahead > lowering.remaining) return null;
      const indicator = hold(
        lowering,
        operands[mine],
        classes.of.map((other) => (other === c ? 1 : 0)),
        "case of",
        mineAxis,
      );
      const penalty = hold(
        lowering,
        operands[theirs],
        row.map((allowed) => (allowed ? 0 : 1)),
        "penalty of",
        theirAxis,
      );
      if (indicator === null || penalty === null) return null;
      const [query, key] = side === "key" ? [penalty, indicator] : [indicator, penalty];
      if (isConstant(query))
        keyPenalty = combine([
          [1, keyPenalty],
          [query.constant, key],
        ]);
      else if (!operands.levelled && isConstant(key)) continue;
      else if (isConstant(key))
        queryPenalty = combine([
          [1, queryPenalty],
          [key.constant, query],
        ]);
      else bilinear.push({ query, key });
    }
    const result: Score = { bilinear, keyPenalty, queryPenalty };
    return { result, reads: expressionsOf(result), extra: bilinear.length };
  });
}
