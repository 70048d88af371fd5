/**
 * A comparison of key and query as a penalty that attention can compute: 0 where
 * it selects, a positive integer where it does not. Of several ways to write it
 * all that may be exact are built, and the cheapest is kept.
 */
import type { Costed } from "../circuit/best.ts";
import { best } from "../circuit/best.ts";
import type { Lowering } from "../context/lowering.ts";
import { relationOf } from "../facts/compare.ts";
import { EQUAL } from "../facts/formula.ts";
import { group, matchedPairs, transpose } from "./classes.ts";
import { guards } from "./guards.ts";
import { oneHots } from "./one-hot.ts";
import type { Compared } from "./operands.ts";
import { MOST_DIMENSIONS, operandsOf, waysToHold } from "./operands.ts";
import type { Codes } from "./parabola.ts";
import { classCodes, equalityCodes, isShifted, parabola } from "./parabola.ts";
import type { Score } from "./penalty.ts";

/** What a literal comes to: nothing to check, nothing selected, or a penalty. */
export type Scored = Costed<Score> | "always" | "never" | null;

/** The cheapest penalty for a comparison of tabulated keys and queries; null if none is exact. */
export function scoreComparison(lowering: Lowering, compared: Compared, outcomes: number): Scored {
  const sides = operandsOf(lowering, compared);
  const [keys, queries] = [sides.keys.table, sides.queries.table];
  const pairs = keys.atoms.length * queries.atoms.length;
  if (outcomes === EQUAL && pairs > MANY_PAIRS) {
    return parabola(lowering, sides, equalityCodes(keys.atoms, queries.atoms));
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
  for (const operands of waysToHold(sides)) {
    if (matched?.length === 1) candidates.push(guards(lowering, operands, relation));
    candidates.push(...codes.map((pair) => parabola(lowering, operands, pair)));
    if (matched === null || matched.length <= FEW_CLASSES) {
      candidates.push(...oneHots(lowering, operands, keyClasses, queryClasses));
    }
  }
  return best(candidates);
}

/** With more pairs of values than this an equality is not spelled out as a relation. */
const MANY_PAIRS = 1 << 16;
/** With so few matched classes a dimension each is worth comparing with a parabola. */
const FEW_CLASSES = 3;
