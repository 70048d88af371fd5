/** Any relation at all: an indicator for each class of one side, times the other side's penalties. */
import type { Affine } from "../circuit/affine.ts";
import { ZERO, combine, isConstant } from "../circuit/affine.ts";
import type { Costed } from "../circuit/best.ts";
import { costed } from "../circuit/best.ts";
import type { Lowering } from "../context/lowering.ts";
import type { Classes } from "./classes.ts";
import type { Operands } from "./operands.ts";
import { MOST_DIMENSIONS, axisOf, hold } from "./operands.ts";
import type { Score } from "./penalty.ts";
import { expressionsOf } from "./penalty.ts";

/**
 * One dimension per class of either side; of the side with fewer classes only,
 * where both sides are columns and nothing else differs.
 */
export function oneHots(
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
    const available = lowering.budget.remaining;
    for (const [c, row] of classes.rows.entries()) {
      if (row.every(Boolean)) continue;
      // At the pace so far the other classes would take more work than there may be.
      const ahead = ((available - lowering.budget.remaining) / c) * (classes.rows.length - c);
      if (c >= FEW_PACED && ahead > lowering.budget.remaining) return null;
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

/** After so many classes the pace is known. */
const FEW_PACED = 3;
