/** Tables whose values matter only by how they compare with a few others. */
import type { Atom } from "../../../language/atom.ts";
import { inOrder, isLess } from "../facts/compare.ts";
import type { Table } from "../tables/table.ts";

/**
 * The table with one value in place of all that compare alike with every one of
 * the others: those that equal it, and those between it and the next. Values
 * come in order. Tables with strings and numbers, or against such, stay as they are.
 */
export function collapse(table: Table, others: readonly Atom[]): Table {
  const strings = [...table.atoms, ...others].filter(({ type }) => type === "string").length;
  if (strings > 0 && strings < table.atoms.length + others.length) return table;
  const marks = inOrder(others);
  const places = table.atoms.map((atom) => placeAmong(marks, atom));
  const representatives = new Map(table.atoms.map((atom, i) => [places[i] ?? 0, atom]));
  const distinct = [...representatives].toSorted(([a], [b]) => a - b);
  const classOf = new Map(distinct.map(([place], i) => [place, i]));
  const classes = Int32Array.from(places, (place) => classOf.get(place) ?? 0);
  const atoms = distinct.map(([, atom]) => atom);
  return { ...table, atoms, cells: table.cells.map((cell) => (cell < 0 ? cell : classes[cell]!)) };
}

/** 2i + 1 for what equals the i-th mark, 2i for what lies between the one before it and it. */
function placeAmong(marks: readonly Atom[], atom: Atom): number {
  let [from, to] = [0, marks.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    const mark = marks[middle];
    if (mark !== undefined && isLess(mark, atom)) from = middle + 1;
    else to = middle;
  }
  const next = marks[from];
  return next !== undefined && !isLess(atom, next) ? 2 * from + 1 : 2 * from;
}
