/** Channels of heads that count: BOS takes nearly all the weight. */
import type { ModelChannel } from "../../runtime/model.ts";
import { defaultOf, isNeverEmpty, requireSingle, selectorsOf } from "./claims.ts";
import type { Codes } from "./codes.ts";
import { addState, codesOf, decode, holdAtoms, largestOf } from "./codes.ts";
import type { Contribution, Held, Proof } from "./proof.ts";
import { ROUNDED_TO_A_GRID, intakeOf, noteChannel, noteSelection, recordGap, requireRoom } from "./proof.ts";
import type { Rule } from "../report/rule.ts";
import { provedWithout } from "../program/without.ts";
import type { Quantities } from "../quantities/quantities.ts";
import type { Levels } from "../selection/pairs.ts";
import type { Selection } from "../selection/prove.ts";
import { proveSelection } from "../selection/prove.ts";
import type { Variable } from "../state/variables.ts";
import { isConstant } from "../state/expression.ts";
import { Unproved } from "../report/unproved.ts";

/** BOS takes nearly all the weight; what is left adds up linearly. */
export function countingChannel(
  proof: Proof,
  claim: ModelChannel,
  contributions: readonly Contribution[],
  before: number,
  bias: number,
  dimension: number,
): Held {
  const { program, quantities, residual } = proof;
  const { arithmetic } = residual;
  const { maxLength } = program.setting;
  const intake = intakeOf(proof, before, bias);
  if (intake.grid === null) throw new Unproved("unproved", "a count is not rounded");
  const parts = contributions.map(({ head, weight }) => ({ head, sign: Math.sign(weight) }));
  const [selector = null, ...alike] = selectorsOf(program, claim);
  const selected = ({ levels: all, by }: Selection): readonly (Levels | null)[] => {
    noteSelection(
      proof,
      contributions.map(({ head }) => head),
      by,
    );
    return all;
  };
  const selecting = (own: number | null): readonly (Levels | null)[] =>
    selected(
      provedWithout(program, () => proveSelection(program, parts, own, ["levelled"], arithmetic.underflow)),
    );
  const levels = selecting(selector);
  for (const other of alike) selecting(other);
  if (claim.kind === "mean") throw new Unproved("unproved", "a mean is counted");
  if (claim.kind === "count") requireOnes(contributions);
  const codes = claim.kind === "count" ? null : codesOf(proof, claim, contributions);
  const values = codes === null ? 1 : largestOf(codes);
  // Selected keys count alike, and at most as many as there are keys, for each head.
  let error = 0;
  for (const [i, { head, weight, atBos }] of contributions.entries()) {
    if (atBos.value !== 0 || atBos.error !== 0)
      throw new Unproved(
        "unproved",
        `its value at BOS is ${String(atBos.value)}, off by up to ${String(atBos.error)}, and must be 0`,
      );
    const level = levels[i] ?? null;
    // A head that selects nothing adds nothing.
    if (level === null) continue;
    recordGap(proof, head, level.gap);
    const { bosScore, bosScoreError } = head;
    if (bosScore.least !== bosScore.greatest || level.least !== level.greatest)
      throw new Unproved(
        "unproved",
        "BOS's score over that of selected keys is not the same for all queries",
      );
    const distance = bosScore.least - level.greatest;
    if (!(distance > 0 && distance + level.gap - 2 * bosScoreError >= arithmetic.underflow))
      throw new Unproved("unproved", `unselected keys are only ${String(distance + level.gap)} below BOS`);
    const share = Math.exp(-distance);
    const coefficient = Math.abs(weight) * share;
    const { rounding } = arithmetic;
    // The engine's own distance: of a score that may be off, and rounded when it is taken.
    const isExact = bosScoreError === 0 && arithmetic.round(distance) === distance;
    const off = isExact ? 0 : bosScoreError + 2 * (distance + bosScoreError) * arithmetic.rounding;
    const relative =
      Math.abs(coefficient - 1) +
      // Of w keys each weighs share / (1 + w · share), and adding a share to 1 is off by a share at most.
      maxLength * (share + Math.min(share, rounding)) +
      // A distance that is off by d makes a share e^d as great.
      Math.expm1(off) +
      (20 + contributions.length) * rounding +
      2 ** -48;
    error += maxLength * values * relative;
    error += (coefficient / share) * errorOfSum(maxLength, share * values, rounding);
  }
  if (!(error < intake.grid / 2))
    throw new Unproved(
      "unproved",
      `a sum is off by up to ${String(error)}, and must be by less than ${String(intake.grid / 2)}`,
    );
  const held = heldByCount(proof, claim, codes, quantities);
  const greatest = held.reading.reduce((most, reading) => Math.max(most, Math.abs(reading)), 0);
  requireRoom(before, Math.max(greatest, maxLength * values * contributions.length) + 1);
  for (const reading of held.reading) {
    if (!Number.isInteger(reading / intake.grid))
      throw new Unproved("unproved", "its numbers are not on its grid");
  }
  for (const rule of [ROUNDED_TO_A_GRID, COUNTED[claim.kind]]) noteChannel(proof, dimension, rule);
  return held;
}

