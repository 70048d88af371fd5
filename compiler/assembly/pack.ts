/** Gives residual dimensions to other features once their last reader has run. */
import type { Circuit, Feature } from "../lowering/circuit/circuit.ts";
import type { Precision } from "../precision.ts";
import { precisionOf } from "../precision.ts";
import type { Dimension, Erasure, Layout, LayoutOptions } from "./layout.ts";
import { firstWriters, lastReaders } from "./lifetimes.ts";

export interface PackOptions extends LayoutOptions {
  /** Some inputs are known to fail: whatever depends on what fails there is out of its bounds. */
  readonly partial: boolean;
}

/**
 * Reuses slots: left-edge colouring of the dimensions' lifetimes, which needs
 * the fewest slots for a given schedule (Hashimoto and Stevens 1971).
 *
 * Before: the layout is the named one, a slot a dimension; the circuit is pruned.
 * After:  dimensions that share a slot are in use one after the other; between
 *         two of them an erasure leaves the slot as the second wants to find
 *         it, bit for bit as if it had been its own from the start. Dimensions
 *         that nothing reads are gone. Flags and what outputs read keep their slots.
 */
export function pack(circuit: Circuit, named: Layout, options: PackOptions): Layout {
  const lifetimes = { births: firstWriters(circuit), deaths: lastReaders(circuit) };
  const occupants = named.dimensions
    .map((dimension, index) => describe(circuit, lifetimes, dimension, index, options))
    .filter(({ dimension }) => dimension.features.length > 0);
  /** The last occupant of each slot so far. */
  const slots: Occupant[] = [];
  const slotOf = new Map<number, number>();
  const erasures: Erasure[] = [];
  const inherited = new Set<number>();
  for (const occupant of occupants.toSorted(byBirth)) {
    const slot = findSlot(slots, occupant, options);
    const previous = slots[slot];
    if (previous !== undefined) {
      erasures.push(erase(previous, occupant, slot));
      inherited.add(occupant.index);
    }
    slots[slot] = occupant;
    slotOf.set(occupant.index, slot);
  }
  const placeOf = (index: number): number => {
    const slot = slotOf.get(index);
    if (slot === undefined) throw new Error(`internal: dimension ${String(index)} has no slot`);
    return slot;
  };
  return {
    dimensions: occupants.map(({ dimension, index }) => ({
      ...dimension,
      slot: placeOf(index),
      source: inherited.has(index) ? { kind: "written", offset: 0 } : dimension.source,
    })),
    size: slots.length,
    places: named.places.map((place) => place.map(([index, factor]) => [placeOf(index), factor] as const)),
    erasures,
  };
}

/** A dimension of the named layout, and what decides which slots it may have. */
interface Occupant extends Contents {
  readonly dimension: Dimension;
  readonly index: number;
  /** The half-layer that first writes it; its slot must be clean before. */
  readonly birth: number;
  /** The half-layer of the first MLP that may erase it: the last reader's own, or the one behind it. */
  readonly free: number;
  /** What a clean slot holds: the offset that rounds a snapped channel, else 0. */
  readonly offset: number;
}

interface Contents {
  /** All it holds are multiples of this; null where that is not known. */
  readonly unit: number | null;
  /** A lower bound at any position, BOS and PAD among them; null where none is sure. */
  readonly low: number | null;
  /** Bound on its magnitude at any position. */
  readonly reach: number;
  /** Whether the bound holds on every input. */
  readonly bounded: boolean;
  /** The grid of a snapped channel, else 0. */
  readonly grid: number;
  /** Bound on Σ |weight · activation| of the neurons that write it. */
  readonly greatestSum: number;
}

