/** Which sums of codes occur. */
import type { Rows } from "./rows.ts";

/** Additions beyond this many are not gone through. */
const MOST_ADDITIONS = 1 << 22;
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

/** occurring[count][sum − count · least code]: 1 where it occurs; null where all do, or they are too many. */
export function occurringSums(setting: Setting): readonly Uint8Array[] | null {
  return setting.alike ? sumsAlike(setting) : (chosenSums(setting) ?? anySums(setting));
}

/** The same: 1 where positions or rows restrict what occurs; null where they do not, or are too many. */
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
