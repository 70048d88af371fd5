/** Outputs as unembedding matrices: how logits are made, and how large their terms are. */
import { greatestOf, leastOf } from "../numbers.ts";
import type { ModelOutput } from "../../runtime/model.ts";
import type { Affine } from "../lowering/circuit/affine.ts";
import { scale, shift } from "../lowering/circuit/affine.ts";
import { termsOf } from "../lowering/circuit/bounds.ts";
import type { Circuit, CircuitOutput } from "../lowering/circuit/circuit.ts";
import type { Layout } from "./layout.ts";
import { overDimensions } from "./layout.ts";
import type { NewTensor } from "./tensor.ts";

/**
 * W_U [dModel, values or 1], b_U. Logit i is 2·cᵢ·x − cᵢ², greatest for the code
 * nearest to x; codes are taken around their middle to keep them small.
 */
export function unembed(layout: Layout, output: CircuitOutput, dModel: number, tensor: NewTensor): void {
  const columns = output.kind === "logits" ? output.values.length : 1;
  const weights = tensor(`unembed.${output.name}.W_U`, [dModel, columns]);
  const biases = tensor(`unembed.${output.name}.b_U`, [columns]);
  const write = (column: number, affine: Affine, factor: number, offset: number): void => {
    const { constant, terms } = overDimensions(layout, affine);
    for (const [dimension, coefficient] of terms) weights.add([dimension, column], factor * coefficient);
    biases.add([column], factor * constant + offset);
  };
  if (output.kind === "readout") {
    write(0, output.reading, 1, 0);
    return;
  }
  const middle = middleCode(output);
  for (const [column, { exact }] of output.readings.entries()) {
    const code = exact - middle;
    write(column, shift(output.reading, -middle), 2 * code, -code * code);
  }
}

function middleCode({ readings }: CircuitOutput): number {
  const codes = readings.map(({ exact }) => exact);
  const least = leastOf(codes);
  const greatest = greatestOf(codes);
  return Math.round((least + greatest) / 2);
}

export function outputOf({ name, kind, values, readings }: CircuitOutput): ModelOutput {
  if (kind === "logits") return { name, kind, values };
  return { name, kind, values, readings: readings.map(({ exact }) => exact) };
}

/** Bound on Σ |term| of any logit, or of the readout: exact below the precision's limit. */
export function logitTerms(circuit: Circuit, output: CircuitOutput): number {
  if (output.kind === "readout") return termsOf(circuit.features, output.reading);
  const middle = middleCode(output);
  const code = output.readings.reduce((bound, { exact }) => Math.max(bound, Math.abs(exact - middle)), 0);
  return termsOf(circuit.features, scale(2 * code, shift(output.reading, -middle))) + code * code;
}
