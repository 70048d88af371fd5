/**
 * Functions of a fraction: "the mean is above 3" is one of two exact counts,
 * and holds where sum − 3 · count is above 0. One step along that line's own axis
 * computes it, where an axis with a place for every pair of counts, or a row of
 * hinges for every count, would take hundreds of neurons.
 */
import { greatestOf, leastOf } from "../../numbers.ts";
import type { Affine } from "../circuit/affine.ts";
import { combine, constantAffine, featureAffine, shift } from "../circuit/affine.ts";
import type { Label } from "../circuit/builder.ts";
import type { Lowering } from "../context/lowering.ts";
import type { Edge, Fraction } from "../functions/line.ts";
import { slopeBetween } from "../functions/line.ts";
import { realise } from "../functions/realise.ts";
import type { Variable } from "../tables/variable.ts";
import { exactStates } from "../tables/variable.ts";
import type { Profile, Row } from "./profile.ts";

/** The expression that is `numbers[atom]`, as a step for each change between neighbouring atoms; null where a line is missing. */
export function realiseSteps(
  lowering: Lowering,
  profile: Profile,
  numbers: readonly number[],
  label: Label,
): Affine | null {
  const [first = 0] = numbers;
  const parts: (readonly [number, Affine])[] = [[1, constantAffine(first)]];
  /** What the steps have come to in the excepted row, less what is wanted there. */
  const excess = new Map<number, number>();
  for (let atom = 1; atom < numbers.length; atom++) {
    const rise = (numbers[atom] ?? 0) - (numbers[atom - 1] ?? 0);
    if (rise === 0) continue;
    const step = stepBefore(lowering, profile, atom, label);
    if (step === null) return null;
    parts.push([rise, step.affine]);
    for (const [row, off] of step.excess) excess.set(row, (excess.get(row) ?? 0) + rise * off);
  }
  const { short } = profile;
  const corrections = Float64Array.from(short.low, (_, row) => 0 - (excess.get(row) ?? 0));
  const corrected = realise(lowering, { variables: [short], numbers: corrections }, label);
  if (corrected === null) return null;
  parts.push([1, corrected]);
  return asOneTable(lowering, parts, { least: leastOf(numbers), greatest: greatestOf(numbers) }, label);
}

/** The sum of expressions, as one feature where all of it is written by neurons of one layer; null if it is not exact. */
function asOneTable(
  lowering: Lowering,
  parts: readonly (readonly [number, Affine])[],
  range: { readonly least: number; readonly greatest: number },
  label: Label,
): Affine | null {
  const { builder, exactLimit } = lowering;
  const sum = combine(parts);
  const weights = new Map<number, number>();
  const layers = new Set<number>();
  let greatestSum = 0;
  for (const [id, coefficient] of sum.terms) {
    const feature = builder.feature(id);
    if (feature.kind !== "table" || !Number.isInteger(coefficient)) {
      return builder.termsOf(sum) < exactLimit ? sum : null;
    }
    layers.add(feature.time);
    greatestSum += Math.abs(coefficient) * feature.greatestSum;
    for (const [neuron, weight] of feature.neurons) {
      weights.set(neuron, (weights.get(neuron) ?? 0) + coefficient * weight);
    }
  }
  if (sum.terms.length < 2 || layers.size > 1) return builder.termsOf(sum) < exactLimit ? sum : null;
  if (greatestSum >= exactLimit) return null;
  const bounds = {
    least: range.least - sum.constant,
    greatest: range.greatest - sum.constant,
    greatestSum,
  };
  const neurons = [...weights].filter(([, weight]) => weight !== 0);
  return shift(featureAffine(builder.table(neurons, bounds, label)), sum.constant);
}

interface Step {
  /** 1 from the atom on, 0 before it. */
  readonly affine: Affine;
  /** By row, what is too much there: the row of an empty selection has a default, which no line knows. */
  readonly excess: ReadonlyMap<number, number>;
}

