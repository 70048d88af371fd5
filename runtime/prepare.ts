/** Makes a model ready to run: every matrix once as sparse rows (or dense ones, for comparison). */
import type { Affine, Arithmetic, Matrix } from "./matrix.ts";
import type { Model, ModelConfig, ModelOutput, Numbers, Tensor } from "./model.ts";
import { eachEntry, sizeOf } from "./tensors.ts";
import { createTokeniser, type Tokeniser } from "./tokenise.ts";

/** One layer. The heads' matrices stand side by side: column h · dHead + c is head h's dimension c. */
export interface Block {
  readonly heads: number;
  /** [dModel, heads · dHead] */
  readonly query: Affine;
  readonly key: Affine;
  readonly value: Affine;
  /** [heads · dHead, dModel] */
  readonly out: Affine;
  /** For each head, the columns of q and k whose product can be other than 0. */
  readonly scoreColumns: readonly Int32Array[];
  /** For each head, the columns of v that can be other than 0. */
  readonly valueColumns: readonly Int32Array[];
  /** [dModel, dMlp] */
  readonly mlpIn: Affine;
  /** [dMlp, dModel] */
  readonly mlpOut: Affine;
}

export interface PreparedOutput {
  readonly output: ModelOutput;
  /** [dModel, values], or [dModel, 1] for a readout */
  readonly unembed: Affine;
}

/** A model that is ready to run. */
export interface PreparedModel extends Tokeniser, Arithmetic {
  readonly config: ModelConfig;
  /** [vocabulary + 2, dModel] */
  readonly tokenEmbedding: Matrix;
  /** [maxLength + 1, dModel] */
  readonly positionEmbedding: Matrix;
  readonly blocks: readonly Block[];
  readonly outputs: readonly PreparedOutput[];
}

export interface PrepareOptions {
  /** Store and multiply every zero: slower, the same numbers; to measure against. */
  readonly dense?: boolean;
}

/**
 * Before: the model is valid (from `loadModel`, or made by the compiler).
 * Cost:   O(weights that are not 0), with `dense` O(weights).
 */
export function prepare(model: Model, options: PrepareOptions = {}): PreparedModel {
  const dense = options.dense ?? false;
  const { config } = model;
  const tensor = (name: string): Tensor => {
    const found = Object.hasOwn(model.tensors, name) ? model.tensors[name] : undefined;
    if (found === undefined) throw new Error(`internal: the model has no tensor ${name}`);
    return found;
  };
  const stacked = (name: string): Matrix => stack(tensor(name), dense);
  const sideBySide = (name: string): Matrix => putSideBySide(tensor(name), dense);
  const affine = (weights: Matrix, bias: string): Affine => ({ weights, bias: vector(tensor(bias)) });

  return {
    ...createTokeniser(model),
    config,
    tokenEmbedding: stacked("embed.W_E"),
    positionEmbedding: stacked("pos_embed.W_pos"),
    blocks: config.heads.map((heads, layer) => {
      const attention = `blocks.${layer}.attn`;
      const mlp = `blocks.${layer}.mlp`;
      const query = affine(sideBySide(`${attention}.W_Q`), `${attention}.b_Q`);
      const key = affine(sideBySide(`${attention}.W_K`), `${attention}.b_K`);
      const value = affine(sideBySide(`${attention}.W_V`), `${attention}.b_V`);
      const columnsOf = (used: (column: number) => boolean): readonly Int32Array[] =>
        Array.from({ length: heads }, (_, head) =>
          Int32Array.from({ length: config.dHead }, (_value, c) => head * config.dHead + c).filter(
            (column) => dense || used(column),
          ),
        );
      const [inQuery, inKey, inValue] = [usedColumns(query), usedColumns(key), usedColumns(value)];
      return {
        heads,
        query,
        key,
        value,
        out: affine(stacked(`${attention}.W_O`), `${attention}.b_O`),
        scoreColumns: columnsOf((column) => inQuery[column] === 1 && inKey[column] === 1),
        valueColumns: columnsOf((column) => inValue[column] === 1),
        mlpIn: affine(stacked(`${mlp}.W_in`), `${mlp}.b_in`),
        mlpOut: affine(stacked(`${mlp}.W_out`), `${mlp}.b_out`),
      };
    }),
    outputs: model.outputs.map((output) => ({
      output,
      unembed: affine(stacked(`unembed.${output.name}.W_U`), `unembed.${output.name}.b_U`),
    })),
    sparse: !dense,
  };
}

