/** Means as one channel: plain averaging attention, rounded to a grid finer than the gaps between means. */
import type { Atom } from "../../../language/atom.ts";
import { equalityKey, float, int, numberOf } from "../../../language/atom.ts";
import { nearestDouble } from "../../../language/numbers/rational.ts";
import { greatestOf, leastOf } from "../../numbers.ts";
import { featureAffine, scale } from "../circuit/affine.ts";
import { headLayerAfter } from "../circuit/circuit.ts";
import type { Lowering } from "../context/lowering.ts";
import { Memo } from "../context/memo.ts";
import { isRefused } from "../context/refused.ts";
import { positionalWidths } from "../facts/positional.ts";
import { scoreSum } from "../scores/score.ts";
import { placeOn } from "../tables/integers.ts";
import type { ChannelVariable, Variable } from "../tables/variable.ts";
import type { Aggregation } from "./aggregation.ts";
import { aggregationKey, holdValue } from "./aggregation.ts";
import type { Average, Scaled } from "./averages.ts";
import { averagesThatOccur, compareAverages, meanOf, possibleMeans } from "./averages.ts";
import { meanError } from "./exactness.ts";
import { scalingsOf } from "./scalings.ts";

/** A channel that holds a mean, and the atom of each of its states. */
export interface MeanVariable {
  readonly variable: Variable;
  readonly atoms: readonly Atom[];
}

/** More possible means than this are not told apart one by one. */
const MOST_MEANS = 1 << 18;

/** A possible value of the channel, a mean of codes, and the atom it stands for. */
interface Member {
  readonly mean: number;
  readonly atom: Atom;
}

/** Codes with which the possible means can be told apart, the means, ascending, and where the channel may be found for each. */
interface ApartMeans {
  readonly scaled: Scaled;
  readonly members: readonly Member[];
  readonly readings: Readings;
}

/** Channels that hold means, by selector, value and default. */
const meanChannels = new Memo<Aggregation, ChannelVariable>(aggregationKey);

/**
 * The mean of an aggregate with a single conjunction, as a channel; null where
 * there are several heads to add up, too many means, or gaps too small for the precision.
 */
export function meanVariable(lowering: Lowering, aggregation: Aggregation): MeanVariable | null {
  const { node, sum } = aggregation;
  const [only, ...others] = sum;
  if (only === undefined || others.length > 0 || only.sign < 0) return null;
  const means = tellMeans(lowering, aggregation);
  if (means === null) return null;
  const { scaled, members, readings } = means;
  const atoms = members.map(({ atom }) => atom);
  const known = meanChannels.recall(lowering, aggregation);
  if (known !== undefined) {
    lowering.claim(known, "mean", node.id);
    return { variable: known, atoms };
  }

  const scored = scoreSum(lowering, node.selector, sum, {
    levelled: aggregation.default !== null,
    counted: false,
  });
  if (isRefused(scored)) return null;
  const [part] = scored.parts;
  if (part === undefined) return null;
  const codeOf = new Map(aggregation.values.map((atom, i) => [equalityKey(atom), scaled.codes[i] ?? 0]));
  const value = holdValue(lowering, node, (atom) => codeOf.get(equalityKey(atom)) ?? NaN);
  if (isRefused(value)) return null;

  const { builder } = lowering;
  const layer = headLayerAfter(Math.max(scored.time, builder.timeOf(value)));
  const label = lowering.label(node.id);
  const selector = lowering.label(node.selector).meaning;
  const head = builder.head({ ...part.score, kind: "mean", layer, selector, span: label.span });
  const byDefault = members.find(({ atom }) => equalityKey(atom) === equalityKey(node.default));
  const atBos = aggregation.default === null ? 0 : (byDefault?.mean ?? 0);
  const bounds = { least: members[0]?.mean ?? 0, greatest: members[members.length - 1]?.mean ?? 0 };
  const feature = builder.channel([{ head, value, atBos, coefficient: 1 }], readings.grid, bounds, label);
  const carrier = scale(1 / readings.grid, featureAffine(feature));
  const { low, high } = readings;
  const states = { size: low.length, low, high, exact: false, step: readings.grid * stepOf(scaled) };
  const variable = lowering.channel(label.name, states, carrier);
  meanChannels.keep(lowering, aggregation, variable);
  lowering.claim(variable, "mean", node.id);
  return { variable, atoms };
}

