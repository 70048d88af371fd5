/** Piecewise-linear functions of one integer as sums of ReLU hinges. */

/**
 * A function of one integer c, which is value[i] wherever low[i] ≤ c ≤ high[i]
 * (integers; sorted and disjoint); between points it may be anything.
 */
export interface Points {
  readonly low: number[];
  readonly high: number[];
  readonly value: number[];
}

/** weight · ReLU(c − at) where rising, weight · ReLU(at − c) where not. */
export interface Hinge {
  readonly rising: boolean;
  readonly at: number;
  readonly weight: number;
}

/** f(c) = constant + slope · c + Σ hinges, exact at every point. */
export interface PiecewiseLinear {
  readonly constant: number;
  readonly slope: number;
  /** How many hinges there are. */
  readonly size: number;
  readonly hinges: () => readonly Hinge[];
  /** Greatest Σ |weight| · ReLU over the points; weights are integers. */
  readonly greatestSum: number;
}

/**
 * Fits hinges through the points.
 *
 * Before: there is at least one point.
 * After:  exact at the points; hinges sit at integers.
 *
 * Between two points of different value the function goes straight where that
 * slope is an integer, else it holds and rises within the last unit (a step).
 * Any segment can be the reference from which hinges go outward; the one with
 * the least sum of activations is taken.
 *
 * @param straight  whether c may enter linearly (it may not where c is known only to an interval)
 */
export function fitPiecewise(points: Points, straight: boolean): PiecewiseLinear {
  const { x, y } = cornersOf(points, straight);
  const [first, last] = [points.low[0], points.high.at(-1)];
  if (first === undefined || last === undefined) throw new Error("internal: no points to fit");
  if (x.length < 2)
    return { constant: points.value[0]!, slope: 0, size: 0, hinges: () => [], greatestSum: 0 };
  const slopes: number[] = [];
  for (let j = 0; j + 1 < x.length; j++) slopes.push((y[j + 1]! - y[j]!) / (x[j + 1]! - x[j]!));
  const { reference, greatestSum } = leastReference(x, slopes, straight, first, last);
  const slope = slopes[reference]!;
  const reachOf = (j: number): number => (j > reference ? last - x[j]! : x[j]! - first);
  let size = 0;
  for (let j = 1; j < slopes.length; j++) if (slopes[j] !== slopes[j - 1] && reachOf(j) > 0) size++;
  const hinges = (): readonly Hinge[] => {
    const outward: Hinge[] = [];
    for (let j = 1; j < slopes.length; j++) {
      const weight = slopes[j]! - slopes[j - 1]!;
      if (weight !== 0 && reachOf(j) > 0) outward.push({ rising: j > reference, at: x[j]!, weight });
    }
    return outward;
  };
  return { constant: y[reference]! - slope * x[reference]!, slope, size, hinges, greatestSum };
}

/** The corners of the function, with flat ends outside the points where it may not go straight. */
function cornersOf(
  { low, high, value }: Points,
  straight: boolean,
): { readonly x: readonly number[]; readonly y: readonly number[] } {
  const [x, y]: [number[], number[]] = [[], []];
  const put = (at: number, height: number): void => {
    x.push(at);
    y.push(height);
  };
  if (!straight && low.length > 0) put(low[0]! - 1, value[0]!);
  for (let i = 0; i < low.length; i++) {
    const height = value[i]!;
    if (i > 0 && value[i - 1] !== height) {
      const gap = low[i]! - high[i - 1]!;
      if (gap > 1 && !Number.isInteger((height - value[i - 1]!) / gap)) put(low[i]! - 1, value[i - 1]!);
    }
    put(low[i]!, height);
    if (high[i]! > low[i]!) put(high[i]!, height);
  }
  if (!straight && low.length > 0) put(high.at(-1)! + 1, value.at(-1)!);
  return { x, y };
}

/** The segment whose choice as reference gives the least greatest sum, and that sum; flat ones first among equals. */
function leastReference(
  x: readonly number[],
  slopes: readonly number[],
  straight: boolean,
  least: number,
  greatest: number,
): { readonly reference: number; readonly greatestSum: number } {
  let sum = 0;
  for (let j = 1; j < slopes.length; j++)
    sum += Math.abs(slopes[j]! - slopes[j - 1]!) * Math.max(0, greatest - x[j]!);
  let reference = -1;
  let greatestSum = Infinity;
  for (let j = 0; j < slopes.length; j++) {
    if (j > 0) {
      const [rising, falling] = [Math.max(0, greatest - x[j]!), Math.max(0, x[j]! - least)];
      sum += Math.abs(slopes[j]! - slopes[j - 1]!) * (falling - rising);
    }
    if (!straight && slopes[j] !== 0) continue;
    const flatter = slopes[j] === 0 && slopes[reference] !== 0;
    if (sum < greatestSum || (sum === greatestSum && flatter)) {
      reference = j;
      greatestSum = sum;
    }
  }
  if (reference === -1) throw new Error("internal: no segment to start from");
  return { reference, greatestSum };
}
