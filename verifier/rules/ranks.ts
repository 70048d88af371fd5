/** Orders of the positions, and widths that are places in them: values that differ everywhere. */
import type { Known } from "./known.ts";
import type { Literal } from "../program/formula.ts";
import type { Program } from "../program/program.ts";
import { holdsIf, refuted, HOLDS, unknown } from "../report/answer.ts";
import type { TriedRule } from "../report/rule.ts";
import { EQUAL, GREATER, LESS, UNRELATED } from "../state/atoms.ts";

/** Ways to see that no two positions of an input hold equal values of a node. */
export const DISTINCT_RULES: readonly TriedRule<Known, number>[] = [
  {
    name: "distinct by position",
    of: "distinct values",
    why: "A node that depends on the index alone has the value f(i) at position i of every input. Two positions hold equal values if and only if two of f(0), f(1), … are equal.",
    applies: ({ trials }, id) => trials.mayBePositional(id),
    proves: (known, id) => {
      const positions = known.byPosition(id);
      if (positions === null) return unknown("the node depends on more than the index");
      const { atoms } = known.program;
      const classes = new Set(Array.from(positions, (atom) => atoms.classOf(atom)));
      return classes.size === positions.length ? HOLDS : refuted("two positions hold equal values");
    },
  },
  {
    name: "ranks of a total order",
    of: "distinct values",
    why: "In a strict total order of the n positions each comes after a number of others of its own: 0, 1, … n − 1, or 1 … n where it counts itself. The order is lexicographic: before in the first operand, or equal in it and before in the second, and so on to a last operand that differs everywhere.",
    applies: ({ program }, id) => program.node(id).kind === "width" && !program.setting.causal,
    proves: (known, id) => holdsIf(isRank(known, id, EQUAL), "the node counts no total order"),
  },
];

/**
 * True if the node counts the positions before each in a total order, so that
 * its values are 0 … n − 1: it is before in the first operand, or equal in it
 * and before in the second, …, and the last operand differs everywhere.
 *
 * @param inclusive  EQUAL if a position may count itself as well
 */
export function isRank(known: Known, id: number, inclusive: typeof EQUAL | 0): boolean {
  const { program } = known;
  const node = program.node(id);
  if (node.kind !== "width" || program.setting.causal) return false;
  // What is ordered is never unrelated.
  const plain = (literal: Literal): Literal =>
    isOrdered(program, literal.keys) ? { ...literal, outcomes: literal.outcomes & ~UNRELATED } : literal;
  const rows = known.conjunctions(node.selector).map((row) => row.map(plain));
  if (rows.length === 0) return false;
  const equal: number[] = [];
  for (const [i, row] of [...rows].toSorted((a, b) => a.length - b.length).entries()) {
    if (row.length !== i + 1 || row.some(({ keys, queries }) => keys !== queries)) return false;
    const strict = row.filter(({ keys, outcomes }) => !(outcomes === EQUAL && equal.includes(keys)));
    const [last] = strict;
    if (last === undefined || strict.length > 1 || equal.includes(last.keys)) return false;
    const way = last.outcomes & (i === rows.length - 1 ? ~inclusive : ~0);
    if ((way !== LESS && way !== GREATER) || !isOrdered(program, last.keys)) return false;
    equal.push(last.keys);
  }
  const last = equal.at(-1);
  return last !== undefined && known.isDistinct(last);
}

/** True if any two values of the node are ordered. */
function isOrdered(program: Program, id: number): boolean {
  const table = program.knownTable(id);
  if (table === null) return false;
  const { atoms } = program;
  const strings = program.atomsIn(table).map((atom) => atoms.isString(atom));
  return strings.every(Boolean) || !strings.some(Boolean);
}

/** A strict or weak order by values that differ everywhere: of any two positions exactly one is before the other. */
export function isTotalOrder(known: Known, { keys, queries, outcomes }: Literal): boolean {
  if (keys !== queries) return false;
  const oneWay = ((outcomes & LESS) === 0) !== ((outcomes & GREATER) === 0);
  return oneWay && known.isDistinct(keys) && isOrdered(known.program, keys);
}

/** `indices < indices` or `<=`, which causal attention does not narrow. */
export function followsPositions(program: Program, { keys, queries, outcomes }: Literal): boolean {
  return keys === queries && program.node(keys).kind === "indices" && (outcomes & (LESS | GREATER)) === LESS;
}
