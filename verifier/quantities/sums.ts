/** Which sums of codes occur. */
import type { Rows } from "./rows.ts";
import type { Answer } from "../report/answer.ts";
import { proved, unknown } from "../report/answer.ts";
import { Unproved } from "../report/unproved.ts";
import type { TriedRule } from "../report/rule.ts";

/** Additions beyond this many are not gone through. */
const MOST_ADDITIONS = 1 << 22;
/** Additions of exact fractions, each of which takes longer. */
const MOST_SLOW_ADDITIONS = 1 << 20;

/** Codes, and which may be selected together. */
export interface Setting {
  /** Codes. */
  readonly list: readonly number[];
  /** Places in the list. */
  readonly at: readonly (readonly number[])[] | null;
  readonly rows: Rows | null;
  readonly most: number;
  readonly alike: boolean;
}

/** Bounds on the exact sum of values whose codes have some sum. */
export interface Bounds {
  least: bigint;
  greatest: bigint;
}

/** The sums of codes that occur, by count, with bounds on what the values add up to; null if they are too many. */
export function sumsOf(
  { list, at, rows, most, alike }: Setting,
  integers: readonly bigint[],
): readonly ReadonlyMap<number, Bounds>[] | null {
  let additions = 0;
  const all = [...list.keys()];
  const extend = (
    from: ReadonlyMap<number, Bounds>,
    values: readonly number[],
    into: Map<number, Bounds>,
  ): void => {
    additions += from.size * values.length;
    if (additions > MOST_SLOW_ADDITIONS) return;
    for (const [sum, { least, greatest }] of from) {
      for (const value of values) {
        include(into, sum + list[value]!, least + integers[value]!, greatest + integers[value]!);
      }
    }
  };
  const counts = Array.from({ length: most + 1 }, () => new Map<number, Bounds>());
  if (alike) {
    for (const [count, into] of counts.entries()) {
      for (const value of all) {
        const sum = integers[value]! * BigInt(count);
        include(into, list[value]! * count, sum, sum);
      }
    }
    return counts;
  }
  if (rows !== null) {
    const known: ReadonlyMap<number, Bounds>[] = [new Map([[0, { least: 0n, greatest: 0n }]])];
    for (let node = 0; node < rows.parents.length; node++) {
      if (node > 0) {
        const made = new Map<number, Bounds>();
        extend(known[rows.parents[node]!]!, at?.[rows.keys[node]!] ?? all, made);
        known[node] = made;
      }
      if (additions > MOST_SLOW_ADDITIONS) return null;
      const into = rows.isRow[node] === true ? counts[rows.sizes[node]!] : undefined;
      if (into !== undefined)
        for (const [sum, own] of known[node]!) include(into, sum, own.least, own.greatest);
    }
    return counts;
  }
  counts[0]!.set(0, { least: 0n, greatest: 0n });
  if (at === null) {
    for (let count = 1; count <= most; count++) extend(counts[count - 1]!, all, counts[count]!);
  } else {
    for (const values of at) {
      for (let count = most; count > 0; count--) extend(counts[count - 1]!, values, counts[count]!);
    }
  }
  return additions > MOST_SLOW_ADDITIONS ? null : counts;
}

function include(sums: Map<number, Bounds>, sum: number, least: bigint, greatest: bigint): void {
  const known = sums.get(sum);
  if (known === undefined) {
    sums.set(sum, { least, greatest });
    return;
  }
  if (least < known.least) known.least = least;
  if (greatest > known.greatest) known.greatest = greatest;
}

/** The least and the greatest code. */
interface Extent {
  readonly low: number;
  readonly high: number;
}

/** occurring[count][sum − count · least code]: 1 where the sum occurs. */
type Occurring = readonly Uint8Array[];

/** Ways to know which sums of so many codes occur. Without one, all between the least and the greatest may. */
export const SUM_RULES: readonly TriedRule<Setting, Extent, Occurring>[] = [
  {
    name: "sums of equal values",
    of: "occurring sums",
    why: "All positions of an input hold one value, so k selected codes c add up to k · c.",
    applies: ({ alike }) => alike,
    proves: (setting, extent) => proved(sumsAlike(setting, extent)),
  },
  {
    name: "sums of known rows",
    of: "occurring sums",
    why: "Positions alone select, so the rows that occur are known one by one. A row's sums are those of its first keys, each plus every code that the last key can have.",
    applies: ({ alike, rows }) => !alike && rows !== null,
    proves: (setting, extent) => sumsOfRows(setting, extent),
  },
  {
    name: "sums by position",
    of: "occurring sums",
    why: "The codes that each position can have are known. Going through the positions once, each is left out or adds one of its codes: no position counts twice.",
    applies: ({ alike, rows, at }) => !alike && rows === null && at !== null,
    proves: (setting, extent) => sumsByPosition(setting, extent),
  },
  {
    name: "sums of any values",
    of: "occurring sums",
    why: "k selected codes add up to a sum of k − 1 of them and one more, whatever the positions hold.",
    applies: ({ alike }) => !alike,
    proves: (setting, extent) => anySums(setting, extent),
  },
];