/** A tensor [rows, columns], or [heads, rows, columns] with the heads one below the other. */
function stack(tensor: Tensor, dense: boolean): Matrix {
  const columns = tensor.shape.at(-1) ?? 0;
  const rows = sizeOf(tensor.shape.slice(0, -1));
  return matrix(rows, columns, tensor, null, dense);
}

/** A tensor [heads, rows, columns] with the heads side by side: [rows, heads · columns]. */
function putSideBySide(tensor: Tensor, dense: boolean): Matrix {
  const [heads = 0, rows = 0, columns = 0] = tensor.shape;
  const place = (index: number): number => {
    const head = Math.floor(index / (rows * columns));
    const row = Math.floor(index / columns) % rows;
    return (row * heads + head) * columns + (index % columns);
  };
  return matrix(rows, heads * columns, tensor, place, dense);
}

/**
 * Dense where that is asked for, or where most of the tensor is not 0: that takes the least memory then.
 *
 * @param place  where in the matrix an entry of the tensor stands, in the order within a row; null where it stands there already
 */
function matrix(
  rows: number,
  columns: number,
  tensor: Tensor,
  place: ((index: number) => number) | null,
  dense: boolean,
): Matrix {
  const placeOf = place ?? ((index: number): number => index);
  const own = "data" in tensor && isMostlyNonzero(tensor.data) ? tensor.data : null;
  if (own !== null && place === null) return { kind: "dense", rows, columns, values: own };
  if (own !== null || dense) {
    const all = own === null ? new Float64Array(rows * columns) : zerosLike(own);
    eachEntry(tensor, (index, value) => {
      all[placeOf(index)] = value;
    });
    return { kind: "dense", rows, columns, values: all };
  }
  const starts = new Int32Array(rows + 1);
  eachEntry(tensor, (index) => {
    starts[Math.floor(placeOf(index) / columns) + 1]!++;
  });
  for (let row = 0; row < rows; row++) starts[row + 1]! += starts[row]!;
  const next = starts.slice();
  const columnOf = new Int32Array(starts[rows]!);
  const values = new Float64Array(starts[rows]!);
  eachEntry(tensor, (index, value) => {
    const to = placeOf(index);
    const at = next[Math.floor(to / columns)]!++;
    columnOf[at] = to % columns;
    values[at] = value;
  });
  return { kind: "sparse", rows, columns, starts, columnOf, values };
}

function isMostlyNonzero(numbers: Numbers): boolean {
  let count = 0;
  for (let i = 0; i < numbers.length; i++) if (numbers[i] !== 0) count++;
  return 2 * count > numbers.length;
}

/** As many zeros, in as few bytes each. */
function zerosLike(numbers: Numbers): Exclude<Numbers, readonly number[]> {
  const { length } = numbers;
  if (numbers instanceof Int8Array) return new Int8Array(length);
  if (numbers instanceof Int16Array) return new Int16Array(length);
  if (numbers instanceof Int32Array) return new Int32Array(length);
  return numbers instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
}

/** A tensor of any shape, flat. */
function vector(tensor: Tensor): Float64Array {
  const flat = new Float64Array(sizeOf(tensor.shape));
  eachEntry(tensor, (index, value) => {
    flat[index] = value;
  });
  return flat;
}

/** [out]: 1 where the result can be other than 0. */
function usedColumns({ weights, bias }: Affine): Uint8Array {
  const used = Uint8Array.from(bias, (value) => (value === 0 ? 0 : 1));
  if (weights.kind === "sparse") {
    for (const column of weights.columnOf) used[column] = 1;
  } else {
    used.fill(1);
  }
  return used;
}
