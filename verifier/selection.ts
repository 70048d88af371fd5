/**
 * Proves what heads select: for every state that a key can have and every state
 * that a query can have, the scores are where the selector says.
 *
 * Scores and comparisons fall into components that share no variable; each is
 * gone through by itself, and only its outcomes are combined with the others'.
 */
import type { AtomId } from "./atoms.ts";
import { EQUAL } from "./atoms.ts";
import type { NumberTable, Variable, Variables } from "./domain.ts";
import { describeTuple, keyOf, placesWithin, unite } from "./domain.ts";
import type { Pair } from "./formula.ts";
import { pairKey, pairsOf, selects } from "./formula.ts";
import type { HeadReading } from "./heads.ts";
import type { AtomTable, Program } from "./program.ts";
import { NONE } from "./program.ts";
import { Mismatch, Unproved } from "./unproved.ts";

/** A head and what it counts for. */
export interface Part {
  readonly head: HeadReading;
  readonly sign: number;
}

/** Where the selected and the other keys of a head score. */
export interface Levels {
  /** Of selected keys: the same for each key of a query. */
  readonly least: number;
  readonly greatest: number;
  /** By how much all other keys score less. */
  readonly gap: number;
}

/** A score is a sum of these, over the key's variables, the query's, or both. */
interface ScoreTerm {
  readonly part: number;
  /** Of the head. */
  readonly product: number;
  readonly key: NumberTable | null;
  readonly query: NumberTable | null;
  /** Stands for a side that is constant. */
  readonly factor: number;
}

interface Leaf {
  readonly pair: Pair;
  readonly keys: AtomTable;
  readonly queries: AtomTable;
}

/**
 * Proves that the heads' selections, each with its sign, add up to the selector's.
 *
 * @param ways       in which it may be proved
 * @param underflow  how far below BOS a key has no weight
 * @returns the levels of each head; null for one that gives no key any weight
 */
export function proveSelection(
  program: Program,
  parts: readonly Part[],
  selector: number | null,
  ways: readonly Way[],
  underflow: number,
): readonly (Levels | null)[] {
  const [terms, constants] = scoreTerms(parts);
  const keyVariables = unite(...terms.map(({ key }) => key?.variables ?? []));
  const queryVariables = unite(...terms.map(({ query }) => query?.variables ?? []));
  const leaves = pairsOf(program.graph, selector).map((pair): Leaf => {
    return {
      pair,
      keys: program.tableOf(pair.keys, keyVariables),
      queries: program.tableOf(pair.queries, queryVariables),
    };
  });
  // What is quick comes first: variables without those that constrain them, lengths without regard to each other.
  for (const together of [false, true]) {
    const bonds = together ? program.domain.bonds : [];
    const prepared = split(terms, leaves, bonds).map((component) =>
      prepare(program, parts.length, component, together),
    );
    for (const way of ways) {
      try {
        return judge(program, parts, constants, selector, prepared, way, underflow);
      } catch (error) {
        const isLast = together && way === ways.at(-1);
        if (!(error instanceof Mismatch) || isLast) throw error;
      }
    }
  }
  throw new Error("internal: no way to prove a selection");
}

/** levelled: selected keys score the same for all queries; free: for each query, where some key is always selected. */
export type Way = "levelled" | "free";

/** Whether what the components come to is the selector. */
function judge(
  program: Program,
  parts: readonly Part[],
  constants: readonly number[],
  selector: number | null,
  prepared: readonly Prepared[],
  way: Way,
  underflow: number,
): readonly (Levels | null)[] {
  const components = prepared.map((component) => examine(component, way === "levelled"));
  const totals = parts.map(({ head }, part) => {
    let [least, greatest, gap] = [constants[part]!, constants[part]!, Infinity];
    for (const component of components) {
      const levels = component.levels[part]!;
      least += levels.least;
      greatest += levels.greatest;
      gap = Math.min(gap, levels.gap);
    }
    return head.bosScore.least - greatest >= underflow + 1 ? null : { least, greatest, gap };
  });
  const alive = parts.map((part, i) => (totals[i] === null ? { ...part, sign: 0 } : part));
  requireEqual(program, alive, selector, components);
  return totals;
}

