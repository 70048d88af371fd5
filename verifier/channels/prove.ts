/** Proves what attention leaves in the residual stream, dimension by dimension. */
import type { ModelChannel } from "../../runtime/model.ts";
import { countingChannel } from "./counts.ts";
import { exactChannel } from "./moves.ts";
import type { Contribution, Proof } from "./proof.ts";
import type { Variable } from "../state/variables.ts";
import type { Expression } from "../state/expression.ts";
import { isConstant } from "../state/expression.ts";
import { Unproved } from "../report/unproved.ts";

/**
 * Proves the claims about one dimension after a layer's attention.
 *
 * @returns the variable that it holds from now on
 */
export function proveChannel(
  proof: Proof,
  claims: readonly ModelChannel[],
  contributions: readonly Contribution[],
  bias: number,
  dimension: number,
): { readonly variable: Variable; readonly content: Expression } {
  const [first] = contributions;
  if (first === undefined) throw new Error("internal: no contribution");
  const before = proof.residual.contents[dimension]!;
  if (!isConstant(before)) throw new Unproved("unproved", "it is not empty when attention writes it");
  const counting = first.head.bosScore.least > 0;
  const readings: { reading: Float64Array; variable: Variable }[] = [];
  for (const claim of claims) {
    readings.push(
      counting
        ? countingChannel(proof, claim, contributions, before.constant, bias, dimension)
        : exactChannel(proof, claim, contributions, before.constant, bias, dimension),
    );
  }
  const [own, ...others] = readings;
  if (own === undefined) throw new Unproved("unproved", "the file does not say what it holds");
  if (others.some(({ variable }) => variable !== own.variable))
    throw new Unproved("unproved", "the file says several things of it");
  const { variable, reading } = own;
  return { variable, content: { constant: 0, parts: [{ variables: [variable], values: reading }] } };
}
