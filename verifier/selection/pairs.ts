/** Goes through all pairs of a class of keys and a class of queries of one component. */
import type { Program } from "../program/program.ts";
import type { Classes } from "./classes.ts";
import { classesOf } from "./classes.ts";
import type { Comparison } from "../program/comparison.ts";
import { comparisonOf, outcomesInto } from "../program/comparison.ts";
import type { Component, Leaf, ProductOf } from "./terms.ts";
import { columnsOf, productsOf } from "./terms.ts";
import type { Atoms } from "../state/atoms.ts";
import type { Variables } from "../state/variables.ts";
import { Unproved } from "../report/unproved.ts";

/** Where the selected and the other keys of a head score. */
export interface Levels {
  /** Of selected keys: the same for each key of a query. */
  readonly least: number;
  readonly greatest: number;
  /** By how much all other keys score less. */
  readonly gap: number;
}

/** What a component can come to: how its pairs compare, and which heads it lets select. */
export interface Outcome {
  /** Of each leaf. */
  readonly outcomes: readonly number[];
  /** Of each head. */
  readonly lets: readonly boolean[];
  /** For messages. */
  readonly example: () => string;
}

export interface Examined {
  readonly leaves: readonly Leaf[];
  readonly outcomes: readonly Outcome[];
  readonly levels: readonly Levels[];
}

/** A component with its classes of keys and queries. */
export interface Prepared {
  readonly leaves: readonly Leaf[];
  readonly keys: Classes;
  readonly queries: Classes;
  readonly products: readonly ProductOf[];
  readonly compare: readonly Comparison[];
  /** Of each head, whether the component is any of its business. */
  readonly used: readonly boolean[];
  /** Of each class what is the same at all positions of an input, or under causal attention the index; null where it is not told. */
  readonly keyPlaces: Float64Array | null;
  readonly queryPlaces: Float64Array | null;
  readonly causal: boolean;
}

/** Pairs of classes beyond this many are not compared. */
const MOST_PAIRS = 3e7;

/** @param together  whether it matters that key and query are of one input: with one length, or the key no later */
export function prepare(
  program: Program,
  heads: number,
  { terms, leaves }: Component,
  together: boolean,
): Prepared {
  const products = productsOf(terms);
  const { causal } = program.setting;
  const told = !together ? [] : causal ? [program.index] : program.uniform.variables;
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
    products,
    compare: leaves.map((_, leaf) => comparisonOf(program.atoms, keys.atoms[leaf]!, queries.atoms[leaf]!)),
    used,
    ...placesIn(told, keys, queries),
    causal,
  };
}

/** The states of the variables that both sides tell, as one number; null where there are none. */
function placesIn(
  told: Variables,
  keys: Classes,
  queries: Classes,
): Pick<Prepared, "keyPlaces" | "queryPlaces"> {
  const shared = told.flatMap((variable) => {
    const [ofKeys, ofQueries] = [keys.statesOf(variable), queries.statesOf(variable)];
    return ofKeys === null || ofQueries === null ? [] : [{ size: variable.size, ofKeys, ofQueries }];
  });
  const numbers = shared.reduce((product, { size }) => product * size, 1);
  if (shared.length === 0 || numbers > Number.MAX_SAFE_INTEGER) return { keyPlaces: null, queryPlaces: null };
  const together = (count: number, side: "ofKeys" | "ofQueries"): Float64Array =>
    Float64Array.from({ length: count }, (_, at) =>
      shared.reduce((place, own) => place * own.size + own[side][at]!, 0),
    );
  return { keyPlaces: together(keys.size, "ofKeys"), queryPlaces: together(queries.size, "ofQueries") };
}

/** Goes through all pairs of key class and query class. */
export function examine(atoms: Atoms, prepared: Prepared, levelled: boolean): Examined {
  const { leaves, keys, queries, compare, used, keyPlaces, queryPlaces, causal } = prepared;
  const heads = [...used.keys()].filter((part) => used[part]);
  const size = keys.size;
  const scores = new Float64Array(size);
  const tops = heads.map((part) => topsOf(prepared, part, levelled, scores));
  const gaps = heads.map(() => Infinity);
  const codes = 2 ** heads.length * 16 ** leaves.length;
  if (codes > Number.MAX_SAFE_INTEGER)
    throw new Unproved("unproved", "too many comparisons in one component");
  const few = codes <= 1 << 20 ? new Uint8Array(codes) : null;
  const many = new Set<number>();
  const row = codes < 2 ** 31 ? new Int32Array(size) : new Float64Array(size);
  const outcomes: Outcome[] = [];
  for (let q = 0; q < queries.size; q++) {
    row.fill(0);
    for (const [h, part] of heads.entries()) {
      scoreRow(prepared, part, q, scores);
      gaps[h] = Math.min(gaps[h]!, letsInto(row, scores, tops[h]![q]!));
    }
    for (const comparison of compare) outcomesInto(atoms, row, comparison, q);
    // Key and query are positions of one input.
    if (keyPlaces !== null && queryPlaces !== null) {
      if (causal) dropLater(row, keyPlaces, queryPlaces[q]!);
      else dropOthers(row, keyPlaces, queryPlaces[q]!);
    }
    for (let k = nextUnseen(row, few, many, 0); k < size; k = nextUnseen(row, few, many, k + 1)) {
      outcomes.push(outcomeOf(prepared, row[k]!, k, q));
    }
  }
  const levels = used.map((): Levels => ({ least: 0, greatest: 0, gap: Infinity }));
  for (const [h, part] of heads.entries()) {
    const [least, greatest] = queries.size === 0 ? [0, 0] : rangeOf(tops[h]!);
    levels[part] = { least, greatest, gap: gaps[h]! };
  }
  return { leaves, outcomes, levels };
}

