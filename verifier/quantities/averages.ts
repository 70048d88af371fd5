/** Means of values from the sum and the number of their codes. */
import { float } from "../../language/atom.ts";
import { dyadic, nearestDouble } from "../../language/numbers/rational.ts";
import { NONE } from "../program/table.ts";
import type { Rows } from "./rows.ts";
import type { Bounds, Setting } from "./sums.ts";
import { SUM_RULES, extentOf, sumsOf } from "./sums.ts";
import type { AtomId, Atoms } from "../state/atoms.ts";
import { proved, unknown } from "../report/answer.ts";
import type { Rule, TriedRule } from "../report/rule.ts";
import { proveBy } from "../report/rule.ts";
import { Unproved } from "../report/unproved.ts";

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
  /** Rules that say so. */
  readonly by: readonly Rule[];
}

/** Values with their codes, and which may be selected together. */
interface Averaging {
  readonly atoms: Atoms;
  readonly setting: Setting;
  /** The value whose code a sum of one is. */
  readonly single: (sum: number, count: number) => AtomId | undefined;
}

/** The values as integers over one scale. */
interface Scaled {
  readonly integers: readonly bigint[];
  readonly scale: bigint;
  /** On which they lie over their codes; null where they do not. */
  readonly line: Line | null;
}

/** Ways to see that the sum and the number of codes have one mean. */
export const MEAN_RULES: readonly TriedRule<Averaging, Scaled, Averages>[] = [
  {
    name: "values on a line",
    of: "means",
    why: "Each value is a + b · code, exactly, so the values of k codes with sum s add up to k · a + b · s: their mean is a + b · s / k, rounded once.",
    applies: (_, { line }) => line !== null,
    proves: (averaging, { line, scale }) =>
      line === null ? unknown("the values do not lie on a line") : proved(onLine(averaging, line, scale)),
  },
  {
    name: "between two sums",
    of: "means",
    why: "Of all selections with so many values and this sum of codes, the exact sums of the values lie between the least and the greatest. Rounding is monotonic: where both give the same double, all do.",
    applies: () => true,
    proves: ({ atoms, setting, single }, { integers, scale }) => {
      const counts = sumsOf(setting, integers);
      return counts === null
        ? unknown("too many sums of codes to go through")
        : proved(enumerated(atoms, counts, scale, single));
    },
  },
];

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
  const places = new Map(entries.map(([atom], place) => [atoms.classOf(atom), place]));
  const at = selections.at?.map((set) => [...set].flatMap((atom) => places.get(atom) ?? [])) ?? null;
  const { rows, most, alike } = selections;
  const averaging = {
    atoms,
    setting: { list, at, rows, most, alike },
    single: (sum: number, count: number) => (count === 1 ? byCode.get(sum) : undefined),
  };
  const scaled = { integers, scale: 1n << BigInt(-exponent), line: lineOf(integers, list) };
  const answer = proveBy(MEAN_RULES, averaging, scaled);
  if (answer.kind !== "proved") throw new Unproved("unproved", answer.why);
  return { ...answer.value, by: [answer.by, ...answer.value.by] };
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

function onLine({ atoms, setting, single }: Averaging, line: Line, scale: bigint): Averages {
  const { most } = setting;
  const extent = extentOf(setting.list);
  const { low, high } = extent;
  const known = new Map<number, AtomId>();
  const isPlain = line.start === 0n && line.rise === line.run && scale === 1n;
  const answer = proveBy(SUM_RULES, setting, extent);
  const occurring = answer.kind === "proved" ? answer.value : null;
  const occurs = (sum: number, count: number): boolean =>
    sum >= low * count && sum <= high * count && occurring?.[count]?.[sum - low * count] !== 0;
  return {
    by: answer.kind === "proved" ? [answer.by] : [],
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
        mean = single(sum, count) ?? atoms.intern(float(number + 0));
        known.set(key, mean);
      }
      return mean;
    },
  };
}

function enumerated(
  atoms: Atoms,
  counts: readonly ReadonlyMap<number, Bounds>[],
  scale: bigint,
  single: Averaging["single"],
): Averages {
  return {
    by: [],
    sums: (count) => [...(counts[count]?.keys() ?? [])].toSorted((a, b) => a - b),
    occurs: (sum, count) => counts[count]?.has(sum) === true,
    mean: (sum, count) => {
      const bounds = counts[count]?.get(sum);
      if (bounds === undefined) return NONE;
      const only = single(sum, count);
      if (only !== undefined) return only;
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
