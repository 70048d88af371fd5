/**
 * The end of a proof: thrown where a step fails and nothing else is to be tried,
 * from within any loop, and caught where the model is answered for. Where there is
 * something else to be tried, `attempt` makes it a value.
 */
import type { Proved, Unknown } from "./answer.ts";
import { proved, unknown } from "./answer.ts";
import type { Verdict } from "./finding.ts";

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

/** Runs a step of the proof; a failure without a place gets this one. */
export function at<T>(place: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof Unproved) || error.place !== null) throw error;
    throw new Unproved(error.verdict, error.message, place);
  }
}

/** What a step comes to that the proof does without if need be. */
export function attempt<T>(step: () => T): Proved<T> | Unknown {
  try {
    return proved(step());
  } catch (error) {
    if (!(error instanceof Unproved)) throw error;
    return unknown(error.message, error.place);
  }
}
