/** Channels of heads whose selected keys share all the weight. */
import type { ModelChannel } from "../../runtime/model.ts";
import { defaultOf, isNeverEmpty, requireSingle, selectorsOf } from "./claims.ts";
import { addState, codesOf, decode, holdAtoms } from "./codes.ts";
import { meanChannel } from "./means.ts";
import type { Contribution, Held, Proof } from "./proof.ts";
import { intakeOf, noteChannel, noteSelection, recordGap } from "./proof.ts";
import { isOrdinary } from "../state/arithmetic.ts";
import { unitOf } from "../state/expression.ts";
import type { HeadReading } from "../heads/read.ts";
import type { Rule } from "../report/rule.ts";
import { provedWithout } from "../program/without.ts";
import { proveSelection } from "../selection/prove.ts";
import { Unproved } from "../report/unproved.ts";

export const ONE_CODE: Rule = {
  name: "one code",
  of: "channel",
  why: "All keys but one, and BOS, are behind by so much that exp of it is 0 in the precision: the weights are 1 and 0, and the head gives the one selected key's code, not rounded at all. Where no key is selected, BOS is ahead of all by as much and gives the default's.",
};

/** Selected keys share all the weight; BOS takes it where there are none. */
export function exactChannel(
  proof: Proof,
  claim: ModelChannel,
  contributions: readonly Contribution[],
  before: number,
  bias: number,
  dimension: number,
): Held {
  const { program, residual } = proof;
  const { arithmetic } = residual;
  const [only, ...others] = contributions;
  if (only === undefined || others.length > 0)
    throw new Unproved("unproved", "several heads write it whose weights do not add up");
  if (claim.kind !== "move" && claim.kind !== "mean")
    throw new Unproved("unproved", "its head does not count");
  const isFull = isNeverEmpty(proof, claim);
  for (const selector of selectorsOf(program, claim)) requireSelected(proof, only.head, selector, isFull);
  const codes = codesOf(proof, claim, contributions);
  const intake = intakeOf(proof, before, bias);
  if (claim.kind === "mean") {
    return meanChannel(proof, claim, codes, only, before, intake, isFull, dimension);
  }
  if (intake.grid !== null) throw new Unproved("unproved", "a moved value is rounded");
  if (only.atBos.error > 0) throw new Unproved("unproved", "its value at BOS is not exact");
  requireSingle(proof, claim);
  const fallback = only.atBos.value * only.weight;
  const atomsOf = new Map(
    [...codes].map(([aggregate, own]) => {
      const atoms = decode(own, only.weight);
      if (!isFull) addState(proof, atoms, fallback, defaultOf(program, aggregate));
      for (const number of atoms.keys()) {
        // A power of two times few digits: not rounded, not flushed to 0.
        if (arithmetic.round(number) !== number || !isOrdinary(Math.abs(number), unitOf(number, Infinity)))
          throw new Unproved("unproved", `${String(number)} is rounded`);
      }
      return [aggregate, atoms] as const;
    }),
  );
  noteChannel(proof, dimension, ONE_CODE);
  return holdAtoms(proof, claim, atomsOf);
}

function requireSelected(proof: Proof, head: HeadReading, selector: number, isFull: boolean): void {
  const { underflow } = proof.residual.arithmetic;
  // Where some key is always selected, its score may depend on the query.
  const ways = isFull ? (["levelled", "free"] as const) : (["levelled"] as const);
  const {
    levels: [levels],
    by,
  } = provedWithout(proof.program, () =>
    proveSelection(proof.program, [{ head, sign: 1 }], selector, ways, underflow),
  );
  noteSelection(proof, [head], by);
  if (levels === undefined) throw new Error("internal: a head without levels");
  if (levels === null) return;
  const { bosScore, bosScoreError } = head;
  const above = levels.least - bosScore.greatest - bosScoreError;
  const below = isFull ? Infinity : bosScore.least - bosScoreError - (levels.greatest - levels.gap);
  const gap = Math.min(levels.gap, above, below);
  recordGap(proof, head, gap);
  // The difference of two scores is rounded once more before it is exponentiated.
  if (gap >= underflow + 1) return;
  const what = gap === levels.gap ? "unselected keys" : gap === above ? "BOS" : "unselected keys below BOS";
  throw new Unproved(
    "unproved",
    `${what} are only ${String(gap)} nats behind, and must be by ${String(underflow)}`,
  );
}
