/** Steps that fail in some states, which may be none of any input. */
import type { Unknown } from "../report/answer.ts";
import type { Verdict } from "../report/finding.ts";
import type { Variables } from "./variables.ts";

/** In some states the weights say otherwise than the program. */
export interface Mismatch extends Unknown {
  readonly verdict: Verdict;
  /** Lists of variables of which such a state is one together. */
  readonly sides: readonly Variables[];
}

export function mismatch(verdict: Verdict, why: string, sides: readonly Variables[]): Mismatch {
  return { kind: "unknown", why, place: null, verdict, sides };
}
