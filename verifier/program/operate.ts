/** What an operator makes of combinations of its operands' atoms. */
import type { Atom } from "../../language/atom.ts";
import { bool, float, int } from "../../language/atom.ts";
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
    // Where values stand for others that are `==` to them, their own types are not known.
    if (atoms.merged && !failsForAllTypes(apply, operands))
      throw new Unproved(
        "unproved",
        `the type of ${operands.map(textOfAtom).join(" or ")} is not known, and the program fails for some`,
      );
    return NONE;
  };
}

/** Whether an operator has no value on operands whatever their types are. */
function failsForAllTypes(apply: ReturnType<typeof prepareOperator>, operands: readonly Atom[]): boolean {
  let combinations: readonly (readonly Atom[])[] = [[]];
  for (const operand of operands)
    combinations = combinations.flatMap((before) => twinsOf(operand).map((twin) => [...before, twin]));
  return combinations.every((twins) => isFailure(apply(twins)));
}

/** All atoms that are `==` to one. */
function twinsOf(atom: Atom): readonly Atom[] {
  if (atom.type === "string") return [atom];
  const value = Number(atom.value);
  return [
    float(value),
    ...(Number.isSafeInteger(value) ? [int(value + 0)] : []),
    ...(value === 0 || value === 1 ? [bool(value === 1)] : []),
  ];
}

function textOfAtom({ value }: Atom): string {
  return JSON.stringify(value);
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
