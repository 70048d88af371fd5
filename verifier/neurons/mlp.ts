/** Goes through an MLP: what it adds to the residual stream, exactly, as functions of the state. */
import { directionsOf } from "./directions.ts";
import type { Group, GroupFigures } from "./figures.ts";
import { marginOf } from "./figures.ts";
import { SILENT, outsideAfter } from "./outside.ts";
import type { Written } from "./written.ts";
import { greatestTogether, unitOfWritten, valuesOf, weightInto, writtenBy } from "./written.ts";
import { axisOf } from "../state/axis.ts";
import type { Expression } from "../state/expression.ts";
import { combine, fromTable, isConstant, magnitudeOf, unitOf, variablesOf } from "../state/expression.ts";
import { isExactSum } from "../state/arithmetic.ts";
import type { Residual } from "../state/residual.ts";
import type { Proved } from "../report/answer.ts";
import { holdsIf, proved } from "../report/answer.ts";
import type { Rule, TriedRule } from "../report/rule.ts";
import { proveBy } from "../report/rule.ts";
import { Unproved, at } from "../report/unproved.ts";
import type { Mismatch } from "../state/mismatch.ts";
import { mismatch } from "../state/mismatch.ts";
import type { Layer, Neuron } from "../state/weights.ts";

/** More steps than this are not gone through. */
const MOST_STEPS = 3e8;

/** After: the residual stream holds what it does behind the MLP. */
export function proveMlp(
  residual: Residual,
  { neurons, mlpBias }: Layer,
  groups: readonly Group[],
  note: (by: Rule, dimension: number) => void,
): Proved<ReadonlyMap<string, GroupFigures>> | Mismatch {
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
  const contents = new Map<number, { readonly content: Expression; readonly by: Rule }>();
  for (const dimension of dimensions) {
    const own = written.get(dimension) ?? [];
    const unit = units.get(dimension) ?? Infinity;
    const content = contentAfter(residual, dimension, own, mlpBias[dimension]!, unit, neurons);
    if (content.kind !== "proved") return content;
    contents.set(dimension, content.value);
  }
  for (const [dimension, { content, by }] of contents) {
    residual.write(dimension, content);
    for (const rule of [by, SILENT]) note(rule, dimension);
  }
  for (const [dimension, own] of outside.entries()) {
    const before = residual.outside[dimension]!;
    if (own !== before) before.set(own);
  }
  return proved(figures);
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

/** What is added up in a dimension, and what it comes to. */
interface Adding {
  readonly dimension: number;
  readonly after: Expression;
  /** Σ of all magnitudes, and the unit of which all terms are multiples. */
  readonly total: number;
  readonly unit: number;
  readonly neurons: readonly Neuron[];
}

/** Ways to see that what an MLP leaves in a dimension does not depend on the order of its sums. */
export const NEURON_RULES: readonly TriedRule<Residual, Adding>[] = [
  {
    name: "exact in any order",
    of: "neurons",
    why: "Pre-activations are exact, so each neuron's ReLU is. What neurons, bias and dimension add up are multiples of a power of two, in magnitude less than the precision's limit of it: no order of summation rounds.",
    applies: () => true,
    proves: ({ arithmetic }, { total, unit }) =>
      holdsIf(isExactSum(arithmetic, total, unit), "terms are rounded as they are added up"),
  },
  {
    name: "an offset is left",
    of: "neurons",
    why: "One neuron at a time takes away what the dimension held and leaves an offset C. C − x is rounded once, by half a step of C at most, and adding x gives C to within half a step: C itself, since C is an even number of steps.",
    applies: (_, { after }) => isConstant(after),
    proves: (residual, { dimension, after, neurons }) => {
      const writers = neurons.filter((neuron) => weightInto(neuron, dimension) !== 0);
      return holdsIf(leavesOffset(residual, dimension, after, writers), "it does not leave an offset");
    },
  },
];

/** What a dimension holds after the MLP; every sum is exact in any order, or leaves the same number all the same. */
function contentAfter(
  residual: Residual,
  dimension: number,
  written: readonly Written[],
  bias: number,
  unit: number,
  neurons: readonly Neuron[],
): Proved<{ readonly content: Expression; readonly by: Rule }> | Mismatch {
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
  const answer = proveBy(NEURON_RULES, residual, { dimension, after, total, unit: smallest, neurons });
  if (answer.kind === "proved") return proved({ content: after, by: answer.by });
  return mismatch(
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
