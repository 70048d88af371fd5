/** Which values a selector can select together. */
import type { Facts } from "../rules/facts.ts";
import type { Program } from "../program/program.ts";
import { NONE } from "../program/table.ts";
import type { Codes, Selections } from "./averages.ts";
import { selectableOf } from "./selectable.ts";
import { rowsOf } from "./rows.ts";
import type { AtomId } from "../state/atoms.ts";
import { placesWithin } from "../state/domain.ts";
import { jointSize, unite } from "../state/variables.ts";

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
  return { at, values, rows, most, alike: program.uniform.node(value) };
}

/** Between which bounds lie codes of values at the first so many positions; by their number. */
interface Reach {
  readonly least: Float64Array;
  readonly greatest: Float64Array;
  /** Of sums of any of them. */
  readonly leastSum: Float64Array;
  readonly greatestSum: Float64Array;
}

/** An input that is shorter has only the values of its own positions; null where all have the same. */
export function reachOf({ atoms, setting }: Program, codes: Codes, { at }: Selections): Reach | null {
  if (at === null) return null;
  const codeOf = new Map([...codes].map(([atom, code]) => [atoms.classOf(atom), code]));
  const numbers = (): Float64Array => new Float64Array(setting.maxLength + 1);
  const [least, greatest] = [numbers().fill(Infinity), numbers().fill(-Infinity)];
  const [leastSum, greatestSum] = [numbers(), numbers()];
  for (const [position, values] of at.entries()) {
    let [low, high] = [Infinity, -Infinity];
    for (const value of values) {
      const code = codeOf.get(value);
      if (code === undefined) continue;
      low = Math.min(low, code);
      high = Math.max(high, code);
    }
    least[position + 1] = Math.min(least[position]!, low);
    greatest[position + 1] = Math.max(greatest[position]!, high);
    leastSum[position + 1] = leastSum[position]! + Math.min(0, low);
    greatestSum[position + 1] = greatestSum[position]! + Math.max(0, high);
  }
  return { least, greatest, leastSum, greatestSum };
}

/** Rows of longer inputs are not gone through one by one. */
const LONGEST_ROWS = 64;
/** Larger tables of values by position are not made. */
const MOST_JOINT = 1 << 21;
