/** Makers of strings. */
import type { Atom } from "../../language/atom.ts";
import { int, string } from "../../language/atom.ts";
import { binary } from "./apply.ts";
import { extremeOf, lookUp, moved, ternary } from "./common.ts";
import type { Grower, Makers } from "./grower.ts";
import type { SOp } from "./values.ts";
import { constant } from "./values.ts";

export const smallStrings: readonly Atom[] = ["a", "b", "", "x", "ab", "#", "Z"].map(string);

export const stringMakers: Makers<SOp> = [
  [5, joined],
  [4, (grower, effort) => ternary(grower, "string", effort)],
  [5, (grower, effort) => moved(grower, "string", effort)],
  [2, repeated],
  [3, (grower, effort) => lookUp(grower, smallStrings, effort)],
  [1, (grower, effort) => extremeOf(grower, "string", effort)],
];

function joined({ random, sOp, operand }: Grower, effort: number): SOp | null {
  const [left, right] = [sOp("string", effort - 1), operand("string", effort - 1)];
  return random.chance(0.6) ? binary("+", left, right) : binary("+", right, left);
}

function repeated({ random, world, sOp }: Grower, effort: number): SOp | null {
  if (random.chance(0.4)) {
    return binary("*", sOp("string", effort - 1), constant(world, int(random.pick([0, 2, 2, 3]))));
  }
  const times = binary("%", sOp("int", effort - 1), constant(world, int(random.pick([2, 3, 4]))));
  if (times === null) return null;
  const text = random.chance(0.5) ? constant(world, random.pick(smallStrings)) : sOp("string", effort - 1);
  return random.chance(0.7) ? binary("*", text, times) : binary("*", times, text);
}
