/** Numbers over joint tables by slots, one for each value that they take. */
import type { Domain } from "./domain.ts";
import type { Variables } from "./variables.ts";
import type { Expression } from "./expression.ts";
import { unitOfAll, valuesOver } from "./expression.ts";
import { addInts, capInts, hideInts, markInts, markedPlaces, pointsAt } from "./kernels.ts";
import { spread } from "./spread.ts";

export interface Axis {
  readonly joint: Variables;
  /** The values that occur, ascending. */
  readonly distinct: Float64Array;
  /** A power of two of which all of them are multiples. */
  readonly unit: number;
  /** Of each value that occurs, its slot. */
  readonly slots: Int32Array;
  /** The slot of each tuple's value; of those that no input gives, the last slot of all. */
  readonly slotOf: Int32Array;
  readonly size: number;
}

export function axisOf(domain: Domain, expression: Expression, joint: Variables): Axis {
  return evenAxis(domain, expression, joint) ?? unevenAxis(valuesOver(domain, expression, joint), joint);
}

/** Far above every slot, and the sum of so many parts as there are is still an integer of 32 bits. */
const ABSENT = 1 << 26;
/** Parts of an expression whose slots are added up as integers of 32 bits. */
const MOST_PARTS = 16;

/** Slots are multiples of a unit, so that those of the parts add up; null where there would be too many. */
function evenAxis(domain: Domain, { constant, parts }: Expression, joint: Variables): Axis | null {
  const tuples = domain.sizeOf(joint);
  const unit = parts.reduce((least, { values }) => unitOfAll(values, least), unitOfAll([constant], Infinity));
  if (unit === Infinity || parts.length > MOST_PARTS) return null;
  const ranges = parts.map(({ values }) => extremesOf(values));
  const top = ranges.reduce((sum, { least, greatest }) => sum + (greatest - least) / unit, 0);
  if (!(top < Math.min(1024 + 2 * tuples, ABSENT))) return null;
  let slotOf: Int32Array | null = null;
  for (const [p, { values, variables }] of parts.entries()) {
    const { least } = ranges[p]!;
    const own = new Int32Array(values.length);
    for (let i = 0; i < own.length; i++) {
      const value = values[i]!;
      own[i] = value === value ? (value - least) / unit : ABSENT;
    }
    const laid = spread(own, variables, joint);
    if (slotOf === null) slotOf = laid;
    else addInts(slotOf, laid);
  }
  slotOf ??= new Int32Array(tuples);
  const mask = domain.mask(joint);
  if (mask !== null) hideInts(slotOf, mask, top + 1);
  if (ranges.some(({ missing }) => missing)) capInts(slotOf, top + 1);
  const occurs = new Uint8Array(top + 2);
  markInts(occurs, slotOf);
  const slots = markedPlaces(occurs.subarray(0, top + 1));
  const start = ranges.reduce((sum, { least }) => sum + least, constant);
  const distinct = pointsAt(slots, start, unit);
  return {
    joint,
    distinct,
    unit: unitOfAll(distinct, Infinity),
    slots,
    slotOf,
    size: top + 2,
  };
}

interface Extremes {
  readonly least: number;
  readonly greatest: number;
  /** Whether some are none. */
  readonly missing: boolean;
}

function extremesOf(values: Float64Array): Extremes {
  let [least, greatest, missing] = [Infinity, -Infinity, false];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
    if (value !== value) missing = true;
  }
  return { least, greatest, missing };
}

function unevenAxis(values: Float64Array, joint: Variables): Axis {
  const seen = new Set<number>();
  for (let i = 0; i < values.length; i++) if (values[i] === values[i]) seen.add(values[i]! + 0);
  const distinct = Float64Array.from(seen).toSorted();
  const places = new Map<number, number>();
  for (let i = 0; i < distinct.length; i++) places.set(distinct[i]!, i);
  const slotOf = new Int32Array(values.length).fill(distinct.length);
  for (let i = 0; i < values.length; i++) {
    if (values[i] === values[i]) slotOf[i] = places.get(values[i]! + 0)!;
  }
  return {
    joint,
    distinct,
    unit: unitOfAll(distinct, Infinity),
    slots: Int32Array.from(distinct.keys()),
    slotOf,
    size: distinct.length + 1,
  };
}
