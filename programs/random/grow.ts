/** Grows expressions of a wanted type, out of what has a name already. */
import type { Atom } from "../../language/atom.ts";
import { bool, int, string } from "../../language/atom.ts";
import { binary, choose, fullSelector, unary } from "./apply.ts";
import { tokenType } from "./common.ts";
import type { Grower, Maker, Makers } from "./grower.ts";
import { intMakers, numberMakers, smallFloats, smallInts } from "./numbers.ts";
import type { Random } from "../../language/random.ts";
import { selectorLeaves, selectorMakers } from "./selectors.ts";
import { smallStrings, stringMakers } from "./strings.ts";
import { boolMakers } from "./truths.ts";
import type { SOp, Value, ValueType, World } from "./values.ts";
import {
  aggregate,
  constant,
  indices,
  isDull,
  isDullSelector,
  length,
  select,
  tokens,
  valuesOf,
} from "./values.ts";

const makersOf: Readonly<Record<ValueType, Makers<SOp>>> = {
  int: intMakers,
  number: numberMakers,
  bool: boolMakers,
  string: stringMakers,
};

const ATTEMPTS = 6;
/** Deeper programs are seldom compiled within the certificate, and then slowly. */
const GREATEST_DEPTH = 4;

export function createGrower(
  random: Random,
  world: World,
  vocabulary: readonly Atom[],
  named: readonly Value[],
): Grower {
  const grower: Grower = {
    random,
    world,
    vocabulary,
    named,
    sOp: (type, effort) => {
      if (effort > 0 && !random.chance(0.1)) {
        const grown = tried(grower, makersOf[type], effort, (value) => value.type === type && !isDull(value));
        if (grown !== null) return grown;
      }
      return leaf(grower, type);
    },
    operand: (type, effort) => {
      // Bools are ints where they meet ints.
      const wanted = type === "int" && random.chance(0.1) ? "bool" : type;
      return random.chance(0.3) ? constant(world, atomOf(random, wanted)) : grower.sOp(wanted, effort);
    },
    selector: (effort) => {
      const known = named.filter((value) => value.kind === "selector");
      if (known.length > 0 && random.chance(0.4)) return latest(random, known);
      const makers = effort > 0 ? selectorMakers : selectorLeaves;
      const grown = tried(grower, makers, effort, (selector) => !isDullSelector(selector));
      return grown ?? fullSelector(world);
    },
    atomLike: (value) => (random.chance(0.85) ? random.pick(valuesOf(value)) : atomOf(random, value.type)),
    anyType: () =>
      random.weighted([
        [4, tokenType(grower)],
        [4, "int"],
        [3, "number"],
        [2, "bool"],
        [1, "string"],
      ]),
  };
  return grower;
}

function tried<V extends Value>(
  grower: Grower,
  makers: Makers<V>,
  effort: number,
  fits: (value: V) => boolean,
): V | null {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const maker: Maker<V> = grower.random.weighted(makers);
    const value = maker(grower, effort);
    if (value !== null && value.depth <= GREATEST_DEPTH && fits(value)) return value;
  }
  return null;
}

function leaf(grower: Grower, type: ValueType): SOp {
  const { random, world, named } = grower;
  const known = named.filter((value) => value.kind === "s-op" && isUsable(value, type));
  const sOps = known.filter((value) => value.kind === "s-op");
  if (sOps.length > 0 && random.chance(0.65)) return latest(random, sOps);
  const read = readings(grower, type);
  const simple = tried(grower, simplest[type], 0, (value) => value.type === type && !isDull(value));
  if (simple !== null && (read.length === 0 || random.chance(0.4))) return simple;
  return read.length > 0 ? random.pick(read) : certain(type, world);
}

function isUsable(value: SOp, type: ValueType): boolean {
  return value.type === type && !value.isAtom;
}

/** The later it got its name, the more often it is used. */
function latest<V extends Value>(random: Random, values: readonly V[]): V {
  return random.weighted(values.map((value, at) => [(at + 1) ** 2, value] as const));
}

/** The input and the positions, as values of the type. */
function readings({ world }: Grower, type: ValueType): readonly SOp[] {
  const own = tokens(world, "asis", "tokens");
  const found: (SOp | null)[] = own?.type === type ? [own, own, own] : [];
  if (type === "int") found.push(indices(world), indices(world), length(world));
  if (type === "string" && own?.type !== "string") found.push(tokens(world, "str", "tokens_str"));
  if (type === "int" && own?.type !== "int") found.push(tokens(world, "int", "tokens_int"));
  if (type === "number" && own?.type === "int") found.push(tokens(world, "float", "tokens_float"));
  if (type === "bool" && own?.type === "int") found.push(tokens(world, "bool", "tokens_bool"));
  return found.filter((value) => value !== null).filter((value) => value.type === type);
}

/** Short expressions of the base s-ops. */
const simplest: Readonly<Record<ValueType, Makers<SOp>>> = {
  int: [
    [1, ({ world }) => binary("+", indices(world), constant(world, int(1)))],
    [1, ({ world }) => unary("indicator", certain("bool", world))],
  ],
  number: [
    [1, ({ world }) => binary("/", indices(world), constant(world, int(2)))],
    [1, ({ world }) => binary("/", constant(world, int(1)), length(world))],
    [4, simpleMean],
  ],
  bool: [
    [3, simpleTest],
    [1, ({ world, random }) => binary("==", indices(world), constant(world, int(random.below(3))))],
    [1, ({ world, random }) => binary("<", indices(world), constant(world, int(1 + random.below(3))))],
  ],
  string: [
    [1, ({ world }) => binary("*", constant(world, string("a")), indices(world))],
    [
      1,
      ({ world }) =>
        choose(constant(world, string("x")), certain("bool", world), constant(world, string("y"))),
    ],
  ],
};

function simpleTest(grower: Grower): SOp | null {
  const read = tokens(grower.world, "asis", "tokens");
  if (read === null) return null;
  const symbol = grower.random.pick(["==", "==", "<", ">="] as const);
  return binary(symbol, read, constant(grower.world, grower.atomLike(read)));
}

function simpleMean(grower: Grower): SOp | null {
  const { random, world } = grower;
  const test = simpleTest(grower);
  const read = tokens(world, "asis", "tokens");
  const value = test === null ? null : random.chance(0.6) ? unary("indicator", test) : indices(world);
  const compared = random.chance(0.4) ? read : indices(world);
  // Not grown: a leaf must not need another leaf.
  const selector =
    compared === null ? null : select(compared, compared, random.pick(["==", "<", "<=", ">="]));
  return value === null || selector === null ? null : aggregate(world, selector, value, null);
}

/** What any world has. */
function certain(type: ValueType, world: World): SOp {
  const position = indices(world);
  const made = {
    int: () => position,
    number: () => binary("/", position, constant(world, int(2))),
    bool: () => binary("==", position, constant(world, int(1))),
    string: () => binary("*", constant(world, string("a")), position),
  }[type]();
  if (made === null) throw new Error("internal: a position has no value");
  return made;
}

function atomOf(random: Random, type: ValueType): Atom {
  switch (type) {
    case "int":
      return random.pick(smallInts);
    case "number":
      return random.pick(random.chance(0.3) ? smallInts : smallFloats);
    case "bool":
      return bool(random.chance(0.5));
    case "string":
      return random.pick(smallStrings);
    default:
      return type satisfies never;
  }
}
