/** Channels that hold means, rounded to a grid. */
import type { ModelChannel } from "../../runtime/model.ts";
import { aggregateOf, defaultOf, selectorsOf } from "./claims.ts";
import type { Codes } from "./codes.ts";
import { addState, holdAtoms, largestOf, requireApart } from "./codes.ts";
import type { Contribution, Held, Intake, Proof } from "./proof.ts";
import { ROUNDED_TO_A_GRID, noteChannel, requireRoom } from "./proof.ts";
import { NONE } from "../program/table.ts";
import { reachOf } from "../quantities/selections.ts";
import { averagesOf } from "../quantities/averages.ts";
import type { AtomId } from "../state/atoms.ts";
import type { Rule } from "../report/rule.ts";
import { Unproved } from "../report/unproved.ts";

/** More pairs of sum and number than this are not gone through. */
const MOST_MEANS = 1 << 22;

export const MEAN_ON_A_GRID: Rule = {
  name: "mean on a grid",
  of: "channel",
  why: "Selected keys weigh alike, others nothing, so the head gives the mean of their codes, off by no more than its division and its sums can make it. Every sum and number that occurs is gone through: all grid points at which its mean may be found are states, and no grid point has two values.",
};

export function meanChannel(
  proof: Proof,
  claim: ModelChannel & { readonly kind: "move" | "mean" },
  codes: ReadonlyMap<number, Codes>,
  { head, atBos, weight }: Contribution,
  before: number,
  { grid }: Intake,
  isFull: boolean,
  dimension: number,
): Held {
  const { program, residual, quantities } = proof;
  const { arithmetic } = residual;
  if (grid === null) throw new Unproved("unproved", "a mean is not rounded to a grid");
  if (unitPower(weight) === null)
    throw new Unproved("unproved", "a mean is scaled by other than a power of two");
  for (const own of codes.values()) requireApart(own);
  const largest = largestOf(codes) * Math.abs(weight);
  const error = largest * (program.setting.maxLength + 5) * arithmetic.rounding + largest * 2 ** -50;
  const bosError = (Math.abs(atBos.value) * 2 ** -50 + atBos.error) * Math.abs(weight);
  const found = new Map<string, FoundMeans>();
  const atomsOf = new Map<number, ReadonlyMap<number, AtomId>>();
  for (const [aggregate, own] of codes) {
    const { value } = aggregateOf(program, aggregate);
    const fallback = isFull ? null : defaultOf(program, aggregate);
    const key = `${String(value)} ${String(fallback)}`;
    const scaled = new Map([...own].map(([atom, code]) => [atom, code * weight]));
    const means = found.get(key) ?? findMeans(proof, claim, aggregate, scaled, { grid, error });
    if (!found.has(key) && fallback !== null)
      putMean(proof, means, { mean: atBos.value * weight, off: bosError, atom: fallback, count: 0 }, grid);
    found.set(key, means);
    atomsOf.set(aggregate, means.atoms);
  }
  const all = [...found.values()];
  const farthest = all
    .flatMap(({ atoms }) => [...atoms.keys()])
    .reduce((most, reading) => Math.max(most, Math.abs(reading)), 0);
  requireRoom(before, farthest + grid);
  const wanders = all.reduce((most, means) => Math.max(most, means.wanders), 0);
  proof.errors.set(`${String(dimension)}@${String(2 * head.layer + 1)}`, wanders);
  for (const rule of [ROUNDED_TO_A_GRID, MEAN_ON_A_GRID]) noteChannel(proof, dimension, rule);
  for (const aggregate of claim.aggregates) {
    for (const { by } of all)
      for (const rule of by) program.steps?.note(rule, { kind: "node", node: aggregate });
  }
  const held = holdAtoms(proof, claim, atomsOf);
  const [first] = all;
  const counts = new Map([...(first?.counts ?? [])].map(([reading, own]) => [reading, [...own]]));
  const countsAt = (reading: number): readonly number[] => counts.get(reading) ?? [];
  for (const selector of selectorsOf(program, claim)) {
    quantities.widths.constrain(held.variable, selector, (state, count) =>
      countsAt(held.reading[state]!).includes(count),
    );
  }
  quantities.widths.boundByLength(held.variable, (reading, longest) => {
    const own = countsAt(reading);
    if (own.includes(0)) return true;
    const { least, greatest } = first?.reach ?? { least: null, greatest: null };
    const isIn =
      least === null || (reading >= least[longest]! - wanders && reading <= greatest[longest]! + wanders);
    return isIn && own.some((count) => count <= longest);
  });
  return held;
}

/** Which readings a mean may have. */
interface FoundMeans {
  readonly atoms: Map<number, AtomId>;
  /** The numbers of values with which each may be found. */
  readonly counts: Map<number, Set<number>>;
  /** Between which bounds they lie, by the number of positions; null where that does not matter. */
  readonly reach: { readonly least: Float64Array; readonly greatest: Float64Array } | null;
  /** The rules that say which means there are. */
  readonly by: readonly Rule[];
  /** How far a reading may be from its mean. */
  wanders: number;
}

/** Every mean of codes that an aggregate may have, and where the channel may be found for it. */
function findMeans(
  proof: Proof,
  claim: ModelChannel & { readonly kind: "move" | "mean" },
  aggregate: number,
  codes: Codes,
  { grid, error }: { readonly grid: number; readonly error: number },
): FoundMeans {
  const { program, quantities } = proof;
  const selectors = selectorsOf(program, claim);
  const bounds = selectors.map((selector) => quantities.widths.boundsOf(selector));
  const least = Math.max(1, ...bounds.map((bound) => bound.least));
  const greatest = Math.min(program.setting.maxLength, ...bounds.map((bound) => bound.greatest));
  const selections = quantities.selectionsOf(selectors, aggregateOf(program, aggregate).value, greatest);
  const averages = averagesOf(program.atoms, codes, selections);
  const means: FoundMeans = {
    atoms: new Map(),
    counts: new Map(),
    reach: reachOf(program, codes, selections),
    by: averages.by,
    wanders: 0,
  };
  let pairs = 0;
  for (let count = least; count <= greatest; count++) {
    for (const sum of averages.sums(count)) {
      pairs++;
      if (pairs > MOST_MEANS) throw new Unproved("unproved", "too many means to go through");
      const atom = averages.mean(sum, count);
      putMean(proof, means, { mean: sum / count, off: error, atom, count }, grid);
    }
  }
  return means;
}

/** Notes the grid points at which a mean may be found that is off by no more than so much. */
function putMean(
  proof: Proof,
  means: FoundMeans,
  {
    mean,
    off,
    atom,
    count,
  }: { readonly mean: number; readonly off: number; readonly atom: AtomId; readonly count: number },
  grid: number,
): void {
  if (atom === NONE) return;
  const low = Math.ceil((mean - off) / grid - 1 / 2);
  const high = Math.floor((mean + off) / grid + 1 / 2);
  for (let step = low; step <= high; step++) {
    const reading = step * grid;
    addState(proof, means.atoms, reading, atom);
    means.counts.set(reading, (means.counts.get(reading) ?? new Set()).add(count));
    means.wanders = Math.max(means.wanders, Math.abs(reading - mean));
  }
}

/** The number as a power of two; null if it is none. */
function unitPower(weight: number): number | null {
  const exponent = Math.log2(Math.abs(weight));
  return Number.isInteger(exponent) ? exponent : null;
}
