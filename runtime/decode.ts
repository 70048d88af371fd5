/** Reads outputs off the final residual stream. */
import type { Decoded } from "./engine.ts";
import { multiply, type Activations } from "./matrix.ts";
import type { ModelAtom } from "./model.ts";
import type { PreparedModel, PreparedOutput } from "./prepare.ts";

/**
 * @param residual [n, dModel], as `forward` returns it
 * @param length   how many positions behind BOS to read (padding is left out)
 */
export function decode(model: PreparedModel, residual: Activations, length: number): readonly Decoded[] {
  return model.outputs.map((prepared) => decodeOne(model, prepared, residual, length));
}

function decodeOne(
  model: PreparedModel,
  { output, unembed }: PreparedOutput,
  residual: Activations,
  length: number,
): Decoded {
  const readings = output.kind === "readout" ? Float64Array.from(output.readings ?? []) : undefined;
  const { columns } = unembed.weights;
  const behindBos = residual.subarray(model.config.dModel);
  const logits = multiply(model, behindBos, length, unembed); // [length, values or 1]
  const values: ModelAtom[] = [];
  const margins: number[] = [];
  for (let i = 0; i < length; i++) {
    const row = logits.subarray(i * columns, (i + 1) * columns);
    const { index, margin } =
      readings === undefined ? greatest(row) : nearest(readings, row[0] ?? Number.NaN);
    const value = output.values[index];
    if (value === undefined) throw new Error(`internal: output ${output.name} has no value ${index}`);
    values.push(value);
    margins.push(margin);
  }
  return { name: output.name, values, margins };
}

interface Choice {
  readonly index: number;
  readonly margin: number;
}

/** The greatest element, of equal ones the first. */
function greatest(row: Activations): Choice {
  let index = 0;
  let first = -Infinity;
  let second = -Infinity;
  for (let v = 0; v < row.length; v++) {
    const logit = row[v]!;
    if (logit > first) {
      second = first;
      first = logit;
      index = v;
    } else if (logit > second) {
      second = logit;
    }
  }
  return { index, margin: first - second };
}

/** The reading nearest to x, of equally near ones the first; readings ascend. */
function nearest(readings: Float64Array, x: number): Choice {
  let low = 0; // the first reading that is at least x lies in low … high
  let high = readings.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (readings[middle]! < x) low = middle + 1;
    else high = middle;
  }
  const distance = (at: number): number => Math.abs((readings[at] ?? Infinity) - x);
  const index = low > 0 && distance(low - 1) <= distance(low) ? low - 1 : low;
  const next = Math.min(distance(index - 1), distance(index + 1));
  return { index, margin: next - distance(index) };
}
