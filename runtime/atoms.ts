/** Atoms as the runtime sees them: when two are equal, and how one is written. */
import type { ModelAtom } from "./model.ts";

/** Equal exactly for atoms that are `==` in RASP: 1, 1.0 and True are; a string never equals a number. */
export function equalityKey(atom: ModelAtom): string {
  return atom.type === "string" ? `string ${atom.value}` : `number ${String(Number(atom.value) + 0)}`;
}

/** The atom as RASP writes it: `"a"`, `1`, `1.0`, `True`. */
export function showAtom(atom: ModelAtom): string {
  switch (atom.type) {
    case "string":
      return `"${atom.value}"`;
    case "bool":
      return atom.value ? "True" : "False";
    case "float":
      return Number.isInteger(atom.value) ? atom.value.toFixed(1) : String(atom.value);
    case "int":
      return String(atom.value);
    default:
      return atom satisfies never;
  }
}
