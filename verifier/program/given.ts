/** Values that a position has of itself: its token, its index, the length; and constants. */
import { int } from "../../language/atom.ts";
import { isFailure } from "../../language/failure.ts";
import { convertToken } from "../../language/operators.ts";
import type { ModelNode } from "../../runtime/model.ts";
import type { Program } from "./program.ts";
import { toAtom } from "./stated.ts";
import type { AtomTable } from "./table.ts";
import { NONE, reduced } from "./table.ts";
import type { AtomId } from "../state/atoms.ts";
import type { Variable } from "../state/domain.ts";

export function givenTable(
  program: Program,
  node: ModelNode & { readonly kind: "tokens" | "indices" | "length" | "constant" },
): AtomTable {
  switch (node.kind) {
    case "tokens":
      return perState(program.token, (state) => {
        const value = convertToken(node.reading, program.setting.vocabulary[state]!);
        return isFailure(value) ? NONE : program.atoms.intern(value);
      });
    case "indices":
      return perState(program.index, (state) => program.atoms.intern(int(state)));
    case "length": {
      if (program.setting.causal)
        return perState(program.index, (state) => program.atoms.intern(int(state + 1)));
      if (program.length === null) return program.constant(program.atoms.intern(int(1)));
      const { readings: lengths } = program.length;
      return perState(program.length, (state) => program.atoms.intern(int(lengths[state]!)));
    }
    case "constant":
      return program.constant(program.atoms.intern(toAtom(node.value)));
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
