/** Ways to compute a function with one MLP, and what they cost; nothing is made before one is taken. */
import type { Affine } from "../circuit/affine.ts";
import { combine, constantAffine } from "../circuit/affine.ts";
import type { CircuitBuilder, Label } from "../circuit/builder.ts";
import { neuronLayerAfter } from "../circuit/circuit.ts";
import type { Variable } from "../tables/variable.ts";
import { realiseAdditively } from "./additive.ts";
import type { Axis } from "./axes.ts";
import { axesFor } from "./axes.ts";
import type { NumericFunction } from "./numeric.ts";
import { classesOf, project, rangeOfFunction, restrict } from "./numeric.ts";
import type { Hinge, PiecewiseLinear, Points } from "./piecewise.ts";
import { fitPiecewise } from "./piecewise.ts";
import { pointsAlong, workAlong } from "./points.ts";

/** What a realisation may use. */
export interface Realising {
  readonly builder: CircuitBuilder;
  /** Sums of integers below this are exact in any order: 2^24 in float32, 2^53 in float64. */
  readonly exactLimit: number;
  /** Told how many table cells a step goes through; throws when it is too many in all. */
  readonly spend: (cells: number) => void;
}

/** A sum of neurons and an affine part; what it reads is made only when the plan is taken. */
interface Row {
  readonly neurons: number;
  readonly greatestSum: number;
  /** Half-layer that completes what its neurons read. */
  readonly inputs: number;
  readonly constant: number;
  /** Multiplies `axis`; 0 for rows that may be gated. */
  readonly slope: number;
  readonly axis: () => Affine;
  /** Pre-activations as functions of the axis, with their output weights. */
  readonly hinges: () => readonly Hinge[];
}

/** Rows that hold where one variable has one of the states; a single ungated row holds everywhere. */
export interface Plan {
  readonly gate: number | null;
  /** The one axis of an ungated plan. */
  readonly axis: Axis | null;
  readonly rows: readonly { readonly states: readonly number[]; readonly row: Row }[];
  readonly neurons: number;
  /** Residual columns that only this plan needs. */
  readonly columns: number;
  readonly greatestSum: number;
  /** Half-layer at which it is complete. */
  readonly time: number;
}

/** More classes than this make one row of hinges for each too many. */
const MOST_CLASSES = 256;

/** A row this short ends the search for a better axis. */
const FEWEST_NEURONS = 3;

/** The cheapest plan that stays exact; null if there is none. */
export function cheapest(context: Realising, plans: readonly Plan[]): Plan | null {
  let best: Plan | null = null;
  for (const plan of plans) {
    if (plan.greatestSum >= context.exactLimit) continue;
    if (best === null || costOf(plan) < costOf(best)) best = plan;
  }
  return best;
}

/** Layers first; then neurons and the columns that feed them. */
function costOf(plan: Plan): number {
  return plan.time * 1e7 + plan.neurons + 2 * plan.columns;
}

/** Plans with one row of hinges along one of the axes. */
export function alongAxes(
  context: Realising,
  f: NumericFunction,
  axes: readonly Axis[],
  label: Label,
): readonly Plan[] {
  const plans: Plan[] = [];
  let fewest = Infinity;
  for (const axis of axes) {
    if (fewest <= FEWEST_NEURONS) break;
    const row = rowAlong(context, f, axis, true, fewest, label);
    if (row === null) continue;
    if (row.greatestSum < context.exactLimit) fewest = Math.min(fewest, row.neurons);
    plans.push({
      gate: null,
      axis,
      rows: [{ states: [], row }],
      neurons: row.neurons,
      columns: axis.readings.filter(({ variable }) => variable.kind !== "channel").length,
      greatestSum: row.greatestSum,
      time: 2 * neuronLayerAfter(row.inputs) + 2,
    });
  }
  return plans;
}

function rowAlong(
  context: Realising,
  f: NumericFunction,
  axis: Axis,
  straight: boolean,
  fewest: number,
  label: Label,
): Row | null {
  context.spend(workAlong(f, axis));
  const points = pointsAlong(f, axis);
  // So many runs cannot come down to fewer hinges than another axis needs.
  if (points === null || points.low.length > 8 * (fewest + 8)) return null;
  context.spend(CELLS_A_POINT * points.low.length);
  const exact = axis.readings.every(({ variable, natural }) => !natural || variable.exact);
  const fit = fitRow(points, straight && exact);
  return {
    neurons: fit.size,
    greatestSum: fit.greatestSum,
    inputs: axis.readings.reduce((latest, { variable }) => Math.max(latest, timeOf(variable)), 0),
    constant: fit.constant,
    slope: fit.slope,
    axis: () => axisExpression(context.builder, axis, label),
    hinges: fit.hinges,
  };
}

