/**
 * What holds of selectors for every input: which read positions alone, which
 * never select two keys, which always select one. Rules of the checker's own.
 */
import type { AtomId } from "./atoms.ts";
import { EQUAL, GREATER, LESS, UNRELATED } from "./atoms.ts";
import { jointSize, placesWithin, unite } from "./domain.ts";
import type { Conjunction, Literal, Pair } from "./formula.ts";
import { conjunctionsOf, pairKey, pairsOf, selects } from "./formula.ts";
import type { Comparison } from "./selection/comparison.ts";
import { comparisonOf, outcomesInto } from "./selection/comparison.ts";
import type { AtomTable, Program } from "./program.ts";
import { cellsOver, NONE } from "./program.ts";
import { spread } from "./spread.ts";
import { Trials } from "./trials.ts";
import { Unproved } from "./unproved.ts";

/** Widths of the rows of a selector that reads nothing but indices. */
export interface Widths {
  readonly least: number;
  readonly greatest: number;
  /** The width at each index, if it depends on nothing else. */
  readonly byIndex: readonly number[] | null;
  /** True if it is the number of positions. */
  readonly isLength: boolean;
}

/** Longer inputs' positions are not compared in pairs. */
const LONGEST = 2048;
/** States of keys beyond this many are not compared in pairs. */
const MOST_STATES = 512;
/** Joint states beyond this many are not gone through for a fact. */
const MOST_JOINT = 1 << 20;

export class Facts {
  readonly #program: Program;
  readonly #trials: Trials;
  readonly #matrices = new Map<number, Uint8Array | null>();
  readonly #widths = new Map<number, Widths | null>();
  readonly #proved = new Map<string, boolean>();

  constructor(program: Program) {
    this.#program = program;
    this.#trials = new Trials(program);
  }

  /** matrix[query · N + key]: 1 where selected; null if it reads more than positions. */
  matrix(selector: number): Uint8Array | null {
    const known = this.#matrices.get(selector);
    if (known !== undefined) return known;
    const made = this.#makeMatrix(selector);
    this.#matrices.set(selector, made);
    return made;
  }

  #makeMatrix(selector: number): Uint8Array | null {
    const { graph, setting, atoms } = this.#program;
    const size = setting.maxLength;
    if (size > LONGEST) return null;
    const compared = pairsOf(graph, selector);
    if (!compared.every(({ keys, queries }) => this.#mayBePositional(keys) && this.#mayBePositional(queries)))
      return null;
    const comparisons: Comparison[] = [];
    for (const pair of compared) {
      const [keys, queries] = [this.byPosition(pair.keys), this.byPosition(pair.queries)];
      if (keys === null || queries === null) return null;
      comparisons.push(comparisonOf(atoms, keys, queries));
    }
    if (16 ** compared.length > Number.MAX_SAFE_INTEGER) return null;
    const place = new Map(compared.map((pair, i) => [pairKey(pair), i]));
    const known = new Map<number, number>();
    const selectedAt = (signature: number): number | null => {
      const answer = selects(graph, selector, (pair) => {
        const at = place.get(pairKey(pair)) ?? 0;
        return Math.floor(signature / 16 ** (compared.length - 1 - at)) % 16;
      });
      return answer === null ? null : answer ? 1 : 0;
    };
    const matrix = new Uint8Array(size * size);
    const row = new Float64Array(size);
    for (let query = 0; query < size; query++) {
      row.fill(0);
      for (const comparison of comparisons) outcomesInto(atoms, row, comparison, query);
      // Neighbours mostly compare alike.
      let [last, selected] = [NaN, 0];
      for (let key = 0; key < size; key++) {
        const signature = row[key]!;
        if (signature !== last) {
          const found = known.get(signature) ?? selectedAt(signature);
          if (found === null) return null;
          known.set(signature, found);
          [last, selected] = [signature, found];
        }
        matrix[query * size + key] = selected;
      }
    }
    return matrix;
  }

  /** The node's atom at each index, if it depends on nothing else. */
  byPosition(id: number): Int32Array | null {
    if (!this.#mayBePositional(id)) return null;
    const table = this.#tableOf(id);
    if (table === null || table.cells.includes(NONE)) return null;
    const { index, setting } = this.#program;
    const [only, ...others] = table.variables;
    if (only === undefined) return new Int32Array(setting.maxLength).fill(table.cells[0]!);
    return only.id === index.id && others.length === 0 ? table.cells : null;
  }

  #mayBePositional(id: number): boolean {
    return this.#trials.mayBePositional(id);
  }

  #tableOf(id: number): AtomTable | null {
    try {
      return this.#program.tableOf(id, []);
    } catch (error) {
      if (error instanceof Unproved) return null;
      throw error;
    }
  }

