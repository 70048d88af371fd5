/** What a proof about channels works with: heads that write, and how their sum is taken up. */
import type { ModelChannel } from "../../runtime/model.ts";
import type { Facts } from "../rules/facts.ts";
import type { HeadReading } from "../heads/read.ts";
import { placeOfHead } from "../heads/read.ts";
import type { Program } from "../program/program.ts";
import type { Quantities } from "../quantities/quantities.ts";
import type { Variable } from "../state/variables.ts";
import type { Expression } from "../state/expression.ts";
import type { Computed } from "../state/arithmetic.ts";
import type { Residual } from "../state/residual.ts";
import type { Rule } from "../report/rule.ts";
import { Unproved } from "../report/unproved.ts";

/** What one head adds to a dimension. */
export interface Contribution {
  readonly head: HeadReading;
  readonly value: Expression;
  readonly atBos: Computed;
  readonly weight: number;
}

export interface Proof {
  readonly program: Program;
  readonly facts: Facts;
  readonly quantities: Quantities;
  readonly residual: Residual;
  /** Least gap found, by place of the head. */
  readonly gaps: Map<string, number>;
  /** Greatest error of a dimension, by dimension and half-layer. */
  readonly errors: Map<string, number>;
  /** What is stated and was proved. */
  readonly claims: Set<ModelChannel>;
}

/** How a dimension takes up what attention adds. */
export interface Intake {
  /** The dimension holds offset + x rounded to multiples of the grid; null where nothing is rounded. */
  readonly grid: number | null;
  readonly offset: number;
}

export const ROUNDED_TO_A_GRID: Rule = {
  name: "rounded to a grid",
  of: "channel",
  why: "The dimension holds an offset C, and b_O takes C away again. As long as C + x stays between the powers of two that C lies between, it is a multiple of one step, the grid: adding x to C rounds x to the grid, and C − C is exact.",
};

export function intakeOf(proof: Proof, before: number, bias: number): Intake {
  const offset = before + bias;
  if (before === 0 && bias === 0) return { grid: null, offset };
  if (offset !== 0) throw new Unproved("unproved", `${String(before)} and ${String(bias)} do not cancel`);
  const exponent = Math.floor(Math.log2(Math.abs(before)));
  return { grid: 2 ** (exponent + 1) / proof.residual.arithmetic.limit, offset };
}

/** How far from 0 a number may be so that adding it to the offset rounds it to the grid. */
export function requireRoom(before: number, greatest: number): void {
  const magnitude = Math.abs(before);
  const exponent = Math.floor(Math.log2(magnitude));
  const room = Math.min(magnitude - 2 ** exponent, 2 ** (exponent + 1) - magnitude);
  if (!(greatest < room))
    throw new Unproved(
      "unproved",
      `the offset ${String(before)} does not round numbers up to ${String(greatest)}`,
    );
}

export interface Held {
  readonly variable: Variable;
  readonly reading: Float64Array;
}

export function noteChannel({ program }: Proof, dimension: number, by: Rule): void {
  program.steps?.note(by, { kind: "dimension", dimension });
}

/** Notes by which rule heads select what they should. */
export function noteSelection({ program }: Proof, heads: readonly HeadReading[], by: Rule): void {
  for (const { layer, head } of heads) program.steps?.note(by, { kind: "head", layer, head });
}

export function recordGap({ gaps }: Proof, { layer, head }: HeadReading, gap: number): void {
  const place = placeOfHead(layer, head);
  gaps.set(place, Math.min(gaps.get(place) ?? Infinity, gap));
}
