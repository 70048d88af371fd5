/** Ways to see that no query of any input selects two keys. */
import type { Known } from "./known.ts";
import { onlyConjunction } from "./known.ts";
import { followsPositions, isTotalOrder } from "./ranks.ts";
import type { Conjunction, Literal } from "../program/formula.ts";
import type { Program } from "../program/program.ts";
import type { AtomTable } from "../program/table.ts";
import { NONE, cellsOver } from "../program/table.ts";
import { holdsIf, HOLDS, refuted } from "../report/answer.ts";
import type { TriedRule } from "../report/rule.ts";
import type { AtomId } from "../state/atoms.ts";
import { EQUAL } from "../state/atoms.ts";
import { placesWithin } from "../state/domain.ts";
import { jointSize, unite } from "../state/variables.ts";

/** Of a selector. */
export const SINGLE_RULES: readonly TriedRule<Known, number>[] = [
  {
    name: "no two by position",
    of: "at most one key",
    why: "Which keys are selected depends on positions alone, and no row of any length has two.",
    applies: (known, selector) => known.widths(selector) !== null,
    proves: (known, selector) => {
      const greatest = known.widths(selector)?.greatest ?? Infinity;
      return greatest <= 1 ? HOLDS : refuted(`some row has ${String(greatest)} keys`);
    },
  },
  {
    name: "two keys in a tried input",
    of: "at most one key",
    why: "One input on which a query selects two keys is a counterexample.",
    applies: ({ trials }, selector) => !trials.maySelectOneAtMost(selector),
    proves: () => refuted("a query of a tried input selects two keys"),
  },
  {
    name: "distinct keys",
    of: "at most one key",
    why: "All selected keys of a query are equal to the query in one operand, and the keys of no two positions are equal in it.",
    applies: (known, selector) => fixedOf(known, selector).length > 0,
    proves: (known, selector) =>
      holdsIf(
        fixedOf(known, selector).some((key) => known.isDistinct(key)),
        "no operand that is compared for equality differs everywhere",
      ),
  },
  {
    name: "ranks among the selected",
    of: "at most one key",
    why: "One operand that is compared for equality counts the positions before each, in a total order, that satisfy conditions which all selected keys of a query share. Of two selected keys the later one counts all that the earlier one counts, and that one too: they hold different ranks, and only one can be equal to the query.",
    applies: (known, selector) => fixedOf(known, selector).length > 0,
    proves: (known, selector) => {
      const only = onlyConjunction(known, selector) ?? [];
      const isRanked = fixedOf(known, selector).some((key) => ranksWithin(known, key, only));
      return holdsIf(isRanked, "no operand that is compared for equality ranks the selected keys");
    },
  },
  {
    name: "too few before",
    of: "at most one key",
    why: "Of two positions one is before the other in a total order. A width counts those before that satisfy conditions which every two selected keys satisfy, and the conditions on a selected key hold its own width below the one that it would have beside another selected key.",
    applies: (known, selector) => onlyConjunction(known, selector) !== null,
    proves: (known, selector) =>
      holdsIf(excludesPairs(known, onlyConjunction(known, selector) ?? []), "no width excludes a second key"),
  },
  {
    name: "one position",
    of: "at most one key",
    why: "For each state of a query all states of keys are gone through that stand in one input with it: those that are selected are at one index.",
    applies: (known, selector) => onlyConjunction(known, selector) !== null,
    proves: (known, selector) =>
      holdsIf(
        findsOnePosition(known.program, onlyConjunction(known, selector) ?? []),
        "keys at two positions may be selected, or there are too many states",
      ),
  },
];

/** The operands of which a selected key's is equal to the query's. */
function fixedOf(known: Known, selector: number): readonly number[] {
  const only = onlyConjunction(known, selector) ?? [];
  return only.filter(({ outcomes }) => outcomes === EQUAL).map(({ keys }) => keys);
}

/** States of keys beyond this many are not compared in pairs. */
const MOST_STATES = 512;

/**
 * True if the node numbers the selected keys: it counts those before in a total
 * order that satisfy conditions which all selected keys share. Of two selected
 * keys the later one then counts all that the earlier one does, and one more.
 */
function ranksWithin(known: Known, id: number, conjunction: Conjunction): boolean {
  const { program } = known;
  const { setting } = program;
  const node = program.node(id);
  if (node.kind !== "width") return false;
  const only = onlyConjunction(known, node.selector);
  if (only === null) return false;
  const isShared = (literal: Literal): boolean =>
    conjunction.some((own) =>
      literal.keys === literal.queries
        ? // Equal in what the conjunction fixes: any two selected keys are.
          literal.outcomes === EQUAL && own.outcomes === EQUAL && own.keys === literal.keys
        : // A condition on the key alone, which the conjunction has too.
          own.keys === literal.keys &&
          own.queries === literal.queries &&
          (own.outcomes & ~literal.outcomes) === 0 &&
          program.node(literal.queries).kind === "constant",
    );
  const [order, ...more] = only.filter((literal) => !isShared(literal));
  if (order === undefined) return setting.causal;
  if (more.length > 0) return false;
  return setting.causal ? followsPositions(program, order) : isTotalOrder(known, order);
}

/**
 * True if of two selected keys one would count the other, in a total order, by a
 * width that the conjunction's conditions on keys hold too low for that.
 */
