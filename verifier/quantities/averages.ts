/** Means of values from the sum and the number of their codes. */
import { float } from "../../language/atom.ts";
import { dyadic, nearestDouble } from "../../language/rational.ts";
import { NONE } from "../program/table.ts";
import type { Rows } from "./rows.ts";
import type { Setting } from "./sums.ts";
import { occurringSums, sumsOf } from "./sums.ts";
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
  const occurring = occurringSums(setting);
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