function rangeOf(tops: Float64Array): readonly [number, number] {
  let [least, greatest] = [Infinity, -Infinity];
  for (let q = 0; q < tops.length; q++) {
    if (tops[q]! < least) least = tops[q]!;
    if (tops[q]! > greatest) greatest = tops[q]!;
  }
  return [least, greatest];
}

/** The scores of one head for one class of queries, by class of keys. */
function scoreRow(
  { keys, queries, products }: Prepared,
  part: number,
  q: number,
  scores: Float64Array,
): void {
  const [ofKey, ofQuery] = [keys.sums[part] ?? null, queries.sums[part] ?? null];
  const own = ofQuery === null ? 0 : ofQuery[q]!;
  if (ofKey === null) scores.fill(own);
  else for (let k = 0; k < scores.length; k++) scores[k] = own + ofKey[k]!;
  for (let p = 0; p < products.length; p++) {
    if (products[p]!.part !== part) continue;
    const [key, factor] = [keys.factors[p]!, queries.factors[p]![q]!];
    // Most products of a head with one for each class of queries.
    if (factor === 0) continue;
    for (let k = 0; k < scores.length; k++) scores[k]! += factor * key[k]!;
  }
}

/** The greatest score of each class of queries; of all of them where selected keys are to score the same. */
function topsOf(prepared: Prepared, part: number, levelled: boolean, scores: Float64Array): Float64Array {
  const tops = new Float64Array(prepared.queries.size);
  let greatest = -Infinity;
  for (let q = 0; q < tops.length; q++) {
    scoreRow(prepared, part, q, scores);
    let top = -Infinity;
    for (let k = 0; k < scores.length; k++) if (scores[k]! > top) top = scores[k]!;
    tops[q] = top;
    if (top > greatest) greatest = top;
  }
  return levelled ? tops.fill(greatest) : tops;
}

/** Adds a digit to each code: 1 where the score is the level. Returns by how much the others are below. */
function letsInto(row: Int32Array | Float64Array, scores: Float64Array, level: number): number {
  let gap = Infinity;
  for (let k = 0; k < row.length; k++) {
    const below = level - scores[k]!;
    if (below === 0) row[k] = 2 * row[k]! + 1;
    else {
      row[k] = 2 * row[k]!;
      if (below < gap) gap = below;
    }
  }
  return gap;
}

/** Of pairs that are of no input. */
const NO_CODE = -1;

function dropOthers(row: Int32Array | Float64Array, keyPlaces: Float64Array, place: number): void {
  for (let k = 0; k < row.length; k++) if (keyPlaces[k] !== place) row[k] = NO_CODE;
}

function dropLater(row: Int32Array | Float64Array, keyIndices: Float64Array, index: number): void {
  for (let k = 0; k < row.length; k++) if (keyIndices[k]! > index) row[k] = NO_CODE;
}

/** The next place from one on with a code that was not seen yet; it is then. */
function nextUnseen(
  row: Int32Array | Float64Array,
  few: Uint8Array | null,
  many: Set<number>,
  from: number,
): number {
  for (let k = from; k < row.length; k++) {
    const code = row[k]!;
    if (code === NO_CODE || (few === null ? many.has(code) : few[code] === 1)) continue;
    if (few === null) many.add(code);
    else few[code] = 1;
    return k;
  }
  return row.length;
}

/** What a code says. */
function outcomeOf({ used, leaves, keys, queries }: Prepared, code: number, k: number, q: number): Outcome {
  let rest = code;
  const outcomes: number[] = [];
  for (let leaf = leaves.length - 1; leaf >= 0; leaf--) {
    outcomes[leaf] = rest % 16;
    rest = Math.floor(rest / 16);
  }
  const lets: boolean[] = [];
  for (let part = used.length - 1; part >= 0; part--) {
    lets[part] = used[part] !== true || rest % 2 === 1;
    if (used[part] === true) rest = Math.floor(rest / 2);
  }
  return { outcomes, lets, example: () => `${keys.describe(k, "key")}${queries.describe(q, "query")}` };
}