function scoreTerms(parts: readonly Part[]): readonly [readonly ScoreTerm[], readonly number[]] {
  const terms: ScoreTerm[] = [];
  const constants = parts.map(({ head }, part) => {
    let constant = 0;
    for (const [product, { query, key }] of head.products.entries()) {
      constant += query.constant * key.constant;
      const keyParts = key.parts;
      for (const each of keyParts) {
        if (query.constant !== 0)
          terms.push({ part, product, key: each, query: null, factor: query.constant });
      }
      for (const each of query.parts) {
        if (key.constant !== 0) terms.push({ part, product, key: null, query: each, factor: key.constant });
        for (const other of keyParts) terms.push({ part, product, key: other, query: each, factor: 1 });
      }
    }
    return constant;
  });
  return [terms, constants];
}

interface Component {
  readonly terms: readonly ScoreTerm[];
  readonly leaves: readonly Leaf[];
}

/** Groups what shares a variable on the same side. */
function split(
  terms: readonly ScoreTerm[],
  leaves: readonly Leaf[],
  bonds: readonly Variables[],
): readonly Component[] {
  const parents = new Map<string, string>();
  const find = (name: string): string => {
    let root = name;
    for (let next = parents.get(root); next !== undefined && next !== root; next = parents.get(root))
      root = next;
    parents.set(name, root);
    return root;
  };
  const namesOf = (keys: Variables, queries: Variables): readonly string[] => [
    ...keys.map(({ id }) => `key ${String(id)}`),
    ...queries.map(({ id }) => `query ${String(id)}`),
  ];
  const join = (names: readonly string[]): void => {
    const [first = "none"] = names;
    if (!parents.has(first)) parents.set(first, first);
    for (const name of names) {
      if (!parents.has(name)) parents.set(name, name);
      parents.set(find(name), find(first));
    }
  };
  const termNames = terms.map(({ key, query }) => namesOf(key?.variables ?? [], query?.variables ?? []));
  const leafNames = leaves.map(({ keys, queries }) => namesOf(keys.variables, queries.variables));
  termNames.forEach(join);
  leafNames.forEach(join);
  for (const bond of bonds) {
    for (const names of [namesOf(bond, []), namesOf([], bond)])
      join(names.filter((name) => parents.has(name)));
  }
  const components = new Map<string, { terms: ScoreTerm[]; leaves: Leaf[] }>();
  const componentOf = (names: readonly string[]): { terms: ScoreTerm[]; leaves: Leaf[] } => {
    const root = find(names[0] ?? "none");
    const known = components.get(root) ?? { terms: [], leaves: [] };
    components.set(root, known);
    return known;
  };
  terms.forEach((term, i) => componentOf(termNames[i]!).terms.push(term));
  leaves.forEach((leaf, i) => componentOf(leafNames[i]!).leaves.push(leaf));
  return [...components.values()];
}

/** What a component can come to: how its pairs compare, and which heads it lets select. */
interface Outcome {
  /** Of each leaf. */
  readonly outcomes: readonly number[];
  /** Of each head. */
  readonly lets: readonly boolean[];
  /** For messages. */
  readonly example: string;
}

interface Examined {
  readonly leaves: readonly Leaf[];
  readonly outcomes: readonly Outcome[];
  readonly levels: readonly Levels[];
}

/** Pairs of classes beyond this many are not compared. */
const MOST_PAIRS = 3e7;

/** A component with its classes of keys and queries, and the scores of their pairs. */
interface Prepared {
  readonly leaves: readonly Leaf[];
  readonly keys: Classes;
  readonly queries: Classes;
  readonly outcomeTables: readonly Outcomes[];
  /** Of each head; null where the component is none of its business. */
  readonly scores: readonly (Float64Array | null)[];
  /** The length at each class; null where it does not matter. */
  readonly keyLengths: Int32Array | null;
  readonly queryLengths: Int32Array | null;
}

