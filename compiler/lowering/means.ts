/** Means as one channel: plain averaging attention, rounded to a grid finer than the gaps between means. */
import { greatestOf, leastOf } from "../analysis/extremes.ts";
import type { Atom } from "../../language/atom.ts";
import { equalityKey, float, int, numberOf } from "../../language/atom.ts";
import { sumKey } from "../analysis/formula.ts";
import type { Variable } from "../analysis/variable.ts";
import { featureAffine, scale } from "./affine.ts";
import type { Fraction, Scaled } from "./averages.ts";
import { meanOf, multipleFor, possibleMeans } from "./averages.ts";
import { headLayerAfter } from "./circuit.ts";
import type { Lowering } from "./context.ts";
import { isRefused } from "./context.ts";
import { positionalWidths } from "./positional.ts";
import { scoreSum } from "./score.ts";
import type { Aggregation } from "./values.ts";
import { holdValue, meanError, scaledValues } from "./values.ts";

/** A channel that holds a mean, and the atom of each of its states. */
export interface MeanVariable {
  readonly variable: Variable;
  readonly atoms: readonly Atom[];
}

/** More possible means than this are not told apart one by one. */
const MOST_MEANS = 1 << 18;

/** One possible value of the channel, in units of the scaled values, and the atom it stands for. */
interface Member {
  readonly mean: number;
  readonly atom: Atom;
}

/**
 * The mean of an aggregate with a single conjunction, as a channel; null where
 * there are several heads to add up, too many means, or gaps too small for the precision.
 */
export function meanVariable(lowering: Lowering, aggregation: Aggregation): MeanVariable | null {
  const { node, sum } = aggregation;
  const [only, ...others] = sum;
  if (only === undefined || others.length > 0 || only.sign < 0) return null;
  const scaled = scaledValues(lowering, aggregation);
  if (isRefused(scaled)) return null;
  const members = membersOf(lowering, aggregation, scaled);
  if (members === null) return null;
  const atoms = members.map(({ atom }) => atom);
  const key = `mean ${sumKey(sum)} ${String(node.value)} ${aggregation.default === null ? "" : equalityKey(aggregation.default)}`;
  const known = lowering.channels.get(key);
  if (known !== undefined) return { variable: known, atoms };

  const readings = readingsOf(lowering, members);
  if (readings === null) return null;
  const scored = scoreSum(lowering, node.selector, sum, {
    levelled: aggregation.default !== null,
    counted: false,
  });
  if (isRefused(scored)) return null;
  const [part] = scored.parts;
  if (part === undefined) return null;
  const multipleOf = new Map(
    aggregation.values.map((atom, i) => [equalityKey(atom), scaled.multiples[i] ?? 0]),
  );
  const value = holdValue(lowering, node, (atom) => multipleOf.get(equalityKey(atom)) ?? NaN);
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
  const variable = lowering.intervalVariable(label.name, readings.low, readings.high, carrier, 2 * layer + 1);
  lowering.channels.set(key, variable);
  return { variable, atoms };
}

/** The possible means and the default, ascending; null if there are too many. */
function membersOf(lowering: Lowering, aggregation: Aggregation, scaled: Scaled): readonly Member[] | null {
  const least = leastOf(scaled.multiples);
  const greatest = greatestOf(scaled.multiples);
  const widths = positionalWidths(lowering, aggregation.sum);
  const counts = { least: Math.max(1, widths?.least ?? 1), greatest: widths?.greatest ?? lowering.maxLength };
  const fractions = possibleMeans(least, greatest, counts, MOST_MEANS);
  if (fractions === null) return null;
  const members: Member[] = fractions.map((fraction) => ({
    mean: fraction.sum / fraction.count,
    atom: atomFor(scaled, fraction, counts.least),
  }));
  const fallback = aggregation.default;
  if (fallback === null || members.some(({ atom }) => equalityKey(atom) === equalityKey(fallback)))
    return members;
  const number = numberOf(fallback);
  // A default that is no number stands beyond all means.
  members.push({
    mean: number === undefined ? Math.ceil(greatest) + 1 : multipleFor(scaled, number),
    atom: fallback,
  });
  return members.toSorted((a, b) => a.mean - b.mean);
}

/** Whole numbers are ints, as a single selected int is; all else is a float. */
function atomFor(scaled: Scaled, { sum, count }: Fraction, fewest: number): Atom {
  const mean = meanOf(scaled, sum, count);
  return Number.isInteger(mean) && fewest === 1 ? int(mean) : float(mean);
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
  // Rounding by an offset of 1.5 · 2^23 grid needs the channel within 2^22 grid of zero.
  const finest = (4 * largest) / lowering.exactLimit;
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
