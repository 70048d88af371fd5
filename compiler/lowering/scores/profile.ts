/**
 * Tables of two exact counts, row by row: where the atoms change along each row,
 * if they come there in their order.
 */
import type { Lowering } from "../context/lowering.ts";
import type { Table } from "../tables/table.ts";
import type { Variable } from "../tables/variable.ts";

/** Where the cells of one row change from value to value. */
export interface Row {
  /** Of the short variable. */
  readonly reading: number;
  /** least[i], greatest[i]: readings of the long variable at which atom i stands; none: Infinity, −Infinity. */
  readonly least: Float64Array;
  readonly greatest: Float64Array;
}

/** A table of two exact variables, row by row: along each row the atoms come in their order, or all in the opposite one. */
export interface Profile {
  /** Goes along a row. */
  readonly long: Variable;
  /** Goes from row to row. */
  readonly short: Variable;
  readonly rows: readonly Row[];
  /** −1 where the atoms descend as the long variable ascends. */
  readonly direction: 1 | -1;
  readonly atoms: number;
}

/** More rows than this are not compared in pairs, nor is a profile of more rows times atoms kept. */
const MOST_ROWS = 512;

/** Rows times atoms of a profile. */
const LARGEST_PROFILE = 1 << 20;

/** The table's profile; null where rows go to and fro. Reads atoms in the order that they have in the table. */
export function profileOf(lowering: Lowering, table: Table): Profile | null {
  const [first, second] = table.variables;
  if (first === undefined || second === undefined || table.variables.length > 2) return null;
  if (!first.exact || !second.exact) return null;
  const [long, short] = first.size < second.size ? [second, first] : [first, second];
  if (short.size > MOST_ROWS || short.size * table.atoms.length > LARGEST_PROFILE) return null;
  lowering.spend(table.cells.length);
  const rows = Array.from(short.low, (reading, state): Row => {
    const least = new Float64Array(table.atoms.length).fill(Infinity);
    const greatest = new Float64Array(table.atoms.length).fill(-Infinity);
    for (let at = 0; at < long.size; at++) {
      const atom = table.cells[long === first ? at * short.size + state : state * long.size + at]!;
      if (atom < 0) continue;
      least[atom] = Math.min(least[atom]!, long.low[at]!);
      greatest[atom] = Math.max(greatest[atom]!, long.low[at]!);
    }
    return { reading, least, greatest };
  });
  const shape = { long, short, rows, atoms: table.atoms.length };
  for (const direction of [1, -1] as const) {
    if (rows.every((row) => isOrdered(row, direction))) return { ...shape, direction };
  }
  return null;
}

/** True if every atom of the row ends before the next one begins. */
function isOrdered({ least, greatest }: Row, direction: 1 | -1): boolean {
  let last = -Infinity;
  for (let i = 0; i < least.length; i++) {
    const atom = direction === 1 ? i : least.length - 1 - i;
    if (greatest[atom]! < least[atom]!) continue;
    if (least[atom]! <= last) return false;
    last = greatest[atom]!;
  }
  return true;
}
