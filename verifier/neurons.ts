/** Goes through an MLP: what it adds to the residual stream, exactly, as functions of the state. */
import type { Variables } from "./domain.ts";
import { jointSize, keyOf, placesWithin, unite } from "./domain.ts";
import type { Expression } from "./expression.ts";
import {
  combine,
  fromTable,
  isConstant,
  magnitudeOf,
  rangeOf,
  unitOf,
  valuesOver,
  variablesOf,
} from "./expression.ts";
import type { Residual } from "./residual.ts";
import { Unproved, at } from "./unproved.ts";
import type { Layer, Neuron, Terms } from "./weights.ts";

/** Neurons that the file names together, and the dimensions that they write for that. */
export interface Group {
  readonly name: string;
  readonly neurons: ReadonlySet<number>;
  readonly dimensions: ReadonlySet<number>;
}

/** What is found of a group. */
export interface GroupFigures {
  /** Half the least distance of two pre-activations with different answers. */
  leastMargin: number;
  /** Greatest Σ |weight · activation| into one dimension. */
  greatestSum: number;
}

/** Neurons that read the same but for offset and sign. */
interface Direction {
  readonly terms: Terms;
  readonly members: { readonly id: number; readonly sign: 1 | -1; readonly neuron: Neuron }[];
}

/** Sums over a joint table: of what is written, and of its magnitude. */
interface Sums {
  readonly variables: Variables;
  readonly values: Float64Array;
  readonly magnitudes: Float64Array;
}

/** More steps than this are not gone through. */
const MOST_STEPS = 6e7;

/** After: the residual stream holds what it does behind the MLP. */
export function proveMlp(
  residual: Residual,
  { neurons, mlpBias }: Layer,
  groups: readonly Group[],
): ReadonlyMap<string, GroupFigures> {
  const figures = new Map(groups.map(({ name }) => [name, { leastMargin: Infinity, greatestSum: 0 }]));
  /** Of each dimension, by the variables of the joint table. */
  const written = new Map<number, Map<string, Sums>>();
  const groupSums = new Map<string, Map<string, { variables: Variables; magnitudes: Float64Array }>>();
  const units = new Map<number, number>();
  let steps = 0;
  /** How many groups write each dimension. */
  const sharing = new Map<number, number>();
  for (const group of groups) {
    for (const dimension of group.dimensions) sharing.set(dimension, (sharing.get(dimension) ?? 0) + 1);
  }
  for (const { terms, members } of directionsOf(neurons)) {
    const name = nameOf(groups, members[0]?.id ?? -1);
    at(name, () => {
      for (const { neuron } of members)
        residual.requireExact("a pre-activation", neuron.input.terms, neuron.input.bias);
      const axis = residual.readAxis(terms);
      const joint = variablesOf(axis);
      const axisValues = valuesOver(residual.domain, axis, joint);
      const { distinct, placeOf } = distinctOf(axisValues);
      const unit = rangeOf(residual.domain, axis).unit;
      const dimensions = new Set(
        members.flatMap(({ neuron }) => neuron.writes.map(([dimension]) => dimension)),
      );
      steps += distinct.length * members.length + axisValues.length * dimensions.size;
      if (steps > MOST_STEPS) throw new Unproved("unproved", "too many states of neurons to go through");
      const activations = members.map(({ sign, neuron }) => ({
        neuron,
        sign,
        values: distinct.map((value) => Math.max(0, sign * value + neuron.input.bias)),
      }));
      for (const dimension of dimensions) {
        const values = new Float64Array(distinct.length);
        const magnitudes = new Float64Array(distinct.length);
        for (const { neuron, values: own } of activations) {
          const weight = weightInto(neuron, dimension);
          if (weight === 0) continue;
          const smallest = unitOf(weight, Infinity) * unitOf(neuron.input.bias, unit);
          units.set(dimension, Math.min(units.get(dimension) ?? Infinity, smallest));
          for (let i = 0; i < values.length; i++) {
            values[i]! += weight * own[i]!;
            magnitudes[i]! += Math.abs(weight) * own[i]!;
          }
        }
        addSums(written, dimension, joint, axisValues.length, (sums) => {
          for (let i = 0; i < placeOf.length; i++) {
            const place = placeOf[i]!;
            sums.values[i]! += place === -1 ? NaN : values[place]!;
            sums.magnitudes[i]! += place === -1 ? 0 : magnitudes[place]!;
          }
        });
        for (const group of groups) {
          if (!group.dimensions.has(dimension)) continue;
          const own = activations.filter((_, i) => group.neurons.has(members[i]!.id));
          if (own.length === 0) continue;
          const alone = sharing.get(dimension) === 1;
          addFigures(group, dimension, own, distinct, alone ? null : placeOf, joint, figures, groupSums);
        }
      }
    });
  }
  for (const group of groups) {
    const own = figures.get(group.name);
    for (const dimension of group.dimensions) {
      const alone = sharing.get(dimension) === 1;
      const tables = alone ? written.get(dimension) : groupSums.get(`${group.name}/${String(dimension)}`);
      const sum = greatestTogether([...(tables?.values() ?? [])]);
      if (own !== undefined) own.greatestSum = Math.max(own.greatestSum, sum);
    }
  }
  const outside = [residual.bos, ...residual.pads].map((position) =>
    outsideAfter(residual, position, neurons, mlpBias),
  );
  const dimensions = new Set([...written.keys(), ...[...mlpBias.keys()].filter((d) => mlpBias[d] !== 0)]);
  const contents = [...dimensions].map((dimension) => {
    const sums = [...(written.get(dimension)?.values() ?? [])];
    return [
      dimension,
      contentAfter(residual, dimension, sums, mlpBias[dimension]!, units.get(dimension) ?? Infinity, neurons),
    ] as const;
  });
  for (const [dimension, content] of contents) residual.write(dimension, content);
  residual.bos.set(outside[0]!);
  for (const [i, pad] of residual.pads.entries()) pad.set(outside[i + 1]!);
  return figures;
}

