/** What would make some input fail, if it can happen: reasons, for the caller to file. */
import type { Atom } from "../../../language/atom.ts";
import type { Comparison, Operator } from "../../../language/graph.ts";
import type { Table } from "../tables/table.ts";

/** An operator without a value on some tuple; strings and numbers in one sequence. */
export function doubtsOfTable({ failure, atoms }: Table): readonly string[] {
  const doubts = failure === null ? [] : [failure.message];
  return hasStrings(atoms) && hasOthers(atoms)
    ? [...doubts, "strings and numbers may meet in one sequence"]
    : doubts;
}

/** An ordering of strings against numbers: an input where they meet fails. */
export function doubtOfComparison(
  comparison: Comparison,
  keys: readonly Atom[],
  queries: readonly Atom[],
): string | null {
  if (comparison === "==" || comparison === "!=") return null;
  const meet = (hasStrings(keys) && hasOthers(queries)) || (hasOthers(keys) && hasStrings(queries));
  return meet ? `\`${comparison}\` may compare a string with a number` : null;
}

/** An operator that only ints can do, on operands whose ints may stand for floats. */
export function doubtOfTypes(operator: Operator, operands: readonly (readonly Atom[])[]): string | null {
  const repeats = operator.kind === "binary" && operator.symbol === "*" && operands.some(hasStrings);
  return repeats || operator.kind === "element" ? "an operand may be a float here, which fails" : null;
}

/**
 * Booleans that may be averaged among numbers.
 *
 * @param bools  whether some of the numbers may stand for booleans
 */
export function doubtOfMean(values: readonly Atom[], bools: boolean): string | null {
  const numbers = values.some(({ type }) => type === "int" || type === "float");
  return numbers && (bools || values.some(({ type }) => type === "bool"))
    ? "more than one key may be selected while all values are booleans, which have no mean"
    : null;
}

function hasStrings(atoms: readonly Atom[]): boolean {
  return atoms.some(({ type }) => type === "string");
}

function hasOthers(atoms: readonly Atom[]): boolean {
  return atoms.some(({ type }) => type !== "string");
}
