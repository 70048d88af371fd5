/** What neurons write into a dimension, and how much of it they add up for that. */
import type { Member } from "./directions.ts";
import type { Axis } from "../state/axis.ts";
import type { Variables } from "../state/variables.ts";
import { jointSize, keyOf, unite } from "../state/variables.ts";
import { unitOf } from "../state/expression.ts";
import { addFloats, addHinges, addTaken, takeFloats } from "../state/kernels.ts";
import { spread } from "../state/spread.ts";
import type { Neuron } from "../state/weights.ts";

/** A function of a direction's number. */
export interface Written {
  readonly axis: Axis;
  /** Of each value of the axis: Σ weight · activation, and Σ |weight · activation|. */
  readonly values: Float64Array;
  readonly magnitudes: Float64Array;
}

/** What some neurons of a direction write into a dimension. */
export function writtenBy(axis: Axis, members: readonly Member[], dimension: number): Written {
  const { distinct } = axis;
  const values = new Float64Array(distinct.length);
  const magnitudes = new Float64Array(distinct.length);
  const rising = hingesOf(members, 1, dimension);
  if (rising.biases.length > 0) addHinges(values, magnitudes, distinct, rising.biases, rising.weights);
  const falling = hingesOf(members, -1, dimension);
  if (falling.biases.length > 0) {
    // The same seen from the other side.
    const points = distinct.map((point) => -point).toReversed();
    const [own, size] = [new Float64Array(points.length), new Float64Array(points.length)];
    addHinges(own, size, points, falling.biases, falling.weights);
    addFloats(values, own.toReversed());
    addFloats(magnitudes, size.toReversed());
  }
  return { axis, values, magnitudes };
}

/** Of the neurons that read with this sign, in the order in which they begin to be active. */
function hingesOf(
  members: readonly Member[],
  sign: 1 | -1,
  dimension: number,
): { readonly biases: Float64Array; readonly weights: Float64Array } {
  const hinges: (readonly [number, number])[] = [];
  for (const member of members) {
    const weight = member.sign === sign ? weightInto(member.neuron, dimension) : 0;
    if (weight !== 0) hinges.push([member.neuron.input.bias, weight]);
  }
  hinges.sort(([one], [other]) => other - one);
  return {
    biases: Float64Array.from(hinges, ([bias]) => bias),
    weights: Float64Array.from(hinges, ([, weight]) => weight),
  };
}

/** A power of two of which each weight · activation is a multiple. */
export function unitOfWritten(axis: Axis, members: readonly Member[], dimension: number): number {
  let unit = Infinity;
  for (const { neuron } of members) {
    const weight = weightInto(neuron, dimension);
    if (weight !== 0) unit = Math.min(unit, unitOf(weight, Infinity) * unitOf(neuron.input.bias, axis.unit));
  }
  return unit;
}

export function weightInto({ writes }: Neuron, dimension: number): number {
  for (const [own, weight] of writes) if (own === dimension) return weight;
  return 0;
}

/** A number for each tuple of some variables. */
interface Sums {
  readonly variables: Variables;
  readonly sums: Float64Array;
}

/** For each tuple what is written, added up where several directions read the same variables; NaN where no input gives it. */
export function valuesOf(written: readonly Written[]): readonly Sums[] {
  return addedUp(written, ({ values }) => values, NaN);
}

function addedUp(
  written: readonly Written[],
  numbersOf: (own: Written) => Float64Array,
  absent: number,
): readonly Sums[] {
  const byJoint = new Map<string, Sums>();
  for (const own of written) {
    const { joint, slotOf } = own.axis;
    const bySlot = bySlots(own.axis, numbersOf(own), absent);
    const key = keyOf(joint);
    const known = byJoint.get(key);
    if (known !== undefined) {
      addTaken(known.sums, bySlot, slotOf);
      continue;
    }
    const sums = new Float64Array(slotOf.length);
    takeFloats(sums, bySlot, slotOf);
    byJoint.set(key, { variables: joint, sums });
  }
  return [...byJoint.values()];
}

function bySlots({ slots, size }: Axis, numbers: Float64Array, absent: number): Float64Array {
  const bySlot = new Float64Array(size);
  for (let i = 0; i < slots.length; i++) bySlot[slots[i]!] = numbers[i]!;
  bySlot[size - 1] = absent;
  return bySlot;
}

/** The greatest sum of magnitudes at one tuple, or more. */
export function greatestTogether(written: readonly Written[]): number {
  // Of a single direction it is the greatest for a value of its number.
  if (written.length < 2) return written.reduce((_, { magnitudes }) => greatestIn(magnitudes), 0);
  const tables = addedUp(written, ({ magnitudes }) => magnitudes, 0);
  const joint = unite(...tables.map(({ variables }) => variables));
  if (tables.length < 2 || jointSize(joint) > SMALL)
    return tables.reduce((sum, own) => sum + greatestIn(own.sums), 0);
  const together = new Float64Array(jointSize(joint));
  for (const { variables, sums } of tables) addFloats(together, spread(sums, variables, joint));
  return greatestIn(together);
}

/** Joint tables up to this size are made to know a sum better. */
const SMALL = 1 << 18;

function greatestIn(values: Float64Array): number {
  let greatest = 0;
  for (let i = 0; i < values.length; i++) if (values[i]! > greatest) greatest = values[i]!;
  return greatest;
}
