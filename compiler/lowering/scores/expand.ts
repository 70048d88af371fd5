/** Comparisons over many values as sums of cheaper ones, where several heads may add up. */
import type { Atom } from "../../../language/atom.ts";
import { equalityKey, int } from "../../../language/atom.ts";
import { compareAtoms } from "../../../language/operators.ts";
import type { Literal, SignedSum } from "../facts/formula.ts";
import { EQUAL, GREATER, LESS, UNRELATED } from "../facts/formula.ts";
import type { Table } from "../tables/table.ts";
import { UNREACHABLE } from "../tables/table.ts";
import type { Lowering } from "../context/lowering.ts";

/** One digit of the operands' places in order, in place of their values. */
export interface Digit {
  /** Place of each value, by its equality key. */
  readonly places: ReadonlyMap<string, number>;
  readonly base: number;
  readonly which: "high" | "low";
}

/** A literal, or the same comparison of one digit of its operands. */
export interface Comparison extends Literal {
  readonly digit?: Digit;
}

/** As a SignedSum, over comparisons. */
export type ComparisonSum = readonly {
  readonly sign: 1 | -1;
  readonly conjunction: readonly Comparison[];
}[];

/** More values than this on both sides of `!=` make "all keys minus the equal ones" smaller than a dimension each. */
const FEW_VALUES = 8;
/** More values than this on both sides of an ordering make two heads over digits smaller than one over values. */
const FEW_ORDERED = 48;

/**
 * Writes `a and k != q` over many values as `a` minus `a and k == q`, and
 * `a and k < q` as `a and k₁ < q₁` plus `a and k₁ == q₁ and k₀ < q₀` over the digits
 * of the values' places in order: place = base · k₁ + k₀. Disjoint sums stay disjoint.
 */
export function expandComparisons(lowering: Lowering, sum: SignedSum): ComparisonSum {
  let waiting: ComparisonSum = sum;
  const done: { sign: 1 | -1; conjunction: readonly Comparison[] }[] = [];
  while (waiting.length > 0) {
    waiting = waiting.flatMap((part): ComparisonSum => {
      for (const comparison of part.conjunction) {
        const parts = expandOne(lowering, part.conjunction, comparison);
        if (parts !== null) {
          return parts.map(({ sign, conjunction }) => ({ sign: sign === part.sign ? 1 : -1, conjunction }));
        }
      }
      done.push(part);
      return [];
    });
  }
  return done;
}

/** The conjunction with one comparison expanded; null where it is cheap as it is. */
function expandOne(
  lowering: Lowering,
  conjunction: readonly Comparison[],
  comparison: Comparison,
): ComparisonSum | null {
  if (comparison.digit !== undefined) return null;
  const sides = [comparison.keys, comparison.queries].map((id) =>
    lowering.tablesOf(id).flatMap(({ atoms }) => atoms),
  );
  const fewest = Math.min(...sides.map((atoms) => new Set(atoms.map(equalityKey)).size));
  if (fewest <= FEW_VALUES || !areOrdered(sides.flat())) return null;
  const rest = conjunction.filter((each) => each !== comparison);
  const outcomes = comparison.outcomes & ~UNRELATED;
  if (outcomes === (LESS | GREATER)) {
    return [
      { sign: 1, conjunction: rest },
      { sign: -1, conjunction: [...rest, { ...comparison, outcomes: EQUAL }] },
    ];
  }
  const strict = outcomes & (LESS | GREATER);
  if (fewest <= FEW_ORDERED || (strict !== LESS && strict !== GREATER)) return null;
  const places = placesOf(sides.flat());
  const base = Math.ceil(Math.sqrt(places.size));
  const of = (which: Digit["which"], wanted: number): Comparison => ({
    ...comparison,
    outcomes: wanted,
    digit: { places, base, which },
  });
  return [
    { sign: 1, conjunction: [...rest, of("high", strict)] },
    { sign: 1, conjunction: [...rest, of("high", EQUAL), of("low", outcomes)] },
  ];
}

/** True if any two of the values are ordered: all numbers, or all strings. */
function areOrdered(atoms: readonly Atom[]): boolean {
  const strings = atoms.filter(({ type }) => type === "string").length;
  return strings === 0 || strings === atoms.length;
}

function placesOf(atoms: readonly Atom[]): ReadonlyMap<string, number> {
  const distinct = [...new Map(atoms.map((atom) => [equalityKey(atom), atom])).entries()];
  const ordered = distinct.toSorted(([, left], [, right]) =>
    compareAtoms("<", left, right) === true ? -1 : 1,
  );
  return new Map(ordered.map(([key], place) => [key, place]));
}

/**
 * The table with a digit of each value's place in its stead. A value without a
 * place is one that only tuples give which never occur: other tables of the
 * operand would have it too.
 */
export function digitTable(table: Table, digit: Digit | undefined): Table {
  if (digit === undefined) return table;
  const digits = table.atoms.map((atom) => {
    const place = digit.places.get(equalityKey(atom));
    if (place === undefined) return null;
    return digit.which === "high" ? Math.floor(place / digit.base) : place % digit.base;
  });
  const distinct = [...new Set(digits.filter((value) => value !== null))].toSorted((a, b) => a - b);
  const index = new Map(distinct.map((value, i) => [value, i]));
  const renamed = digits.map((value) => (value === null ? UNREACHABLE : (index.get(value) ?? UNREACHABLE)));
  const cells = table.cells.map((cell) => (cell < 0 ? cell : (renamed[cell] ?? UNREACHABLE)));
  return { ...table, cells, atoms: distinct.map(int) };
}
