/**
 * A forward pass in single precision throughout: each product and each sum is
 * rounded to float32 as it is made, one after the other, and exp is off by up
 * to two units in the last place. The runtime sums in float64 and has a better
 * exp; engines on graphics hardware do not.
 */
import type { Engine } from "./subject.ts";
import type { Affine, Matrix } from "../../runtime/matrix.ts";
import type { PreparedModel } from "../../runtime/prepare.ts";

const { fround } = Math;

export const singlePrecision: Engine = (model, tokenIds, length) => {
  const residual = forward(model, tokenIds);
  const behindBos = residual.slice(model.config.dModel);
  return model.outputs.map(({ output, unembed }) => {
    const { columns } = unembed.weights;
    const logits = affine(behindBos, length, unembed); // [length, values or 1]
    const readings = output.kind === "readout" ? (output.readings ?? []) : null;
    const values = Array.from({ length }, (_, i) => {
      const row = logits.subarray(i * columns, (i + 1) * columns);
      const [x = 0] = row;
      const worth = readings === null ? [...row] : readings.map((reading) => -Math.abs(reading - x));
      const value = output.values[worth.indexOf(worth.reduce((a, b) => Math.max(a, b)))];
      if (value === undefined) throw new Error("no value");
      return value;
    });
    return { name: output.name, values };
  });
};

/** [n, dModel], the final residual stream. */
function forward(model: PreparedModel, tokenIds: readonly number[]): Float32Array {
  const { dModel, dHead, attentionScale, causal } = model.config;
  const n = tokenIds.length;
  let residual = new Float32Array(n * dModel);
  for (const [i, id] of tokenIds.entries()) {
    accumulate(residual, i * dModel, 1, model.tokenEmbedding, id);
    accumulate(residual, i * dModel, 1, model.positionEmbedding, i);
  }
  for (const block of model.blocks) {
    const width = block.heads * dHead;
    const q = affine(residual, n, block.query);
    const k = affine(residual, n, block.key);
    const v = affine(residual, n, block.value);
    const z = new Float32Array(n * width);
    for (let head = 0; head < block.heads; head++) {
      for (let i = 0; i < n; i++) {
        const at = (place: number, c: number): number => place * width + head * dHead + c;
        const row = new Float32Array(causal ? i + 1 : n);
        for (let j = 0; j < row.length; j++) {
          let dot = 0;
          for (let c = 0; c < dHead; c++) dot = fround(dot + fround((q[at(i, c)] ?? 0) * (k[at(j, c)] ?? 0)));
          row[j] = fround(dot * attentionScale);
        }
        const most = Math.max(...row);
        let total = 0;
        for (let j = 0; j < row.length; j++) {
          row[j] = coarseExp(fround((row[j] ?? 0) - most), i + j);
          total = fround(total + (row[j] ?? 0));
        }
        for (let j = 0; j < row.length; j++) {
          const weight = fround((row[j] ?? 0) / total);
          if (weight === 0) continue;
          for (let c = 0; c < dHead; c++) {
            z[at(i, c)] = fround((z[at(i, c)] ?? 0) + fround(weight * (v[at(j, c)] ?? 0)));
          }
        }
      }
    }
    residual = sum(residual, affine(z, n, block.out));
    const hidden = affine(residual, n, block.mlpIn).map((value) => Math.max(value, 0));
    residual = sum(residual, affine(hidden, n, block.mlpOut));
  }
  return residual;
}

/** Up to two units in the last place too large or too small, by turns. */
function coarseExp(x: number, turn: number): number {
  return fround(Math.exp(x) * (1 + ((turn % 5) - 2) * 2 ** -23));
}

/** x · weights + bias, the bias last. [n, in] → [n, out] */
function affine(x: Float32Array, n: number, { weights, bias }: Affine): Float32Array<ArrayBuffer> {
  const { rows, columns } = weights;
  const result = new Float32Array(n * columns);
  for (let i = 0; i < n; i++) {
    for (let r = 0; r < rows; r++) {
      const factor = x[i * rows + r] ?? 0;
      if (factor !== 0) accumulate(result, i * columns, factor, weights, r);
    }
    for (let c = 0; c < columns; c++)
      result[i * columns + c] = (result[i * columns + c] ?? 0) + (bias[c] ?? 0);
  }
  return result;
}

/** result[from …] += factor · matrix[row] */
function accumulate(result: Float32Array, from: number, factor: number, matrix: Matrix, row: number): void {
  if (matrix.kind !== "sparse") throw new Error("sparse matrices only");
  for (let e = matrix.starts[row] ?? 0; e < (matrix.starts[row + 1] ?? 0); e++) {
    const at = from + (matrix.columnOf[e] ?? 0);
    result[at] = (result[at] ?? 0) + fround(factor * fround(matrix.values[e] ?? 0));
  }
}

function sum(left: Float32Array, right: Float32Array): Float32Array<ArrayBuffer> {
  return Float32Array.from(left, (value, at) => value + (right[at] ?? 0));
}
