/** Ways to write values as integers whose sums tell their means, cheapest first. */
import { numberOf } from "../../../language/atom.ts";
import { greatestLargeDivisor, greatestOf, leastOf, magnitude } from "../../numbers.ts";
import type { Lowering } from "../context/lowering.ts";
import { Memo } from "../context/memo.ts";
import type { Line, OnLine } from "../tables/integers.ts";
import { LARGEST_CODE, fromNearby, fromNearest, inDyadicUnits } from "../tables/integers.ts";
import type { Aggregation } from "./aggregation.ts";
import { selectionKey } from "./aggregation.ts";
import type { Average, Scaled } from "./averages.ts";
import { averagesThatOccur, compareAverages, meanOf } from "./averages.ts";
import { countsExactly, largestOf } from "./exactness.ts";
import { commonDenominator, halfUnit, simplestFraction } from "./fractions.ts";
import type { Coded, Selections } from "./selections.ts";
import { determineMeans, multiplicities, selectionsOf } from "./selections.ts";

/** Rounding the results of some operations leaves a value within so many units of the largest one's last place. */
const ROUNDED = 8;

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
  const units: bigint[] = [];
  for (const scaled of [fromNearby(integers, denominator), fromNearest(integers, denominator)]) {
    if (scaled === null || scaled.line.unit === units.at(-1)) continue;
    units.push(scaled.line.unit);
    scalings.push({ ...scaled, means: isContiguous(scaled.codes) ? null : sumsThatOccur(search, scaled) });
  }
  return scalings;
}

/** True if the codes are all the integers between the least and the greatest. */
function isContiguous(codes: readonly number[]): boolean {
  return greatestOf(codes) - leastOf(codes) < codes.length;
}

function sumsThatOccur({ selections, spend }: Search, scaled: OnLine): Scaled["means"] {
  const coded: Coded = { ...scaled, radix: 1, rests: scaled.codes.map(() => 0n), scale: 1n };
  const result = determineMeans(selections, coded, spend);
  return result.kind === "determined" ? result.means : null;
}

/**
 * Codes that are multiples of the unit of simple fractions near to the values,
 * where their sums determine the mean of the values; where they do not, with a
 * second digit for what the values exceed the fractions by.
 */
export function nearbyScalings(search: Search): readonly Scaled[] {
  return nearbyFractions(search.numbers).flatMap(({ integers, denominator }) => {
    const rational = fromNearby(integers, denominator) ?? fromNearest(integers, denominator);
    return rational === null ? [] : certainScalings(search, codedOn(search, rational));
  });
}

/** Numbers as integers over a common denominator, nearly; none where that is too large. */
export function nearbyFractions(
  numbers: readonly number[],
): readonly { readonly integers: readonly bigint[]; readonly denominator: bigint }[] {
  const ways: { integers: readonly bigint[]; denominator: bigint }[] = [];
  const rounded = 2 * ROUNDED * halfUnit(greatestOf(numbers.map(Math.abs)));
  for (const slackOf of [halfUnit, () => rounded]) {
    const fractions = numbers.map((number) => simplestFraction(number, slackOf(number)));
    const denominator = commonDenominator(fractions, BigInt(LARGEST_CODE));
    if (denominator === null || denominator === ways.at(-1)?.denominator) continue;
    const integers = fractions.map((fraction) => (fraction.numerator * denominator) / fraction.denominator);
    ways.push({ integers, denominator });
  }
  return ways;
}

/** Codes whose sums tell how often each value is selected: for few values of any kind. */
export function tallyingScalings(search: Search): readonly Scaled[] {
  const { integers, denominator } = inDyadicUnits(search.numbers);
  const codes: number[] = [];
  let next = 1;
  for (const most of multiplicities(search.selections, integers.length)) {
    // Their number tells how often the first is selected.
    codes.push(codes.length === 0 ? 0 : next);
    if (codes.length > 1) next *= most + 1;
    if (next > LARGEST_CODE) return [];
  }
  const line: Line = { base: 0n, unit: 0n, denominator };
  const coded: Coded = { codes, radix: 1, line, rests: integers, scale: 1n };
  const result = determineMeans(search.selections, coded, search.spend);
  return result.kind === "determined" ? [{ codes, line: null, means: result.means }] : [];
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

/** In what the rests are counted, coarser first; null for not at all. */
function stepsFor({ rests }: Coded): readonly (bigint | null)[] {
  const unit = rests.reduce((common, rest) => greatestLargeDivisor(common, rest), 0n);
  const steps: (bigint | null)[] = [null];
  if (unit === 0n) return steps;
  const largest = rests.reduce((most, rest) => (magnitude(rest) > most ? magnitude(rest) : most), 0n);
  for (let step = largest; step > unit; step /= 2n) steps.push(step);
  return [...steps, unit];
}

/** The coarsest step that serves, and the steps from there on; null where none does before sums or codes are too many or too large. */
function firstOf(
  search: Search,
  coded: Coded,
  steps: readonly (bigint | null)[],
  spread: number,
  serves: (scaled: Scaled) => boolean | null,
): { readonly scaled: Scaled; readonly steps: readonly (bigint | null)[] } | null {
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
function withDigits(coded: Coded, step: bigint | null, spread: number): Coded | null {
  if (step === null) return coded;
  const rounded = coded.rests.map((rest) => Math.round(Number(rest) / Number(step)));
  const least = leastOf(rounded);
  const radix = (greatestOf(rounded) - least) * spread + 1;
  const codes = coded.codes.map((code, i) => code * radix + (rounded[i] ?? 0) - least);
  // Neither holds of what is too large to be a number.
  return codes.every((code) => Math.abs(code) <= LARGEST_CODE) ? { ...coded, codes, radix } : null;
}

/** Near to which codes with digits lie. */
function lineThrough({ line, radix }: Coded): Line {
  const fine = BigInt(radix);
  return { base: line.base * fine, unit: line.unit, denominator: line.denominator * fine };
}

/** By how much the values exceed a line. */
function codedOn({ numbers }: Search, { codes, line }: OnLine): Coded {
  const { integers, denominator: scale } = inDyadicUnits(numbers);
  const rests = integers.map((n, i) => {
    const place = line.base + line.unit * BigInt(codes[i] ?? 0);
    return n * line.denominator - place * scale;
  });
  return { codes, radix: 1, line, rests, scale };
}

/** Ways to write averaged values as integers, by selector and value. */
const scalings = new Memo<Aggregation, readonly Scaled[]>(selectionKey);

/** Ways to write the values as integers whose sum and number tell the mean, cheapest first. */
export function scalingsOf(lowering: Lowering, aggregation: Aggregation): readonly Scaled[] {
  return scalings.once(lowering, aggregation, () => findScalings(lowering, aggregation));
}

function findScalings(lowering: Lowering, aggregation: Aggregation): readonly Scaled[] {
  const numbers = aggregation.values.map((atom) => numberOf(atom) ?? 0);
  const search = { numbers, selections: selectionsOf(lowering, aggregation), spend: lowering.spend };
  const exact = exactScalings(search);
  const countable = ({ codes }: Scaled): boolean =>
    countsExactly(lowering, largestOf(codes) * lowering.maxLength);
  const near = exact.some(countable) ? exact : [...exact, ...nearbyScalings(search)];
  return near.some(countable) ? near : [...near, ...tallyingScalings(search)];
}