function prepare(program: Program, heads: number, { terms, leaves }: Component, together: boolean): Prepared {
  const products = productsOf(terms);
  const { length } = program;
  const told = together && length !== null ? [length] : [];
  const sideOf = (side: "key" | "query"): Classes =>
    classesOf(
      program,
      columnsOf(terms, products, side, heads),
      leaves.map((leaf) => (side === "key" ? leaf.keys : leaf.queries)),
      told,
    );
  const [keys, queries] = [sideOf("key"), sideOf("query")];
  const used = Array.from({ length: heads }, (_, part) => terms.some((term) => term.part === part));
  if (keys.size * queries.size * Math.max(1, used.filter(Boolean).length) > MOST_PAIRS) {
    const text = `${keys.size.toLocaleString("en")} kinds of keys and ${queries.size.toLocaleString("en")} of queries`;
    throw new Unproved("unproved", `${text} are more pairs than are compared`);
  }
  return {
    leaves,
    keys,
    queries,
    outcomeTables: leaves.map((_, leaf) => outcomesOf(program, keys.atoms[leaf]!, queries.atoms[leaf]!)),
    scores: used.map((is, part) => (is ? scoresOf(keys, queries, products, part) : null)),
    keyLengths: length === null ? null : keys.statesOf(length),
    queryLengths: length === null ? null : queries.statesOf(length),
  };
}

/** Goes through all pairs of key class and query class. */
function examine(
  { leaves, keys, queries, outcomeTables, scores, keyLengths, queryLengths }: Prepared,
  levelled: boolean,
): Examined {
  const heads = scores.length;
  const scored = scores.filter((own) => own !== null).length;
  const levels = scores.map((own) =>
    own === null ? null : levelsOf(own, keys.size, queries.size, levelled),
  );
  const seen = new Map<string, Outcome>();
  const codes = 2 ** scored * 16 ** leaves.length;
  if (codes > Number.MAX_SAFE_INTEGER)
    throw new Unproved("unproved", "too many comparisons in one component");
  const few = codes <= 1 << 20 ? new Uint8Array(codes) : null;
  const many = new Set<number>();
  for (let q = 0; q < queries.size; q++) {
    for (let k = 0; k < keys.size; k++) {
      // Key and query are positions of one input.
      if (keyLengths !== null && queryLengths !== null && keyLengths[k] !== queryLengths[q]) continue;
      let code = 0;
      for (let part = 0; part < heads; part++) {
        const level = levels[part]!;
        if (level !== null) code = code * 2 + (scores[part]![q * keys.size + k] === level.at[q] ? 1 : 0);
      }
      for (const { table, keyOf: keyPlace, queryOf, width } of outcomeTables) {
        code = code * 16 + table[keyPlace[k]! * width + queryOf[q]!]!;
      }
      if (few !== null) {
        if (few[code] === 1) continue;
        few[code] = 1;
      } else {
        if (many.has(code)) continue;
        many.add(code);
      }
      const outcome: Outcome = {
        outcomes: outcomeTables.map(
          ({ table, keyOf: keyPlace, queryOf, width }) => table[keyPlace[k]! * width + queryOf[q]!]!,
        ),
        lets: levels.map((level, part) => level === null || scores[part]![q * keys.size + k] === level.at[q]),
        example: `${keys.describe(k, "key")}${queries.describe(q, "query")}`,
      };
      seen.set(`${outcome.outcomes.join(" ")}|${outcome.lets.map(Number).join("")}`, outcome);
    }
  }
  return {
    leaves,
    outcomes: [...seen.values()],
    levels: levels.map((level) => level?.levels ?? { least: 0, greatest: 0, gap: Infinity }),
  };
}