/**
 * How far a sum of so many terms, none greater than `largest`, may be off in any order of
 * summation: of k terms it is at most k · largest, and the addition that makes it off by
 * half of its last place. There are no more sums of at least k terms than from k to all.
 */
export function errorOfSum(terms: number, largest: number, rounding: number): number {
  // Terms and sums may themselves be off a little.
  const most = largest * (1 + 2 * (terms + 20) * rounding);
  let error = 0;
  for (let k = 2; k <= terms; k++) error += rounding * 2 ** Math.floor(Math.log2(k * most) + 2 ** -40);
  return error;
}

/** What each kind of counted channel holds. */
export const COUNTED: Readonly<Record<"count" | "sum" | "move", Rule>> = {
  count: {
    name: "keys counted",
    of: "channel",
    why: "BOS scores D above the level of the selected keys and has value 0, so a head whose value is 1 gives w·e^−D / (1 + w·e^−D) for w of them. The weight of W_O takes e^−D away: w, less a part of w·e^−D of it. All errors together are below half a grid step, and adding the offset rounds them away.",
  },
  sum: {
    name: "codes summed",
    of: "channel",
    why: "As where keys are counted, with integer codes for values: what is left is the sum of the codes of the selected keys. Heads with signs add up to the sum over the selector, since their selections do.",
  },
  move: {
    name: "one code counted",
    of: "channel",
    why: "As where codes are summed, of one key at most: the sum is its code, or 0, which stands for the default and for no other value.",
  },
};

function heldByCount(
  proof: Proof,
  claim: ModelChannel,
  codes: ReadonlyMap<number, Codes> | null,
  quantities: Quantities,
): Held {
  switch (claim.kind) {
    case "count": {
      const [selector, ...alike] = claim.selectors;
      const variable = selector === undefined ? proof.program.length : quantities.widths.variable(selector);
      if (variable === null)
        throw new Unproved("unproved", "the number of keys is no quantity of the program");
      // All of them were proved to select what the heads do.
      quantities.widths.unify(variable, alike);
      return { variable, reading: variable.readings };
    }
    case "sum": {
      let variable: Variable | null = null;
      for (const [aggregate, own] of codes ?? []) variable = quantities.sumVariable(aggregate, own, variable);
      if (variable === null) throw new Error("internal: a sum of nothing");
      return { variable, reading: variable.readings };
    }
    case "move":
      return heldCode(proof, claim, codes ?? new Map());
    case "mean":
      throw new Error("internal: a mean is counted");
    default:
      return claim satisfies never;
  }
}

/** Codes of one value at most; 0 is none. */
function heldCode(
  proof: Proof,
  claim: ModelChannel & { readonly kind: "move" },
  codes: ReadonlyMap<number, Codes>,
): Held {
  requireSingle(proof, claim);
  const isFull = isNeverEmpty(proof, claim);
  const atomsOf = new Map(
    [...codes].map(([aggregate, own]) => {
      const atoms = decode(own, 1);
      if (!isFull) addState(proof, atoms, 0, defaultOf(proof.program, aggregate));
      return [aggregate, atoms] as const;
    }),
  );
  return holdAtoms(proof, claim, atomsOf);
}

function requireOnes(contributions: readonly Contribution[]): void {
  for (const { value } of contributions) {
    if (!isConstant(value) || value.constant !== 1)
      throw new Unproved("unproved", "it does not count each key once");
  }
}
