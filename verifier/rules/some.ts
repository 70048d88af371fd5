/** Ways to see that every query of every input selects some key. */
import type { Known } from "./known.ts";
import { isRank } from "./ranks.ts";
import type { Conjunction } from "../program/formula.ts";
import type { Program } from "../program/program.ts";
import { NONE } from "../program/table.ts";
import { holdsIf, HOLDS, refuted } from "../report/answer.ts";
import type { TriedRule } from "../report/rule.ts";
import type { AtomId } from "../state/atoms.ts";
import { EQUAL } from "../state/atoms.ts";
import { placesWithin } from "../state/domain.ts";
import { spread } from "../state/spread.ts";
import type { Variable } from "../state/variables.ts";
import { jointSize, unite } from "../state/variables.ts";

/** Of a selector. */
export const SOME_RULES: readonly TriedRule<Known, number>[] = [
  {
    name: "some by position",
    of: "some key",
    why: "Which keys are selected depends on positions alone, and every row of every length has one.",
    applies: (known, selector) => known.widths(selector) !== null,
    proves: (known, selector) =>
      (known.widths(selector)?.least ?? 0) > 0 ? HOLDS : refuted("some row is empty"),
  },
  {
    name: "an empty row in a tried input",
    of: "some key",
    why: "One input on which a query selects nothing is a counterexample.",
    applies: ({ trials }, selector) => !trials.mayNeverBeEmpty(selector),
    proves: () => refuted("a query of a tried input selects no key"),
  },
  {
    name: "itself",
    of: "some key",
    why: "Every position is selected by itself, and it is always there, under causal attention too.",
    applies: ({ trials }, selector) => trials.maySelectItself(selector),
    proves: (known, selector) =>
      holdsIf(known.alwaysItself(selector), "a position may not be selected by itself"),
  },
  {
    name: "a key that is there",
    of: "some key",
    why: "The selector holds wherever one operand's key is equal to the query. The keys are f(0), f(1), … by position, or the ranks of a total order and so all of 0 … n − 1: the place of what the query asks for is never behind the last position that it sees.",
    applies: (known, selector) => known.conjunctions(selector).length > 0,
    proves: (known, selector) =>
      holdsIf(
        known.conjunctions(selector).some((each) => findsItsKey(known, each)),
        "what a query asks for may not be there",
      ),
  },
  {
    name: "the first position",
    of: "some key",
    why: "Index 0 is in every input and in front of every query, and in each of its states it is selected by a query in any state.",
    applies: (known, selector) => known.conjunctions(selector).length > 0,
    proves: (known, selector) =>
      holdsIf(
        known.conjunctions(selector).some((each) => selectsTheFirst(known.program, each)),
        "the first position may not be selected",
      ),
  },
];

/** Joint states beyond this many are not gone through for a fact. */
const MOST_JOINT = 1 << 20;

/** True if every query selects the first position, which is always there. */
function selectsTheFirst(program: Program, conjunction: Conjunction): boolean {
  const { atoms, index, domain } = program;
  return conjunction.every(({ keys, queries, outcomes }) => {
    const [keyTable, queryTable] = [program.knownTable(keys), program.knownTable(queries)];
    if (keyTable === null || queryTable === null) return false;
    const joint = unite([index], keyTable.variables);
    if (jointSize(joint) > MOST_JOINT) return false;
    const mask = domain.mask(joint);
    const [indices, places] = [placesWithin([index], joint), placesWithin(keyTable.variables, joint)];
    const first = new Set<AtomId>();
    for (let tuple = 0; tuple < places.length; tuple++) {
      const cell = keyTable.cells[places[tuple]!]!;
      if (indices[tuple] === 0 && cell !== NONE && mask?.[tuple] !== 0) first.add(cell);
    }
    const asked = program.atomsIn(queryTable);
    if (first.size * asked.length > MOST_JOINT) return false;
    return [...first].every((key) => asked.every((query) => (atoms.outcome(key, query) & outcomes) !== 0));
  });
}

/** An equality whose key is there in every input: an index in range, or a rank below the length. */
function findsItsKey(known: Known, conjunction: Conjunction): boolean {
  const { program } = known;
  const [literal, ...others] = conjunction;
  if (literal === undefined) return true;
  if (others.length > 0 || literal.outcomes !== EQUAL) return false;
  const { atoms, index, setting, domain } = program;
  const queries = program.knownTable(literal.queries);
  if (queries === null) return false;
  const lowest = lowestRank(known, literal.keys);
  const positions = lowest === null ? known.byPosition(literal.keys) : null;
  if (lowest === null && positions === null) return false;
  if (lowest !== null && setting.causal) return false;
  // Of each class of atoms the first place that it has among the keys.
  const placeOf = new Int32Array(atoms.size).fill(NOWHERE);
  for (const [place, atom] of positions?.entries() ?? []) {
    const own = atoms.classOf(atom);
    if (placeOf[own] === NOWHERE) placeOf[own] = place;
  }
  const placeOfAtom = Int32Array.from({ length: atoms.size }, (_, atom) =>
    lowest === null ? placeOf[atoms.classOf(atom)]! : placeFrom(atoms.number(atom) - lowest),
  );
  const { variables, cells } = queries;
  // Positions up to the query's own are sure to be seen, and up to the input's last.
  const ends: readonly Variable[] = program.length === null ? [index] : [program.length, index];
  return ends.some((last) => {
    const joint = unite(variables, [last]);
    if (jointSize(joint) > MOST_JOINT) return false;
    const asked = spread(cells, variables, joint);
    return !isBehind(asked, placeOfAtom, placesWithin([last], joint), domain.mask(joint));
  });
}

/** Whether some tuple's value has its place behind the last. */
function isBehind(
  cells: Int32Array,
  placeOf: Int32Array,
  lastOf: Int32Array,
  mask: Uint8Array | null,
): boolean {
  for (let tuple = 0; tuple < cells.length; tuple++) {
    const cell = cells[tuple]!;
    if (cell === NONE || (mask !== null && mask[tuple] === 0)) continue;
    if (placeOf[cell]! > lastOf[tuple]!) return true;
  }
  return false;
}

/** Behind every place. */
const NOWHERE = 0x7fffffff;

/** Of ranks that begin with this one. */
function lowestRank(known: Known, id: number): 0 | 1 | null {
  if (isRank(known, id, 0)) return 0;
  return isRank(known, id, EQUAL) ? 1 : null;
}

function placeFrom(value: number): number {
  return Number.isInteger(value) && value >= 0 ? value : NOWHERE;
}
