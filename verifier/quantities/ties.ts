/** Widths and sums that go with what else is known of a position. */
import type { Facts } from "../facts/facts.ts";
import type { Averages, Codes, Selections } from "./averages.ts";
import { averagesOf } from "./averages.ts";
import type { Program } from "../program/program.ts";
import type { AtomTable } from "../program/table.ts";
import { cellsOver, NONE } from "../program/table.ts";
import type { Variable } from "../state/domain.ts";
import { jointSize, unite } from "../state/domain.ts";
import { bytes } from "../state/spread.ts";
import { Unproved } from "../unproved.ts";

/** Where the rows depend on positions alone, index and length determine the width. */
export function tieToPositions(program: Program, facts: Facts, variable: Variable, selector: number): void {
  const { index, length, setting, domain } = program;
  const matrix = facts.matrix(selector);
  const size = setting.maxLength;
  const byIndex = facts.widths(selector)?.byIndex;
  if (byIndex) {
    domain.constrain(variable, index, (state, position) => variable.readings[state] === byIndex[position]);
    return;
  }
  if (matrix === null || length === null || size * size * variable.size > LARGEST_TIE) return;
  // Index and length are older than any width.
  const joint = [index, length, variable];
  const [first] = variable.readings;
  const states = variable.size;
  const allowed = bytes(size * size * states);
  for (let query = 0; query < size; query++) {
    for (let key = 0, width = 0; key < size; key++) {
      width += matrix[query * size + key]!;
      const state = width - (first ?? 0);
      if (key >= query && state >= 0 && state < states) allowed[(query * size + key) * states + state] = 1;
    }
  }
  domain.restrict(joint, allowed);
  domain.project(joint, allowed);
}

/** Where a position selects itself, its own value is one of those that a sum is of. */
export function tieToOwnValue(
  program: Program,
  variable: Variable,
  width: AtomTable,
  value: number,
  codes: Codes,
  selections: Selections,
): void {
  const { atoms, domain } = program;
  const own = program.tableOf(value, []);
  const sources = unite(own.variables, width.variables);
  // Variables ascend: mostly this one is the youngest.
  const joint = [...sources, variable];
  if (sources.some(({ id }) => id >= variable.id) || jointSize(joint) > LARGEST_TIE) return;
  const others = othersOf(program, codes, selections);
  if (others === null) return;
  const codeOf = new Map([...codes].map(([atom, code]) => [atoms.classOf(atom), code]));
  const [values, widths] = [cellsOver(own, sources), cellsOver(width, sources)];
  const allowed = bytes(jointSize(joint));
  for (let tuple = 0, at = 0; tuple < values.length; tuple++) {
    const [atom, count] = [values[tuple]!, widths[tuple]!];
    const code = atom === NONE ? undefined : codeOf.get(atoms.classOf(atom));
    const rest = count === NONE ? NONE : atoms.number(count) - 1;
    for (let state = 0; state < variable.size; state++, at++) {
      const sum = variable.readings[state]!;
      const isKnown = code !== undefined && rest >= 0;
      if (!isKnown || (rest === 0 ? sum === code : others.occurs(sum - code, rest))) allowed[at] = 1;
    }
  }
  domain.restrict(joint, allowed);
  domain.project(joint, allowed);
}

/** Sums of any values that can be selected; null where they are too many. */
function othersOf({ atoms }: Program, codes: Codes, selections: Selections): Averages | null {
  try {
    return averagesOf(atoms, codes, { ...selections, at: null, rows: null, alike: false });
  } catch (error) {
    if (error instanceof Unproved) return null;
    throw error;
  }
}

/** Larger tables of a variable and what determines it are not made. */
const LARGEST_TIE = 1 << 16;
