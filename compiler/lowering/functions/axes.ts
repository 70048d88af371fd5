/**
 * Ways to put several variables on one integer axis c = Σ a_i · reading_i, so
 * that a function of them is a function of c alone and one row of hinges computes it.
 */
import { greatestOf, leastOf } from "../../numbers.ts";
import type { Variable } from "../tables/variable.ts";
import type { Edge } from "./line.ts";
import { slopeBetween } from "./line.ts";
import type { NumericFunction } from "./numeric.ts";
import { classesOf } from "./numeric.ts";

/** A variable's reading along an axis: for token and index any column will do, for a channel its own. */
export interface Reading {
  readonly variable: Variable;
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** True for a channel's own reading or the index itself; false for class numbers. */
  readonly natural: boolean;
}

/** c = Σ coefficient · reading. */
export interface Axis {
  readonly readings: readonly WeighedReading[];
}

interface WeighedReading extends Reading {
  /** An integer. */
  readonly coefficient: number;
}

function weigh(readings: readonly Reading[], coefficients: readonly number[]): Axis {
  return { readings: readings.map((reading, i) => ({ ...reading, coefficient: coefficients[i] ?? 0 })) };
}

const SMALL = [1, -1, 2, -2] as const;

/**
 * The axes worth trying for a function, simplest first; the fewer, the larger
 * its table is. Variables known to intervals only are told apart at the
 * finest digit, so small combinations with them are tried for pairs alone.
 */
export function axesFor(f: NumericFunction): readonly Axis[] {
  const natural = f.variables.map((variable) => naturalReading(variable));
  const [first] = natural;
  if (first !== undefined && natural.length === 1) return [weigh(natural, [1])];
  const exact = f.variables.every((variable) => variable.exact);
  const few = exact || natural.length === 2 || f.numbers.length <= SMALL_TABLE;
  const combinations = few ? smallCombinations(natural.length) : [];
  const units = exact ? null : commonUnits(f.variables);
  const axes = combinations.map((coefficients) =>
    weigh(
      natural,
      coefficients.map((coefficient, i) => coefficient * (units?.[i] ?? 1)),
    ),
  );
  const classed = f.variables.map((variable, i) =>
    variable.kind === "channel" ? naturalReading(variable) : classReading(f, i),
  );
  const radices = orders(classed.length).map((order) => mixedRadix(classed, order));
  const most = Math.max(FEWEST_AXES, Math.floor(WORK / f.numbers.length));
  const simplest = axes.slice(0, Math.max(2, most - radices.length));
  if (natural.length > 2 && exact) return [...radices.slice(0, most), ...simplest];
  const line = exact ? lineOf(f, natural) : null;
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
function lineOf(f: NumericFunction, natural: readonly Reading[]): Axis | null {
  if (natural.some(({ variable }) => variable.kind !== "channel")) return null;
  const [first, second] = f.variables;
  if (first === undefined || second === undefined || second.size > MOST_EDGES) return null;
  const value = f.numbers.find((number) => !Number.isNaN(number));
  for (const turned of [1, -1]) {
    const edges: Edge[] = [];
    for (let state = 0; state < second.size; state++) {
      let [low, high] = [-Infinity, Infinity];
      for (let at = 0; at < first.size; at++) {
        const number = f.numbers[at * second.size + state]!;
        const reading = turned * first.low[at]!;
        if (number === value) low = Math.max(low, reading);
        else if (!Number.isNaN(number)) high = Math.min(high, reading);
      }
      edges.push({ reading: second.low[state]!, low, high });
    }
    const slope = slopeBetween(edges);
    if (slope !== null && slope.numerator !== 0)
      return weigh(natural, [turned * slope.denominator, -slope.numerator]);
  }
  return null;
}

/** Cells gone through for one function, and axes tried however large it is. */
const WORK = 1 << 21;
/** Axes tried however large the function is. */
const FEWEST_AXES = 6;

export function naturalReading(variable: Variable): Reading {
  return { variable, low: variable.low, high: variable.high, natural: true };
}

function classReading(f: NumericFunction, i: number): Reading {
  const variable = f.variables[i];
  if (variable === undefined) throw new Error("internal: no such variable");
  const numbers = Float64Array.from(classesOf(f, i).classes);
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
  return weigh(readings, coefficients);
}