/** What a step from code to code is worth. */
function stepOf({ line }: Scaled): number {
  return line === null ? 1 : nearestDouble(line.unit, line.denominator);
}

/** The cheapest codes with which the possible means can be told apart; null if there are none. */
function tellMeans(lowering: Lowering, aggregation: Aggregation): ApartMeans | null {
  for (const scaled of scalingsOf(lowering, aggregation)) {
    const members = membersOf(lowering, aggregation, scaled);
    const readings = members === null ? null : readingsOf(lowering, members);
    if (members !== null && readings !== null) return { scaled, members, readings };
  }
  return null;
}

/** The possible means and the default, ascending; null if there are too many, or equal averages of codes stand for different means. */
function membersOf(lowering: Lowering, aggregation: Aggregation, scaled: Scaled): readonly Member[] | null {
  const least = leastOf(scaled.codes);
  const greatest = greatestOf(scaled.codes);
  const widths = positionalWidths(lowering, aggregation.sum);
  const counts = { least: Math.max(1, widths?.least ?? 1), greatest: widths?.greatest ?? lowering.maxLength };
  const averages =
    scaled.means === null
      ? possibleMeans(least, greatest, counts, MOST_MEANS)
      : averagesThatOccur(scaled.means, MOST_MEANS);
  if (averages === null) return null;
  const members = distinctMembers(scaled, averages, counts.least);
  const fallback = aggregation.default;
  if (members === null || fallback === null) return members;
  if (members.some(({ atom }) => equalityKey(atom) === equalityKey(fallback))) return members;
  const number = numberOf(fallback);
  // A default that is no number, or has no place among the codes, stands beyond all means.
  const place =
    number === undefined || scaled.line === null ? Math.ceil(greatest) + 1 : placeOn(scaled.line, number);
  return [...members, { mean: place, atom: fallback }].toSorted((a, b) => a.mean - b.mean);
}

/** The averages of codes, ascending and each once, with the atoms they stand for; null where equal ones stand for different atoms. */
function distinctMembers(
  scaled: Scaled,
  averages: readonly Average[],
  fewest: number,
): readonly Member[] | null {
  const members: Member[] = [];
  let previous: Average | null = null;
  for (const average of averages) {
    const { sum, count } = average;
    const mean = meanOf(scaled, sum, count);
    if (mean === null) throw new Error("internal: an average that does not occur");
    // Whole numbers are ints, as a single selected int is; all else is a float.
    const atom = Number.isInteger(mean) && fewest === 1 ? int(mean) : float(mean);
    if (previous === null || compareAverages(previous, average) !== 0)
      members.push({ mean: sum / count, atom });
    else if (members.at(-1)?.atom.value !== mean) return null;
    previous = average;
  }
  return members;
}

/** Where the channel may be found for each member, in steps of its grid. */
interface Readings {
  readonly grid: number;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/**
 * A grid of an eighth of the least gap, or finer where that tells the members
 * apart, and the interval of grid points in which each may be found; null where
 * the precision cannot hold them apart.
 */
function readingsOf(lowering: Lowering, members: readonly Member[]): Readings | null {
  const largest = members.reduce((bound, { mean }) => Math.max(bound, Math.abs(mean)), 1);
  let gap = 1;
  for (let i = 1; i < members.length; i++) {
    gap = Math.min(gap, (members[i]?.mean ?? 0) - (members[i - 1]?.mean ?? 0));
  }
  if (gap <= 0) return null;
  const finest = largest / lowering.precision.snapRange;
  for (let grid = 2 ** Math.floor(Math.log2(gap / 8)); grid > finest; grid /= 2) {
    const readings = intervalsOn(grid, members, largest * meanError(lowering));
    if (readings !== null) return readings;
  }
  return null;
}

/** Every member's interval on the grid, if no two meet; the computed mean is off by at most `error`. */
function intervalsOn(grid: number, members: readonly Member[], error: number): Readings | null {
  const blur = 1 / 2 + error / grid;
  const low = Float64Array.from(members, ({ mean }) => Math.ceil(mean / grid - blur));
  const high = Float64Array.from(members, ({ mean }) => Math.floor(mean / grid + blur));
  for (let i = 1; i < low.length; i++) {
    if (low[i]! <= high[i - 1]!) return null;
  }
  return { grid, low, high };
}