function describe(
  circuit: Circuit,
  { births, deaths }: { births: readonly number[]; deaths: ReadonlyMap<number, number> },
  dimension: Dimension,
  index: number,
  options: PackOptions,
): Occupant {
  const readAtEnd = new Set(circuit.outputs.flatMap(({ reading }) => reading.terms.map(([id]) => id)));
  const features = dimension.features.flatMap((id) => circuit.features[id] ?? []);
  const lasting = features.some(({ id, kind }) => kind === "flag" || readAtEnd.has(id));
  const death = features.reduce((last, { id }) => Math.max(last, deaths.get(id) ?? 0), 0);
  if (features.length > 0 && death === 0 && !lasting) {
    throw new Error(`internal: ${dimension.name} is never read`);
  }
  return {
    dimension,
    index,
    birth: features.reduce((first, { id }) => Math.min(first, births[id] ?? 0), Infinity),
    free: lasting ? Infinity : 2 * Math.ceil(death / 2),
    offset: dimension.source.kind === "written" ? dimension.source.offset : 0,
    ...contentsOf(dimension, features, options),
  };
}

function contentsOf(
  { source }: Dimension,
  [feature]: readonly Feature[],
  { precision, partial }: PackOptions,
): Contents {
  if (source.kind === "token" || source.kind === "index") {
    const low = source.column.reduce((a, b) => Math.min(a, b), 0);
    const reach = source.column.reduce((bound, value) => Math.max(bound, Math.abs(value)), 0);
    const unit = source.column.every(Number.isInteger) ? 1 : null;
    const sure = sureLow(low, reach, unit, precisionOf(precision));
    return { unit, low: sure, reach, bounded: true, grid: 0, greatestSum: 0 };
  }
  const { least, atBos, reach } = feature ?? { least: 0, atBos: 0, reach: 0 };
  const grid = feature?.kind === "channel" ? (feature.grid ?? 0) : 0;
  const greatestSum = feature?.kind === "table" ? feature.greatestSum : 0;
  // Means are multiples of their grid; all else is held in integers.
  const unit = grid === 0 ? 1 : grid;
  const low = partial
    ? null
    : sureLow(Math.floor(Math.min(0, least, atBos)), reach, unit, precisionOf(precision));
  return { unit, low, reach, bounded: !partial, grid, greatestSum };
}

/** Rounding may take a mean below its bound, but not below 0; integers are what they are while sums with the bound are exact. */
function sureLow(low: number, reach: number, unit: number | null, { exactLimit }: Precision): number | null {
  if (low === 0) return 0;
  return unit === 1 && 2 * (reach - low) < exactLimit ? low : null;
}

function byBirth(left: Occupant, right: Occupant): number {
  return left.birth - right.birth || left.index - right.index;
}

/** The first slot that can be made clean for it; else a new one. */
function findSlot(slots: readonly Occupant[], occupant: Occupant, options: PackOptions): number {
  const slot = slots.findIndex((previous) => canFollow(previous, occupant, options));
  return slot === -1 ? slots.length : slot;
}

/**
 * True if the slot can be made clean in time, and exactly.
 *
 * An MLP that adds −x alone leaves 0, whatever x is. One that adds −x and the
 * next dimension's own neurons needs all of them to be exact in any order.
 * One that adds C − x, for an offset C = 3/4 · limit · grid, leaves C: both sums
 * round to the grid while |x| < limit/4 · grid, the second by no more than the
 * half step that the first was off, and to C even then (C / grid is even).
 */
function canFollow(previous: Occupant, next: Occupant, { precision }: PackOptions): boolean {
  if (previous.free > next.birth) return false;
  const { exactLimit: limit, snapRange } = precisionOf(precision);
  const together = previous.free === next.birth;
  if (together && !(previous.bounded && sumOf(previous, next) < limit * (previous.unit ?? 0))) return false;
  if (next.offset === 0) return true;
  return previous.bounded && sumOf(previous, next) < snapRange * next.grid;
}

/** Bound on what the erasing MLP adds up in the slot: the old value and its bounds, and the next one's neurons if they are in it. */
function sumOf(previous: Occupant, next: Occupant): number {
  const erased = 2 * (previous.reach + Math.abs(previous.low ?? 0));
  return previous.free < next.birth ? erased : erased + next.greatestSum;
}

function erase(previous: Occupant, next: Occupant, slot: number): Erasure {
  return {
    dimension: previous.dimension,
    layer: previous.free / 2 - 1,
    slot,
    offset: next.offset,
    low: previous.low,
    greatestSum: sumOf(previous, next),
  };
}