/** A number for each tuple of one side: a sum of tables over some of its variables. */
interface Column {
  readonly tables: readonly { readonly table: NumberTable; readonly factor: number }[];
}

/** What the scores of a component are made of. */
interface Columns {
  /** Of each head, what the side adds to its score by itself; null where nothing. */
  readonly sums: readonly (Column | null)[];
  /** Of each product that reads both sides, its factor of this side. */
  readonly factors: readonly Column[];
}

/** Products of heads that read both sides. */
interface ProductOf {
  readonly part: number;
  readonly product: number;
}

function productsOf(terms: readonly ScoreTerm[]): readonly ProductOf[] {
  const products = new Map<string, ProductOf>();
  for (const { part, product, key, query } of terms) {
    if (key !== null && query !== null) products.set(`${String(part)} ${String(product)}`, { part, product });
  }
  return [...products.values()];
}

function columnsOf(
  terms: readonly ScoreTerm[],
  products: readonly ProductOf[],
  side: "key" | "query",
  heads: number,
): Columns {
  const other = side === "key" ? "query" : "key";
  const sums = Array.from({ length: heads }, (_, part): Column | null => {
    const own = terms.flatMap((term) => {
      const table = term[side];
      return term.part === part && table !== null && term[other] === null
        ? [{ table, factor: term.factor }]
        : [];
    });
    return own.length === 0 ? null : { tables: own };
  });
  const factors = products.map(({ part, product }): Column => {
    // Every part of this side meets every part of the other: each is taken once.
    const tables = new Set<NumberTable>();
    for (const term of terms) {
      const table = term[side];
      if (term.part === part && term.product === product && table !== null && term[other] !== null)
        tables.add(table);
    }
    return { tables: [...tables].map((table) => ({ table, factor: 1 })) };
  });
  return { sums, factors };
}

/** States of one side that agree in all that matters are one class. */
interface Classes {
  readonly size: number;
  /** For each leaf, the atom of each class. */
  readonly atoms: readonly Int32Array[];
  /** For each product, its factor in each class. */
  readonly factors: readonly Float64Array[];
  /** For each head, what is added by this side alone. */
  readonly sums: readonly (Float64Array | null)[];
  readonly describe: (place: number, side: string) => string;
  /** The state of a variable in each class; null where classes do not tell it. */
  readonly statesOf: (variable: Variable) => Int32Array | null;
}