function directionsOf(neurons: readonly Neuron[]): readonly Direction[] {
  const directions = new Map<string, Direction>();
  for (const [id, neuron] of neurons.entries()) {
    if (neuron.writes.length === 0) continue;
    const sign = (neuron.input.terms[0]?.[1] ?? 1) < 0 ? -1 : 1;
    const terms = neuron.input.terms.map(([dimension, weight]) => [dimension, sign * weight] as const);
    const key = terms.map(([dimension, weight]) => `${String(dimension)}*${String(weight)}`).join(" ");
    const known = directions.get(key) ?? { terms, members: [] };
    directions.set(key, known);
    known.members.push({ id, sign, neuron });
  }
  return [...directions.values()];
}

function nameOf(groups: readonly Group[], neuron: number): string {
  const group = groups.find(({ neurons }) => neurons.has(neuron));
  return group === undefined ? `neuron ${String(neuron)}` : `neurons of ${group.name}`;
}

function weightInto({ writes }: Neuron, dimension: number): number {
  for (const [own, weight] of writes) if (own === dimension) return weight;
  return 0;
}

/** The different values, ascending, and for each tuple which it has; −1 where no input gives it. */
function distinctOf(values: Float64Array): { readonly distinct: Float64Array; readonly placeOf: Int32Array } {
  const placeOf = new Int32Array(values.length).fill(-1);
  let [least, greatest, whole] = [Infinity, -Infinity, true];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
    if (whole && value === value && !Number.isInteger(value)) whole = false;
  }
  if (whole && greatest - least < 1024 + 2 * values.length) {
    const places = new Int32Array(greatest - least + 1).fill(-1);
    for (let i = 0; i < values.length; i++) if (values[i] === values[i]) places[values[i]! - least] = 0;
    const found: number[] = [];
    for (let i = 0; i < places.length; i++) if (places[i] === 0) places[i] = found.push(least + i) - 1;
    for (let i = 0; i < values.length; i++) {
      if (values[i] === values[i]) placeOf[i] = places[values[i]! - least]!;
    }
    return { distinct: Float64Array.from(found), placeOf };
  }
  const seen = new Set<number>();
  for (let i = 0; i < values.length; i++) if (values[i] === values[i]) seen.add(values[i]! + 0);
  const distinct = Float64Array.from(seen).toSorted();
  const places = new Map<number, number>();
  for (let i = 0; i < distinct.length; i++) places.set(distinct[i]!, i);
  for (let i = 0; i < values.length; i++)
    if (values[i] === values[i]) placeOf[i] = places.get(values[i]! + 0)!;
  return { distinct, placeOf };
}

