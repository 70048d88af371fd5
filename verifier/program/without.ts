/** Proofs that fail in states which no input gives. */
import { Mismatch } from "../unproved.ts";
import type { Program } from "./program.ts";

/** The proof; where it fails in states, once more without those that go with no state of other variables. */
export function provedWithout<T>(program: Program, prove: () => T): T {
  for (;;) {
    try {
      return prove();
    } catch (error) {
      if (!(error instanceof Mismatch)) throw error;
      const less = error.sides.filter((side) => program.domain.tighten(side));
      if (less.length === 0) throw error;
      program.refresh();
    }
  }
}
