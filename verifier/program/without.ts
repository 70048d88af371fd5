/** Proofs that fail in states which no input gives. */
import type { Proved } from "../report/answer.ts";
import type { Rule } from "../report/rule.ts";
import { Unproved } from "../report/unproved.ts";
import type { Mismatch } from "../state/mismatch.ts";
import type { Program } from "./program.ts";

export const NO_COMPANION: Rule = {
  name: "no companion",
  of: "ruled out",
  why: "Whatever an input gives, all variables have a state together. A tuple that stands together with no state of one or two other variables, by what is ruled out of these and them, is therefore of no input.",
};

/**
 * What the proof comes to; where it fails in states, once more without those that
 * go with no state of other variables, until none is left to be ruled out.
 */
export function provedWithout<T>(program: Program, prove: () => Proved<T> | Mismatch): T {
  for (;;) {
    const answer = prove();
    if (answer.kind === "proved") return answer.value;
    const less = answer.sides.filter((side) => program.domain.tighten(side));
    if (less.length === 0) throw new Unproved(answer.verdict, answer.why);
    for (const side of less)
      program.steps?.note(NO_COMPANION, { kind: "states", variables: side.map(({ name }) => name) });
    program.refresh();
  }
}
