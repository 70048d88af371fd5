/** What an MLP does at BOS and PAD, where neurons are silent but for what is known exactly. */
import type { Direction } from "./directions.ts";
import { unitOf } from "../state/expression.ts";
import { errorOfTerms, isExactSum, isOrdinary, roundedSum } from "../state/arithmetic.ts";
import type { Residual } from "../state/residual.ts";
import type { Rule } from "../report/rule.ts";
import { Unproved } from "../report/unproved.ts";

/** What a dimension gets at one position. */
interface Added {
  readonly position: number;
  readonly dimension: number;
  readonly terms: number[];
}

export const SILENT: Rule = {
  name: "silent outside",
  of: "neurons",
  why: "At BOS and PAD a pre-activation is below 0 by more than it can be off, or exact: what is added there is one number for all inputs.",
};

/** @returns what each dimension holds outside the input after the MLP */
export function outsideAfter(
  residual: Residual,
  directions: readonly Direction[],
  mlpBias: Float64Array,
): readonly Float64Array[] {
  const added = new Map<number, Added>();
  const dimensions = mlpBias.length;
  const termsAt = (position: number, dimension: number): number[] => {
    const key = position * dimensions + dimension;
    const known = added.get(key);
    if (known !== undefined) return known.terms;
    const bias = mlpBias[dimension]!;
    const own: Added = { position, dimension, terms: bias === 0 ? [] : [bias] };
    added.set(key, own);
    return own.terms;
  };
  for (const direction of directions) addActive(residual, direction, termsAt);
  for (const [dimension, bias] of mlpBias.entries()) {
    if (bias !== 0)
      for (let position = 0; position < residual.outsiders; position++) termsAt(position, dimension);
  }
  const after = [...residual.outside];
  const changed = new Set<number>();
  for (const { position, dimension, terms } of added.values()) {
    if (!changed.has(dimension)) after[dimension] = after[dimension]!.slice();
    changed.add(dimension);
    after[dimension]![position] = sumOf(residual, residual.outside[dimension]![position]!, terms);
  }
  return after;
}

/** Neurons whose pre-activation may be above 0 there must have it exactly. */
function addActive(
  residual: Residual,
  { terms, members }: Direction,
  termsAt: (position: number, dimension: number) => number[],
): void {
  const { values: linear, errors } = residual.readOutside({ terms, bias: 0 });
  // How high a pre-activation without bias may be, either way round.
  const [highest, lowest] = [new Float64Array(linear.length), new Float64Array(linear.length)];
  let [most, least] = [-Infinity, -Infinity];
  for (let i = 0; i < linear.length; i++) {
    highest[i] = linear[i]! + errors[i]!;
    lowest[i] = errors[i]! - linear[i]!;
    if (highest[i]! > most) most = highest[i]!;
    if (lowest[i]! > least) least = lowest[i]!;
  }
  for (const { sign, neuron } of members) {
    const { input, writes } = neuron;
    // The bias is one term more.
    const lift = input.bias + errorOfTerms(residual.arithmetic, terms.length + 1, Math.abs(input.bias));
    const tops = sign === 1 ? highest : lowest;
    if ((sign === 1 ? most : least) + lift < 0) continue;
    for (let position = 0; position < tops.length; position++) {
      if (tops[position]! + lift < 0) continue;
      const { value, error } = residual.readAt(position, input);
      if (error > 0) throw new Unproved("unproved", "a pre-activation at BOS or PAD is not exact");
      if (value <= 0) continue;
      for (const [dimension, weight] of writes) {
        const product = weight * value;
        if (product !== 0) termsAt(position, dimension).push(product);
      }
    }
  }
}

/**
 * The number that a dimension holds after the MLP: its terms are exact in any order together
 * with what it held; or there are two of them, no product rounded, which any order rounds once.
 */
function sumOf({ arithmetic }: Residual, before: number, terms: readonly number[]): number {
  if (terms.length === 0) return before;
  let [sum, reach, unit] = [0, Math.abs(before), unitOf(before, Infinity)];
  let isProduct = true;
  for (const term of terms) {
    sum += term;
    reach += Math.abs(term);
    unit = unitOf(term, unit);
    isProduct &&= arithmetic.round(term) === term && isOrdinary(Math.abs(term), unitOf(term, Infinity));
  }
  if (isProduct && isExactSum(arithmetic, reach, unit)) return before + sum;
  const [one = 0, two = 0] = terms;
  const added = isProduct && terms.length <= 2 ? roundedSum(arithmetic, one, two) : null;
  const after = added === null ? null : roundedSum(arithmetic, before, added);
  if (after === null) throw new Unproved("unproved", "what neurons add at BOS or PAD is not exact");
  return after;
}
