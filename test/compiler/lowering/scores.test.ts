/** Comparisons become penalties: 0 for exactly the pairs that the comparison selects, at least 1 for the others. */
import { describe, expect, test } from "vitest";
import type { Affine } from "../../../compiler/lowering/circuit/affine.ts";
import { relationOf } from "../../../compiler/lowering/facts/compare.ts";
import { outcomesOf } from "../../../compiler/lowering/facts/formula.ts";
import type { Score } from "../../../compiler/lowering/scores/penalty.ts";
import { scoreComparison } from "../../../compiler/lowering/scores/relation.ts";
import type { Table } from "../../../compiler/lowering/tables/table.ts";
import { reachable } from "../../../compiler/lowering/tables/table.ts";
import type { Comparison } from "../../../language/graph.ts";
import { evaluate, positionOf, tuplesOf } from "./evaluate.ts";
import { selectorUnderTest } from "./lowered.ts";

interface Scored {
  /** penalties[query][key], over all states of each side that have a value. */
  readonly penalties: readonly (readonly number[])[];
  readonly selected: readonly (readonly boolean[])[];
  readonly score: Score | string | null;
}

/** An expression for the keys, a comparison, an expression for the queries. */
type Sides = readonly [keys: string, comparison: Comparison, queries: string];

/** The comparison as a score, both sides over exact counts. */
function scored([left, comparison, right]: Sides, levelled = true): Scored {
  const text = `select(${left}, ${right}, ${comparison})`;
  const { lowering, selector } = selectorUnderTest(text, { vocabulary: "abcd", maxLength: 5 });
  if (selector.kind !== "select") throw new Error("not a comparison");
  const [keys, queries] = [lowering.knownTable(selector.keys), lowering.knownTable(selector.queries)];
  if (keys === null || queries === null) throw new Error("a side has no table");
  const outcomes = outcomesOf(comparison);
  const label = { name: "side", meaning: "side", span: null };
  const labels = { keys: label, queries: label };
  const result = scoreComparison(lowering, { keys, queries, levelled, labels }, outcomes);
  const relation = relationOf(keys.atoms, queries.atoms, outcomes);
  const at = (table: Table): ((affine: Affine) => readonly number[]) => {
    const mask = reachable(table.variables, lowering.constraints);
    const tuples = [...tuplesOf(table)].filter(({ cell }, i) => cell >= 0 && mask?.[i] !== 0);
    return (affine) =>
      tuples.map(({ states }) => evaluate(lowering.builder, affine, positionOf(table.variables, states)));
  };
  const cellsOf = (table: Table): readonly number[] => {
    const mask = reachable(table.variables, lowering.constraints);
    return [...table.cells].filter((cell, i) => cell >= 0 && mask?.[i] !== 0);
  };
  const [keyCells, queryCells] = [cellsOf(keys), cellsOf(queries)];
  const selected = queryCells.map((query) => keyCells.map((key) => relation[key]?.[query] === true));
  if (result === null || typeof result === "string") return { penalties: [], selected, score: result };
  const score = result.result;
  const [ofKey, ofQuery] = [at(keys), at(queries)];
  const products = score.bilinear.map(({ query, key }) => ({ query: ofQuery(query), key: ofKey(key) }));
  const [keyPenalty, queryPenalty] = [ofKey(score.keyPenalty), ofQuery(score.queryPenalty)];
  const penalties = queryPenalty.map((level, q) =>
    keyPenalty.map((penalty, k) =>
      products.reduce((sum, { query, key }) => sum + (query[q] ?? NaN) * (key[k] ?? NaN), level + penalty),
    ),
  );
  return { penalties, selected, score };
}

/** Pairs whose penalty is wrong; where the level of a row is free, penalties are counted from its selected keys'. */
function mistakes({ penalties, selected }: Scored, levelled: boolean): readonly string[] {
  return penalties.flatMap((row, q) => {
    const chosen = row.filter((_, k) => selected[q]?.[k]);
    const level = levelled ? 0 : Math.min(...chosen);
    if (chosen.length > 0 && level > 0) return [`row ${String(q)} is behind BOS`];
    return row.flatMap((penalty, k) => {
      const right = selected[q]?.[k] === true ? penalty === level : penalty >= level + 1;
      // Rows that select nothing may be anything but selected, where no row is empty.
      return right || (!levelled && chosen.length === 0)
        ? []
        : [`row ${String(q)} key ${String(k)}: ${String(penalty)}`];
    });
  });
}

const width = "selector_width(select(tokens, tokens, ==))";

describe("penalties, and how many products of key and query they take", () => {
  test.each<[...Sides, number]>([
    ["indices", "==", "indices", 1],
    ["tokens", "==", "tokens", 1],
    ["indices", "==", "length - 1 - indices", 1],
    ["2 * indices", "==", "length", 1],
    [width, "==", "indices", 1],
    [width, "==", width, 1],
    ["indices % 2", "==", "indices % 2", 1],
    ["tokens", "==", 'tokens if indices == 0 else "z"', 1],
    ["indices", "==", "2", 0],
    ["tokens", "==", '"b"', 0],
    ["tokens", "<", '"c"', 0],
    ['1 if tokens == "a" and indices == 2 else 0', "==", "1", 0],
    ["indices", "!=", "indices", 5],
    ["tokens", "!=", "tokens", 4],
    ["indices", "<", "indices", 4],
    ["indices", "<=", "indices", 4],
    [width, ">", "indices", 4],
  ])("%s %s %s: %i", (keys, comparison, queries, products) => {
    const result = scored([keys, comparison, queries]);
    expect(result.penalties.length).toBeGreaterThan(0);
    expect(mistakes(result, true)).toEqual([]);
    if (result.score === null || typeof result.score === "string") throw new Error("no score");
    expect(result.score.bilinear).toHaveLength(products);
  });

  test.each<Sides>([
    ["indices", "==", "indices"],
    ["tokens", "==", "tokens"],
    [width, "==", width],
    ["indices", "<=", "indices"],
  ])("%s %s %s, where the level of a row does not matter", (...sides) => {
    const result = scored(sides, false);
    expect(result.penalties.length).toBeGreaterThan(0);
    expect(mistakes(result, false)).toEqual([]);
    if (result.score === null || typeof result.score === "string") throw new Error("no score");
    expect(result.score.queryPenalty.terms).toEqual([]);
  });
});

test.each<[...Sides, string]>([
  ["indices", "<", "9", "always"],
  ["indices", ">", "9", "never"],
  ["tokens", "==", '"z"', "never"],
  ["tokens", "!=", '"z"', "always"],
  ["indices", "==", "tokens", "never"],
])("%s %s %s: %s", (keys, comparison, queries, outcome) => {
  expect(scored([keys, comparison, queries]).score).toBe(outcome);
});
