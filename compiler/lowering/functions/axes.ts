/**
 * Ways to put several variables on one integer axis c = Σ a_i · reading_i, so
 * that a function of them is a function of c alone and one row of hinges computes it.
 */
import { greatestOf, leastOf } from "../../numbers.ts";
import type { Variable } from "../tables/variable.ts";
import { sumsOver } from "../tables/tuples.ts";
import type { Edge } from "./line.ts";
import { slopeBetween } from "./line.ts";
import type { NumericFunction } from "./numeric.ts";
import { classesOf } from "./numeric.ts";
import type { Points } from "./piecewise.ts";

/** A variable's reading along an axis: for token and index any column will do, for a channel its own. */
export interface Reading {
  readonly variable: Variable;
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** True for a channel's own reading or the index itself; false for class numbers. */
  readonly natural: boolean;
}

export interface Axis {
  readonly readings: readonly Reading[];
  /** One coefficient per reading; integers. */
  readonly coefficients: readonly number[];
}

const SMALL = [1, -1, 2, -2] as const;
/**
 * The axes worth trying for a function, simplest first; the fewer, the larger
 * its table is. Variables known to intervals only are told apart at the
 * finest digit, so small combinations with them are tried for pairs alone.
 */
export function axesFor(given: NumericFunction): readonly Axis[] {
  const natural = given.variables.map((variable) => naturalReading(variable));
  const [first] = natural;
  if (first !== undefined && natural.length === 1) return [{ readings: natural, coefficients: [1] }];
  const exact = given.variables.every((variable) => variable.exact);
  const few = exact || natural.length === 2 || given.numbers.length <= SMALL_TABLE;
  const combinations = few ? smallCombinations(natural.length) : [];
  const units = exact ? null : commonUnits(given.variables);
  const axes: Axis[] = combinations.map((coefficients) => ({
    readings: natural,
    coefficients: coefficients.map((coefficient, i) => coefficient * (units?.[i] ?? 1)),
  }));
  const classed = given.variables.map((variable, i) =>
    variable.kind === "channel" ? naturalReading(variable) : classReading(given, i),
  );
  const radices = orders(classed.length).map((order) => mixedRadix(classed, order));
  const most = Math.max(FEWEST_AXES, Math.floor(WORK / given.numbers.length));
  const simplest = axes.slice(0, Math.max(2, most - radices.length));
  if (natural.length > 2 && exact) return [...radices.slice(0, most), ...simplest];
  const line = exact ? lineOf(given, natural) : null;
  return [...(line === null ? [] : [line]), ...simplest, ...radices];
}

/** Over so few tuples small combinations of any number of variables are tried. */
const SMALL_TABLE = 1 << 16;

/**
 * Factors that bring readings to one unit, so that sums and differences of them
 * are those of the values; null where they have none. Means lie on grids of their own.
 */
function commonUnits(variables: readonly Variable[]): readonly number[] | null {
  const least = leastOf(variables.map(({ step }) => step));
  const factors = variables.map(({ step }) => Math.round(step / least));
  const meet = variables.every(({ step }, i) => Math.abs(step / least - (factors[i] ?? 0)) < 1e-9);
  return meet ? factors : null;
}

/** More readings than this are not compared in pairs. */
const MOST_EDGES = 512;

/** The axis across the line that separates the two values of a function of two channels; null if there is no such line. */
function lineOf(given: NumericFunction, natural: readonly Reading[]): Axis | null {
  if (natural.some(({ variable }) => variable.kind !== "channel")) return null;
  const [first, second] = given.variables;
  if (first === undefined || second === undefined || second.size > MOST_EDGES) return null;
  const value = given.numbers.find((number) => !Number.isNaN(number));
  for (const turned of [1, -1]) {
    const edges: Edge[] = [];
    for (let state = 0; state < second.size; state++) {
      let [low, high] = [-Infinity, Infinity];
      for (let at = 0; at < first.size; at++) {
        const number = given.numbers[at * second.size + state]!;
        const reading = turned * first.low[at]!;
        if (number === value) low = Math.max(low, reading);
        else if (!Number.isNaN(number)) high = Math.min(high, reading);
      }
      edges.push({ reading: second.low[state]!, low, high });
    }
    const slope = slopeBetween(edges);
    if (slope !== null && slope.numerator !== 0)
      return { readings: natural, coefficients: [turned * slope.denominator, -slope.numerator] };
  }
  return null;
}

/** Cells gone through for one function, and axes tried however large it is. */
const WORK = 1 << 21;
const FEWEST_AXES = 6;

export function naturalReading(variable: Variable): Reading {
  return { variable, low: variable.low, high: variable.high, natural: true };
}

function classReading(given: NumericFunction, i: number): Reading {
  const variable = given.variables[i];
  if (variable === undefined) throw new Error("internal: no such variable");
  const numbers = Float64Array.from(classesOf(given, i).classes);
  return { variable, low: numbers, high: numbers, natural: false };
}

