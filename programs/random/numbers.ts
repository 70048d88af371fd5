/** Makers of ints, and of numbers with fractions. */
import type { Atom } from "../../language/atom.ts";
import { float, int } from "../../language/atom.ts";
import { average, binary, count, fullSelector, unary } from "./apply.ts";
import { extremeOf, lookUp, moved, rank, ternary } from "./common.ts";
import type { Grower, Makers } from "./grower.ts";
import type { SOp, ValueType } from "./values.ts";
import { aggregate, constant, indices, length, valuesOf, width } from "./values.ts";

export const smallInts: readonly Atom[] = [-3, -2, -1, 0, 1, 1, 2, 2, 3, 5].map(int);
export const smallFloats: readonly Atom[] = [0.5, 0.25, -0.5, 1.5, 0.1, 2, -1, 0.75].map(float);

export const intMakers: Makers<SOp> = [
  [5, ({ world, selector }, effort) => width(world, selector(effort - 1))],
  [4, (grower, effort) => arithmetic(grower, "int", effort)],
  [4, (grower, effort) => ternary(grower, "int", effort)],
  [3, (grower, effort) => moved(grower, "int", effort)],
  [2, rank],
  [2, modulo],
  [2, ({ sOp }, effort) => unary("indicator", sOp("bool", effort - 1))],
  [2, (grower, effort) => lookUp(grower, smallInts, effort)],
  [2, counted],
  [2, ({ sOp }, effort) => unary("round", sOp("number", effort - 1))],
  [2, roundedShare],
  [2, (grower, effort) => extremeOf(grower, "int", effort)],
  [1, ({ sOp }, effort) => unary("-", sOp("int", effort - 1))],
  [1, power],
  [1, fromTheEnd],
];

export const numberMakers: Makers<SOp> = [
  [8, mean],
  [3, (grower, effort) => arithmetic(grower, "number", effort)],
  [3, (grower, effort) => ternary(grower, "number", effort)],
  [2, quotient],
  [2, ({ world, sOp, random }, effort) => average(world, sOp(random.pick(["int", "number"]), effort - 1))],
  [2, (grower, effort) => moved(grower, "number", effort)],
  [1, (grower, effort) => lookUp(grower, smallFloats, effort)],
  [1, (grower, effort) => extremeOf(grower, "number", effort)],
  [1, ({ sOp }, effort) => unary("-", sOp("number", effort - 1))],
];

function arithmetic(grower: Grower, type: "int" | "number", effort: number): SOp | null {
  const { random, world, sOp, operand } = grower;
  const left = sOp(type, effort - 1);
  const symbol = random.pick(["+", "+", "-", "-", "*"] as const);
  const factors = random.chance(0.7) ? smallInts : smallFloats;
  const right =
    symbol === "*" && random.chance(0.6)
      ? constant(world, random.pick(type === "int" ? smallInts : factors))
      : operand(random.chance(0.7) ? type : "int", effort - 1);
  return random.chance(0.6) ? binary(symbol, left, right) : binary(symbol, right, left);
}

function modulo({ random, world, sOp }: Grower, effort: number): SOp | null {
  const divisor = random.pick([2, 2, 3, 4, 5, -2, -3]);
  return binary("%", sOp("int", effort - 1), constant(world, int(divisor)));
}

function power({ random, world, sOp }: Grower, effort: number): SOp | null {
  const base = sOp("int", effort - 1);
  return random.chance(0.6)
    ? binary("^", base, constant(world, int(random.pick([2, 2, 3, 0]))))
    : binary("^", constant(world, int(random.pick([2, 2, -1, -2, 3]))), base);
}

function counted(grower: Grower, effort: number): SOp | null {
  const sequence = grower.sOp(grower.anyType(), effort - 1);
  return count(grower.world, sequence, constant(grower.world, grower.atomLike(sequence)));
}

/** The idiom for counting by a mean: `round(length * mean)`. */
function roundedShare(grower: Grower, effort: number): SOp | null {
  const { random, world } = grower;
  const condition = grower.sOp("bool", effort - 1);
  const indicator = unary("indicator", condition);
  const selector = random.chance(0.6) ? fullSelector(world) : grower.selector(effort - 1);
  const share = indicator === null ? null : aggregate(world, selector, indicator, null);
  const scale = random.chance(0.7) ? length(world) : width(world, selector);
  const product = share === null ? null : binary("*", scale, share);
  return product === null ? null : unary("round", product);
}

function fromTheEnd({ world }: Grower): SOp | null {
  const rest = binary("-", length(world), indices(world));
  return rest === null ? null : binary("-", rest, constant(world, int(1)));
}

/** Several values averaged; of whole numbers, indicators or other means. */
function mean(grower: Grower, effort: number): SOp | null {
  const { random, world, selector, sOp } = grower;
  const type: ValueType = random.weighted([
    [6, "int"],
    [2, "number"],
    [4, "bool"],
  ]);
  const operand = sOp(type, effort - 1);
  const value = type === "bool" ? unary("indicator", operand) : operand;
  if (value === null) return null;
  return aggregate(world, selector(effort - 1), value, numericDefault(grower, value));
}

export function numericDefault({ random }: Grower, value: SOp): Atom | null {
  if (random.chance(0.4)) return null;
  if (random.chance(0.2)) return random.pick(valuesOf(value));
  return random.pick(random.chance(0.6) ? smallInts : smallFloats);
}

/** Never by 0, as far as the samples show. */
function quotient({ random, world, sOp }: Grower, effort: number): SOp | null {
  const dividend = sOp(random.pick(["int", "number"]), effort - 1);
  if (random.chance(0.5)) return binary("/", dividend, constant(world, int(random.pick([2, 3, 4, -2, 10]))));
  const divisor = random.chance(0.5) ? length(world) : binary("+", indices(world), constant(world, int(1)));
  return divisor === null ? null : binary("/", dividend, divisor);
}