  widths(selector: number): Widths | null {
    const known = this.#widths.get(selector);
    if (known !== undefined) return known;
    const matrix = this.matrix(selector);
    const widths = matrix === null ? null : this.#measure(matrix);
    this.#widths.set(selector, widths);
    return widths;
  }

  #measure(matrix: Uint8Array): Widths {
    const { maxLength: size, causal } = this.#program.setting;
    let [least, greatest] = [Infinity, -Infinity];
    let isLength = !causal;
    let byIndex: number[] | null = [];
    for (let query = 0; query < size; query++) {
      let width = 0;
      let first = NONE;
      for (let key = 0; key < size; key++) {
        width += matrix[query * size + key]!;
        // Now it is the width in an input of key + 1 positions, or of the prefix that ends at the key.
        if (causal ? key !== query : key < query) continue;
        if (width < least) least = width;
        if (width > greatest) greatest = width;
        if (first === NONE) first = width;
        else if (width !== first) byIndex = null;
        if (width !== key + 1) isLength = false;
      }
      byIndex?.push(first);
    }
    return { least, greatest, byIndex, isLength };
  }

  /** True if no query of any input selects two keys. */
  atMostOne(selector: number): boolean {
    return this.#prove(`one ${String(selector)}`, () => {
      const widths = this.widths(selector);
      if (widths !== null) return widths.greatest <= 1;
      if (!this.#trials.maySelectOneAtMost(selector)) return false;
      const [only, ...others] = conjunctionsOf(this.#program.graph, selector) ?? [];
      if (only === undefined || others.length > 0) return false;
      const fixed = only.filter(({ outcomes }) => outcomes === EQUAL).map(({ keys }) => keys);
      return (
        fixed.some((key) => this.isDistinct(key) || this.#ranksWithin(key, only)) || this.#excludesPairs(only)
      );
    });
  }

  /** True if every query of every input selects some key. */
  neverEmpty(selector: number | null): boolean {
    if (selector === null) return true;
    return this.#prove(`some ${String(selector)}`, () => {
      const widths = this.widths(selector);
      if (widths !== null) return widths.least > 0;
      if (!this.#trials.mayNeverBeEmpty(selector)) return false;
      if (this.#selectsItself(selector)) return true;
      const conjunctions = conjunctionsOf(this.#program.graph, selector) ?? [];
      return conjunctions.some((each) => this.#findsItsKey(each) || this.#selectsTheFirst(each));
    });
  }

  /** False if it is sure that some query leaves out a key. */
  maySelectAll(selector: number): boolean {
    return this.#trials.maySelectAll(selector);
  }

  /** False if it is sure that some query selects a key. */
  maySelectNone(selector: number): boolean {
    return !this.#isKnownToSelect(selector) && this.#trials.maySelectNone(selector);
  }

  /** True if it is proved already that every query selects some key. */
  #isKnownToSelect(selector: number): boolean {
    return this.#proved.get(`some ${String(selector)}`) === true;
  }

  /** Only what is proved is remembered: more may be known later. */
  #prove(key: string, proof: () => boolean): boolean {
    if (this.#proved.get(key) === true) return true;
    const proved = proof();
    this.#proved.set(key, proved);
    return proved;
  }

  /** True if a position is selected by itself in every state. */
  #selectsItself(selector: number): boolean {
    if (!this.#trials.maySelectItself(selector)) return false;
    const { graph, atoms, domain } = this.#program;
    const tables: { pair: Pair; keys: AtomTable; queries: AtomTable }[] = [];
    for (const pair of pairsOf(graph, selector)) {
      if (pair.keys === pair.queries) continue;
      const [keys, queries] = [this.#tableOf(pair.keys), this.#tableOf(pair.queries)];
      if (keys === null || queries === null) return false;
      tables.push({ pair, keys, queries });
    }
    const variables = unite(...tables.flatMap(({ keys, queries }) => [keys.variables, queries.variables]));
    if (variables.reduce((size, each) => size * each.size, 1) > MOST_JOINT) return false;
    const mask = domain.mask(variables);
    const spread = tables.map(({ pair, keys, queries }) => ({
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
      for (const { key, keys, queries } of spread) {
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
  #selectsTheFirst(conjunction: Conjunction): boolean {
    const { atoms, index, domain } = this.#program;
    return conjunction.every(({ keys, queries, outcomes }) => {
      const [keyTable, queryTable] = [this.#tableOf(keys), this.#tableOf(queries)];
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
      const asked = this.#program.atomsIn(queryTable);
      if (first.size * asked.length > MOST_JOINT) return false;
      return [...first].every((key) => asked.every((query) => (atoms.outcome(key, query) & outcomes) !== 0));
    });
  }

  /** An equality whose key is there in every input: an index in range, or a rank below the length. */
  #findsItsKey(conjunction: Conjunction): boolean {
    const [literal, ...others] = conjunction;
    if (literal === undefined) return true;
    if (others.length > 0 || literal.outcomes !== EQUAL) return false;
    const { atoms, index, setting, domain } = this.#program;
    const queries = this.#tableOf(literal.queries);
    if (queries === null) return false;
    const isRank = this.isRank(literal.keys, 0);
    const positions = isRank ? null : this.byPosition(literal.keys);
    if (!isRank && positions === null) return false;
    if (isRank && setting.causal) return false;
    // Of each class of atoms the first place that it has among the keys.
    const placeOf = new Int32Array(atoms.size).fill(NOWHERE);
    for (const [place, atom] of positions?.entries() ?? []) {
      const own = atoms.classOf(atom);
      if (placeOf[own] === NOWHERE) placeOf[own] = place;
    }
    const { variables, cells } = queries;
    // The last position that is sure to be seen: its own, or the input's last where the state tells it.
    const { length } = this.#program;
    const tellsLength = length !== null && variables.some(({ id }) => id === length.id);
    const tellsIndex = variables.some(({ id }) => id === index.id);
    const seen = tellsLength ? length : tellsIndex ? index : null;
    const lasts = Int32Array.from({ length: seen?.size ?? 1 }, (_, state) => state);
    const lastOf = spread(lasts, seen === null ? [] : [seen], variables);
    const placeOfAtom = Int32Array.from({ length: atoms.size }, (_, atom) =>
      isRank ? rankPlace(atoms.number(atom)) : placeOf[atoms.classOf(atom)]!,
    );
    return !isBehind(cells, placeOfAtom, lastOf, domain.mask(variables));
  }

  /** True if no two positions of an input hold equal values. */
  isDistinct(id: number): boolean {
    const positions = this.byPosition(id);
    if (positions !== null) {
      const { atoms } = this.#program;
      return new Set(Array.from(positions, (atom) => atoms.classOf(atom))).size === positions.length;
    }
    return this.isRank(id, EQUAL);
  }

  /**
   * True if the node counts the positions before each in a total order, so that
   * its values are 0 … n − 1: it is before in the first operand, or equal in it
   * and before in the second, …, and the last operand differs everywhere.
   *
   * @param inclusive  EQUAL if a position may count itself as well
   */
  isRank(id: number, inclusive: typeof EQUAL | 0): boolean {
    const { graph, setting } = this.#program;
    const node = this.#program.node(id);
    if (node.kind !== "width" || setting.causal) return false;
    // What is ordered is never unrelated.
    const plain = (literal: Literal): Literal =>
      this.#isOrdered(literal.keys) ? { ...literal, outcomes: literal.outcomes & ~UNRELATED } : literal;
    const rows = conjunctionsOf(graph, node.selector)?.map((row) => row.map(plain)) ?? [];
    if (rows.length === 0) return false;
    const equal: number[] = [];
    for (const [i, row] of [...rows].toSorted((a, b) => a.length - b.length).entries()) {
      if (row.length !== i + 1 || row.some(({ keys, queries }) => keys !== queries)) return false;
      const strict = row.filter(({ keys, outcomes }) => !(outcomes === EQUAL && equal.includes(keys)));
      const [last] = strict;
      if (last === undefined || strict.length > 1 || equal.includes(last.keys)) return false;
      const way = last.outcomes & (i === rows.length - 1 ? ~inclusive : ~0);
      if ((way !== LESS && way !== GREATER) || !this.#isOrdered(last.keys)) return false;
      equal.push(last.keys);
    }
    const last = equal.at(-1);
    return last !== undefined && this.isDistinct(last);
  }

  /** True if any two values of the node are ordered. */
  #isOrdered(id: number): boolean {
    const table = this.#tableOf(id);
    if (table === null) return false;
    const { atoms } = this.#program;
    const strings = this.#program.atomsIn(table).map((atom) => atoms.isString(atom));
    return strings.every(Boolean) || !strings.some(Boolean);
  }

  /** A strict or weak order by values that differ everywhere: of any two positions exactly one is before the other. */
  #isTotalOrder({ keys, queries, outcomes }: Literal): boolean {
    if (keys !== queries) return false;
    const oneWay = ((outcomes & LESS) === 0) !== ((outcomes & GREATER) === 0);
    return oneWay && this.isDistinct(keys) && this.#isOrdered(keys);
  }

  /** `indices < indices` or `<=`, which causal attention does not narrow. */
  #followsPositions({ keys, queries, outcomes }: Literal): boolean {
    return (
      keys === queries &&
      this.#program.node(keys).kind === "indices" &&
      (outcomes & (LESS | GREATER)) === LESS
    );
  }

  /**
   * True if the node numbers the selected keys: it counts those before in a total
   * order that satisfy conditions which all selected keys share. Of two selected
   * keys the later one then counts all that the earlier one does, and one more.
   */
  #ranksWithin(id: number, conjunction: Conjunction): boolean {
    const { graph, setting } = this.#program;
    const node = this.#program.node(id);
    if (node.kind !== "width") return false;
    const [only, ...others] = conjunctionsOf(graph, node.selector) ?? [];
    if (only === undefined || others.length > 0) return false;
    const isShared = (literal: Literal): boolean =>
      conjunction.some((own) =>
        literal.keys === literal.queries
          ? // Equal in what the conjunction fixes: any two selected keys are.
            literal.outcomes === EQUAL && own.outcomes === EQUAL && own.keys === literal.keys
          : // A condition on the key alone, which the conjunction has too.
            own.keys === literal.keys &&
            own.queries === literal.queries &&
            (own.outcomes & ~literal.outcomes) === 0 &&
            this.#program.node(literal.queries).kind === "constant",
      );
    const [order, ...more] = only.filter((literal) => !isShared(literal));
    if (order === undefined) return setting.causal;
    if (more.length > 0) return false;
    return setting.causal ? this.#followsPositions(order) : this.#isTotalOrder(order);
  }

  /**
   * True if of two selected keys one would count the other, in a total order, by a
   * width that the conjunction's conditions on keys hold too low for that.
   */
  #excludesPairs(conjunction: Conjunction): boolean {
    const { graph, atoms, domain, setting } = this.#program;
    const tables: { literal: Literal; keys: AtomTable; query: AtomId }[] = [];
    for (const literal of conjunction) {
      const [keys, queries] = [this.#tableOf(literal.keys), this.#tableOf(literal.queries)];
      if (keys === null || queries === null) return false;
      if (queries.variables.length === 0) tables.push({ literal, keys, query: queries.cells[0]! });
    }
    const widths = this.#widthNodes(conjunction);
    for (const width of widths) {
      const node = this.#program.node(width);
      if (node.kind !== "width") continue;
      const [only, ...others] = conjunctionsOf(graph, node.selector) ?? [];
      const counted = this.#tableOf(width);
      if (only === undefined || others.length > 0 || counted === null) continue;
      const order = only.find((literal) => this.#isTotalOrder(literal));
      if (setting.causal ? order !== undefined && !this.#followsPositions(order) : order === undefined)
        continue;
      const guards = only.filter((literal) => literal !== order);
      const guardTables = guards.map((literal) => ({
        literal,
        keys: this.#tableOf(literal.keys),
        queries: this.#tableOf(literal.queries),
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

  /** Widths on which the keys of a conjunction depend. */
  #widthNodes(conjunction: Conjunction): ReadonlySet<number> {
    const widths = new Set<number>();
    const waiting = conjunction.map(({ keys }) => keys);
    const seen = new Set<number>();
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      if (seen.has(id)) continue;
      seen.add(id);
      const node = this.#program.node(id);
      if (node.kind === "width") widths.add(id);
      if (node.kind === "map") waiting.push(...node.operands);
    }
    return widths;
  }
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

function rankPlace(value: number): number {
  return Number.isInteger(value) && value >= 0 ? value : NOWHERE;
}
