/** From a plan to the circuit: the columns, neurons and feature that it takes. */
import { powerOfTwoAbove } from "../../numbers.ts";
import type { Affine } from "../circuit/affine.ts";
import { combine, constantAffine, featureAffine, scale, shift } from "../circuit/affine.ts";
import type { Label } from "../circuit/builder.ts";
import { restMeaning } from "../circuit/meaning.ts";
import type { Hinge } from "./piecewise.ts";
import type { Plan, Realising } from "./plans.ts";

/** Making a neuron takes about as long as going through so many cells, and so many more for each feature that it reads. */
const CELLS_A_NEURON = 500;
const CELLS_A_TERM = 30;

/** What a plan is made for. */
interface Wanted {
  /** Least and greatest value of the function. */
  readonly range: { readonly least: number; readonly greatest: number };
  readonly label: Label;
  /** The expression that is 1 where a variable has one of the states, else 0; null if no way is exact. */
  readonly indicator: (variable: number, states: readonly number[]) => Affine | null;
}

/** The expression that a plan comes to; null where a pre-activation is not exact. */
export function buildPlan(
  context: Realising,
  plan: Plan,
  { range, label, indicator }: Wanted,
): Affine | null {
  const { builder } = context;
  const parts: (readonly [number, Affine])[] = [];
  const weights = new Map<number, number>();
  for (const { states, row } of plan.rows) {
    const axis = row.axis();
    const gate = plan.gate === null ? null : indicator(plan.gate, states);
    if (plan.gate !== null && gate === null) return null;
    const terms = axis.terms.length + (gate?.terms.length ?? 0);
    context.spend(row.neurons * (CELLS_A_NEURON + CELLS_A_TERM * terms));
    parts.push(gate === null ? [1, constantAffine(row.constant)] : [row.constant, gate]);
    if (row.slope !== 0) parts.push([row.slope, axis]);
    const preactivationOf = preactivations(context, axis, gate);
    for (const hinge of row.hinges()) {
      const preactivation = preactivationOf(hinge);
      if (preactivation === null) return null;
      const neuron = builder.neuron(preactivation);
      weights.set(neuron, (weights.get(neuron) ?? 0) + hinge.weight);
    }
  }
  const carried = combine(parts);
  if (weights.size === 0) return carried;
  const offset = builder.rangeOf(carried);
  const bounds = {
    least: range.least - offset.greatest,
    greatest: range.greatest - offset.least,
    greatestSum: plan.greatestSum,
  };
  const feature = builder.table([...weights], bounds, {
    ...label,
    meaning: restMeaning(
      label.meaning,
      shift(carried, -(label.shift ?? 0)),
      (id) => builder.features[id]?.name ?? "",
    ),
  });
  return combine([
    [1, carried],
    [1, featureAffine(feature)],
  ]);
}

/**
 * What the neuron of a hinge reads: its distance along the axis where the gate is 1, at
 * most 0 where the gate is 0, and below 0 at BOS and PAD, whatever stands there; null
 * where that is not exact. Most hinges of a row differ in the constant alone.
 */
function preactivations(
  { builder, exactLimit }: Realising,
  axis: Affine,
  gate: Affine | null,
): (hinge: Hinge) => Affine | null {
  const known = new Map<string, Affine["terms"]>();
  const sides = [scale(-1, axis), axis] as const;
  const termsOf = (key: string, parts: () => Parameters<typeof combine>[0]): Affine["terms"] => {
    const shared = known.get(key);
    if (shared !== undefined) return shared;
    const { terms } = combine(parts());
    known.set(key, terms);
    return terms;
  };
  return ({ rising, at }) => {
    const side = sides[rising ? 1 : 0];
    const plain = shift(side, rising ? -at : at);
    let [key, lifted] = [String(rising), plain];
    if (gate !== null) {
      const large = powerOfTwoAbove(builder.reachOf(plain));
      key += ` ${String(large)}`;
      const terms = termsOf(key, () => [
        [1, side],
        [large, gate],
      ]);
      lifted = { constant: plain.constant + large * gate.constant - large, terms };
    }
    const reach = builder.reachOf(lifted);
    if (reach >= exactLimit) return null;
    const large = powerOfTwoAbove(reach);
    const terms = termsOf(`${key} silent ${String(large)}`, () => [
      [1, lifted],
      [-large, featureAffine(builder.bos)],
      [-large, featureAffine(builder.pad)],
    ]);
    return { constant: lifted.constant, terms };
  };
}
