/** The values of a node over the states of a few variables. */
import type { Variables } from "../state/variables.ts";
import { requireFeasible } from "../state/domain.ts";
import { spread } from "../state/spread.ts";

/** An atom for each tuple; NONE where no input gives the tuple, or one without a value. */
export interface AtomTable {
  readonly variables: Variables;
  readonly cells: Int32Array;
}

export const NONE = -1;

/** The same value in every state. */
export function constantTable(atom: number): AtomTable {
  return { variables: [], cells: Int32Array.of(atom) };
}

/** A table's cells for each tuple of more variables; not to be written to. */
export function cellsOver({ variables, cells }: AtomTable, joint: Variables): Int32Array {
  requireFeasible(joint);
  return spread(cells, variables, joint);
}

/** The table without variables on which it does not depend. */
export function reduced(table: AtomTable): AtomTable {
  let { variables, cells } = table;
  for (let axis = variables.length - 1; axis >= 0; axis--) {
    const shorter = withoutAxis(variables, cells, axis);
    if (shorter === null) continue;
    cells = shorter;
    variables = variables.filter((_, i) => i !== axis);
  }
  return variables === table.variables ? table : { variables, cells };
}

function withoutAxis(variables: Variables, cells: Int32Array, axis: number): Int32Array | null {
  const size = variables[axis]!.size;
  let stride = 1;
  for (let i = axis + 1; i < variables.length; i++) stride *= variables[i]!.size;
  const shorter = new Int32Array(cells.length / size).fill(NONE);
  for (let from = 0, block = 0; from < cells.length; block += stride) {
    for (let state = 0; state < size; state++) {
      for (let to = block; to < block + stride; to++, from++) {
        const cell = cells[from]!;
        if (cell === NONE) continue;
        const known = shorter[to]!;
        if (known === NONE) shorter[to] = cell;
        else if (known !== cell) return null;
      }
    }
  }
  return shorter;
}
