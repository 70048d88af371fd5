/** Why a proof ends: thrown where it does, and reported. */

import type { Variables } from "./state/domain.ts";

/**
 * wrong: there are inputs that the weights answer otherwise than the program;
 * unproved: there is no proof that there are none; overstated: the certificate
 * claims more than is proved.
 */
export type Verdict = "wrong" | "unproved" | "overstated";

export class Unproved extends Error {
  readonly verdict: Verdict;
  /** The part of the model that is at fault; filled in by whoever knows it. */
  readonly place: string | null;

  constructor(verdict: Verdict, message: string, place: string | null = null) {
    super(message);
    this.verdict = verdict;
    this.place = place;
  }
}

/** In some states the weights say otherwise than the program; they may be none of any input. */
export class Mismatch extends Unproved {
  /** Lists of variables of which such a state is one together. */
  readonly sides: readonly Variables[];

  constructor(verdict: Verdict, message: string, sides: readonly Variables[]) {
    super(verdict, message);
    this.sides = sides;
  }
}

/** Runs a step of the proof; a failure without a place gets this one. */
export function at<T>(place: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof Unproved) || error.place !== null) throw error;
    throw new Unproved(error.verdict, error.message, place);
  }
}
