/** Which values a selector can select together. */
import type { Facts } from "../facts/facts.ts";
import type { Program } from "../program/program.ts";
import { NONE } from "../program/table.ts";
import type { Selections } from "./averages.ts";
import { selectableOf } from "./selectable.ts";
import { rowsOf } from "./rows.ts";
import type { AtomId } from "../state/atoms.ts";
import { jointSize, placesWithin, unite } from "../state/domain.ts";

/** Which values can be selected together. */
export function selectionsOf(
  program: Program,
  facts: Facts,
  selectors: readonly number[],
  value: number,
  most: number,
): Selections {
  const { index, atoms, setting } = program;
  const { maxLength: size, causal } = setting;
  const table = program.tableOf(value, []);
  let at: Set<AtomId>[] | null = null;
  const joint = unite([index], table.variables);
  const mask = jointSize(joint) > MOST_JOINT ? null : program.domain.mask(joint);
  if (
    mask !== null ||
    (table.variables.some(({ id }) => id === index.id) && jointSize(joint) <= MOST_JOINT)
  ) {
    const [indices, places] = [placesWithin([index], joint), placesWithin(table.variables, joint)];
    at = Array.from({ length: size }, () => new Set<AtomId>());
    for (let tuple = 0; tuple < places.length; tuple++) {
      const cell = table.cells[places[tuple]!]!;
      if (cell !== NONE && mask?.[tuple] !== 0) at[indices[tuple]!]!.add(atoms.classOf(cell));
    }
    const [first] = at;
    if (
      first !== undefined &&
      at.every((own) => own.size === first.size && [...own].every((atom) => first.has(atom)))
    )
      at = null;
  }
  const matrix =
    size > LONGEST_ROWS ? null : selectors.map((id) => facts.matrix(id)).find((own) => own !== null);
  const [selector] = selectors;
  const values = selector === undefined ? null : selectableOf(program, selector, table);
  const rows = matrix === null || matrix === undefined ? null : rowsOf(matrix, size, causal);
  return { at, values, rows, most };
}

/** Rows of longer inputs are not gone through one by one. */
const LONGEST_ROWS = 64;
/** Larger tables of values by position are not made. */
const MOST_JOINT = 1 << 21;
