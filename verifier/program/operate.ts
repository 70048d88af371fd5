/** What an operator makes of combinations of its operands' atoms. */
import type { Atom } from "../../language/atom.ts";
import { isFailure } from "../../language/failure.ts";
import { prepareOperator } from "../../language/operators.ts";
import type { ModelOperator } from "../../runtime/model.ts";
import { Unproved } from "../report/unproved.ts";
import type { AtomId, Atoms } from "../state/atoms.ts";
import type { Numbered } from "./apply.ts";
import { toOperator } from "./stated.ts";
import { NONE } from "./table.ts";

/**
 * The result for each combination, a number in mixed radix over the sides' own
 * numbers of their atoms; NONE where the operator has none.
 */
export function resultsOf(
  atoms: Atoms,
  operator: ModelOperator,
  sides: readonly Numbered[],
): (combination: number) => AtomId {
  const apply = prepareOperator(toOperator(operator));
  const isSum = operator.kind === "binary" && (operator.symbol === "+" || operator.symbol === "-");
  const sign = operator.kind === "binary" && operator.symbol === "-" ? -1 : 1;
  return (combination) => {
    if (isSum) {
      const sum = sumOf(atoms, combination, sides, sign);
      if (sum !== null) return sum;
    }
    let rest = combination;
    const operands: Atom[] = [];
    for (let o = sides.length - 1; o >= 0; o--) {
      const { atoms: own } = sides[o]!;
      operands[o] = atoms.atom(own[rest % own.length]!);
      rest = Math.floor(rest / own.length);
    }
    const value = apply(operands);
    if (!isFailure(value)) return atoms.intern(value);
    if (value.failed === "overflow" && atoms.merged)
      throw new Unproved("unproved", "ints overflow where floats may stand in their place");
    return NONE;
  };
}

/** Of two ints that are far from the largest, what the operator would give; null of others. */
function sumOf(
  atoms: Atoms,
  combination: number,
  [left, right]: readonly Numbered[],
  sign: 1 | -1,
): AtomId | null {
  if (left === undefined || right === undefined) return null;
  const { length } = right.atoms;
  const one = atoms.atom(left.atoms[Math.floor(combination / length)]!);
  const two = atoms.atom(right.atoms[combination % length]!);
  if (one.type !== "int" || two.type !== "int") return null;
  const sum = one.value + sign * two.value;
  // 0 has a sign, which is the operator's business.
  return sum === 0 || !(Math.abs(sum) < 2 ** 31 && Math.abs(one.value) < 2 ** 31)
    ? null
    : atoms.internInt(sum);
}
