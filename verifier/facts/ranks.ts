/** Orders of the positions, and widths that are places in them. */
import type { Facts } from "./facts.ts";
import type { Literal } from "../program/formula.ts";
import { conjunctionsOf } from "../program/formula.ts";
import type { Program } from "../program/program.ts";
import { EQUAL, GREATER, LESS, UNRELATED } from "../state/atoms.ts";

/**
 * True if the node counts the positions before each in a total order, so that
 * its values are 0 … n − 1: it is before in the first operand, or equal in it
 * and before in the second, …, and the last operand differs everywhere.
 *
 * @param inclusive  EQUAL if a position may count itself as well
 */
export function isRank(program: Program, facts: Facts, id: number, inclusive: typeof EQUAL | 0): boolean {
  const { graph, setting } = program;
  const node = program.node(id);
  if (node.kind !== "width" || setting.causal) return false;
  // What is ordered is never unrelated.
  const plain = (literal: Literal): Literal =>
    isOrdered(program, literal.keys) ? { ...literal, outcomes: literal.outcomes & ~UNRELATED } : literal;
  const rows = conjunctionsOf(graph, node.selector)?.map((row) => row.map(plain)) ?? [];
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
  return last !== undefined && facts.isDistinct(last);
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
export function isTotalOrder(program: Program, facts: Facts, { keys, queries, outcomes }: Literal): boolean {
  if (keys !== queries) return false;
  const oneWay = ((outcomes & LESS) === 0) !== ((outcomes & GREATER) === 0);
  return oneWay && facts.isDistinct(keys) && isOrdered(program, keys);
}

/** `indices < indices` or `<=`, which causal attention does not narrow. */
export function followsPositions(program: Program, { keys, queries, outcomes }: Literal): boolean {
  return keys === queries && program.node(keys).kind === "indices" && (outcomes & (LESS | GREATER)) === LESS;
}
