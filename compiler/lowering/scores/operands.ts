/** The two sides of a comparison, and the expressions that hold what a score asks of them. */
import type { Affine } from "../circuit/affine.ts";
import type { Label } from "../circuit/builder.ts";
import type { Lowering } from "../context/lowering.ts";
import { realiseAdditively } from "../functions/additive.ts";
import type { Axis } from "../functions/axes.ts";
import { numericFunction, project } from "../functions/numeric.ts";
import { chooseAxis, realise } from "../functions/realise.ts";
import type { Table } from "../tables/table.ts";
import { UNREACHABLE, withoutIdle } from "../tables/table.ts";
import type { Classes } from "./classes.ts";
import { collapse } from "./collapse.ts";
import type { Profile } from "./profile.ts";
import { profileOf } from "./profile.ts";
import { realiseSteps } from "./thresholds.ts";

/** One side of a comparison. */
export interface Operand {
  readonly table: Table;
  readonly label: Label;
  /** Where the table's two counts go from value to value, if it is one of two. */
  readonly profile: Profile | null;
}

/** Both sides of a comparison. */
export interface Operands {
  readonly keys: Operand;
  readonly queries: Operand;
  readonly levelled: boolean;
}

/** The tabulated operands of a comparison, and what they are called. */
export interface Compared {
  readonly keys: Table;
  readonly queries: Table;
  /** Whether selected keys must score exactly 0; else any level from 0 up, the same for a query's selected keys. */
  readonly levelled: boolean;
  readonly labels: { readonly keys: Label; readonly queries: Label };
}

/** The operands, each with no more values than the other can tell apart. */
export function operandsOf(lowering: Lowering, compared: Compared): Operands {
  const narrow = (table: Table, { atoms }: Table): Table => {
    const wide = table.variables.length > 1 || table.atoms.length > MANY_TIMES * atoms.length;
    if (!wide || atoms.length > MOST_DIMENSIONS) return table;
    lowering.spend(CELLS_AN_ATOM * table.atoms.length + table.cells.length);
    return collapse(table, atoms);
  };
  const sideOf = (table: Table, other: Table, label: Label): Operand => {
    const side = narrowed(lowering, narrow(table, other));
    return { table: side, label, profile: profileOf(lowering, side) };
  };
  const { keys, queries, labels, levelled } = compared;
  return {
    keys: sideOf(keys, queries, labels.keys),
    queries: sideOf(queries, keys, labels.queries),
    levelled,
  };
}

/** The table without variables that matter only to values that compare alike, or to tuples without a value. */
function narrowed(lowering: Lowering, table: Table): Table {
  if (table.variables.length < 2) return table;
  lowering.spend(table.cells.length);
  return withoutIdle({ ...table, cells: table.cells.map((cell) => (cell < 0 ? UNREACHABLE : cell)) });
}

/** Looking at an atom takes about as long as going through so many cells. */
const CELLS_AN_ATOM = 16;

/** So many times more values than the other side has are looked at by their classes. */
const MANY_TIMES = 4;

/** A head wider than this is refused: the relation is too rich for one dimension per class. */
export const MOST_DIMENSIONS = 4096;

/** The operands with and without steps along lines: functions may share more neurons along one axis. Large tables get one way. */
export function waysToHold(operands: Operands): readonly Operands[] {
  const sides = [operands.keys, operands.queries].filter(({ profile }) => profile !== null);
  if (sides.length === 0 || sides.some(({ table }) => table.cells.length > LARGE_TABLE)) return [operands];
  const plain = (side: Operand): Operand => ({ ...side, profile: null });
  return [operands, { ...operands, keys: plain(operands.keys), queries: plain(operands.queries) }];
}

/** An axis for functions of an operand's classes to share; none where they are steps along lines. */
export function axisOf(lowering: Lowering, { table, label, profile }: Operand, { of }: Classes): Axis | null {
  if (profile !== null) return null;
  return chooseAxis(lowering, numericFunction(table, of), label);
}

/** The label of something made for another; the same where nothing is put before it. */
export function named(label: Label, prefix: string): Label {
  if (prefix === "") return label;
  return { ...label, name: `${prefix} ${label.name}`, meaning: `${prefix} ${label.meaning}` };
}

/** The expression that is `numbers[atom]` where the table holds the atom. */
export function hold(
  lowering: Lowering,
  { table, label, profile }: Operand,
  numbers: readonly number[],
  prefix: string,
  axis: Axis | null = null,
): Affine | null {
  return holdAs(lowering, { table, label, profile }, numbers, named(label, prefix), axis);
}

/** The same under a label of its own. */
export function holdAs(
  lowering: Lowering,
  { table, profile }: Operand,
  numbers: readonly number[],
  called: Label,
  axis: Axis | null = null,
): Affine | null {
  const wanted = numericFunction(table, numbers);
  if (profile !== null) {
    const free = realiseAdditively(lowering.builder, project(wanted), called);
    const steps = free ?? realiseSteps(lowering, profile, numbers, called);
    if (steps !== null) return steps;
  }
  lowering.spend(table.cells.length);
  return realise(lowering, wanted, called, axis);
}

/** Over so many cells steps along lines are taken without looking for anything better. */
const LARGE_TABLE = 1 << 12;
