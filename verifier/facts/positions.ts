/** Selectors that read nothing but positions. */
import type { Facts, Widths } from "./facts.ts";
import { pairKey, pairsOf, selects } from "../program/formula.ts";
import type { Program } from "../program/program.ts";
import { NONE } from "../program/table.ts";
import type { Comparison } from "../selection/comparison.ts";
import { comparisonOf, outcomesInto } from "../selection/comparison.ts";

/** Longer inputs' positions are not compared in pairs. */
const LONGEST = 2048;

export function matrixOf(program: Program, facts: Facts, selector: number): Uint8Array | null {
  const { graph, setting, atoms } = program;
  const { trials } = facts;
  const size = setting.maxLength;
  if (size > LONGEST) return null;
  const compared = pairsOf(graph, selector);
  if (!compared.every(({ keys, queries }) => trials.mayBePositional(keys) && trials.mayBePositional(queries)))
    return null;
  const comparisons: Comparison[] = [];
  for (const pair of compared) {
    const [keys, queries] = [facts.byPosition(pair.keys), facts.byPosition(pair.queries)];
    if (keys === null || queries === null) return null;
    comparisons.push(comparisonOf(atoms, keys, queries));
  }
  if (16 ** compared.length > Number.MAX_SAFE_INTEGER) return null;
  const place = new Map(compared.map((pair, i) => [pairKey(pair), i]));
  const known = new Map<number, number>();
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
        const found = known.get(signature) ?? selectedAt(signature);
        if (found === null) return null;
        known.set(signature, found);
        [last, selected] = [signature, found];
      }
      matrix[query * size + key] = selected;
    }
  }
  return matrix;
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
