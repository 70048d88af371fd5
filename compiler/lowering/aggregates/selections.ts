/** Which values can be selected together, and which sums of codes these have. */
import { equalityKey } from "../../../language/atom.ts";
import { nearestDouble } from "../../../language/numbers/rational.ts";
import { greatestOf } from "../../numbers.ts";
import type { Lowering } from "../context/lowering.ts";
import { positionalWidths, selectedKeys } from "../facts/positional.ts";
import type { Line } from "../tables/integers.ts";
import { stridesOf } from "../tables/variable.ts";
import type { Aggregation } from "./aggregation.ts";

/** Every selection of values that occurs, and some that do not. */
export interface Selections {
  /** By position, the values that a key there can have, as places among the aggregate's values. */
  readonly at: readonly (readonly number[])[];
  /** The rows that occur, each its keys ascending; null where any of the keys may be selected. */
  readonly rows: readonly (readonly number[])[] | null;
  /** Most keys that are selected. */
  readonly greatest: number;
}

/** Rows of longer inputs are not gone through one by one. */
const LONGEST_ROWS = 64;

export function selectionsOf(lowering: Lowering, { node, sum, values }: Aggregation): Selections {
  const size = lowering.maxLength;
  const selected = size > LONGEST_ROWS ? null : selectedKeys(lowering, sum);
  return {
    at: valuesByPosition(lowering, node.value, values.map(equalityKey)),
    rows: selected === null ? null : rowsOf(selected, size, lowering.causal),
    greatest: positionalWidths(lowering, sum)?.greatest ?? size,
  };
}

function valuesByPosition(
  lowering: Lowering,
  value: number,
  keys: readonly string[],
): readonly (readonly number[])[] {
  const places = new Map(keys.map((key, place) => [key, place]));
  const [table] = lowering.tablesOf(value);
  const axis = table?.variables.findIndex(({ id }) => id === lowering.index.id) ?? -1;
  if (table === undefined || axis === -1) {
    const all = [...places.values()];
    return Array.from({ length: lowering.maxLength }, () => all);
  }
  const stride = stridesOf(table.variables)[axis] ?? 1;
  const at = Array.from({ length: lowering.maxLength }, () => new Set<number>());
  const placeOf = table.atoms.map((atom) => places.get(equalityKey(atom)) ?? 0);
  for (const [cell, atom] of table.cells.entries()) {
    const place = placeOf[atom];
    if (place !== undefined) at[Math.floor(cell / stride) % lowering.maxLength]?.add(place);
  }
  return at.map((set) => [...set]);
}

/** The distinct rows of all queries at all lengths, under causal attention of all prefixes. */
function rowsOf(selected: Int8Array, size: number, causal: boolean): readonly (readonly number[])[] {
  const rows = new Map<string, readonly number[]>();
  for (let query = 0; query < size; query++) {
    for (let length = query + 1; length <= (causal ? query + 1 : size); length++) {
      const row: number[] = [];
      for (let key = 0; key < length; key++) if (selected[query * size + key] === 1) row.push(key);
      rows.set(row.join(" "), row);
    }
  }
  return [...rows.values()];
}

/** How many times each value can be selected together. */
export function multiplicities({ rows, at, greatest }: Selections, values: number): readonly number[] {
  const positions = Array.from({ length: values }, () => new Set<number>());
  for (const [position, places] of at.entries()) for (const place of places) positions[place]?.add(position);
  const most = (places: ReadonlySet<number>): number =>
    rows === null
      ? Math.min(places.size, greatest)
      : greatestOf(rows.map((row) => row.reduce((count, key) => count + (places.has(key) ? 1 : 0), 0)));
  return positions.map(most);
}

/** Between which bounds the rest of a sum lies: what its values exceed the line by, in units of 1 / (denominator · scale). */
interface Rest {
  least: bigint;
  greatest: bigint;
}

type Sums = Map<number, Rest>;

/** Codes of values, and what a sum of them tells. */
export interface Coded {
  /** code = radix · place + digit, where digits never add up to the radix. */
  readonly codes: readonly number[];
  readonly radix: number;
  /** On which the places lie. */
  readonly line: Line;
  /** By how much each value exceeds the line, in units of 1 / (denominator · scale). */
  readonly rests: readonly bigint[];
  readonly scale: bigint;
}

/** Sums beyond so many additions are not gone through. */
const MOST_ADDITIONS = 1 << 21;

