/** Equalities as parabolas: integers that are equal exactly where the relation selects, and (key − query)². */
import type { Atom } from "../../../language/atom.ts";
import { greatestOf, leastOf } from "../../numbers.ts";
import type { Affine } from "../circuit/affine.ts";
import { ZERO, scale } from "../circuit/affine.ts";
import type { Costed } from "../circuit/best.ts";
import type { Label } from "../circuit/builder.ts";
import { squareMeaning } from "../circuit/meaning.ts";
import { costed } from "../circuit/best.ts";
import type { Lowering } from "../context/lowering.ts";
import { codesFor } from "../tables/codes.ts";
import type { Classes } from "./classes.ts";
import type { Operand, Operands } from "./operands.ts";
import { hold, holdAs } from "./operands.ts";
import type { Score } from "./penalty.ts";
import { EVERY_KEY, conjoinScores, expressionsOf } from "./penalty.ts";

/** Integers that are equal exactly where the relation selects. */
export interface Codes {
  readonly keys: readonly number[];
  readonly queries: readonly number[];
}

/** Numbers as they are, or places in the sorted union of the values. */
export function equalityCodes(keys: readonly Atom[], queries: readonly Atom[]): Codes {
  const codes = codesFor([...keys, ...queries]).map(({ code }) => code);
  return { keys: codes.slice(0, keys.length), queries: codes.slice(keys.length) };
}

/** Matched classes share a number; unmatched keys and queries get numbers of their own. */
export function classCodes(
  keys: Classes,
  queries: Classes,
  pairs: readonly (readonly [number, number])[],
): Codes {
  const keyCode = new Map(pairs.map(([keyClass], i) => [keyClass, i]));
  const queryCode = new Map(pairs.map(([, queryClass], i) => [queryClass, i]));
  return {
    keys: keys.of.map((c) => keyCode.get(c) ?? -1),
    queries: queries.of.map((c) => queryCode.get(c) ?? pairs.length),
  };
}

/** True if two codes are a constant apart: their parabolas are one. */
export function isShifted(one: Codes, other: Codes): boolean {
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
export function parabola(lowering: Lowering, operands: Operands, codes: Codes): Costed<Score> | null {
  const all = [...codes.keys, ...codes.queries];
  const least = leastOf(all);
  const range = greatestOf(all) - least;
  const whole = oneParabola(lowering, operands, codes);
  if (range <= LONGEST_PARABOLA) return whole;
  const digits = digitParabolas(lowering, operands, codes, { least, range });
  if (whole === null || !isExact(lowering, whole.result)) return digits;
  // Digits leave room for other comparisons in the same score; where they need neurons one parabola is better.
  return digits === null || whole.size + FEW_MORE < digits.size ? whole : digits;
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

/** penalty = (key − query)² = −2·query·key + key² + query²: one product, and a penalty of each side alone. */
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
    const square = (operand: Operand, numbers: readonly number[]): Affine | null => {
      const squares = numbers.map((number) => number ** 2);
      const { name, meaning, span } = operand.label;
      const label = { name: `square of ${name}`, meaning: squareMeaning(meaning, middle), span };
      return holdAs(lowering, operand, squares, label);
    };
    const centred = ({ label }: Operand): Label => ({ ...label, shift: -middle });
    const key = holdAs(lowering, operands.keys, keys, centred(operands.keys));
    const query =
      key === null ? null : holdAs(lowering, operands.queries, queries, centred(operands.queries));
    if (key === null || query === null) return null;
    const keyPenalty = square(operands.keys, keys);
    if (keyPenalty === null) return null;
    const queryPenalty = operands.levelled ? square(operands.queries, queries) : ZERO;
    if (queryPenalty === null) return null;
    const result: Score = { bilinear: [{ query: scale(-2, query), key }], keyPenalty, queryPenalty };
    return { result, reads: expressionsOf(result), extra: 1 };
  });
}

/** One parabola is taken where digits would depend on more than so many neurons, features and heads beside. */
const FEW_MORE = 3;
