/** The attention score of a conjunction of comparisons. */
import { numberOf } from "../../../language/atom.ts";
import type { NodeId } from "../../../language/graph.ts";
import { valuesOf } from "../context/describe.ts";
import type { Lowering } from "../context/lowering.ts";
import { Memo } from "../context/memo.ts";
import type { Refused } from "../context/refused.ts";
import { isRefused } from "../context/refused.ts";
import type { SignedSum } from "../facts/formula.ts";
import { MOST_CONJUNCTIONS, toSignedSum } from "../facts/formula.ts";
import { linearOf, rangeOfLinear } from "../facts/linear.ts";
import { overTables } from "../functions/hold.ts";
import type { Table } from "../tables/table.ts";
import { UNREACHABLE } from "../tables/table.ts";
import type { Comparison } from "./expand.ts";
import { digitTable, expandComparisons } from "./expand.ts";
import type { Score } from "./penalty.ts";
import { EVERY_KEY, conjoinScores, expressionsOf } from "./penalty.ts";
import type { Scored } from "./relation.ts";
import { scoreComparison } from "./relation.ts";

/** A selector made of heads: their signed selections add up to it. */
export interface ScoredSum {
  readonly parts: readonly { readonly sign: 1 | -1; readonly score: Score }[];
  /** Half-layer that completes all that the scores read. */
  readonly time: number;
}

/** The selector as a signed sum of conjunctions, with a refusal where that takes too many. */
export function signedSumOf(lowering: Lowering, selector: NodeId): SignedSum | Refused {
  const sum = toSignedSum(lowering.graph, selector, MOST_CONJUNCTIONS);
  if (sum !== null) return sum;
  return lowering.refuse("too-large", selector, { case: "heads", most: MOST_CONJUNCTIONS });
}

/** How the heads that a selector is scored for use it. */
export interface Use {
  /**
   * Whether selected keys must score exactly 0: not needed where no row is empty
   * and values are not counted, as BOS stays below any level from 0 up.
   */
  readonly levelled: boolean;
  /** Whether several heads may add up, as counts do. */
  readonly counted: boolean;
}

/** Scores every conjunction of a sum; those that never select are left out. */
export function scoreSum(
  lowering: Lowering,
  selector: NodeId,
  sum: SignedSum,
  use: Use,
): ScoredSum | Refused {
  const parts: { sign: 1 | -1; score: Score }[] = [];
  let time = 0;
  for (const { sign, conjunction } of use.counted ? expandComparisons(lowering, sum) : sum) {
    const score = scoreConjunction(lowering, selector, conjunction, use.levelled);
    if (score === "never") continue;
    if (isRefused(score)) return score;
    parts.push({ sign, score });
    for (const affine of expressionsOf(score)) time = Math.max(time, lowering.builder.timeOf(affine));
  }
  return { parts, time };
}

function scoreConjunction(
  lowering: Lowering,
  selector: NodeId,
  conjunction: readonly Comparison[],
  levelled: boolean,
): Score | "never" | Refused {
  let score = EVERY_KEY;
  for (const literal of conjunction) {
    const scored = scoreLiteral(lowering, literal, levelled);
    if (scored === "never") return "never";
    if (scored === "always") continue;
    if (scored === null) return noScore(lowering, selector, literal);
    if (isRefused(scored)) return scored;
    score = conjoinScores(score, scored.result);
  }
  return score;
}

function noScore(lowering: Lowering, selector: NodeId, { keys, queries }: Comparison): Refused {
  const sides = [...new Set([keys, queries])].flatMap((id) => valuesOf(lowering, id) ?? []);
  return lowering.refuse("too-large", selector, { case: "score", precision: lowering.precision.name, sides });
}

/** Scores of comparisons, by operands, outcomes and use. */
const scores = new Memo<{ readonly literal: Comparison; readonly levelled: boolean }, Scored | Refused>(
  ({ literal: { keys, queries, outcomes, digit }, levelled }) =>
    [keys, queries, outcomes, digit?.base, digit?.which, levelled].join(" "),
);

/** The cheapest score over the ways its operands can be read; found once for all heads that use it. */
function scoreLiteral(lowering: Lowering, literal: Comparison, levelled: boolean): Scored | Refused {
  return scores.once(lowering, { literal, levelled }, () => cheapestScore(lowering, literal, levelled));
}

function cheapestScore(lowering: Lowering, literal: Comparison, levelled: boolean): Scored | Refused {
  const keyTables = lowering.tablesOf(literal.keys);
  const queryTables = lowering.tablesOf(literal.queries);
  if (keyTables.length === 0) return lowering.refusalOf(literal.keys);
  if (queryTables.length === 0) return lowering.refusalOf(literal.queries);
  const labels = { keys: lowering.label(literal.keys), queries: lowering.label(literal.queries) };
  let constant: "always" | "never" | null = null;
  const score = overTables(lowering, literal.keys, (keys) =>
    overTables(lowering, literal.queries, (queries) => {
      const operands = {
        keys: digitTable(withinRange(lowering, literal.keys, keys), literal.digit),
        queries: digitTable(withinRange(lowering, literal.queries, queries), literal.digit),
        labels,
        levelled,
      };
      const scored = scoreComparison(lowering, operands, literal.outcomes);
      if (scored !== "always" && scored !== "never") return scored;
      constant = scored;
      return { result: EVERY_KEY, time: 0, size: 0 };
    }),
  );
  return constant ?? score;
}

/** The table without values that no index below any length gives, where it knows neither but their sum or difference. */
function withinRange(lowering: Lowering, id: NodeId, table: Table): Table {
  const [variable, ...others] = table.variables;
  const linear = others.length > 0 || variable?.kind !== "channel" ? null : linearOf(lowering, id);
  if (linear === null) return table;
  const { least, greatest } = rangeOfLinear(linear, lowering.maxLength);
  const kept = table.atoms.map((atom) => {
    const number = numberOf(atom) ?? NaN;
    return number >= least && number <= greatest;
  });
  const places = new Map(
    [...kept.entries()].filter(([, keeps]) => keeps).map(([atom], place) => [atom, place]),
  );
  const cells = table.cells.map((cell) => (cell < 0 ? cell : (places.get(cell) ?? UNREACHABLE)));
  return { ...table, cells, atoms: table.atoms.filter((_, atom) => kept[atom]) };
}
