/** Whether positions are selected by themselves. */
import type { Known } from "./known.ts";
import type { Pair } from "../program/formula.ts";
import { pairKey, pairsOf, selects } from "../program/formula.ts";
import type { Program } from "../program/program.ts";
import type { AtomTable } from "../program/table.ts";
import { NONE, cellsOver } from "../program/table.ts";
import { holdsIf } from "../report/answer.ts";
import type { TriedRule } from "../report/rule.ts";
import { EQUAL } from "../state/atoms.ts";
import { unite } from "../state/variables.ts";

/** Of a selector: every position is selected by itself. */
export const ITSELF_RULES: readonly TriedRule<Known, number>[] = [
  {
    name: "itself in every state",
    of: "itself selected",
    why: "A position that is its own key has one state on both sides: in all of its states the selector's comparisons of the two operands select.",
    applies: ({ trials }, selector) => trials.maySelectItself(selector),
    proves: ({ program }, selector) =>
      holdsIf(selectsItself(program, selector), "a state does not select itself, or there are too many"),
  },
];

/** Of a selector: no position is selected by itself. */
export const NOT_ITSELF_RULES: readonly TriedRule<Known, number>[] = [
  {
    name: "unequal to itself",
    of: "itself selected",
    why: "Both sides of every comparison are one operand, which is equal to itself, and the selector does not hold where all are equal: a row leaves out one key at least.",
    applies: ({ program }, selector) =>
      pairsOf(program.graph, selector).every(({ keys, queries }) => keys === queries),
    proves: ({ program }, selector) =>
      holdsIf(
        selects(program.graph, selector, () => EQUAL) === false,
        "the selector holds where all are equal",
      ),
  },
];

/** Joint states beyond this many are not gone through for a fact. */
const MOST_JOINT = 1 << 20;

/** True if a position is selected by itself in every state. */
function selectsItself(program: Program, selector: number): boolean {
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
