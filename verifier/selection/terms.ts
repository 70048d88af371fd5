/** What scores and selectors are made of, in components that share no variable. */
import type { HeadReading } from "../heads/read.ts";
import type { Pair } from "../program/formula.ts";
import type { AtomTable } from "../program/table.ts";
import type { NumberTable, Variables } from "../state/variables.ts";

/** A head and what it counts for. */
export interface Part {
  readonly head: HeadReading;
  readonly sign: number;
}

/** A score is a sum of these, over the key's variables, the query's, or both. */
export interface ScoreTerm {
  readonly part: number;
  /** Of the head. */
  readonly product: number;
  readonly key: NumberTable | null;
  readonly query: NumberTable | null;
  /** Stands for a side that is constant. */
  readonly factor: number;
}

/** A comparison of the selector's. */
export interface Leaf {
  readonly pair: Pair;
  readonly keys: AtomTable;
  readonly queries: AtomTable;
}

export interface Component {
  readonly terms: readonly ScoreTerm[];
  readonly leaves: readonly Leaf[];
}

/** The terms of all scores, and of each head what is constant in its. */
export function scoreTerms(parts: readonly Part[]): readonly [readonly ScoreTerm[], readonly number[]] {
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

/** Stands for a component without variables. */
const NO_VARIABLE = -1;

/**
 * Groups what shares a variable on the same side.
 *
 * @param bonds  variables that are to be looked at together, where they occur at all
 */
export function split(
  terms: readonly ScoreTerm[],
  leaves: readonly Leaf[],
  bonds: readonly Variables[],
): readonly Component[] {
  const parents = new Map<number, number>();
  const find = (name: number): number => {
    let root = name;
    for (let next = parents.get(root); next !== undefined && next !== root; next = parents.get(root))
      root = next;
    parents.set(name, root);
    return root;
  };
  const join = (names: readonly number[]): void => {
    const [first = NO_VARIABLE] = names;
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
  const components = new Map<number, { terms: ScoreTerm[]; leaves: Leaf[] }>();
  const componentOf = ([name = NO_VARIABLE]: readonly number[]): { terms: ScoreTerm[]; leaves: Leaf[] } => {
    const root = find(name);
    const known = components.get(root) ?? { terms: [], leaves: [] };
    components.set(root, known);
    return known;
  };
  terms.forEach((term, i) => componentOf(termNames[i]!).terms.push(term));
  leaves.forEach((leaf, i) => componentOf(leafNames[i]!).leaves.push(leaf));
  return [...components.values()];
}

/** A variable of the key and the same of the query are two. */
function namesOf(keys: Variables, queries: Variables): readonly number[] {
  return [...keys.map(({ id }) => 2 * id), ...queries.map(({ id }) => 2 * id + 1)];
}

/** A number for each tuple of one side: a sum of tables over some of its variables. */
export interface Column {
  readonly tables: readonly { readonly table: NumberTable; readonly factor: number }[];
}

/** What the scores of a component are made of. */
export interface Columns {
  /** Of each head, what the side adds to its score by itself; null where nothing. */
  readonly sums: readonly (Column | null)[];
  /** Of each product that reads both sides, its factor of this side. */
  readonly factors: readonly Column[];
}

/** A product of a head that reads both sides. */
export interface ProductOf {
  readonly part: number;
  readonly product: number;
}

export function productsOf(terms: readonly ScoreTerm[]): readonly ProductOf[] {
  const products: ProductOf[] = [];
  for (const { part, product, key, query } of terms) {
    if (key === null || query === null) continue;
    if (!products.some((own) => own.part === part && own.product === product))
      products.push({ part, product });
  }
  return products;
}

export function columnsOf(
  terms: readonly ScoreTerm[],
  products: readonly ProductOf[],
  side: "key" | "query",
  heads: number,
): Columns {
  const other = side === "key" ? "query" : "key";
  const sums = Array.from({ length: heads }, (_, part): Column | null => {
    const own: { readonly table: NumberTable; readonly factor: number }[] = [];
    for (const term of terms) {
      const table = term[side];
      if (term.part === part && table !== null && term[other] === null)
        own.push({ table, factor: term.factor });
    }
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
