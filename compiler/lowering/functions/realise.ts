/**
 * Turns an integer-valued function of variables into an affine expression over
 * features, making what columns and neurons it needs, in the fewest layers and
 * then with the fewest neurons.
 */
import type { Affine } from "../circuit/affine.ts";
import { combine, constantAffine } from "../circuit/affine.ts";
import type { Label } from "../circuit/builder.ts";
import { realiseAdditively } from "./additive.ts";
import type { Axis } from "./axes.ts";
import { axesFor } from "./axes.ts";
import { buildPlan } from "./build.ts";
import { coarsen } from "./coarsen.ts";
import type { NumericFunction } from "./numeric.ts";
import { project, rangeOfFunction } from "./numeric.ts";
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
  const build = (f: NumericFunction, plan: Plan): Affine | null =>
    buildPlan(context, plan, {
      range,
      label,
      indicator: (i, states) => indicator(context, f, i, states, label),
    });
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
function planFor(context: Realising, f: NumericFunction, label: Label, hint: Axis | null): Plan | null {
  const hinted = hint === null || !isAxisOf(hint, f) ? [] : alongAxes(context, f, [hint], label);
  const known = cheapest(context, hinted);
  if (known !== null) return known;
  const along = cheapest(context, alongAxes(context, f, axesFor(f), label));
  if (along !== null && along.neurons <= FEW_NEURONS) return along;
  const plans = gated(context, f, label);
  return cheapest(context, along === null ? plans : [along, ...plans]);
}

/** A large function over runs of readings, if these are far fewer; else null. */
function coarsened(f: NumericFunction): NumericFunction | null {
  if (f.numbers.length <= LARGE_FUNCTION) return null;
  const coarse = coarsen(f);
  return coarse.numbers.length * FAR_FEWER <= f.numbers.length ? coarse : null;
}

/** Numbers beyond which a function is first looked at over runs of readings. */
const LARGE_FUNCTION = 1 << 12;
const FAR_FEWER = 16;

/** A row this short is taken without looking for gates. */
const FEW_NEURONS = 6;

/** The axis of the cheapest single row of hinges, for finer functions to share; null if none serves. */
export function chooseAxis(context: Realising, wanted: NumericFunction, label: Label): Axis | null {
  const f = project(wanted);
  if (f.variables.length < 2) return null;
  const plan = cheapest(context, alongAxes(context, f, axesFor(f), label));
  return plan?.axis ?? null;
}

function isAxisOf({ readings }: Axis, f: NumericFunction): boolean {
  return (
    readings.length === f.variables.length &&
    readings.every(({ variable }, i) => variable.id === f.variables[i]?.id)
  );
}

/** 1 where variable i has one of the states, 0 elsewhere. */
function indicator(
  context: Realising,
  f: NumericFunction,
  i: number,
  states: readonly number[],
  label: Label,
): Affine | null {
  const variable = f.variables[i];
  if (variable === undefined) throw new Error("internal: no gating variable");
  const numbers = new Float64Array(variable.size);
  for (const state of states) numbers[state] = 1;
  const name = `${label.name} case of ${variable.name}`;
  return realise(context, { variables: [variable], numbers }, { ...label, name, meaning: name });
}
