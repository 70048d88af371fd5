/** For which inputs a program is stated. */
import type { Atom } from "../../language/atom.ts";

export interface Setting {
  readonly vocabulary: readonly Atom[];
  readonly maxLength: number;
  readonly causal: boolean;
}