/** Where a row goes over from the atoms before one to those from it on, the long variable turned so that they ascend. */
interface RowEdge extends Edge {
  readonly row: number;
  readonly least: number;
  readonly greatest: number;
}

function stepBefore(lowering: Lowering, profile: Profile, atom: number, label: Label): Step | null {
  lowering.spend(profile.rows.length * (profile.rows.length + profile.atoms));
  const edges = profile.rows.flatMap((row, at) => edgeOf(profile, row, at, atom));
  const regular = edges.filter(({ row }) => row !== EXCEPTION);
  for (const chosen of [edges, regular]) {
    const slope = slopeBetween(chosen);
    if (slope === null) continue;
    const step = stepAlong(lowering, profile, { edges, chosen, slope }, label);
    if (step !== null) return step;
  }
  return null;
}

/** The row that may be left out: none selected. */
const EXCEPTION = 0;

function edgeOf({ direction }: Profile, row: Row, at: number, atom: number): readonly RowEdge[] {
  const turned = (bound: Float64Array, other: Float64Array): Float64Array =>
    direction === 1 ? bound : other.map((reading) => -reading);
  const least = turned(row.least, row.greatest);
  const greatest = turned(row.greatest, row.least);
  const edge = {
    row: at,
    reading: row.reading,
    low: greatestOf(greatest.subarray(0, atom)),
    high: leastOf(least.subarray(atom)),
    least: leastOf(least),
    greatest: greatestOf(greatest),
  };
  return edge.least <= edge.greatest ? [edge] : [];
}

/** The step along denominator · long − numerator · short; null where it is not even in the excepted row. */
function stepAlong(
  lowering: Lowering,
  { long, short, direction }: Profile,
  line: { readonly edges: readonly RowEdge[]; readonly chosen: readonly RowEdge[]; readonly slope: Fraction },
  label: Label,
): Step | null {
  const { numerator, denominator } = line.slope;
  const placeOf = (reading: number, row: RowEdge): number => denominator * reading - numerator * row.reading;
  const low = greatestOf(line.chosen.map((edge) => placeOf(edge.low, edge)));
  const high = leastOf(line.chosen.map((edge) => placeOf(edge.high, edge)));
  if (low >= high) return null;
  const heightAt = (place: number): number => (place >= high || low === -Infinity ? 1 : 0);
  const excess = new Map<number, number>();
  for (const edge of line.edges) {
    if (line.chosen.includes(edge)) continue;
    const [from, to] = [edge.least, edge.greatest].map((reading) => heightAt(placeOf(reading, edge)));
    const changes = edge.low !== -Infinity && edge.high !== Infinity;
    if (from === undefined || from !== to || changes) return null;
    excess.set(edge.row, from - (edge.low === -Infinity ? 1 : 0));
  }
  if (low === -Infinity || high === Infinity) return { affine: constantAffine(heightAt(high)), excess };
  const ends = line.edges.flatMap((edge) => [placeOf(edge.least, edge), placeOf(edge.greatest, edge)]);
  const places = [leastOf(ends), low, high - 1, high, greatestOf(ends)];
  const readings = [...new Set(places)].toSorted((a, b) => a - b);
  const carrier = combine([
    [direction * denominator, readingOf(lowering, long)],
    [-numerator, readingOf(lowering, short)],
  ]);
  const variable = lowering.channel(label.name, exactStates(readings), carrier);
  const numbers = variable.low.map(heightAt);
  const affine = realise(lowering, { variables: [variable], numbers }, label);
  return affine === null ? null : { affine, excess };
}

/** What reads the variable: its channel, or a column of the embedding. */
function readingOf({ builder }: Lowering, variable: Variable): Affine {
  if (variable.kind === "channel") return variable.carrier;
  const { kind, name, low } = variable;
  return builder.column(kind, Array.from(low), { name, meaning: name, span: null });
}
