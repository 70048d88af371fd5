/** Means of values from the sum and the number of their codes. */
import { float } from "../../language/atom.ts";
import { dyadic, nearestDouble } from "../../language/rational.ts";
import { NONE } from "../program/table.ts";
import type { Rows } from "./rows.ts";
import type { AtomId, Atoms } from "../state/atoms.ts";
import { Unproved } from "../unproved.ts";

/** The code of each value; values that are `==` have one. */
export type Codes = ReadonlyMap<AtomId, number>;

/** Which values may be selected together. */
export interface Selections {
  /** The values that a key at each position can have, as classes of equal atoms; null where it can have all. */
  readonly at: readonly ReadonlySet<AtomId>[] | null;
  /** The values that can be selected, as classes of equal atoms; null where all can. */
  readonly values: ReadonlySet<AtomId> | null;
  /** All rows that occur; null where any may be selected. */
  readonly rows: Rows | null;
  /** Greatest number of them. */
  readonly most: number;
  /** Whether only equal values are selected together. */
  readonly alike: boolean;
}

export interface Averages {
  /** The sums of so many codes that may occur, ascending. */
  readonly sums: (count: number) => readonly number[];
  readonly occurs: (sum: number, count: number) => boolean;
  /** The mean of so many values with this sum of codes; NONE where none have it. */
  readonly mean: (sum: number, count: number) => AtomId;
}

/** Additions beyond this many are not gone through. */
const MOST_ADDITIONS = 1 << 22;
const MOST_SLOW_ADDITIONS = 1 << 20;

/**
 * How means follow from sums of codes: directly where values lie on a line over
 * their codes, else by going through all sums and seeing that each has one mean.
 */
export function averagesOf(atoms: Atoms, codes: Codes, selections: Selections): Averages {
  const { values } = selections;
  const entries =
    values === null || values.size === 0
      ? [...codes]
      : [...codes].filter(([atom]) => values.has(atoms.classOf(atom)));
  const numbers = entries.map(([atom]) => atoms.number(atom));
  if (numbers.some(Number.isNaN)) throw new Unproved("unproved", "strings have no mean");
  if (![...codes.values()].every(Number.isSafeInteger))
    throw new Unproved("unproved", "its codes are no whole numbers");
  const parts = numbers.map(dyadic);
  const exponent = parts.reduce((least, { exponent: own }) => Math.min(least, own), 0);
  const integers = parts.map(({ mantissa, exponent: own }) => mantissa << BigInt(own - exponent));
  const list = entries.map(([, code]) => code);
  const byCode = new Map(entries.map(([atom, code]) => [code, atom]));
  const own = (sum: number, count: number): AtomId | undefined => (count === 1 ? byCode.get(sum) : undefined);
  const scale = 1n << BigInt(-exponent);
  const places = new Map(entries.map(([atom], place) => [atoms.classOf(atom), place]));
  const at = selections.at?.map((set) => [...set].flatMap((atom) => places.get(atom) ?? [])) ?? null;
  const { rows, most, alike } = selections;
  const setting = { list, at, rows, most, alike };
  const line = lineOf(integers, list);
  return line === null
    ? enumerated(atoms, setting, integers, scale, own)
    : onLine(atoms, setting, line, scale, own);
}

interface Setting {
  /** Codes. */
  readonly list: readonly number[];
  /** Places in the list. */
  readonly at: readonly (readonly number[])[] | null;
  readonly rows: Rows | null;
  readonly most: number;
  readonly alike: boolean;
}

/** integer = (start + rise · code) / run; run above 0. */
interface Line {
  readonly start: bigint;
  readonly rise: bigint;
  readonly run: bigint;
}

/** The line on which all lie; null where there is none. */
function lineOf(integers: readonly bigint[], codes: readonly number[]): Line | null {
  const other = codes.findIndex((code) => code !== codes[0]);
  const [first = 0n, own = 0] = [integers[0], codes[0]];
  if (other === -1) return null;
  const difference = BigInt((codes[other] ?? 0) - own);
  const sign = difference < 0n ? -1n : 1n;
  const [rise, run] = [sign * ((integers[other] ?? 0n) - first), sign * difference];
  const lies = integers.every(
    (integer, i) => (integer - first) * run === rise * BigInt((codes[i] ?? 0) - own),
  );
  return lies ? { start: first * run - rise * BigInt(own), rise, run } : null;
}

function onLine(
  atoms: Atoms,
  setting: Setting,
  line: Line,
  scale: bigint,
  own: (sum: number, count: number) => AtomId | undefined,
): Averages {
  const { list, most } = setting;
  const low = list.reduce((a, b) => Math.min(a, b), Infinity);
  const high = list.reduce((a, b) => Math.max(a, b), -Infinity);
  const known = new Map<number, AtomId>();
  const isPlain = line.start === 0n && line.rise === line.run && scale === 1n;
  const occurring = setting.alike ? sumsAlike(setting) : (chosenSums(setting) ?? anySums(setting));
  const occurs = (sum: number, count: number): boolean =>
    sum >= low * count && sum <= high * count && occurring?.[count]?.[sum - low * count] !== 0;
  return {
    sums: (count) => {
      const all = Array.from({ length: (high - low) * count + 1 }, (_, i) => low * count + i);
      return occurring === null ? all : all.filter((sum) => occurs(sum, count));
    },
    occurs,
    mean: (sum, count) => {
      if (!occurs(sum, count)) return NONE;
      const key = sum * (most + 1) + count;
      let mean = known.get(key);
      if (mean === undefined) {
        const top = line.start * BigInt(count) + line.rise * BigInt(sum);
        const number = isPlain ? sum / count : nearestDouble(top, BigInt(count) * line.run * scale);
        mean = own(sum, count) ?? atoms.intern(float(number + 0));
        known.set(key, mean);
      }
      return mean;
    },
  };
}

