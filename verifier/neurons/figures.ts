/** What is found of the neurons that a file names together. */
import type { Member } from "./directions.ts";
import type { Written } from "./written.ts";
import { weightInto } from "./written.ts";

/** Neurons that the file names together, and the dimensions that they write for that. */
export interface Group {
  readonly name: string;
  readonly neurons: ReadonlySet<number>;
  readonly dimensions: ReadonlySet<number>;
}

export interface GroupFigures {
  /** Half the least distance of two pre-activations with different answers. */
  leastMargin: number;
  /** Greatest Σ |weight · activation| into one dimension. */
  greatestSum: number;
}

/** Half the least distance between two values of an axis with different answers; Infinity where there is no step. */
export function marginOf({ axis, values }: Written, members: readonly Member[], dimension: number): number {
  const { distinct } = axis;
  if (isStraight(distinct, values, members, dimension)) return Infinity;
  return leastStep(distinct, values) / 2;
}

/** The least distance between neighbouring points whose values differ. */
function leastStep(points: Float64Array, values: Float64Array): number {
  let least = Infinity;
  for (let i = 1; i < points.length; i++) {
    const step = points[i]! - points[i - 1]!;
    if (values[i] !== values[i - 1] && step < least) least = step;
  }
  return least;
}

/** True if the values lie on a line: there is no step then. */
function isStraight(
  points: Float64Array,
  values: Float64Array,
  members: readonly Member[],
  dimension: number,
): boolean {
  if (points.length < 2) return true;
  if (points.length === 2) {
    const middle = (points[0]! + points[1]!) / 2;
    const value = members.reduce(
      (sum, { sign, neuron }) =>
        sum + weightInto(neuron, dimension) * Math.max(0, sign * middle + neuron.input.bias),
      0,
    );
    return value === (values[0]! + values[1]!) / 2;
  }
  const slope = (values[1]! - values[0]!) / (points[1]! - points[0]!);
  const [start, first] = [values[0]!, points[0]!];
  for (let i = 2; i < points.length; i++) {
    if (values[i] !== start + slope * (points[i]! - first)) return false;
  }
  return true;
}
