/** Piecewise-linear functions of one integer as sums of ReLU hinges. */

/** The function is `value` wherever low ≤ c ≤ high (integers); between points it may be anything. */
export interface Point {
  readonly low: number;
  readonly high: number;
  readonly value: number;
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
  readonly hinges: readonly Hinge[];
  /** Greatest Σ |weight| · ReLU over the points; weights are integers. */
  readonly greatestSum: number;
}

/**
 * Fits hinges through the points.
 *
 * Before: points are sorted, disjoint, at least one; bounds are integers.
 * After:  exact at the points; hinges sit at integers.
 *
 * Between two points of different value the function goes straight where that
 * slope is an integer, else it holds and rises within the last unit (a step).
 * Any segment can be the reference from which hinges go outward; the one with
 * the least sum of activations is taken (constructions: step outward).
 *
 * @param straight  whether c may enter linearly (it may not where c is known only to an interval)
 */
export function fitPiecewise(points: readonly Point[], straight: boolean): PiecewiseLinear {
  const knots = knotsOf(points, straight);
  const slopes: number[] = [];
  for (let j = 0; j + 1 < knots.length; j++) {
    const [from, to] = [knots[j], knots[j + 1]];
    if (from !== undefined && to !== undefined) slopes.push((to.y - from.y) / (to.x - from.x));
  }
  const first = points[0];
  const last = points[points.length - 1];
  if (first === undefined || last === undefined) throw new Error("internal: no points to fit");
  if (slopes.length === 0) return { constant: first.value, slope: 0, hinges: [], greatestSum: 0 };

  const reference = leastReference(knots, slopes, straight, first.low, last.high);
  const slope = slopes[reference] ?? 0;
  const start = knots[reference];
  if (start === undefined) throw new Error("internal: a segment without a knot");
  const hinges: Hinge[] = [];
  let greatestSum = 0;
  for (let j = 1; j < slopes.length; j++) {
    const change = (slopes[j] ?? 0) - (slopes[j - 1] ?? 0);
    const at = knots[j]?.x ?? 0;
    const rising = j > reference;
    const reach = rising ? last.high - at : at - first.low;
    if (change === 0 || reach <= 0) continue;
    hinges.push({ rising, at, weight: change });
    greatestSum += Math.abs(change) * reach;
  }
  return { constant: start.y - slope * start.x, slope, hinges, greatestSum };
}

interface Knot {
  readonly x: number;
  readonly y: number;
}

/** The corners of the function, with flat ends outside the points where it may not go straight. */
function knotsOf(points: readonly Point[], straight: boolean): readonly Knot[] {
  const knots: Knot[] = [];
  for (const [i, point] of points.entries()) {
    const previous = points[i - 1];
    if (previous === undefined) {
      if (!straight) knots.push({ x: point.low - 1, y: point.value });
    } else if (previous.value !== point.value) {
      const slope = (point.value - previous.value) / (point.low - previous.high);
      if (point.low - previous.high > 1 && !Number.isInteger(slope)) {
        knots.push({ x: point.low - 1, y: previous.value });
      }
    }
    knots.push({ x: point.low, y: point.value });
    if (point.high > point.low) knots.push({ x: point.high, y: point.value });
    if (i === points.length - 1 && !straight) knots.push({ x: point.high + 1, y: point.value });
  }
  return knots;
}

/** The segment whose choice as reference gives the least greatest sum; flat ones first among equals. */
function leastReference(
  knots: readonly Knot[],
  slopes: readonly number[],
  straight: boolean,
  least: number,
  greatest: number,
): number {
  const weights = slopes.map((slope, j) => (j === 0 ? 0 : Math.abs(slope - (slopes[j - 1] ?? 0))));
  const rising = weights.map((weight, j) => weight * Math.max(0, greatest - (knots[j]?.x ?? 0)));
  const falling = weights.map((weight, j) => weight * Math.max(0, (knots[j]?.x ?? 0) - least));
  let sum = rising.reduce((total, part) => total + part, 0);
  let best = -1;
  let bestSum = Infinity;
  for (const [j, slope] of slopes.entries()) {
    if (j > 0) sum += (falling[j] ?? 0) - (rising[j] ?? 0);
    if (!straight && slope !== 0) continue;
    const flatter = slope === 0 && slopes[best] !== 0;
    if (sum < bestSum || (sum === bestSum && flatter)) {
      best = j;
      bestSum = sum;
    }
  }
  if (best === -1) throw new Error("internal: no segment to start from");
  return best;
}
