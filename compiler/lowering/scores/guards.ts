/**
 * Penalties that only have to be 0 on some values and positive on the others: a
 * condition that is an `and` of conditions on different variables is their sum,
 * and needs no neuron where the variables are token and index.
 */
import type { Affine } from "../circuit/affine.ts";
import { ZERO, combine } from "../circuit/affine.ts";
import type { Costed } from "../circuit/best.ts";
import { best, costed } from "../circuit/best.ts";
import type { Lowering } from "../context/lowering.ts";
import type { Relation } from "../facts/compare.ts";
import type { NumericFunction } from "../functions/numeric.ts";
import { numericFunction, project } from "../functions/numeric.ts";
import { realise } from "../functions/realise.ts";
import { placesWithin, statesOf } from "../tables/tuples.ts";
import { transpose } from "./classes.ts";
import type { Operand, Operands } from "./operands.ts";
import { hold, named } from "./operands.ts";
import type { Score } from "./penalty.ts";

/** An expression that is 0 where `outside[atom]` is 0 and a positive integer where it is 1; null if no exact way is known. */
function guard(lowering: Lowering, operand: Operand, outside: readonly number[]): Affine | null {
  const weigh = (affine: Affine | null): Costed<Affine> | null =>
    affine === null ? null : costed(lowering, () => ({ result: affine, reads: [affine], extra: 0 }));
  const parts = split(project(numericFunction(operand.table, outside)));
  const whole = weigh(hold(lowering, operand, outside, "guard of"));
  if (parts.length < 2) return whole?.result ?? null;
  lowering.spend(operand.table.cells.length * parts.length);
  const held = parts.map((part) => realise(lowering, part, named(operand.label, "guard of")));
  const sum = held.every((part) => part !== null) ? combine(held.map((part) => [1, part] as const)) : null;
  return best([whole, weigh(sum)])?.result ?? null;
}

/** Functions of disjoint variables that are all 0 exactly where the function is 0; positive ones are 1. */
function split(f: NumericFunction): readonly NumericFunction[] {
  for (let i = 0; i < f.variables.length && f.variables.length > 1; i++) {
    const parts = splitOff(f, i);
    if (parts !== null) return [parts.one, ...split(parts.rest)];
  }
  return [f];
}

/** The condition on variable i and that on the others, if the function is 0 exactly where both are met. */
function splitOff(
  f: NumericFunction,
  i: number,
): { readonly one: NumericFunction; readonly rest: NumericFunction } | null {
  const variable = f.variables[i];
  if (variable === undefined) return null;
  const variables = f.variables.filter((_, j) => j !== i);
  const states = statesOf(f.variables, i);
  const others = placesWithin(variables, f.variables);
  const one = new Float64Array(variable.size).fill(NaN);
  const rest = new Float64Array(f.numbers.length / variable.size).fill(NaN);
  for (const [cell, number] of f.numbers.entries()) {
    if (Number.isNaN(number)) continue;
    const [state, other] = [states[cell]!, others[cell]!];
    if (number === 0) one[state] = rest[other] = 0;
    if (Number.isNaN(one[state])) one[state] = 1;
    if (Number.isNaN(rest[other])) rest[other] = 1;
  }
  for (const [cell, number] of f.numbers.entries()) {
    if (number > 0 && one[states[cell]!] === 0 && rest[others[cell]!] === 0) return null;
  }
  return { one: { variables: [variable], numbers: one }, rest: { variables, numbers: rest } };
}
/** One matched pair: a penalty on keys outside it and one on queries outside it. */
export function guards(lowering: Lowering, operands: Operands, relation: Relation): Costed<Score> | null {
  const keyNumbers = relation.map((row) => (row.some(Boolean) ? 0 : 1));
  const queryNumbers = transpose(relation, operands.queries.table.atoms.length).map((column) =>
    column.some(Boolean) ? 0 : 1,
  );
  return costed(lowering, () => {
    const keyPenalty = guard(lowering, operands.keys, keyNumbers);
    const queryPenalty = operands.levelled ? guard(lowering, operands.queries, queryNumbers) : ZERO;
    if (keyPenalty === null || queryPenalty === null) return null;
    return {
      result: { bilinear: [], keyPenalty, queryPenalty },
      reads: [keyPenalty, queryPenalty],
      extra: 0,
    };
  });
}
