/** Two sides' times for the same task, and whether they differ. */

export interface Sides {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

export interface Row {
  readonly task: string;
  readonly before: Spread;
  readonly after: Spread;
  /** Median of after over median of before. */
  readonly ratio: number;
  /** True if the difference is no larger than that between runs of one side. */
  readonly isNoise: boolean;
}

/** In milliseconds. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** A difference counts only where either side's median lies outside of all that the other side took. */
export function rowOf(task: string, sides: Sides): Row {
  const before = spreadOf(sides.before);
  const after = spreadOf(sides.after);
  const isWithin = (side: Spread, other: Spread): boolean =>
    side.median >= other.min && side.median <= other.max;
  return {
    task,
    before,
    after,
    ratio: after.median / before.median,
    isNoise: isWithin(before, after) || isWithin(after, before),
  };
}

function spreadOf(times: readonly number[]): Spread {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (index: number): number => sorted[index] ?? Number.NaN;
  return { min: at(0), median: at(Math.floor(sorted.length / 2)), max: at(sorted.length - 1) };
}
