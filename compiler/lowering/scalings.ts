/** Ways to write values as integers whose sums tell their means, cheapest first. */
import { greatestOf, leastOf } from "../analysis/extremes.ts";
import type { Average, Line, OnLine, Scaled } from "./averages.ts";
import {
  averagesThatOccur,
  compareAverages,
  fromNearby,
  fromNearest,
  inDyadicUnits,
  LARGEST_CODE,
  meanOf,
} from "./averages.ts";
import { commonDenominator, greatestDivisor, simplestFraction } from "./fractions.ts";
import type { Coded, Selections } from "./selections.ts";
import { determineMeans } from "./selections.ts";

/** Fractions are sought within so many units in the last place: the nearest, and what rounding twice may leave. */
const TOLERANCES = [1 / 2, 8];

/** What goes through sums. */
interface Search {
  readonly numbers: readonly number[];
  readonly selections: Selections;
  readonly spend: (cells: number) => void;
}

/** Codes that are multiples of one unit: their sums are sums of the values. */
export function exactScalings(search: Search): readonly Scaled[] {
  const { integers, denominator } = inDyadicUnits(search.numbers);
  const scalings: Scaled[] = [];
  for (const scaled of [fromNearby(integers, denominator), fromNearest(integers, denominator)]) {
    if (scaled === null || scalings.some((known) => known.line.unit === scaled.line.unit)) continue;
    scalings.push({ ...scaled, means: isContiguous(scaled.codes) ? null : sumsThatOccur(search, scaled) });
  }
  return scalings;
}

/** True if the codes are all the integers between the least and the greatest. */
function isContiguous(codes: readonly number[]): boolean {
  return greatestOf(codes) - leastOf(codes) < codes.length;
}

function sumsThatOccur({ selections, spend }: Search, scaled: OnLine): Scaled["means"] {
  const coded: Coded = { ...scaled, radix: 1, rests: scaled.codes.map(() => 0), scale: 1n };
  const result = determineMeans(selections, coded, spend);
  return result.kind === "determined" ? result.means : null;
}

/**
 * Codes that are multiples of the unit of simple fractions near to the values,
 * where their sums determine the mean of the values; where they do not, with a
 * second digit for what the values exceed the fractions by.
 */
export function nearbyScalings(search: Search): readonly Scaled[] {
  const scalings: Scaled[] = [];
  let last: bigint | null = null;
  for (const tolerance of TOLERANCES) {
    const fractions = search.numbers.map((number) => simplestFraction(number, tolerance));
    const denominator = commonDenominator(fractions, BigInt(LARGEST_CODE));
    if (denominator === null || denominator === last) continue;
    last = denominator;
    const integers = fractions.map((fraction) => (fraction.numerator * denominator) / fraction.denominator);
    const rational = fromNearby(integers, denominator) ?? fromNearest(integers, denominator);
    const coded = rational === null ? null : codedOn(search, rational);
    if (coded !== null) scalings.push(...certainScalings(search, coded));
  }
  return scalings;
}

/**
 * The first codes whose sums and numbers determine the mean, and the first whose
 * quotients do; the digit for the rests is as coarse as will do.
 */
function certainScalings(search: Search, coded: Coded): readonly Scaled[] {
  const counted = firstOf(search, coded, stepsFor(coded), search.selections.greatest, isCertain);
  if (counted === null || meansAscend(counted.scaled) !== false)
    return counted === null ? [] : [counted.scaled];
  // Digits that never reach the least distance of two different quotients leave these in order.
  const apart = search.selections.greatest * (search.selections.greatest - 1);
  const divided = firstOf(search, coded, counted.steps, apart, meansAscend);
  return divided === null ? [counted.scaled] : [counted.scaled, divided.scaled];
}

function isCertain(): boolean {
  return true;
}

/** What the rests are counted in, coarser first; Infinity for not at all. */
function stepsFor({ rests }: Coded): readonly number[] {
  const unit = Number(rests.reduce((common, rest) => greatestDivisor(common, BigInt(rest)), 0n));
  const steps = [Infinity];
  if (unit === 0) return steps;
  for (let step = greatestOf(rests.map(Math.abs)); step > unit; step /= 2) steps.push(step);
  return [...steps, unit];
}

/** The coarsest step that serves, and the steps from there on; null where none does before sums or codes are too many or too large. */
function firstOf(
  search: Search,
  coded: Coded,
  steps: readonly number[],
  spread: number,
  serves: (scaled: Scaled) => boolean | null,
): { readonly scaled: Scaled; readonly steps: readonly number[] } | null {
  for (const [i, step] of steps.entries()) {
    const finer = withDigits(coded, step, spread);
    if (finer === null) return null;
    const result = determineMeans(search.selections, finer, search.spend);
    if (result.kind === "too-many") return null;
    if (result.kind === "ambiguous") continue;
    const scaled: Scaled = { codes: finer.codes, line: lineThrough(finer), means: result.means };
    if (serves(scaled) === true) return { scaled, steps: steps.slice(i) };
  }
  return null;
}

/** More averages than this are not compared. */
const MOST_AVERAGES = 1 << 17;

/** Whether greater quotients of sum and number stand for greater means, and equal ones for the same; null where there are too many. */
function meansAscend(scaled: Scaled): boolean | null {
  const averages = scaled.means === null ? null : averagesThatOccur(scaled.means, MOST_AVERAGES);
  if (averages === null) return null;
  let last: { readonly average: Average; readonly mean: number } | null = null;
  for (const average of averages) {
    const mean = meanOf(scaled, average.sum, average.count) ?? 0;
    if (last !== null && mean < last.mean) return false;
    if (last !== null && mean > last.mean && compareAverages(last.average, average) === 0) return false;
    last = { average, mean };
  }
  return true;
}

/** With a digit for the rests in such steps, and room for `spread` of the largest; null where the codes get too large to be summed. */
function withDigits(coded: Coded, step: number, spread: number): Coded | null {
  const rounded = coded.rests.map((rest) => Math.round(rest / step));
  const least = leastOf(rounded);
  const radix = (greatestOf(rounded) - least) * spread + 1;
  const codes = coded.codes.map((code, i) => code * radix + (rounded[i] ?? 0) - least);
  return codes.some((code) => Math.abs(code) > LARGEST_CODE) ? null : { ...coded, codes, radix };
}

/** Near to which codes with digits lie. */
function lineThrough({ line, radix }: Coded): Line {
  const fine = BigInt(radix);
  return { base: line.base * fine, unit: line.unit, denominator: line.denominator * fine };
}

/** By how much the values exceed a line; null where sums of that would leave the exact doubles. */
function codedOn({ numbers, selections }: Search, { codes, line }: OnLine): Coded | null {
  const { integers, denominator: scale } = inDyadicUnits(numbers);
  const rests = integers.map((n, i) => {
    const place = line.base + line.unit * BigInt(codes[i] ?? 0);
    return Number(n * line.denominator - place * scale);
  });
  const most = greatestOf(rests.map(Math.abs)) * selections.greatest;
  return most < Number.MAX_SAFE_INTEGER ? { codes, radix: 1, line, rests, scale } : null;
}