/** A linear part is left out where it would be much larger than the function: readers would sum large numbers that cancel. */
function fitRow(points: Points, straight: boolean): PiecewiseLinear {
  const fit = fitPiecewise(points, straight);
  if (fit.slope === 0) return fit;
  const largest = points.value.reduce((bound, value) => Math.max(bound, Math.abs(value)), 1);
  const farthest = Math.max(Math.abs(points.low[0] ?? 0), Math.abs(points.high.at(-1) ?? 0));
  return Math.abs(fit.slope) * farthest <= 4 * largest ? fit : fitPiecewise(points, false);
}

/** Half-layer that completes what reads the variable. */
function timeOf(variable: Variable): number {
  return variable.kind === "channel" ? variable.time : 0;
}

/** Σ coefficient · reading, making the columns of token and index readings. */
function axisExpression(builder: CircuitBuilder, axis: Axis, label: Label): Affine {
  return combine(
    axis.readings.map(({ variable, natural, low, coefficient }) => {
      if (variable.kind === "channel") return [coefficient, variable.carrier] as const;
      const name = natural ? variable.name : `${label.name} by ${variable.name}`;
      const meaning = natural ? variable.name : `classes of ${variable.name} for ${label.meaning}`;
      const column = builder.column(variable.kind, Array.from(low), {
        name,
        meaning,
        span: label.span,
      });
      return [coefficient, column] as const;
    }),
  );
}

/**
 * Plans with a row of hinges for each class of one variable, switched on by
 * that class: a large negative bias lifted by the class's indicator. The
 * indicator is a column where the variable is token or index; for a channel it
 * is decoded first, one MLP earlier.
 */
export function gated(context: Realising, f: NumericFunction, label: Label): readonly Plan[] {
  const plans: Plan[] = [];
  if (f.variables.length < 2) return plans;
  for (const [i, variable] of f.variables.entries()) {
    context.spend(f.numbers.length);
    const { classes, count } = classesOf(f, i);
    if (count > MOST_CLASSES) continue;
    const members: number[][] = Array.from({ length: count }, () => []);
    for (const [state, group] of classes.entries()) members[group]?.push(state);
    const rows: { states: readonly number[]; row: Row }[] = [];
    for (const states of members) {
      const row = gatedRow(context, project(restrict(f, i, states[0] ?? 0)), label);
      if (row !== null) rows.push({ states, row });
    }
    if (rows.length < count) continue;
    const indicated = variable.kind === "channel" ? 2 * neuronLayerAfter(variable.time) + 2 : 0;
    const decoding = variable.kind === "channel" ? 3 * count : 0;
    plans.push({
      gate: i,
      axis: null,
      rows,
      neurons: rows.reduce((sum, { row }) => sum + row.neurons, decoding),
      columns: count,
      greatestSum: Math.max(...rows.map(({ row }) => row.greatestSum)),
      time: 2 * neuronLayerAfter(Math.max(indicated, ...rows.map(({ row }) => row.inputs))) + 2,
    });
  }
  return plans;
}

/** The cheapest row for what is left of a function inside one class: hinges alone, no linear part. */
function gatedRow(context: Realising, f: NumericFunction, label: Label): Row | null {
  const range = rangeOfFunction(f);
  if (range === null || range.least === range.greatest) {
    const constant = range?.least ?? 0;
    return {
      neurons: 0,
      greatestSum: 0,
      inputs: 0,
      constant,
      slope: 0,
      axis: () => constantAffine(0),
      hinges: () => [],
    };
  }
  const free = realiseAdditively(context.builder, f, label);
  if (free !== null) {
    return {
      neurons: 1,
      greatestSum: range.greatest - range.least,
      inputs: context.builder.timeOf(free),
      constant: range.least,
      slope: 0,
      axis: () => free,
      hinges: () => [{ rising: true, at: range.least, weight: 1 }],
    };
  }
  let best: Row | null = null;
  for (const axis of axesFor(f)) {
    const row = rowAlong(context, f, axis, false, best?.neurons ?? Infinity, label);
    if (row === null || row.greatestSum >= context.exactLimit) continue;
    if (best === null || row.neurons < best.neurons) best = row;
  }
  return best;
}

/** Fitting hinges to a point takes about as long as going through so many cells. */
const CELLS_A_POINT = 8;
