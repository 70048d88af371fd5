/** Widths that positions determine. */
import type { Facts } from "../facts/facts.ts";
import type { Program } from "../program/program.ts";
import type { Variable } from "../state/domain.ts";
import { bytes } from "../state/spread.ts";

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

/** Larger tables of index, length and width are not made. */
const LARGEST_TIE = 1 << 16;
