/** Means of values from the sum and the number of their codes. */
import { float } from "../language/atom.ts";
import { dyadic, nearestDouble } from "../language/rational.ts";
import type { AtomId, Atoms } from "./atoms.ts";
import { NONE } from "./program.ts";
import { Unproved } from "./unproved.ts";

/** Additions beyond this many are not gone through. */
const MOST_ADDITIONS = 1 << 22;

/** The code of each value; values that are `==` have one. */
export type Codes = ReadonlyMap<AtomId, number>;

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
 *
 * @param most  the greatest number of values
 */
export function averagesOf(atoms: Atoms, codes: Codes, most: number): Averages {
  const entries = [...codes];
  const numbers = entries.map(([atom]) => atoms.number(atom));
  if (numbers.some(Number.isNaN)) throw new Unproved("unproved", "strings have no mean");
  const parts = numbers.map(dyadic);
  const exponent = parts.reduce((least, { exponent: own }) => Math.min(least, own), 0);
  const integers = parts.map(({ mantissa, exponent: own }) => mantissa << BigInt(own - exponent));
  const list = entries.map(([, code]) => code);
  const line = lineOf(integers, list);
  const byCode = new Map(entries.map(([atom, code]) => [code, atom]));
  const own = (sum: number, count: number): AtomId | undefined => (count === 1 ? byCode.get(sum) : undefined);
  const scale = 1n << BigInt(-exponent);
  if (line === null) return enumerated(atoms, integers, list, scale, most, own);
  const low = list.reduce((a, b) => Math.min(a, b), Infinity);
  const high = list.reduce((a, b) => Math.max(a, b), -Infinity);
  const known = new Map<number, AtomId>();
  const isPlain = line.start === 0n && line.rise === line.run && scale === 1n;
  const occurring = occurringSums(list, most);
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

/** occurring[count][sum − least]: 1 where so many codes can add up to it; null where there are too many. */
function occurringSums(codes: readonly number[], most: number): readonly Uint8Array[] | null {
  const low = codes.reduce((a, b) => Math.min(a, b), Infinity);
  const high = codes.reduce((a, b) => Math.max(a, b), -Infinity);
  const steps = codes.map((code) => code - low);
  if (!steps.every(Number.isInteger) || ((high - low) * most * most * codes.length) / 2 > MOST_ADDITIONS)
    return null;
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

/** integer = (start + rise · code) / run, where all lie so; run above 0. */
function lineOf(
  integers: readonly bigint[],
  codes: readonly number[],
): { readonly start: bigint; readonly rise: bigint; readonly run: bigint } | null {
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

function enumerated(
  atoms: Atoms,
  integers: readonly bigint[],
  codes: readonly number[],
  scale: bigint,
  most: number,
  own: (sum: number, count: number) => AtomId | undefined,
): Averages {
  interface Bounds {
    least: bigint;
    greatest: bigint;
  }
  const counts: Map<number, Bounds>[] = [new Map([[0, { least: 0n, greatest: 0n }]])];
  let additions = 0;
  for (let count = 1; count <= most; count++) {
    const sums = new Map<number, Bounds>();
    for (const [sum, { least, greatest }] of counts[count - 1]!) {
      additions += codes.length;
      if (additions > MOST_ADDITIONS) throw new Unproved("unproved", "too many sums of codes to go through");
      for (const [i, code] of codes.entries()) {
        const known = sums.get(sum + code);
        const [low, high] = [least + integers[i]!, greatest + integers[i]!];
        if (known === undefined) sums.set(sum + code, { least: low, greatest: high });
        else {
          if (low < known.least) known.least = low;
          if (high > known.greatest) known.greatest = high;
        }
      }
    }
    counts.push(sums);
  }
  return {
    sums: (count) => [...counts[count]!.keys()].sort((a, b) => a - b),
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
