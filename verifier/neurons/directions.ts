/** Neurons by what they read: those of one direction are functions of one number. */
import type { Domain, Variables } from "../domain.ts";
import type { Expression } from "../expression.ts";
import { unitOfAll, valuesOver, variablesOf } from "../expression.ts";
import { spread } from "../spread.ts";
import type { Neuron, Terms } from "../weights.ts";

export interface Member {
  readonly id: number;
  readonly sign: 1 | -1;
  readonly neuron: Neuron;
}

/** Neurons that read the same but for offset and sign. */
export interface Direction {
  readonly terms: Terms;
  readonly members: readonly Member[];
}

export function directionsOf(neurons: readonly Neuron[]): readonly Direction[] {
  const directions = new Map<string, { terms: Terms; members: Member[] }>();
  let last: { terms: Terms; members: Member[] } | null = null;
  for (const [id, neuron] of neurons.entries()) {
    if (neuron.writes.length === 0) continue;
    const { terms } = neuron.input;
    const sign = (terms[0]?.[1] ?? 1) < 0 ? -1 : 1;
    // Neighbours mostly read the same.
    if (last === null || !isSame(last.terms, terms, sign)) {
      const own = sign === 1 ? terms : terms.map(([dimension, weight]) => [dimension, -weight] as const);
      const key = own.map(([dimension, weight]) => `${String(dimension)}*${String(weight)}`).join(" ");
      last = directions.get(key) ?? { terms: own, members: [] };
      directions.set(key, last);
    }
    last.members.push({ id, sign, neuron });
  }
  return [...directions.values()];
}

function isSame(known: Terms, terms: Terms, sign: number): boolean {
  if (known.length !== terms.length) return false;
  for (let i = 0; i < terms.length; i++) {
    if (known[i]![0] !== terms[i]![0] || known[i]![1] !== sign * terms[i]![1]) return false;
  }
  return true;
}

/** The number that a direction reads, over all states. */
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

export function axisOf(domain: Domain, expression: Expression): Axis {
  const joint = variablesOf(expression);
  return evenAxis(domain, expression, joint) ?? unevenAxis(valuesOver(domain, expression, joint), joint);
}

/** Far above every slot, and the sum of so many parts as there are is still an integer of 32 bits. */
const ABSENT = 1 << 26;
const MOST_PARTS = 16;

/** Slots are multiples of a unit, so that those of the parts add up; null where there would be too many. */
function evenAxis(domain: Domain, { constant, parts }: Expression, joint: Variables): Axis | null {
  const tuples = domain.sizeOf(joint);
  const unit = parts.reduce((least, { values }) => unitOfAll(values, least), unitOfAll([constant], Infinity));
  if (unit === Infinity || parts.length > MOST_PARTS) return null;
  const leasts = parts.map(({ values }) => extremeOf(values, -1));
  const top = parts.reduce((sum, { values }, p) => sum + (extremeOf(values, 1) - leasts[p]!) / unit, 0);
  if (!(top < Math.min(1024 + 2 * tuples, ABSENT))) return null;
  let slotOf: Int32Array | null = null;
  for (const [p, { values, variables }] of parts.entries()) {
    const own = new Int32Array(values.length);
    for (let i = 0; i < own.length; i++) {
      const value = values[i]!;
      own[i] = value === value ? (value - leasts[p]!) / unit : ABSENT;
    }
    const laid = spread(own, variables, joint);
    if (slotOf === null) slotOf = laid;
    else for (let i = 0; i < tuples; i++) slotOf[i]! += laid[i]!;
  }
  slotOf ??= new Int32Array(tuples);
  const mask = domain.mask(joint);
  const occurs = new Uint8Array(top + 1);
  const size = top + 2;
  for (let i = 0; i < tuples; i++) {
    const slot = slotOf[i]!;
    if (slot > top || (mask !== null && mask[i] === 0)) slotOf[i] = top + 1;
    else occurs[slot] = 1;
  }
  const found: number[] = [];
  for (let slot = 0; slot <= top; slot++) if (occurs[slot] === 1) found.push(slot);
  const slots = Int32Array.from(found);
  const start = leasts.reduce((sum, least) => sum + least, constant);
  const distinct = new Float64Array(slots.length);
  for (let i = 0; i < slots.length; i++) distinct[i] = start + slots[i]! * unit;
  return { joint, distinct, unit: unitOfAll(distinct, Infinity), slots, slotOf, size };
}

function extremeOf(values: Float64Array, sign: 1 | -1): number {
  let extreme = -Infinity;
  for (let i = 0; i < values.length; i++) if (sign * values[i]! > extreme) extreme = sign * values[i]!;
  return sign * extreme;
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
