/** Makes a failing input small, so that people can see why it fails. */
import type { Atom } from "../../language/atom.ts";
import { atomKey } from "../../language/atom.ts";
import { leaveOut } from "../../language/leave-out.ts";

/**
 * A smallest input reachable from `input` on which `fails` still holds: first
 * fewer tokens (big pieces, then single ones), then tokens earlier in the
 * vocabulary. Asks `fails` at most `budget` times.
 */
export function shrink(
  input: readonly Atom[],
  vocabulary: readonly Atom[],
  fails: (input: readonly Atom[]) => boolean,
  budget = 2_000,
): readonly Atom[] {
  let left = budget;
  const stillFails = (candidate: readonly Atom[]): boolean => {
    if (left <= 0) return false;
    left -= 1;
    return fails(candidate);
  };
  let best = input;
  let smaller = input;
  // A simpler token may make room for another one to go. Once the budget is used up nothing changes any more.
  do {
    best = smaller;
    smaller = simplify(leaveOut(best, stillFails), vocabulary, stillFails);
  } while (smaller.length < best.length);
  return smaller;
}

function simplify(
  input: readonly Atom[],
  vocabulary: readonly Atom[],
  fails: (input: readonly Atom[]) => boolean,
): readonly Atom[] {
  let best = input;
  for (let at = 0; at < best.length; at++) {
    for (const token of vocabulary) {
      const current = best[at];
      if (current === undefined || atomKey(token) === atomKey(current)) break;
      const candidate = best.with(at, token);
      if (fails(candidate)) {
        best = candidate;
        break;
      }
    }
  }
  return best;
}