function classesOf(
  program: Program,
  { sums, factors }: Columns,
  tables: readonly AtomTable[],
  told: Variables,
): Classes {
  const columns = [...sums, ...factors];
  const variables = unite(
    ...columns.flatMap((column) => column?.tables.map(({ table }) => table.variables) ?? []),
    ...tables.map((table) => table.variables),
  );
  const size = program.domain.sizeOf(variables);
  const mask = program.domain.mask(variables);
  const places = new Map<string, Int32Array>();
  const placesOf = (own: Variables): Int32Array => {
    const key = keyOf(own);
    const known = places.get(key) ?? placesWithin(own, variables);
    places.set(key, known);
    return known;
  };
  const within = tables.map((table) => placesOf(table.variables));
  const possible = (tuple: number): boolean =>
    (mask === null || mask[tuple] === 1) &&
    tables.every((table, t) => table.cells[within[t]![tuple]!] !== NONE);
  const tuples = new Int32Array(size);
  let many = 0;
  for (let tuple = 0; tuple < size; tuple++) if (possible(tuple)) tuples[many++] = tuple;
  const valuesOf = ({ tables: parts }: Column): Float64Array => {
    const values = new Float64Array(many);
    for (const { table, factor } of parts) {
      const own = placesOf(table.variables);
      for (let i = 0; i < many; i++) values[i]! += factor * table.values[own[tuples[i]!]!]!;
    }
    return values;
  };
  const numbers = columns.map((column) => (column === null ? null : valuesOf(column)));
  const cells = tables.map((table, t) => {
    const own = new Int32Array(many);
    for (let i = 0; i < many; i++) own[i] = table.cells[within[t]![tuples[i]!]!]!;
    return own;
  });
  const classOf = new Int32Array(many);
  let count = 1;
  for (const column of [...numbers, ...cells]) if (column !== null) count = refine(classOf, count, column);
  const tell = told.filter(({ id }) => variables.some((variable) => variable.id === id));
  for (const variable of tell) {
    const own = placesOf([variable]);
    count = refine(
      classOf,
      count,
      tuples.subarray(0, many).map((tuple) => own[tuple]!),
    );
  }
  // One tuple for each class, by its place among those that are possible.
  const first = new Int32Array(count).fill(-1);
  for (let i = many - 1; i >= 0; i--) first[classOf[i]!] = i;
  const kept = first.filter(
    (i) => i !== -1 && numbers.every((own) => own === null || !Number.isNaN(own[i]!)),
  );
  const at = (values: Float64Array): Float64Array => Float64Array.from(kept, (i) => values[i]!);
  return {
    size: kept.length,
    atoms: cells.map((own) => kept.map((i) => own[i]!)),
    factors: numbers.slice(sums.length).map((own) => at(own ?? new Float64Array(many))),
    sums: numbers.slice(0, sums.length).map((own) => (own === null ? null : at(own))),
    statesOf: (variable) => {
      if (!tell.some(({ id }) => id === variable.id)) return null;
      const own = placesOf([variable]);
      return kept.map((i) => own[tuples[i]!]!);
    },
    describe: (place, name) => {
      const tuple = tuples[kept[place] ?? -1];
      return variables.length === 0 || tuple === undefined
        ? ""
        : ` ${name} (${describeTuple(variables, tuple)})`;
    },
  };
}

/** Splits classes by one more number; all that are not a number are one. */
function refine(classOf: Int32Array, count: number, values: Float64Array | Int32Array): number {
  let [least, greatest, whole, missing] = [Infinity, -Infinity, true, false];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
    if (whole && !Number.isInteger(value)) whole = false;
    if (value !== value) missing = true;
  }
  if (!(least < greatest) && !missing) return count;
  const range = greatest - least + 1;
  if (whole && range * count <= 1024 + 2 * values.length) {
    const ids = new Int32Array(range * count).fill(-1);
    let next = 0;
    for (let i = 0; i < values.length; i++) {
      const key = classOf[i]! * range + values[i]! - least;
      if (ids[key] === -1) ids[key] = next++;
      classOf[i] = ids[key]!;
    }
    return next;
  }
  const numbers = new Map<number, number>();
  const pairs = new Map<number, number>();
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    let number = numbers.get(value);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(value, number);
    }
    const key = number * count + classOf[i]!;
    let id = pairs.get(key);
    if (id === undefined) {
      id = pairs.size;
      pairs.set(key, id);
    }
    classOf[i] = id;
  }
  return pairs.size;
}

interface Outcomes {
  readonly table: Uint8Array;
  /** Of each class of keys, and of queries, its place in the table. */
  readonly keyOf: Int32Array;
  readonly queryOf: Int32Array;
  readonly width: number;
}

function outcomesOf({ atoms }: Program, keys: Int32Array, queries: Int32Array): Outcomes {
  const distinct = (ids: Int32Array): { readonly list: readonly AtomId[]; readonly places: Int32Array } => {
    const places = new Map<AtomId, number>();
    for (const id of ids) if (!places.has(id)) places.set(id, places.size);
    return { list: [...places.keys()], places: ids.map((id) => places.get(id)!) };
  };
  const [k, q] = [distinct(keys), distinct(queries)];
  const table = new Uint8Array(k.list.length * q.list.length);
  for (const [a, key] of k.list.entries()) {
    for (const [b, query] of q.list.entries()) table[a * q.list.length + b] = atoms.outcome(key, query);
  }
  return { table, keyOf: k.places, queryOf: q.places, width: q.list.length };
}