export function extentOf(list: readonly number[]): Extent {
  return {
    low: list.reduce((a, b) => Math.min(a, b), Infinity),
    high: list.reduce((a, b) => Math.max(a, b), -Infinity),
  };
}

/** Counts additions, of which there may not be too many. */
class Additions {
  #done = 0;

  get areTooMany(): boolean {
    return this.#done > MOST_SLOW_ADDITIONS;
  }

  /** Sums of one key more: `into` has 1 for those of `sums` with each step. */
  extend(sums: Uint8Array, steps: readonly number[], into: Uint8Array): void {
    for (let sum = 0; sum < sums.length; sum++) {
      if (sums[sum] === 0) continue;
      this.#done += steps.length;
      for (let i = 0; i < steps.length; i++) into[sum + steps[i]!] = 1;
    }
  }
}

const TOO_MANY = unknown("too many sums of codes to go through");

/** By how much each code is above the least, by position; null where all positions can have all. */
function stepsAt({ list, at }: Setting, low: number): readonly (readonly number[])[] | null {
  return at?.map((values) => [...new Set(values.map((value) => list[value]! - low))]) ?? null;
}

/** Cells of all tables of sums together. */
const MOST_SUMS = 1 << 26;

function emptySums(most: number, { low, high }: Extent): Uint8Array[] {
  const cells = ((high - low) * most * (most + 1)) / 2 + most + 1;
  if (!(cells <= MOST_SUMS))
    throw new Unproved("unproved", `would go through ${String(cells)} sums of codes`);
  return Array.from({ length: most + 1 }, (_, count) => new Uint8Array((high - low) * count + 1));
}

function sumsOfRows(setting: Setting, extent: Extent): Answer<Occurring> {
  const { list, rows, most } = setting;
  if (rows === null) return unknown("which rows occur is not known");
  const { low, high } = extent;
  const all = [...new Set(list.map((code) => code - low))];
  const steps = stepsAt(setting, low);
  const additions = new Additions();
  const counts = emptySums(most, extent);
  const known: Uint8Array[] = [Uint8Array.of(1)];
  for (let node = 0; node < rows.parents.length; node++) {
    const size = rows.sizes[node]!;
    if (node > 0) {
      const made = new Uint8Array((high - low) * size + 1);
      additions.extend(known[rows.parents[node]!]!, steps?.[rows.keys[node]!] ?? all, made);
      known[node] = made;
    }
    if (additions.areTooMany) return TOO_MANY;
    const into = rows.isRow[node] === true ? counts[size] : undefined;
    if (into !== undefined) includeSums(into, known[node]!);
  }
  return proved(counts);
}

function sumsByPosition(setting: Setting, extent: Extent): Answer<Occurring> {
  const { most } = setting;
  const additions = new Additions();
  const counts = emptySums(most, extent);
  counts[0]![0] = 1;
  for (const steps of stepsAt(setting, extent.low) ?? []) {
    for (let count = most; count > 0; count--) {
      if (!additions.areTooMany) additions.extend(counts[count - 1]!, steps, counts[count]!);
    }
  }
  return additions.areTooMany ? TOO_MANY : proved(counts);
}

function sumsAlike({ list, most }: Setting, extent: Extent): Occurring {
  const counts = emptySums(most, extent);
  for (const [count, sums] of counts.entries()) {
    for (const code of list) sums[(code - extent.low) * count] = 1;
  }
  return counts;
}

function anySums({ list, most }: Setting, extent: Extent): Answer<Occurring> {
  const { low, high } = extent;
  if (((high - low) * most * most * list.length) / 2 > MOST_ADDITIONS) return TOO_MANY;
  const steps = list.map((code) => code - low);
  const counts = emptySums(most, extent);
  counts[0]![0] = 1;
  for (let count = 1; count <= most; count++) {
    const [before, sums] = [counts[count - 1]!, counts[count]!];
    for (let sum = 0; sum < before.length; sum++) {
      if (before[sum] === 1) for (const step of steps) sums[sum + step] = 1;
    }
  }
  return proved(counts);
}

function includeSums(into: Uint8Array, sums: Uint8Array): void {
  for (let i = 0; i < sums.length; i++) into[i]! |= sums[i]!;
}