function excludesPairs(known: Known, conjunction: Conjunction): boolean {
  const { program } = known;
  const { atoms, domain, setting } = program;
  const tables: { literal: Literal; keys: AtomTable; query: AtomId }[] = [];
  for (const literal of conjunction) {
    const [keys, queries] = [program.knownTable(literal.keys), program.knownTable(literal.queries)];
    if (keys === null || queries === null) return false;
    if (queries.variables.length === 0) tables.push({ literal, keys, query: queries.cells[0]! });
  }
  const widths = widthNodes(program, conjunction);
  for (const width of widths) {
    const node = program.node(width);
    if (node.kind !== "width") continue;
    const only = onlyConjunction(known, node.selector);
    const counted = program.knownTable(width);
    if (only === null || counted === null) continue;
    const order = only.find((literal) => isTotalOrder(known, literal));
    if (setting.causal ? order !== undefined && !followsPositions(program, order) : order === undefined)
      continue;
    const guards = only.filter((literal) => literal !== order);
    const guardTables = guards.map((literal) => ({
      literal,
      keys: program.knownTable(literal.keys),
      queries: program.knownTable(literal.queries),
    }));
    const variables = unite(
      counted.variables,
      ...tables.map(({ keys }) => keys.variables),
      ...guardTables.flatMap(({ keys, queries }) => [keys?.variables ?? [], queries?.variables ?? []]),
    );
    if (variables.reduce((size, each) => size * each.size, 1) > MOST_STATES) continue;
    const mask = domain.mask(variables);
    const size = domain.sizeOf(variables);
    const conditions = tables.map(({ literal, keys, query }) => ({
      literal,
      query,
      cells: cellsOver(keys, variables),
    }));
    const selected: number[] = [];
    for (let tuple = 0; tuple < size; tuple++) {
      if (mask !== null && mask[tuple] === 0) continue;
      const passes = conditions.every(({ literal, query, cells }) => {
        const key = cells[tuple]!;
        return key !== NONE && query !== NONE && (atoms.outcome(key, query) & literal.outcomes) !== 0;
      });
      if (passes) selected.push(tuple);
    }
    // Of two selected keys one counts the other, and itself where the order is weak or the causal mask alone.
    const crowded = order === undefined || (order.outcomes & EQUAL) !== 0 ? 2 : 1;
    const countedCells = cellsOver(counted, variables);
    if (selected.some((tuple) => !(atoms.number(countedCells[tuple]!) < crowded))) continue;
    const holds = guardTables.every(({ literal, keys, queries }) => {
      if (keys === null || queries === null) return false;
      const [k, q] = [cellsOver(keys, variables), cellsOver(queries, variables)];
      return selected.every((x) =>
        selected.every((y) => {
          if (k[x] === NONE || q[y] === NONE) return true;
          return (atoms.outcome(k[x]!, q[y]!) & literal.outcomes) !== 0;
        }),
      );
    });
    if (holds) return true;
  }
  return false;
}

/** True if whatever a query's state is, only keys at one and the same position can be selected. */
function findsOnePosition(program: Program, conjunction: Conjunction): boolean {
  const { atoms, domain, index, length, setting } = program;
  const tables: { keys: AtomTable; queries: AtomTable }[] = [];
  for (const literal of conjunction) {
    const [keys, queries] = [program.knownTable(literal.keys), program.knownTable(literal.queries)];
    if (keys === null || queries === null) return false;
    tables.push({ keys, queries });
  }
  const sideOf = (own: readonly AtomTable[]): Side | null => {
    const variables = unite([index], ...own.map((table) => table.variables));
    if (jointSize(variables) > MOST_STATES) return null;
    return {
      size: jointSize(variables),
      mask: domain.mask(variables),
      cells: own.map((table) => cellsOver(table, variables)),
      indices: placesWithin([index], variables),
      lengths: length !== null && variables.includes(length) ? placesWithin([length], variables) : null,
    };
  };
  const keys = sideOf(tables.map((table) => table.keys));
  const queries = sideOf(tables.map((table) => table.queries));
  if (keys === null || queries === null) return false;
  for (let q = 0; q < queries.size; q++) {
    if (queries.mask?.[q] === 0) continue;
    let position = NONE;
    for (let k = 0; k < keys.size; k++) {
      const own = keys.indices[k]!;
      if (own === position || keys.mask?.[k] === 0) continue;
      if (setting.causal && own > queries.indices[q]!) continue;
      if (keys.lengths !== null && queries.lengths !== null && keys.lengths[k] !== queries.lengths[q])
        continue;
      const isSelected = conjunction.every(({ outcomes }, i) => {
        const [key, query] = [keys.cells[i]![k]!, queries.cells[i]![q]!];
        return key !== NONE && query !== NONE && (atoms.outcome(key, query) & outcomes) !== 0;
      });
      if (!isSelected) continue;
      if (position !== NONE) return false;
      position = own;
    }
  }
  return true;
}

/** The states of keys, or of queries. */
interface Side {
  readonly size: number;
  readonly mask: Uint8Array | null;
  /** Of each literal, the atom in each state. */
  readonly cells: readonly Int32Array[];
  readonly indices: Int32Array;
  /** Null where the state does not tell. */
  readonly lengths: Int32Array | null;
}

/** Widths on which the keys of a conjunction depend. */
function widthNodes(program: Program, conjunction: Conjunction): ReadonlySet<number> {
  const widths = new Set<number>();
  const waiting = conjunction.map(({ keys }) => keys);
  const seen = new Set<number>();
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const node = program.node(id);
    if (node.kind === "width") widths.add(id);
    if (node.kind === "map") waiting.push(...node.operands);
  }
  return widths;
}
