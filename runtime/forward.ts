/**
 * The forward pass: a plain transformer, softmax attention and ReLU MLPs with
 * residual adds and no norm. It knows nothing of RASP.
 *
 * Rounding: a product of matrices is summed in float64; what is stored is
 * rounded to the model's precision. The attention output, its bias included,
 * is rounded before it is added to the residual stream, and so is the MLP's:
 * compiled models snap values to a grid in these adds.
 */
import { add, addRow, multiply, zeros, type Activations } from "./matrix.ts";
import type { Block, PreparedModel } from "./prepare.ts";

/**
 * Called with each activation as it is made, under its TransformerLens name,
 * such as `blocks.0.attn.hook_q`. The values may be kept; they are not written
 * again. Making the [n, n] patterns visible costs their memory, so nothing is
 * kept or copied where there is no observer.
 */
export type Observe = (name: string, values: Activations, shape: readonly number[]) => void;

/**
 * Runs the model on a sequence of token ids, BOS first; n of them.
 *
 * @returns [n, dModel], the residual stream at the end
 */
export function forward(model: PreparedModel, tokenIds: readonly number[], observe?: Observe): Activations {
  const { dModel } = model.config;
  const n = tokenIds.length;
  let residual = embed(model, tokenIds, observe);
  for (const [layer, block] of model.blocks.entries()) {
    const see: Observe | undefined =
      observe && ((name, values, shape) => observe(`blocks.${layer}.${name}`, values, shape));

    see?.("hook_resid_pre", residual, [n, dModel]);
    const attention = attend(model, block, residual, n, see);
    see?.("hook_attn_out", attention, [n, dModel]);
    const middle = add(model, residual, attention);
    see?.("hook_resid_mid", middle, [n, dModel]);

    const dMlp = block.mlpIn.weights.columns;
    const before = multiply(model, middle, n, block.mlpIn);
    see?.("mlp.hook_pre", before, [n, dMlp]);
    const after = before.map((value) => Math.max(value, 0));
    see?.("mlp.hook_post", after, [n, dMlp]);
    const mlp = multiply(model, after, n, block.mlpOut);
    see?.("hook_mlp_out", mlp, [n, dModel]);
    residual = add(model, middle, mlp);
    see?.("hook_resid_post", residual, [n, dModel]);
  }
  return residual;
}

/** Token embedding plus position embedding. [n] → [n, dModel] */
function embed(model: PreparedModel, tokenIds: readonly number[], observe?: Observe): Activations {
  const { tokenEmbedding, positionEmbedding } = model;
  const { dModel } = model.config;
  const n = tokenIds.length;
  if (n > positionEmbedding.rows)
    throw new Error(`internal: ${n} tokens, ${positionEmbedding.rows} positions`);
  const tokens = zeros(model, n * dModel);
  const positions = zeros(model, n * dModel);
  const row = new Float64Array(dModel);
  for (const [i, id] of tokenIds.entries()) {
    if (!(id >= 0 && id < tokenEmbedding.rows)) throw new Error(`internal: no token has the id ${id}`);
    addRow(row.fill(0), 1, tokenEmbedding, id);
    tokens.set(row, i * dModel);
    addRow(row.fill(0), 1, positionEmbedding, i);
    positions.set(row, i * dModel);
  }
  observe?.("hook_embed", tokens, [n, dModel]);
  observe?.("hook_pos_embed", positions, [n, dModel]);
  return add(model, tokens, positions);
}

/**
 * All heads of a layer (equation 1 of Vaswani et al. 2017, arXiv:1706.03762):
 *
 *   pattern[i] = softmax over j of scale · q[i]·k[j]      j ≤ i where causal
 *   z[i]       = Σ_j pattern[i, j] · v[j]
 *   result[i]  = Σ_heads z[i] · W_O + b_O
 *
 * Each row's maximum is subtracted before exp. The compiler's score gaps are
 * such that unselected weights underflow to 0 exactly, and those are skipped.
 *
 * @param x [n, dModel]
 * @returns [n, dModel]
 */
function attend(model: PreparedModel, block: Block, x: Activations, n: number, see?: Observe): Activations {
  const { dHead, attentionScale, causal } = model.config;
  const { heads } = block;
  const width = heads * dHead;
  const q = multiply(model, x, n, block.query); // [n, heads, dHead]
  const k = multiply(model, x, n, block.key); // [n, heads, dHead]
  const v = multiply(model, x, n, block.value); // [n, heads, dHead]
  see?.("attn.hook_q", q, [n, heads, dHead]);
  see?.("attn.hook_k", k, [n, heads, dHead]);
  see?.("attn.hook_v", v, [n, heads, dHead]);

  const z = zeros(model, n * width); // [n, heads, dHead]
  const allScores = see && zeros(model, heads * n * n).fill(-Infinity); // [heads, n query, n key]
  const pattern = see && zeros(model, heads * n * n); // [heads, n query, n key]
  const dots = new Float64Array(n); // [n key], one query's
  const row = zeros(model, n); // [n key], the same, rounded
  const sums = new Float64Array(width); // [heads, dHead], one query's z
  for (let head = 0; head < heads; head++) {
    const scoreColumns = block.scoreColumns[head]!;
    const valueColumns = block.valueColumns[head]!;
    const keys = transpose(k, n, width, scoreColumns); // [score columns, n]
    for (let i = 0; i < n; i++) {
      const visible = causal ? i + 1 : n;

      dots.fill(0, 0, visible);
      for (let c = 0; c < scoreColumns.length; c++) {
        const factor = q[i * width + scoreColumns[c]!]!;
        if (factor === 0 && model.sparse) continue;
        for (let j = 0; j < visible; j++) dots[j]! += factor * keys[c * n + j]!;
      }
      for (let j = 0; j < visible; j++) row[j] = dots[j]! * attentionScale;
      allScores?.set(row.subarray(0, visible), (head * n + i) * n);

      softmax(row, visible);
      pattern?.set(row.subarray(0, visible), (head * n + i) * n);

      for (const column of valueColumns) sums[column] = 0;
      for (let j = 0; j < visible; j++) {
        const weight = row[j]!;
        if (weight === 0 && model.sparse) continue;
        for (let c = 0; c < valueColumns.length; c++) {
          const column = valueColumns[c]!;
          sums[column]! += weight * v[j * width + column]!;
        }
      }
      for (const column of valueColumns) z[i * width + column] = sums[column]!;
    }
  }
  if (allScores) see?.("attn.hook_attn_scores", allScores, [heads, n, n]);
  if (pattern) see?.("attn.hook_pattern", pattern, [heads, n, n]);
  see?.("attn.hook_z", z, [n, heads, dHead]);
  return multiply(model, z, n, block.out);
}

/** The softmax of the first `size` elements, in place; every step is rounded as `row` is. */
function softmax(row: Activations, size: number): void {
  let max = -Infinity;
  for (let j = 0; j < size; j++) max = Math.max(max, row[j]!);
  let sum = 0;
  for (let j = 0; j < size; j++) {
    row[j]! -= max;
    row[j] = Math.exp(row[j]!);
    sum += row[j]!;
  }
  for (let j = 0; j < size; j++) row[j]! /= sum;
}

/** The named columns of a matrix [n, width], as rows: [columns, n]. */
function transpose(matrix: Activations, n: number, width: number, columns: Int32Array): Float64Array {
  const rows = new Float64Array(columns.length * n);
  for (let c = 0; c < columns.length; c++) {
    for (let i = 0; i < n; i++) rows[c * n + i] = matrix[i * width + columns[c]!]!;
  }
  return rows;
}
