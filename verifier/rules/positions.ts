/** Selectors that read nothing but positions: which keys each query selects, and how many. */
import type { Known, Widths } from "./known.ts";
import type { Comparison } from "../program/comparison.ts";
import { comparisonOf, outcomesInto } from "../program/comparison.ts";
import { pairKey, pairsOf, selects } from "../program/formula.ts";
import type { Program } from "../program/program.ts";
import { NONE } from "../program/table.ts";
import type { Answer } from "../report/answer.ts";
import { proved, unknown } from "../report/answer.ts";
import type { TriedRule } from "../report/rule.ts";

/** Longer inputs' positions are not compared in pairs. */
const LONGEST = 2048;

/** matrix[query · N + key]: 1 where selected. */
export const POSITION_RULES: readonly TriedRule<Known, number, Uint8Array>[] = [
  {
    name: "rows by position",
    of: "rows by position",
    why: "All operands are functions of the index alone, so whether a query selects a key is a function of the two indices, the same in every input that is long enough: all pairs up to the greatest length are gone through.",
    applies: ({ program, trials }, selector) =>
      program.setting.maxLength <= LONGEST &&
      pairsOf(program.graph, selector).every(
        ({ keys, queries }) => trials.mayBePositional(keys) && trials.mayBePositional(queries),
      ),
    proves: matrixOf,
  },
];

function matrixOf(known: Known, selector: number): Answer<Uint8Array> {
  const { graph, setting, atoms } = known.program;
  const size = setting.maxLength;
  const compared = pairsOf(graph, selector);
  const comparisons: Comparison[] = [];
  for (const pair of compared) {
    const [keys, queries] = [known.byPosition(pair.keys), known.byPosition(pair.queries)];
    if (keys === null || queries === null) return unknown("an operand depends on more than the index");
    comparisons.push(comparisonOf(atoms, keys, queries));
  }
  if (16 ** compared.length > Number.MAX_SAFE_INTEGER) return unknown("too many comparisons");
  const place = new Map(compared.map((pair, i) => [pairKey(pair), i]));
  const answers = new Map<number, number>();
  const selectedAt = (signature: number): number | null => {
    const answer = selects(graph, selector, (pair) => {
      const at = place.get(pairKey(pair)) ?? 0;
      return Math.floor(signature / 16 ** (compared.length - 1 - at)) % 16;
    });
    return answer === null ? null : answer ? 1 : 0;
  };
  const matrix = new Uint8Array(size * size);
  const row = new Float64Array(size);
  for (let query = 0; query < size; query++) {
    row.fill(0);
    for (const comparison of comparisons) outcomesInto(atoms, row, comparison, query);
    // Neighbours mostly compare alike.
    let [last, selected] = [NaN, 0];
    for (let key = 0; key < size; key++) {
      const signature = row[key]!;
      if (signature !== last) {
        const answer = answers.get(signature) ?? selectedAt(signature);
        if (answer === null) return unknown("a comparison has no value");
        answers.set(signature, answer);
        [last, selected] = [signature, answer];
      }
      matrix[query * size + key] = selected;
    }
  }
  return proved(matrix);
}

export function widthsOf(program: Program, matrix: Uint8Array): Widths {
  const { maxLength: size, causal } = program.setting;
  let [least, greatest] = [Infinity, -Infinity];
  let isLength = !causal;
  let byIndex: number[] | null = [];
  for (let query = 0; query < size; query++) {
    let width = 0;
    let first = NONE;
    for (let key = 0; key < size; key++) {
      width += matrix[query * size + key]!;
      // Now it is the width in an input of key + 1 positions, or of the prefix that ends at the key.
      if (causal ? key !== query : key < query) continue;
      if (width < least) least = width;
      if (width > greatest) greatest = width;
      if (first === NONE) first = width;
      else if (width !== first) byIndex = null;
      if (width !== key + 1) isLength = false;
    }
    byIndex?.push(first);
  }
  return { least, greatest, byIndex, isLength };
}
