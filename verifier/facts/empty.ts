/** Ways to see that every query selects some key. */
import type { Facts } from "./facts.ts";
import { isRank } from "./ranks.ts";
import type { Conjunction, Pair } from "../program/formula.ts";
import { pairKey, pairsOf, selects } from "../program/formula.ts";
import type { Program } from "../program/program.ts";
import type { AtomTable } from "../program/table.ts";
import { NONE, cellsOver } from "../program/table.ts";
import type { AtomId } from "../state/atoms.ts";
import { EQUAL } from "../state/atoms.ts";
import { jointSize, placesWithin, unite } from "../state/domain.ts";
import { spread } from "../state/spread.ts";

/** Joint states beyond this many are not gone through for a fact. */
const MOST_JOINT = 1 << 20;

/** True if a position is selected by itself in every state. */
export function selectsItself(program: Program, facts: Facts, selector: number): boolean {
  if (!facts.trials.maySelectItself(selector)) return false;
  const { graph, atoms, domain } = program;
  const tables: { pair: Pair; keys: AtomTable; queries: AtomTable }[] = [];
  for (const pair of pairsOf(graph, selector)) {
    if (pair.keys === pair.queries) continue;
    const [keys, queries] = [program.knownTable(pair.keys), program.knownTable(pair.queries)];
    if (keys === null || queries === null) return false;
    tables.push({ pair, keys, queries });
  }
  const variables = unite(...tables.flatMap(({ keys, queries }) => [keys.variables, queries.variables]));
  if (variables.reduce((size, each) => size * each.size, 1) > MOST_JOINT) return false;
  const mask = domain.mask(variables);
  const compared = tables.map(({ pair, keys, queries }) => ({
    key: pairKey(pair),
    keys: cellsOver(keys, variables),
    queries: cellsOver(queries, variables),
  }));
  const size = domain.sizeOf(variables);
  const known = new Map<string, boolean>();
  for (let tuple = 0; tuple < size; tuple++) {
    if (mask !== null && mask[tuple] === 0) continue;
    const outcomes = new Map<string, number>();
    let missing = false;
    for (const { key, keys, queries } of compared) {
      const [k, q] = [keys[tuple]!, queries[tuple]!];
      if (k === NONE || q === NONE) missing = true;
      else outcomes.set(key, atoms.outcome(k, q));
    }
    if (missing) continue;
    const signature = [...outcomes.values()].join(" ");
    let answer = known.get(signature);
    if (answer === undefined) {
      answer = selects(graph, selector, (pair) => outcomes.get(pairKey(pair)) ?? EQUAL) !== false;
      known.set(signature, answer);
    }
    if (!answer) return false;
  }
  return true;
}

/** True if every query selects the first position, which is always there. */
export function selectsTheFirst(program: Program, conjunction: Conjunction): boolean {
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
export function findsItsKey(program: Program, facts: Facts, conjunction: Conjunction): boolean {
  const [literal, ...others] = conjunction;
  if (literal === undefined) return true;
  if (others.length > 0 || literal.outcomes !== EQUAL) return false;
  const { atoms, index, setting, domain } = program;
  const queries = program.knownTable(literal.queries);
  if (queries === null) return false;
  const lowest = lowestRank(program, facts, literal.keys);
  const positions = lowest === null ? facts.byPosition(literal.keys) : null;
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
  return [...(program.length === null ? [] : [program.length]), index].some((last) => {
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
function lowestRank(program: Program, facts: Facts, id: number): 0 | 1 | null {
  if (isRank(program, facts, id, 0)) return 0;
  return isRank(program, facts, id, EQUAL) ? 1 : null;
}

function placeFrom(value: number): number {
  return Number.isInteger(value) && value >= 0 ? value : NOWHERE;
}
