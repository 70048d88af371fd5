/** A function along an axis: what it is at each integer, as sorted disjoint points. */
import { greatestOf, leastOf } from "../../numbers.ts";
import { sumsOver } from "../tables/tuples.ts";
import type { Axis } from "./axes.ts";
import type { NumericFunction } from "./numeric.ts";
import type { Points } from "./piecewise.ts";

/**
 * The function along an axis: sorted disjoint points, or null where the axis
 * brings together tuples of different value.
 */
export function pointsAlong(f: NumericFunction, axis: Axis): Points | null {
  const exact = axis.readings.every(({ variable, natural }) => !natural || variable.exact);
  return exact ? exactPoints(f, axis) : intervalPoints(f, axis);
}

/** About how many cells going through the function along an axis comes to. */
export function workAlong(f: NumericFunction, axis: Axis): number {
  return f.numbers.length * (isSparse(f, extent(axis)) ? CELLS_A_SORTED : 1);
}

/** Sorting a tuple takes about as long as going through so many. */
const CELLS_A_SORTED = 16;

function isSparse(f: NumericFunction, { least, greatest }: ReturnType<typeof extent>): boolean {
  const span = greatest - least + 1;
  return span > LONGEST_AXIS || span > SPARSEST_AXIS * f.numbers.length;
}

function exactPoints(f: NumericFunction, axis: Axis): Points | null {
  const { least, greatest } = extent(axis);
  const span = greatest - least + 1;
  if (isSparse(f, { least, greatest })) return intervalPoints(f, axis);
  const values = new Float64Array(span).fill(NaN);
  const places = sumsOver(
    axis.readings.map(({ low, coefficient }) => low.map((reading) => coefficient * reading)),
  );
  for (let cell = 0; cell < places.length; cell++) {
    const number = f.numbers[cell]!;
    if (Number.isNaN(number)) continue;
    const c = places[cell]! - least;
    const known = values[c]!;
    if (Number.isNaN(known)) values[c] = number;
    else if (known !== number) return null;
  }
  return runsOf(values, least);
}

/** Axes longer than this, or this many times longer than the table, are gone through by sorting. */
const LONGEST_AXIS = 1 << 23;

const SPARSEST_AXIS = 8;

function intervalPoints(f: NumericFunction, axis: Axis): Points | null {
  const intervals = intervalsAlong(f, axis);
  const { least, greatest } = extent(axis);
  return isSparse(f, { least, greatest })
    ? sortedPoints(intervals)
    : paintedPoints(intervals, least, greatest - least + 1);
}

/** Tuples as intervals of the axis: low[i] … high[i] has the value value[i]; NaN where it does not matter. */
interface Intervals {
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly value: Float64Array;
}

function intervalsAlong({ numbers }: NumericFunction, { readings }: Axis): Intervals {
  const ends = readings.map(({ low, high, coefficient }) => {
    const [first, last] = coefficient > 0 ? [low, high] : [high, low];
    return {
      first: first.map((reading) => coefficient * reading),
      last: last.map((reading) => coefficient * reading),
    };
  });
  const low = sumsOver(ends.map(({ first }) => first));
  const high = sumsOver(ends.map(({ last }) => last));
  return { low, high, value: numbers };
}

/** By writing every interval's value on the axis; null where two values meet. */
function paintedPoints({ low, high, value }: Intervals, least: number, span: number): Points | null {
  const painted = new Float64Array(span).fill(NaN);
  for (let i = 0; i < value.length; i++) {
    const number = value[i]!;
    if (Number.isNaN(number)) continue;
    const last = high[i]! - least;
    for (let c = low[i]! - least; c <= last; c++) {
      const known = painted[c]!;
      if (Number.isNaN(known)) painted[c] = number;
      else if (known !== number) return null;
    }
  }
  return runsOf(painted, least);
}

/** By sorting the intervals; null where two of different value meet. */
function sortedPoints({ low, high, value }: Intervals): Points | null {
  const order = Uint32Array.from(value, (_, i) => i)
    .filter((i) => !Number.isNaN(value[i]))
    .toSorted((a, b) => low[a]! - low[b]!);
  const points: Points = { low: [], high: [], value: [] };
  for (let from = 0; from < order.length;) {
    const first = order[from]!;
    const run = value[first]!;
    let end = high[first]!;
    let next = from + 1;
    for (; next < order.length && value[order[next]!] === run; next++)
      end = Math.max(end, high[order[next]!]!);
    if (next < order.length && low[order[next]!]! <= end) return null;
    addPoint(points, low[first]!, end, run);
    from = next;
  }
  return points;
}

/** Runs of equal values on an axis from `least` on; NaN where there is none. */
function runsOf(values: Float64Array, least: number): Points {
  const points: Points = { low: [], high: [], value: [] };
  let [first, last] = [-1, -1];
  for (let c = 0; c < values.length; c++) {
    const value = values[c]!;
    if (Number.isNaN(value)) continue;
    if (first === -1) first = c;
    else if (value !== values[first]) {
      addPoint(points, first + least, last + least, values[first]!);
      first = c;
    }
    last = c;
  }
  if (first !== -1) addPoint(points, first + least, last + least, values[first]!);
  return points;
}

function addPoint(points: Points, low: number, high: number, value: number): void {
  points.low.push(low);
  points.high.push(high);
  points.value.push(value);
}

function extent(axis: Axis): { readonly least: number; readonly greatest: number } {
  let least = 0;
  let greatest = 0;
  for (const { low, high, coefficient } of axis.readings) {
    const ends = [coefficient * leastOf(low), coefficient * greatestOf(high)];
    least += Math.min(...ends);
    greatest += Math.max(...ends);
  }
  return { least, greatest };
}