/** Bounds on the exact sum of values whose codes have some sum. */
interface Bounds {
  least: bigint;
  greatest: bigint;
}

function enumerated(
  atoms: Atoms,
  setting: Setting,
  integers: readonly bigint[],
  scale: bigint,
  own: (sum: number, count: number) => AtomId | undefined,
): Averages {
  const counts = sumsOf(setting, integers);
  if (counts === null) throw new Unproved("unproved", "too many sums of codes to go through");
  return {
    sums: (count) => [...(counts[count]?.keys() ?? [])].toSorted((a, b) => a - b),
    occurs: (sum, count) => counts[count]?.has(sum) === true,
    mean: (sum, count) => {
      const bounds = counts[count]?.get(sum);
      if (bounds === undefined) return NONE;
      const single = own(sum, count);
      if (single !== undefined) return single;
      const bottom = BigInt(count) * scale;
      const mean = nearestDouble(bounds.least, bottom);
      if (mean !== nearestDouble(bounds.greatest, bottom)) {
        const text = `${String(count)} values whose codes add up to ${String(sum)}`;
        throw new Unproved("unproved", `${text} may have means that differ`);
      }
      return atoms.intern(float(mean + 0));
    },
  };
}

/** The sums of codes that occur, by count, with bounds on what the values add up to; null if they are too many. */
function sumsOf(
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

/** occurring[count][sum − least]: 1 where positions or rows restrict what occurs; null where they do not, or are too many. */
function chosenSums({ list, at, rows, most }: Setting): readonly Uint8Array[] | null {
  if (at === null && rows === null) return null;
  const low = list.reduce((a, b) => Math.min(a, b), Infinity);
  const high = list.reduce((a, b) => Math.max(a, b), -Infinity);
  const width = high - low;
  // Every code is as much above the least as its step.
  const steps = list.map((code) => code - low);
  const all = [...new Set(steps)];
  const stepsAt = at?.map((values) => [...new Set(values.map((value) => steps[value]!))]) ?? null;
  let additions = 0;
  /** Sums of one key more: `into` has 1 for those of `sums` with each step. */
  const extend = (sums: Uint8Array, own: readonly number[], into: Uint8Array): void => {
    for (let sum = 0; sum < sums.length; sum++) {
      if (sums[sum] === 0) continue;
      additions += own.length;
      for (let i = 0; i < own.length; i++) into[sum + own[i]!] = 1;
    }
  };
  const counts = Array.from({ length: most + 1 }, (_, count) => new Uint8Array(width * count + 1));
  if (rows !== null) {
    const known: Uint8Array[] = [Uint8Array.of(1)];
    for (let node = 0; node < rows.parents.length; node++) {
      const size = rows.sizes[node]!;
      if (node > 0) {
        const made = new Uint8Array(width * size + 1);
        extend(known[rows.parents[node]!]!, stepsAt?.[rows.keys[node]!] ?? all, made);
        known[node] = made;
      }
      if (additions > MOST_SLOW_ADDITIONS) return null;
      const into = rows.isRow[node] === true ? counts[size] : undefined;
      if (into !== undefined) includeSums(into, known[node]!);
    }
    return counts;
  }
  counts[0]![0] = 1;
  for (const own of stepsAt ?? []) {
    for (let count = most; count > 0; count--) {
      if (additions <= MOST_SLOW_ADDITIONS) extend(counts[count - 1]!, own, counts[count]!);
    }
  }
  return additions > MOST_SLOW_ADDITIONS ? null : counts;
}

/** The same where all selected values are equal. */
function sumsAlike({ list, most }: Setting): readonly Uint8Array[] {
  const low = list.reduce((a, b) => Math.min(a, b), Infinity);
  const high = list.reduce((a, b) => Math.max(a, b), -Infinity);
  return Array.from({ length: most + 1 }, (_, count) => {
    const own = new Uint8Array((high - low) * count + 1);
    for (const code of list) own[(code - low) * count] = 1;
    return own;
  });
}

function includeSums(into: Uint8Array, sums: Uint8Array): void {
  for (let i = 0; i < sums.length; i++) into[i]! |= sums[i]!;
}

/** The same where any values may be selected together; null where there are too many. */
function anySums({ list, most }: Setting): readonly Uint8Array[] | null {
  const low = list.reduce((a, b) => Math.min(a, b), Infinity);
  const high = list.reduce((a, b) => Math.max(a, b), -Infinity);
  const steps = list.map((code) => code - low);
  if (((high - low) * most * most * list.length) / 2 > MOST_ADDITIONS) return null;
  const occurring: Uint8Array[] = [Uint8Array.of(1)];
  for (let count = 1; count <= most; count++) {
    const before = occurring[count - 1]!;
    const own = new Uint8Array((high - low) * count + 1);
    for (let sum = 0; sum < before.length; sum++) {
      if (before[sum] === 1) for (const step of steps) own[sum + step] = 1;
    }
    occurring.push(own);
  }
  return occurring;
}
