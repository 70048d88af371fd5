/** Makers of bools. */
import type { Comparison } from "../../language/graph.ts";
import { float, int } from "../../language/atom.ts";
import { anywhere, binary, contains, hasFocus, mark, member, unary } from "./apply.ts";
import { moved, ternary, tokenType } from "./common.ts";
import type { Grower, Makers } from "./grower.ts";
import type { SOp } from "./values.ts";
import { constant, valuesOf } from "./values.ts";

/** `!=` stands in `select` only. */
const comparisons = ["==", "<", "<=", ">", ">="] as const satisfies readonly Comparison[];

export const boolMakers: Makers<SOp> = [
  [4, tokenIs],
  [4, ordered],
  [4, threshold],
  [4, logic],
  [2, ({ sOp }, effort) => unary("not", sOp("bool", effort - 1))],
  [3, ({ world, selector }, effort) => hasFocus(world, selector(effort - 1))],
  [2, within],
  [1, marked],
  [1, present],
  [2, (grower, effort) => ternary(grower, "bool", effort)],
  [2, (grower, effort) => moved(grower, "bool", effort)],
];

function tokenIs(grower: Grower): SOp | null {
  const tokens = grower.sOp(tokenType(grower), 0);
  return binary("==", tokens, constant(grower.world, grower.atomLike(tokens)));
}

function ordered({ random, sOp, operand, anyType }: Grower, effort: number): SOp | null {
  const type = anyType();
  return binary(random.pick(comparisons), sOp(type, effort - 1), operand(type, effort - 1));
}

/** A mean against a number: often one that it can equal, where exactness is hardest. */
function threshold({ random, world, sOp }: Grower, effort: number): SOp | null {
  const mean = sOp("number", effort - 1);
  const bounds = random.chance(0.5)
    ? valuesOf(mean)
    : [float(0.5), float(0.6), float(0.25), int(0), int(1), float(0.1), float(1.5)];
  return binary(random.pick(comparisons), mean, constant(world, random.pick(bounds)));
}

function logic({ random, sOp }: Grower, effort: number): SOp | null {
  const other = sOp(random.chance(0.9) ? "bool" : "int", effort - 1);
  return binary(random.pick(["and", "or"]), sOp("bool", effort - 1), other);
}

function within(grower: Grower, effort: number): SOp | null {
  const { random, sOp, anyType } = grower;
  const operand = sOp(anyType(), effort - 1);
  const items = Array.from({ length: 1 + random.below(3) }, () => grower.atomLike(operand));
  return member(operand, items);
}

function marked(grower: Grower, effort: number): SOp | null {
  const { random, world } = grower;
  const sequence = grower.sOp(grower.anyType(), effort - 1);
  const atom = constant(world, grower.atomLike(sequence));
  return mark(world, random.pick(["first", "last"]), sequence, atom);
}

function present(grower: Grower, effort: number): SOp | null {
  const { random, world } = grower;
  const sequence = grower.sOp(grower.anyType(), effort - 1);
  const atom = constant(world, grower.atomLike(sequence));
  return random.chance(0.5) ? contains(world, sequence, atom) : anywhere(world, atom, sequence);
}
