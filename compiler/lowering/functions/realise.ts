/**
 * Turns an integer-valued function of variables into an affine expression over
 * features, making what columns and neurons it needs, in the fewest layers and
 * then with the fewest neurons.
 */
import { powerOfTwoAbove } from "../../numbers.ts";
import type { Affine } from "../circuit/affine.ts";
import { combine, constantAffine, featureAffine, scale, shift } from "../circuit/affine.ts";
import type { Label } from "../circuit/builder.ts";
import { realiseAdditively } from "./additive.ts";
import type { Axis } from "./axes.ts";
import { axesFor } from "./axes.ts";
import { coarsen } from "./coarsen.ts";
import type { NumericFunction } from "./numeric.ts";
import { project, rangeOfFunction } from "./numeric.ts";
import type { Hinge } from "./piecewise.ts";
import type { Plan, Realising } from "./plans.ts";
import { alongAxes, cheapest, gated } from "./plans.ts";
import { separate } from "./separate.ts";

/**
 * The expression that equals the function at every tuple that matters; null if no way is exact.
 *
 * @param hint  an axis known to serve a finer function of the same variables, tried first and alone if it will do
 */
export function realise(
  context: Realising,
  wanted: NumericFunction,
  label: Label,
  hint: Axis | null = null,
): Affine | null {
  const projected = project(wanted);
  const range = rangeOfFunction(projected);
  if (range === null) return constantAffine(0);
  if (range.least === range.greatest) return constantAffine(range.least);
  const free = realiseAdditively(context.builder, projected, label);
  if (free !== null) return free;
  const build = (given: NumericFunction, plan: Plan): Affine | null =>
    buildPlan(context, given, plan, range, label);
  const coarse = coarsened(projected);
  const quick =
    coarse === null ? null : cheapest(context, alongAxes(context, coarse, axesFor(coarse), label));
  if (coarse !== null && quick !== null && quick.neurons <= FEW_NEURONS) return build(coarse, quick);
  context.spend(projected.numbers.length * projected.variables.length);
  const parts = separate(projected)?.map((part) => realise(context, part, label));
  if (parts?.every((part) => part !== null) === true) return combine(parts.map((part) => [1, part] as const));
  const plan = planFor(context, projected, label, hint);
  return plan === null ? null : build(projected, plan);
}

/** The cheapest plan: the hint's axis if it will do, else any axis, and gates where no axis is short. */
function planFor(context: Realising, given: NumericFunction, label: Label, hint: Axis | null): Plan | null {
  const hinted = hint === null || !isAxisOf(hint, given) ? [] : alongAxes(context, given, [hint], label);
  const known = cheapest(context, hinted);
  if (known !== null) return known;
  const along = cheapest(context, alongAxes(context, given, axesFor(given), label));
  if (along !== null && along.neurons <= FEW_NEURONS) return along;
  const plans = gated(context, given, label);
  return cheapest(context, along === null ? plans : [along, ...plans]);
}

/** A large function over runs of readings, if these are far fewer; else null. */
function coarsened(given: NumericFunction): NumericFunction | null {
  if (given.numbers.length <= LARGE_FUNCTION) return null;
  const coarse = coarsen(given);
  return coarse.numbers.length * FAR_FEWER <= given.numbers.length ? coarse : null;
}

const LARGE_FUNCTION = 1 << 12;
const FAR_FEWER = 16;

/** A row this short is taken without looking for gates. */
const FEW_NEURONS = 6;

/** The axis of the cheapest single row of hinges, for finer functions to share; null if none serves. */
export function chooseAxis(context: Realising, wanted: NumericFunction, label: Label): Axis | null {
  const given = project(wanted);
  if (given.variables.length < 2) return null;
  const plan = cheapest(context, alongAxes(context, given, axesFor(given), label));
  return plan?.axis ?? null;
}

function isAxisOf({ readings }: Axis, given: NumericFunction): boolean {
  return (
    readings.length === given.variables.length &&
    readings.every(({ variable }, i) => variable.id === given.variables[i]?.id)
  );
}

/** … and making a neuron as through so many, and so many more for each feature that it reads. */
const CELLS_A_NEURON = 500;
const CELLS_A_TERM = 30;

/** Makes a plan's columns, neurons and feature. */
function buildPlan(
  context: Realising,
  given: NumericFunction,
  plan: Plan,
  range: { readonly least: number; readonly greatest: number },
  label: Label,
): Affine | null {
  const { builder } = context;
  const parts: (readonly [number, Affine])[] = [];
  const weights = new Map<number, number>();
  for (const { states, row } of plan.rows) {
    const axis = row.axis();
    const gate = plan.gate === null ? null : indicator(context, given, plan.gate, states, label);
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
  const feature = builder.table([...weights], bounds, label);
  return combine([
    [1, carried],
    [1, featureAffine(feature)],
  ]);
}

/** 1 where variable i has one of the states, 0 elsewhere. */
function indicator(
  context: Realising,
  given: NumericFunction,
  i: number,
  states: readonly number[],
  label: Label,
): Affine | null {
  const variable = given.variables[i];
  if (variable === undefined) throw new Error("internal: no gating variable");
  const numbers = new Float64Array(variable.size);
  for (const state of states) numbers[state] = 1;
  const name = `${label.name} case of ${variable.name}`;
  return realise(context, { variables: [variable], numbers }, { ...label, name, meaning: name });
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
    const found = known.get(key);
    if (found !== undefined) return found;
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