/** scores[query · keys + key] of one head. */
function scoresOf(
  keys: Classes,
  queries: Classes,
  products: readonly ProductOf[],
  part: number,
): Float64Array {
  const scores = new Float64Array(keys.size * queries.size);
  const [ofKey, ofQuery] = [keys.sums[part] ?? null, queries.sums[part] ?? null];
  if (ofKey !== null || ofQuery !== null) {
    for (let q = 0, i = 0; q < queries.size; q++) {
      const own = ofQuery === null ? 0 : ofQuery[q]!;
      for (let k = 0; k < keys.size; k++) scores[i++] = own + (ofKey === null ? 0 : ofKey[k]!);
    }
  }
  for (const [p, product] of products.entries()) {
    if (product.part !== part) continue;
    const [key, query] = [keys.factors[p]!, queries.factors[p]!];
    for (let q = 0, i = 0; q < queries.size; q++) {
      const factor = query[q]!;
      for (let k = 0; k < keys.size; k++) scores[i++]! += factor * key[k]!;
    }
  }
  return scores;
}

/** The greatest score of each query (or of all), and how far the others are below. */
function levelsOf(
  scores: Float64Array,
  keys: number,
  queries: number,
  levelled: boolean,
): { readonly levels: Levels; readonly at: Float64Array } {
  const at = new Float64Array(queries).fill(-Infinity);
  for (let q = 0; q < queries; q++) {
    for (let k = 0; k < keys; k++) if (scores[q * keys + k]! > at[q]!) at[q] = scores[q * keys + k]!;
  }
  const greatest = at.reduce((most, level) => Math.max(most, level), -Infinity);
  if (levelled) at.fill(greatest);
  let gap = Infinity;
  for (let q = 0; q < queries; q++) {
    const level = at[q]!;
    for (let k = 0; k < keys; k++) {
      const below = level - scores[q * keys + k]!;
      if (below !== 0 && below < gap) gap = below;
    }
  }
  const least = at.reduce((most, level) => Math.min(most, level), Infinity);
  return { levels: queries === 0 ? { least: 0, greatest: 0, gap } : { least, greatest, gap }, at };
}

/** Combinations of outcomes beyond this many are not gone through. */
const MOST_COMBINATIONS = 1e6;

/** Whatever the components come to: Σ sign · (all components let the head select) is the selector's answer. */
function requireEqual(
  program: Program,
  parts: readonly Part[],
  selector: number | null,
  components: readonly Examined[],
): void {
  const combinations = components.reduce((size, { outcomes }) => size * outcomes.length, 1);
  if (combinations > MOST_COMBINATIONS)
    throw new Unproved("unproved", "too many combinations of comparisons");
  const chosen: Outcome[] = [];
  const go = (next: number): void => {
    const component = components[next];
    if (component !== undefined) {
      for (const outcome of component.outcomes) {
        chosen[next] = outcome;
        go(next + 1);
      }
      return;
    }
    const outcomes = new Map<string, number>();
    for (const [c, { leaves }] of components.entries()) {
      for (const [i, { pair }] of leaves.entries()) outcomes.set(pairKey(pair), chosen[c]!.outcomes[i]!);
    }
    const wanted = selects(program.graph, selector, (pair) => outcomes.get(pairKey(pair)) ?? EQUAL);
    if (wanted === null) return;
    let found = 0;
    for (const [part, { sign }] of parts.entries()) {
      if (chosen.slice(0, components.length).every(({ lets }) => lets[part])) found += sign;
    }
    if (found === (wanted ? 1 : 0)) return;
    const example = chosen.map((each) => each.example).join("");
    const says = wanted ? "is selected by the program" : "is not selected by the program";
    throw new Mismatch(
      `${example.trim()} ${says}, and by the scores ${found === 0 ? "is not" : `counts ${String(found)}`}`,
    );
  };
  go(0);
}