function addSums(
  written: Map<number, Map<string, Sums>>,
  dimension: number,
  variables: Variables,
  size: number,
  add: (sums: Sums) => void,
): void {
  const own = written.get(dimension) ?? new Map<string, Sums>();
  written.set(dimension, own);
  const key = keyOf(variables);
  const sums = own.get(key) ?? {
    variables,
    values: new Float64Array(size),
    magnitudes: new Float64Array(size),
  };
  own.set(key, sums);
  add(sums);
}

interface Activation {
  readonly neuron: Neuron;
  readonly sign: 1 | -1;
  readonly values: Float64Array;
}

function addFigures(
  group: Group,
  dimension: number,
  activations: readonly Activation[],
  distinct: Float64Array,
  placeOf: Int32Array | null,
  joint: Variables,
  figures: ReadonlyMap<string, GroupFigures>,
  groupSums: Map<string, Map<string, { variables: Variables; magnitudes: Float64Array }>>,
): void {
  const values = new Float64Array(distinct.length);
  const magnitudes = new Float64Array(distinct.length);
  for (const { neuron, values: own } of activations) {
    const weight = weightInto(neuron, dimension);
    for (let i = 0; i < values.length; i++) {
      values[i]! += weight * own[i]!;
      magnitudes[i]! += Math.abs(weight) * own[i]!;
    }
  }
  const found = figures.get(group.name);
  if (found !== undefined && !isStraight(distinct, values, activations, dimension)) {
    for (let i = 1; i < distinct.length; i++) {
      if (values[i] === values[i - 1]) continue;
      found.leastMargin = Math.min(found.leastMargin, (distinct[i]! - distinct[i - 1]!) / 2);
    }
  }
  // Where no other group writes it, all that is written is the group's.
  if (placeOf === null) return;
  const key = `${group.name}/${String(dimension)}`;
  const tables = groupSums.get(key) ?? new Map<string, { variables: Variables; magnitudes: Float64Array }>();
  groupSums.set(key, tables);
  const known = tables.get(keyOf(joint)) ?? {
    variables: joint,
    magnitudes: new Float64Array(placeOf.length),
  };
  tables.set(keyOf(joint), known);
  for (let i = 0; i < placeOf.length; i++) {
    if (placeOf[i] !== -1) known.magnitudes[i]! += magnitudes[placeOf[i]!]!;
  }
}

/** True if the values lie on a line: there is no step then. */
function isStraight(
  points: Float64Array,
  values: Float64Array,
  activations: readonly Activation[],
  dimension: number,
): boolean {
  if (points.length < 2) return true;
  if (points.length === 2) {
    const middle = (points[0]! + points[1]!) / 2;
    const value = activations.reduce(
      (sum, { neuron, sign }) =>
        sum + weightInto(neuron, dimension) * Math.max(0, sign * middle + neuron.input.bias),
      0,
    );
    return value === (values[0]! + values[1]!) / 2;
  }
  const slope = (values[1]! - values[0]!) / (points[1]! - points[0]!);
  return points.every((point, i) => values[i] === values[0]! + slope * (point - points[0]!));
}

/** The greatest sum of several tables at one tuple, or more. */
function greatestTogether(
  tables: readonly { readonly variables: Variables; readonly magnitudes: Float64Array }[],
): number {
  const joint = unite(...tables.map(({ variables }) => variables));
  if (tables.length < 2 || jointSize(joint) > SMALL)
    return tables.reduce((sum, { magnitudes }) => sum + greatestIn(magnitudes), 0);
  const sums = new Float64Array(jointSize(joint));
  for (const { variables, magnitudes } of tables) {
    const places = placesWithin(variables, joint);
    for (let i = 0; i < sums.length; i++) sums[i]! += magnitudes[places[i]!]!;
  }
  return greatestIn(sums);
}

/** Joint tables up to this size are made to know a sum better. */
const SMALL = 1 << 18;

