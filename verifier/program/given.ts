/** Values that a position has of itself: its token, its index, the length; and constants. */
import { int } from "../../language/atom.ts";
import { isFailure } from "../../language/failure.ts";
import { convertToken } from "../../language/operators.ts";
import type { ModelNode } from "../../runtime/model.ts";
import type { Setting } from "./setting.ts";
import { toAtom } from "./stated.ts";
import type { AtomTable } from "./table.ts";
import { NONE, constantTable, reduced } from "./table.ts";
import type { AtomId, Atoms } from "../state/atoms.ts";
import type { Variable } from "../state/variables.ts";

/** The variables that a position has of itself. */
export interface Given {
  readonly setting: Setting;
  readonly atoms: Atoms;
  readonly token: Variable;
  readonly index: Variable;
  /** The number of positions; null under causal attention, where a position's own is index + 1, and where it is always 1. */
  readonly length: Variable | null;
}

export function givenTable(
  { setting, atoms, token, index, length }: Given,
  node: ModelNode & { readonly kind: "tokens" | "indices" | "length" | "constant" },
): AtomTable {
  switch (node.kind) {
    case "tokens":
      return perState(token, (state) => {
        const value = convertToken(node.reading, setting.vocabulary[state]!);
        return isFailure(value) ? NONE : atoms.intern(value);
      });
    case "indices":
      return perState(index, (state) => atoms.intern(int(state)));
    case "length": {
      if (setting.causal) return perState(index, (state) => atoms.intern(int(state + 1)));
      if (length === null) return constantTable(atoms.intern(int(1)));
      const { readings: lengths } = length;
      return perState(length, (state) => atoms.intern(int(lengths[state]!)));
    }
    case "constant":
      return constantTable(atoms.intern(toAtom(node.value)));
    default:
      return node satisfies never;
  }
}

function perState(variable: Variable, atomOf: (state: number) => AtomId): AtomTable {
  return reduced({
    variables: [variable],
    cells: Int32Array.from({ length: variable.size }, (_, i) => atomOf(i)),
  });
}