export type Determined =
  | { readonly kind: "determined"; readonly means: readonly ReadonlyMap<number, number>[] }
  /** Two selections agree in sum and number, and their means do not. */
  | { readonly kind: "ambiguous"; readonly sum: number; readonly count: number }
  | { readonly kind: "too-many" };

/** The mean for each number and sum of codes that occurs, if these determine it. */
export function determineMeans(
  selections: Selections,
  coded: Coded,
  spend: (cells: number) => void,
): Determined {
  const sums = sumsOf(selections, coded, spend);
  if (sums === null) return { kind: "too-many" };
  const { base, unit, denominator } = coded.line;
  const means: Map<number, number>[] = [];
  for (const [count, byTotal] of sums.entries()) {
    const known = new Map<number, number>();
    means.push(known);
    if (count === 0) continue;
    const bottom = BigInt(count) * denominator * coded.scale;
    for (const [sum, { least, greatest }] of byTotal) {
      const place = BigInt(Math.floor(sum / coded.radix));
      const top = (base * BigInt(count) + unit * place) * coded.scale;
      const mean = nearestDouble(top + least, bottom);
      if (greatest > least && nearestDouble(top + greatest, bottom) !== mean) {
        return { kind: "ambiguous", sum, count };
      }
      known.set(sum, mean);
    }
    spend(CELLS_A_MEAN * known.size);
  }
  return { kind: "determined", means };
}

/** An addition to a sum takes about as long as going through so many cells … */
const CELLS_AN_ADDITION = 4;
/** … and dividing a sum as through so many. */
const CELLS_A_MEAN = 32;

/** sums[count]: the sums of codes that occur, with the bounds of their rests; null if they are too many. */
function sumsOf(
  selections: Selections,
  coded: Coded,
  spend: (cells: number) => void,
): readonly Sums[] | null {
  let additions = 0;
  /** Adds to `into` every sum of `from` with one of the values more; false when there are too many. */
  const extend = (from: Sums, values: readonly number[], into: Sums): boolean => {
    additions += from.size * values.length;
    if (additions > MOST_ADDITIONS) return false;
    spend(CELLS_AN_ADDITION * from.size * values.length);
    for (const [sum, rest] of from) {
      for (const value of values) {
        const more = coded.rests[value] ?? 0n;
        include(into, sum + (coded.codes[value] ?? 0), rest.least + more, rest.greatest + more);
      }
    }
    return true;
  };
  const { rows, at, greatest } = selections;
  if (rows !== null) return sumsOfRows(rows, at, extend);
  const sums: Sums[] = Array.from({ length: greatest + 1 }, () => new Map());
  sums[0]?.set(0, { least: 0n, greatest: 0n });
  const [first = []] = at;
  if (at.every((values) => values === first)) {
    for (let count = 1; count <= greatest; count++) {
      if (!extend(sums[count - 1] ?? new Map(), first, sums[count] ?? new Map())) return null;
    }
    return sums;
  }
  for (const values of at) {
    for (let count = greatest; count > 0; count--) {
      if (!extend(sums[count - 1] ?? new Map(), values, sums[count] ?? new Map())) return null;
    }
  }
  return sums;
}

function include(sums: Sums, sum: number, least: bigint, greatest: bigint): void {
  const known = sums.get(sum);
  if (known === undefined) {
    sums.set(sum, { least, greatest });
    return;
  }
  if (least < known.least) known.least = least;
  if (greatest > known.greatest) known.greatest = greatest;
}

/** Rows that begin alike are added up together. */
function sumsOfRows(
  rows: readonly (readonly number[])[],
  at: readonly (readonly number[])[],
  extend: (from: Sums, values: readonly number[], into: Sums) => boolean,
): readonly Sums[] | null {
  const known = new Map<string, Sums>([["", new Map([[0, { least: 0n, greatest: 0n }]])]]);
  const sums: Sums[] = [];
  for (const row of rows) {
    let begun: Sums = known.get("") ?? new Map();
    let begin = "";
    for (const key of row) {
      begin += ` ${String(key)}`;
      let longer = known.get(begin);
      if (longer === undefined) {
        longer = new Map();
        if (!extend(begun, at[key] ?? [], longer)) return null;
        known.set(begin, longer);
      }
      begun = longer;
    }
    while (sums.length <= row.length) sums.push(new Map());
    const together = sums[row.length];
    if (together === undefined) throw new Error("internal: no sums of this many");
    for (const [sum, { least, greatest }] of begun) include(together, sum, least, greatest);
  }
  return sums;
}
