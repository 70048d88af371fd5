/** How people read numbers and sequences, in the original's printed forms. */
import type { Atom } from "../../language/atom.ts";
import { displayElements, displaySequence } from "../../language/display.ts";
import { isFailure } from "../../language/failure.ts";
import { sequenceType } from "../../language/operators.ts";

export function printSequence(atoms: readonly Atom[]): string {
  const type = sequenceType(atoms);
  return isFailure(type) ? displayElements(atoms) : displaySequence(atoms, type);
}

/** `1,234`; 0 where there is none. */
export function count(value: number | undefined): string {
  return (value ?? 0).toLocaleString("en-US");
}

/** What to know of a weights file that is run without a proof. */
export function runAsItIs(file: string): string {
  return `${file} is run as it is; \`rasp verify ${file}\` proves what it claims\n`;
}
