/** Goes through an MLP: what it adds to the residual stream, exactly, as functions of the state. */
import { directionsOf } from "./directions.ts";
import type { Group, GroupFigures } from "./figures.ts";
import { marginOf } from "./figures.ts";
import { outsideAfter } from "./outside.ts";
import type { Written } from "./written.ts";
import { greatestTogether, unitOfWritten, valuesOf, weightInto, writtenBy } from "./written.ts";
import { axisOf } from "../state/axis.ts";
import type { Expression } from "../state/expression.ts";
import { combine, fromTable, isConstant, magnitudeOf, unitOf, variablesOf } from "../state/expression.ts";
import type { Residual } from "../state/residual.ts";
import { Mismatch, Unproved, at } from "../unproved.ts";
import type { Layer, Neuron } from "../weights.ts";

/** More steps than this are not gone through. */
const MOST_STEPS = 3e8;

/** After: the residual stream holds what it does behind the MLP. */
export function proveMlp(
  residual: Residual,
  { neurons, mlpBias }: Layer,
  groups: readonly Group[],
): ReadonlyMap<string, GroupFigures> {
  const figures = new Map(groups.map(({ name }) => [name, { leastMargin: Infinity, greatestSum: 0 }]));
  const directions = directionsOf(neurons);
  /** Of each dimension, by direction. */
  const written = new Map<number, Written[]>();
  /** Of each group and dimension, of dimensions that several groups write. */
  const groupWritten = new Map<string, Written[]>();
  const units = new Map<number, number>();
  const sharing = groupsWriting(groups);
  let steps = 0;
  for (const { terms, members } of directions) {
    const name = nameOf(groups, members[0]?.id ?? -1);
    at(name, () => {
      for (const { neuron } of members)
        residual.requireExact("a pre-activation", neuron.input.terms, neuron.input.bias);
      const expression = residual.readAxis(terms);
      const axis = axisOf(residual.domain, expression, variablesOf(expression));
      const dimensions = new Set<number>();
      for (const { neuron } of members) for (const [dimension] of neuron.writes) dimensions.add(dimension);
      steps += axis.distinct.length + members.length + axis.slotOf.length * dimensions.size;
      if (steps > MOST_STEPS) throw new Unproved("unproved", "too many states of neurons to go through");
      for (const dimension of dimensions) {
        const all = writtenBy(axis, members, dimension);
        const unit = unitOfWritten(axis, members, dimension);
        units.set(dimension, Math.min(units.get(dimension) ?? Infinity, unit));
        push(written, dimension, all);
        for (const group of groups) {
          if (!group.dimensions.has(dimension)) continue;
          const own = members.filter(({ id }) => group.neurons.has(id));
          if (own.length === 0) continue;
          const part = own.length === members.length ? all : writtenBy(axis, own, dimension);
          const found = figures.get(group.name);
          if (found !== undefined)
            found.leastMargin = Math.min(found.leastMargin, marginOf(part, own, dimension));
          // Where no other group writes it, all that is written is the group's.
          if (sharing.get(dimension) !== 1) push(groupWritten, `${group.name}/${String(dimension)}`, part);
        }
      }
    });
  }
  for (const group of groups) {
    const own = figures.get(group.name);
    for (const dimension of group.dimensions) {
      const alone = sharing.get(dimension) === 1;
      const parts = alone ? written.get(dimension) : groupWritten.get(`${group.name}/${String(dimension)}`);
      if (own !== undefined) own.greatestSum = Math.max(own.greatestSum, greatestTogether(parts ?? []));
    }
  }
  const outside = outsideAfter(residual, directions, mlpBias);
  const dimensions = new Set([...written.keys(), ...[...mlpBias.keys()].filter((d) => mlpBias[d] !== 0)]);
  const contents = [...dimensions].map((dimension) => {
    const own = written.get(dimension) ?? [];
    const unit = units.get(dimension) ?? Infinity;
    return [dimension, contentAfter(residual, dimension, own, mlpBias[dimension]!, unit, neurons)] as const;
  });
  for (const [dimension, content] of contents) residual.write(dimension, content);
  for (const [dimension, own] of outside.entries()) {
    const before = residual.outside[dimension]!;
    if (own !== before) before.set(own);
  }
  return figures;
}

function push<K>(lists: Map<K, Written[]>, key: K, own: Written): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, [own]);
  else known.push(own);
}

/** How many groups write each dimension. */
function groupsWriting(groups: readonly Group[]): ReadonlyMap<number, number> {
  const sharing = new Map<number, number>();
  for (const group of groups) {
    for (const dimension of group.dimensions) sharing.set(dimension, (sharing.get(dimension) ?? 0) + 1);
  }
  return sharing;
}

function nameOf(groups: readonly Group[], neuron: number): string {
  const group = groups.find(({ neurons }) => neurons.has(neuron));
  return group === undefined ? `neuron ${String(neuron)}` : `neurons of ${group.name}`;
}

/** What a dimension holds after the MLP; every sum is exact in any order, or leaves the same number all the same. */
function contentAfter(
  residual: Residual,
  dimension: number,
  written: readonly Written[],
  bias: number,
  unit: number,
  neurons: readonly Neuron[],
): Expression {
  const before = residual.contents[dimension]!;
  const added = valuesOf(written).map(
    ({ variables, sums }) => [1, fromTable({ variables, values: sums })] as const,
  );
  const after = combine([[1, before], ...added], bias);
  let sum = Math.abs(bias);
  sum += greatestTogether(written);
  const range = residual.range(dimension);
  const smallest = Math.min(unit, unitOf(bias, Infinity), range.unit);
  const total = sum + magnitudeOf(range);
  const { limit } = residual.arithmetic;
  if (total === 0 || total / smallest < limit) return after;
  const writers = neurons.filter((neuron) => weightInto(neuron, dimension) !== 0);
  if (leavesOffset(residual, dimension, after, writers)) return after;
  throw new Mismatch(
    "unproved",
    `neurons add up ${String(total)} in units of ${String(smallest)} in dimension ${String(dimension)}, which is not exact in any order`,
    written.map(({ axis }) => axis.joint),
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