function greatestIn(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

/** What a dimension holds after the MLP; every sum is exact in any order, or leaves the same number all the same. */
function contentAfter(
  residual: Residual,
  dimension: number,
  sums: readonly Sums[],
  bias: number,
  unit: number,
  neurons: readonly Neuron[],
): Expression {
  const before = residual.contents[dimension]!;
  const added = sums.map(({ variables, values }) => [1, fromTable({ variables, values })] as const);
  const after = combine([[1, before], ...added], bias);
  let sum = Math.abs(bias);
  sum += greatestTogether(sums);
  const range = residual.range(dimension);
  const smallest = Math.min(unit, unitOf(bias, Infinity), range.unit);
  const total = sum + magnitudeOf(range);
  const { limit } = residual.arithmetic;
  if (total === 0 || total / smallest < limit) return after;
  const writers = neurons.filter((neuron) => weightInto(neuron, dimension) !== 0);
  if (leavesOffset(residual, dimension, after, writers)) return after;
  throw new Unproved(
    "unproved",
    `neurons add up ${String(total)} in units of ${String(smallest)} in dimension ${String(dimension)}, which is not exact in any order`,
  );
}

/**
 * True if one neuron at a time takes away what a dimension x holds and leaves an
 * offset C: C − x is rounded once, by half a step of C's at most, and x added to
 * it is C to within that half step, so C again, as C is an even number of steps.
 */
function leavesOffset(
  residual: Residual,
  dimension: number,
  after: Expression,
  writers: readonly Neuron[],
): boolean {
  if (!isConstant(after) || writers.length > 2) return false;
  const [one, two] = writers;
  if (writers.some((neuron) => Math.abs(weightInto(neuron, dimension)) !== 1)) return false;
  if (one === undefined) return false;
  if (two !== undefined) {
    // ReLU(x) and ReLU(−x): one of them is 0.
    const opposite =
      one.input.bias === 0 &&
      two.input.bias === 0 &&
      one.input.terms.length === two.input.terms.length &&
      one.input.terms.every(([own, weight], i) => {
        const other = two.input.terms[i];
        return other !== undefined && other[0] === own && other[1] === -weight;
      });
    if (!opposite) return false;
  }
  const offset = Math.abs(after.constant);
  const exponent = Math.floor(Math.log2(offset));
  const step = 2 ** (exponent + 1) / residual.arithmetic.limit;
  const room = Math.min(offset - 2 ** exponent, 2 ** (exponent + 1) - offset);
  return magnitudeOf(residual.range(dimension)) < room / 2 && Number.isInteger(offset / step / 2);
}

/** BOS or PAD after the MLP. */
function outsideAfter(
  residual: Residual,
  position: Float64Array,
  neurons: readonly Neuron[],
  mlpBias: Float64Array,
): Float64Array {
  const { arithmetic } = residual;
  const added = new Map<number, { readonly terms: number[] }>();
  for (const { input, writes } of neurons) {
    const { value, reach } = residual.readAt(position, input);
    if (value + 2 ** -20 * reach < 0) continue;
    if (!residual.isExactAt(position, input))
      throw new Unproved("unproved", "a pre-activation at BOS or PAD is not exact");
    if (value <= 0) continue;
    for (const [dimension, weight] of writes) {
      const known = added.get(dimension) ?? { terms: [] };
      added.set(dimension, known);
      known.terms.push(weight * value);
    }
  }
  const after = Float64Array.from(position);
  for (let d = 0; d < after.length; d++) {
    const terms = [...(added.get(d)?.terms ?? []), mlpBias[d]!].filter((term) => term !== 0);
    if (terms.length === 0) continue;
    let [sum, reach, unit] = [0, Math.abs(position[d]!), unitOf(position[d]!, Infinity)];
    for (const term of terms) {
      sum += term;
      reach += Math.abs(term);
      unit = unitOf(term, unit);
    }
    // Two terms are rounded once, whatever their order.
    if (reach / unit >= arithmetic.limit && terms.length > 2)
      throw new Unproved("unproved", "what neurons add at BOS or PAD is not exact");
    after[d] = arithmetic.round(position[d]! + arithmetic.round(sum));
  }
  return after;
}
