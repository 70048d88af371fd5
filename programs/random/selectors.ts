/** Makers of selectors. */
import type { Comparison } from "../../language/graph.ts";
import { int } from "../../language/atom.ts";
import { binary, fullSelector, selectFrom, selectNextIdentical } from "./apply.ts";
import { tokenType } from "./common.ts";
import type { Grower, Makers } from "./grower.ts";
import type { Selector } from "./values.ts";
import { combine, complement, constant, indices, select } from "./values.ts";

const comparisons = ["==", "==", "!=", "<", "<=", ">", ">="] as const satisfies readonly Comparison[];

export const selectorMakers: Makers<Selector> = [
  [3, sameToken],
  [3, byPosition],
  [4, byComputed],
  [3, againstAtom],
  [2, byMean],
  [7, formula],
  [3, ({ selector }, effort) => complement(selector(effort - 1))],
  [1, nextIdentical],
  [1, fromEnd],
];

/** What needs no effort. */
export const selectorLeaves: Makers<Selector> = [
  [4, sameToken],
  [4, byPosition],
  [2, (grower) => againstAtom(grower, 1)],
  [1, ({ world }) => fullSelector(world)],
];

function sameToken(grower: Grower): Selector | null {
  const type = tokenType(grower);
  const [keys, queries] = [grower.sOp(type, 0), grower.sOp(type, 0)];
  return select(keys, grower.random.chance(0.7) ? keys : queries, grower.random.pick(comparisons));
}

function byPosition({ random, world }: Grower): Selector | null {
  const here = indices(world);
  const by = random.pick([0, 0, 0, 1, 1, 2]);
  const place = by === 0 ? here : binary(random.pick(["+", "-"]), here, constant(world, int(by)));
  if (place === null) return null;
  return select(here, place, random.pick(comparisons));
}

function byComputed({ random, sOp, anyType }: Grower, effort: number): Selector | null {
  const type = anyType();
  const keys = sOp(type, effort - 1);
  const queries = random.chance(0.4) ? keys : sOp(type, effort - 1);
  return select(keys, queries, random.pick(comparisons));
}

function againstAtom(grower: Grower, effort: number): Selector | null {
  const { random, world } = grower;
  const value = grower.sOp(grower.anyType(), effort - 1);
  const atom = constant(world, grower.atomLike(value));
  const comparison = random.pick(comparisons);
  return random.chance(0.6) ? select(value, atom, comparison) : select(atom, value, comparison);
}

function byMean({ random, sOp }: Grower, effort: number): Selector | null {
  const keys = sOp("number", effort - 1);
  const queries = random.chance(0.6) ? keys : sOp(random.pick(["number", "int"]), effort - 1);
  const comparison = random.pick(comparisons);
  return random.chance(0.7) ? select(keys, queries, comparison) : select(queries, keys, comparison);
}

function formula({ random, selector }: Grower, effort: number): Selector {
  const left = selector(effort - 1);
  const right = selector(effort - (random.chance(0.5) ? 1 : 2));
  return combine(random.pick(["and", "and", "or"]), left, right);
}

function nextIdentical({ world, sOp, anyType }: Grower, effort: number): Selector | null {
  return selectNextIdentical(world, sOp(anyType(), effort - 1));
}

function fromEnd(grower: Grower, effort: number): Selector | null {
  const { random, world } = grower;
  const sequence = grower.sOp(grower.anyType(), effort - 1);
  const atom = constant(world, grower.atomLike(sequence));
  return selectFrom(world, random.pick(["first", "last"]), sequence, atom);
}