/** Coefficients in −2 … 2, none zero, the first positive; sums and differences first. */
function smallCombinations(count: number): readonly (readonly number[])[] {
  let combinations: (readonly number[])[] = [[1]];
  if (count > 1) combinations.push([2]);
  const steps = count > 3 ? SMALL.slice(0, 2) : SMALL;
  for (let i = 1; i < count; i++) {
    combinations = combinations.flatMap((left) => steps.map((step) => [...left, step]));
  }
  const size = (list: readonly number[]): number => list.reduce((sum, c) => sum + Math.abs(c), 0);
  return combinations
    .filter((list) => list.some((c) => Math.abs(c) === 1))
    .toSorted((left, right) => size(left) - size(right));
}

/** All orders of up to four things; beyond that only the given one and its reverse. */
function orders(count: number): readonly (readonly number[])[] {
  const plain = Array.from({ length: count }, (_, i) => i);
  if (count > 4) return [plain, [...plain].toReversed()];
  const permute = (rest: readonly number[]): readonly (readonly number[])[] =>
    rest.length === 0
      ? [[]]
      : rest.flatMap((i) => permute(rest.filter((j) => j !== i)).map((tail) => [i, ...tail]));
  return permute(plain);
}

/** c = ((first · R₂ + second) · R₃ + third) …: every tuple has its own place. */
function mixedRadix(readings: readonly Reading[], order: readonly number[]): Axis {
  const coefficients = new Array<number>(readings.length).fill(0);
  let weight = 1;
  for (const i of [...order].toReversed()) {
    const reading = readings[i];
    if (reading === undefined) continue;
    coefficients[i] = weight;
    weight *= greatestOf(reading.high) - leastOf(reading.low) + 1;
  }
  return { readings, coefficients };
}

/**
 * The function along an axis: sorted disjoint points, or null where the axis
 * brings together tuples of different value.
 */
export function pointsAlong(given: NumericFunction, axis: Axis): Points | null {
  const exact = axis.readings.every(({ variable, natural }) => !natural || variable.exact);
  return exact ? exactPoints(given, axis) : intervalPoints(given, axis);
}

/** About how many cells going through the function along an axis comes to. */
export function workAlong(given: NumericFunction, axis: Axis): number {
  return given.numbers.length * (isSparse(given, extent(axis)) ? CELLS_A_SORTED : 1);
}

/** Sorting a tuple takes about as long as going through so many. */
const CELLS_A_SORTED = 16;

function isSparse(given: NumericFunction, { least, greatest }: ReturnType<typeof extent>): boolean {
  const span = greatest - least + 1;
  return span > LONGEST_AXIS || span > SPARSEST_AXIS * given.numbers.length;
}

function exactPoints(given: NumericFunction, axis: Axis): Points | null {
  const { least, greatest } = extent(axis);
  const span = greatest - least + 1;
  if (isSparse(given, { least, greatest })) return intervalPoints(given, axis);
  const values = new Float64Array(span).fill(NaN);
  const places = sumsOver(
    axis.readings.map(({ low }, i) => low.map((reading) => axis.coefficients[i]! * reading)),
  );
  for (let cell = 0; cell < places.length; cell++) {
    const number = given.numbers[cell]!;
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

function intervalPoints(given: NumericFunction, axis: Axis): Points | null {
  const intervals = intervalsAlong(given, axis);
  const { least, greatest } = extent(axis);
  return isSparse(given, { least, greatest })
    ? sortedPoints(intervals)
    : paintedPoints(intervals, least, greatest - least + 1);
}

/** Tuples as intervals of the axis: low[i] … high[i] has the value value[i]; NaN where it does not matter. */
interface Intervals {
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly value: Float64Array;
}

function intervalsAlong({ numbers }: NumericFunction, { readings, coefficients }: Axis): Intervals {
  const ends = readings.map(({ low, high }, i) => {
    const coefficient = coefficients[i]!;
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
    const own = value[i]!;
    if (Number.isNaN(own)) continue;
    const last = high[i]! - least;
    for (let c = low[i]! - least; c <= last; c++) {
      const known = painted[c]!;
      if (Number.isNaN(known)) painted[c] = own;
      else if (known !== own) return null;
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

function extent(axis: Axis): { least: number; greatest: number } {
  let least = 0;
  let greatest = 0;
  for (const [i, coefficient] of axis.coefficients.entries()) {
    const reading = axis.readings[i];
    if (reading === undefined) continue;
    const [low, high] = [leastOf(reading.low), greatestOf(reading.high)];
    least += coefficient * (coefficient > 0 ? low : high);
    greatest += coefficient * (coefficient > 0 ? high : low);
  }
  return { least, greatest };
}
