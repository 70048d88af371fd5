/**
 * Matrices [rows, columns], and the products and sums of which the forward pass is made.
 * A product is summed in float64; what is stored is rounded to the model's precision.
 */
import type { ModelConfig, Numbers } from "./model.ts";

/** Activations are stored in the precision of the model; whatever is stored here is rounded to it. */
export type Activations = Float32Array | Float64Array;

/** A matrix [rows, columns] by its rows. Products are summed in float64. */
export type Matrix =
  | {
      readonly kind: "sparse";
      readonly rows: number;
      readonly columns: number;
      /** [rows + 1]: row r's entries are starts[r] … starts[r + 1] − 1 of the next two. */
      readonly starts: Int32Array;
      /** [entries], ascending in each row */
      readonly columnOf: Int32Array;
      /** [entries] */
      readonly values: Float64Array;
    }
  | {
      readonly kind: "dense";
      readonly rows: number;
      readonly columns: number;
      /** [rows, columns]; the file's own where they stand there like this */
      readonly values: Numbers;
    };

/** x → x · weights + bias. */
export interface Affine {
  /** [in, out] */
  readonly weights: Matrix;
  /** [out] */
  readonly bias: Float64Array;
}

/** How results are stored, and whether terms that are 0 are skipped. A `PreparedModel` says it. */
export interface Arithmetic {
  readonly config: Pick<ModelConfig, "precision">;
  /** False: nothing is skipped because it is 0. */
  readonly sparse: boolean;
}

/** Zeros, in the model's precision. */
export function zeros(model: Arithmetic, size: number): Activations {
  return model.config.precision === "float32" ? new Float32Array(size) : new Float64Array(size);
}

/**
 * x · weights + bias, the bias added last, rounded once.
 *
 * @param x [n, in]
 * @returns [n, out]
 */
export function multiply(
  model: Arithmetic,
  x: Activations,
  n: number,
  { weights, bias }: Affine,
): Activations {
  const { rows, columns } = weights;
  const result = zeros(model, n * columns);
  const sums = new Float64Array(columns);
  for (let i = 0; i < n; i++) {
    sums.fill(0);
    for (let r = 0; r < rows; r++) {
      const factor = x[i * rows + r]!;
      if (factor !== 0 || !model.sparse) addRow(sums, factor, weights, r);
    }
    for (let c = 0; c < columns; c++) result[i * columns + c] = sums[c]! + bias[c]!;
  }
  return result;
}

/** sums += factor · matrix[row]. [columns] */
export function addRow(sums: Float64Array, factor: number, matrix: Matrix, row: number): void {
  const { values } = matrix;
  if (matrix.kind === "sparse") {
    const { starts, columnOf } = matrix;
    const end = starts[row + 1]!;
    for (let e = starts[row]!; e < end; e++) sums[columnOf[e]!]! += factor * values[e]!;
  } else {
    const { columns } = matrix;
    for (let c = 0; c < columns; c++) sums[c]! += factor * values[row * columns + c]!;
  }
}

/** left + right, each sum rounded. */
export function add(model: Arithmetic, left: Activations, right: Activations): Activations {
  const sum = zeros(model, left.length);
  for (let i = 0; i < sum.length; i++) sum[i] = left[i]! + right[i]!;
  return sum;
}
