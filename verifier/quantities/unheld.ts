/** Values that no channel holds, because nothing depends on which they are. */
import { float } from "../../language/atom.ts";
import { dyadic, nearestDouble } from "../../language/numbers/rational.ts";
import type { Program } from "../program/program.ts";
import type { Codes, Selections } from "./averages.ts";
import type { WidthBounds } from "./widths.ts";
import type { AtomId, Atoms } from "../state/atoms.ts";
import { Unproved } from "../report/unproved.ts";

/** Small whole numbers for values; null where there are none. */
export function ownCodes({ atoms, setting }: Program, found: readonly AtomId[]): Codes | null {
  noteMerged(atoms, found);
  const classes = [...new Set(found.map((atom) => atoms.classOf(atom)))];
  const numbers = classes.map((atom) => atoms.number(atom));
  if (numbers.some(Number.isNaN)) return null;
  const parts = numbers.map(dyadic);
  const exponent = parts.reduce((lowest, own) => Math.min(lowest, own.exponent), 0);
  const integers = parts.map(({ mantissa, exponent: own }) => mantissa << BigInt(own - exponent));
  const first = integers[0] ?? 0n;
  const unit = integers.reduce((divisor, integer) => greatestDivisor(divisor, integer - first), 0n) || 1n;
  const codes = integers.map((integer) => Number((integer - first) / unit));
  if (codes.some((code) => Math.abs(code) * setting.maxLength > MOST_OWN_SUMS)) return null;
  return new Map(classes.map((atom, i) => [atom, codes[i]!]));
}

/** All means that there may be, each with the numbers of values of which it may be the mean. */
export function meansOf(
  { atoms }: Program,
  { least, greatest }: WidthBounds,
  { at, values, rows, alike }: Selections,
  found: readonly AtomId[],
): ReadonlyMap<AtomId, ReadonlySet<number>> {
  const classes = [...new Set(found.map((atom) => atoms.classOf(atom)))].filter(
    (own) => values === null || values.has(own),
  );
  if (classes.some((atom) => atoms.isString(atom))) throw new Unproved("unproved", "strings may be averaged");
  noteMerged(atoms, found);
  const parts = classes.map((atom) => dyadic(atoms.number(atom)));
  const exponent = parts.reduce((lowest, own) => Math.min(lowest, own.exponent), 0);
  const integers = parts.map(({ mantissa, exponent: own }) => mantissa << BigInt(own - exponent));
  const scale = 1n << BigInt(-exponent);
  const placesAt = at?.map((set) => classes.flatMap((atom, i) => (set.has(atom) ? [integers[i]!] : [])));
  const means = new Map<AtomId, Set<number>>();
  const note = (mean: AtomId, count: number): void => {
    const counts = means.get(mean);
    if (counts === undefined) means.set(mean, new Set([count]));
    else counts.add(count);
  };
  let additions = 0;
  const extend = (sums: ReadonlySet<bigint>, added: readonly bigint[]): ReadonlySet<bigint> => {
    additions += sums.size * added.length;
    if (additions > MOST_OWN_ADDITIONS) throw new Unproved("unproved", "a mean takes too many values");
    const longer = new Set<bigint>();
    for (const sum of sums) for (const own of added) longer.add(sum + own);
    return longer;
  };
  const counts = Array.from({ length: greatest + 1 }, () => new Set<bigint>());
  if (alike) {
    for (const [count, sums] of counts.entries())
      for (const integer of integers) sums.add(integer * BigInt(count));
  } else if (rows !== null) {
    const known: ReadonlySet<bigint>[] = [new Set([0n])];
    for (let node = 1; node < rows.parents.length; node++) {
      const sums = extend(known[rows.parents[node]!]!, placesAt?.[rows.keys[node]!] ?? integers);
      known[node] = sums;
      const into = rows.isRow[node] === true ? counts[rows.sizes[node]!] : undefined;
      if (into !== undefined) for (const sum of sums) into.add(sum);
    }
  } else if (placesAt !== undefined) {
    counts[0]!.add(0n);
    for (const own of placesAt) {
      for (let count = greatest; count > 0; count--) {
        for (const sum of extend(counts[count - 1]!, own)) counts[count]!.add(sum);
      }
    }
  } else {
    counts[0]!.add(0n);
    for (let count = 1; count <= greatest; count++) {
      for (const sum of extend(counts[count - 1]!, integers)) counts[count]!.add(sum);
    }
  }
  for (const [count, sums] of counts.entries()) {
    if (count === 0 || count < least) continue;
    for (const sum of sums) note(atoms.intern(float(nearestDouble(sum, BigInt(count) * scale) + 0)), count);
  }
  // A single selected value keeps its type.
  const singles = new Set(classes.filter((_, i) => counts[1]?.has(integers[i]!) === true));
  for (const atom of found) if (singles.has(atoms.classOf(atom))) note(atom, 1);
  return means;
}

/** Sums that no channel holds are gone through only if they are few. */
const MOST_OWN_SUMS = 1 << 12;

/** Additions for the sums of an aggregate that no channel holds. */
const MOST_OWN_ADDITIONS = 1 << 16;

function greatestDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/** Values are known up to `==` here: an int may be taken for the float that came first. */
function noteMerged(atoms: Atoms, found: readonly AtomId[]): void {
  if (found.some((atom) => atoms.classOf(atom) !== atom)) atoms.merged = true;
}
