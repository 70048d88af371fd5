/** Makers for s-ops of any type: choices, look-ups, values moved from one position to another. */
import type { Atom } from "../../language/atom.ts";
import { bool, int, string } from "../../language/atom.ts";
import { at, binary, choose, element, entry, extreme, loadFrom, shift, sort } from "./apply.ts";
import type { Grower, Maker } from "./grower.ts";
import type { Selector, SOp, ValueType } from "./values.ts";
import {
  aggregate,
  combine,
  complement,
  constant,
  indices,
  length,
  select,
  valuesOf,
  width,
} from "./values.ts";

export function ternary({ random, sOp, operand }: Grower, type: ValueType, effort: number): SOp | null {
  const condition = sOp(random.chance(0.85) ? "bool" : "int", effort - 1);
  return choose(operand(type, effort - 1), condition, operand(type, effort - 1));
}

export function extremeOf({ random, sOp, operand }: Grower, type: ValueType, effort: number): SOp | null {
  return extreme(random.pick(["min", "max"]), sOp(type, effort - 1), operand(type, effort - 1));
}

/** A literal dict over all values of an s-op, or a list by position or remainder. */
export function lookUp(grower: Grower, results: readonly Atom[], effort: number): SOp | null {
  const { random, world, sOp, anyType } = grower;
  if (random.chance(0.6)) {
    const key = random.chance(0.6) ? sOp(tokenType(grower), 0) : sOp(anyType(), effort - 1);
    const keys = key.text === "tokens" ? grower.vocabulary : valuesOf(key);
    if (keys.length > 8) return null;
    return entry(
      keys.map((from) => [from, random.pick(results)] as const),
      key,
    );
  }
  const size = 2 + random.below(3);
  const items = Array.from({ length: size }, () => random.pick(results));
  const index = binary("%", sOp("int", effort - 1), constant(world, int(size)));
  return index === null ? null : element(items, index);
}

export function tokenType({ vocabulary }: Grower): ValueType {
  const type = vocabulary[0]?.type ?? "string";
  return type === "float" ? "number" : type;
}

/** At most one key selected, mostly: a value of any type comes unchanged, or the default. */
export function moved(grower: Grower, type: ValueType, effort: number): SOp | null {
  const { random, world, sOp } = grower;
  const value = sOp(type, effort - 1);
  const maker = random.weighted<Maker<SOp>>([
    [5, () => fetched(grower, value, effort)],
    [2, () => shift(world, value, random.pick([-2, -1, 1, 1, 2]), grower.atomLike(value))],
    [2, () => sort(world, value, sOp(random.pick(["int", "int", "number", "string"]), effort - 1))],
    [1, () => loadFrom(world, value, sOp("int", effort - 1))],
    [1, () => at(world, value, random.pick([0, 0, 1, 2, -1, -2]))],
  ]);
  return maker(grower, effort);
}

function fetched(grower: Grower, value: SOp, effort: number): SOp | null {
  const { random } = grower;
  const single = singular(grower, effort);
  if (single === null) return null;
  const selector = random.chance(0.7) ? single : narrowed(grower, single, effort);
  return aggregate(grower.world, selector, value, random.chance(0.15) ? null : defaultFor(grower, value));
}

/** A default of the value's own kind; strings need not be among its values. */
export function defaultFor({ random, atomLike }: Grower, value: SOp): Atom {
  if (value.type === "string" && random.chance(0.4)) return string(random.pick(["", "?", "zz", "-"]));
  return atomLike(value);
}

/** Selects no more than before; or, apart from that, something else. */
function narrowed(grower: Grower, single: Selector, effort: number): Selector {
  const { random, selector } = grower;
  const other = selector(effort - 1);
  if (random.chance(0.6))
    return random.chance(0.5) ? combine("and", single, other) : combine("and", other, single);
  const second = singular(grower, effort);
  if (second === null) return combine("and", single, complement(other));
  return random.chance(0.5)
    ? combine("or", single, combine("and", second, complement(single)))
    : combine("or", combine("and", single, other), combine("and", second, complement(other)));
}

/** Equality of the index with a place, or of two ranks. */
function singular(grower: Grower, effort: number): Selector | null {
  const { random, world, sOp, selector } = grower;
  const here = indices(world);
  const place = random.weighted<() => SOp | null>([
    [4, () => binary("+", here, constant(world, int(random.pick([-2, -1, -1, 1, 1, 2, 3]))))],
    [3, () => binary("-", binary("-", length(world), here) ?? here, constant(world, int(1)))],
    [4, () => sOp("int", effort - 1)],
    [1, () => constant(world, int(random.below(4)))],
    [2, () => width(world, selector(effort - 1))],
  ])();
  if (place === null) return null;
  if (random.chance(0.25)) return selectRanks(grower, effort);
  if (random.chance(0.15)) return selectMarked(grower, effort);
  return random.chance(0.75) ? select(here, place, "==") : select(place, here, "==");
}

/**
 * A width by which positions may be told apart: how many come before in some
 * order, or before among equals. What makes it no proper rank is put in at times.
 */
export function rank({ random, world, sOp, anyType }: Grower, effort: number): SOp | null {
  const here = indices(world);
  const key = random.chance(0.7) ? sOp(anyType(), effort - 1) : here;
  const order = random.pick(["<", "<", ">", ">", "<=", "!="] as const);
  const tie = random.pick(["<", "<", ">", "<=", "!="] as const);
  const first = select(key, key, order);
  const equal = select(key, key, "==");
  const position = select(here, here, tie);
  if (first === null || equal === null || position === null) return null;
  const among = random.chance(0.85) ? combine("and", equal, position) : position;
  const shape = random.weighted([
    [5, combine("or", first, among)],
    [4, among],
    [1, combine("or", among, first)],
    [1, first],
    [1, complement(combine("or", first, among))],
  ]);
  return width(world, shape);
}

/** Keys by their rank: at one position each, if the rank is a proper one and the same on both sides. */
function selectRanks(grower: Grower, effort: number): Selector | null {
  const { random, world, sOp } = grower;
  const own = rank(grower, effort);
  if (own === null) return null;
  const step = binary(random.pick(["+", "-"]), own, constant(world, int(random.pick([0, 1, 1, 2]))));
  const asked = random.weighted<() => SOp | null>([
    [4, () => step],
    [3, () => indices(world)],
    [1, () => sOp("int", effort - 1)],
    [1, () => rank(grower, effort)],
  ])();
  const selector = asked === null ? null : select(own, asked, "==");
  if (selector === null || random.chance(0.5)) return selector;
  const key = sOp(tokenType(grower), 0);
  const same = select(key, key, "==");
  return same === null ? null : combine("and", same, selector);
}

/** The positions whose rank is so and so, and which pass a test: often one, as "the first a". */
function selectMarked(grower: Grower, effort: number): Selector | null {
  const { random, world, sOp } = grower;
  const own = rank(grower, effort);
  if (own === null) return null;
  const bound = constant(world, int(random.pick([0, 0, 1, 1, 2])));
  const ranked = binary(random.pick(["==", "==", "<", "<=", ">", ">="] as const), own, bound);
  const mark = ranked === null || random.chance(0.3) ? ranked : binary("and", ranked, sOp("bool", 0));
  return mark === null ? null : select(mark, constant(world, bool(random.chance(0.85))), "==");
}
