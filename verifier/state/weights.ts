/** The weights, arranged as a proof reads them. */
import type { Model, Tensor } from "../../runtime/model.ts";

/** Σ weight · dimension: pairs of dimension and weight, dimensions ascending. */
export type Terms = readonly (readonly [dimension: number, weight: number])[];

/** bias + Σ terms. */
export interface Functional {
  readonly terms: Terms;
  readonly bias: number;
}

export interface Head {
  /** All queries, keys and values, those too that nothing is made of. */
  readonly functionals: readonly Functional[];
  /** One for each dimension of the head that can be other than 0. */
  readonly products: readonly { readonly query: Functional; readonly key: Functional }[];
  readonly values: readonly {
    readonly value: Functional;
    /** Into which dimensions of the residual stream it is written. */
    readonly writes: Terms;
  }[];
}

export interface Neuron {
  readonly input: Functional;
  readonly writes: Terms;
}

export interface Layer {
  readonly heads: readonly Head[];
  /** b_O [dModel] */
  readonly attentionBias: Float64Array;
  readonly neurons: readonly Neuron[];
  /** b_out [dModel] */
  readonly mlpBias: Float64Array;
}

export interface Weights {
  /** W_E, a row for each token, BOS and PAD; W_pos, a row for each position. */
  readonly tokens: readonly Float64Array[];
  readonly positions: readonly Float64Array[];
  readonly layers: readonly Layer[];
  /** For each output, a functional for each column. */
  readonly outputs: readonly (readonly Functional[])[];
}

export function readWeights(model: Model): Weights {
  const { config } = model;
  const tensor = (name: string): Tensor => {
    const found = model.tensors[name];
    if (found === undefined) throw new Error(`internal: no tensor ${name}`);
    return found;
  };
  return {
    tokens: denseRows(tensor("embed.W_E")),
    positions: denseRows(tensor("pos_embed.W_pos")),
    layers: config.heads.map((heads, layer) => {
      const attention = `blocks.${String(layer)}.attn`;
      const mlp = `blocks.${String(layer)}.mlp`;
      const functionals = (name: string): readonly Functional[][] =>
        headFunctionals(tensor(`${attention}.W_${name}`), tensor(`${attention}.b_${name}`));
      const [queries, keys, values] = [functionals("Q"), functionals("K"), functionals("V")];
      const outs = rowsOf(tensor(`${attention}.W_O`));
      const inputs = columnsOf(tensor(`${mlp}.W_in`), tensor(`${mlp}.b_in`));
      const writes = rowsOf(tensor(`${mlp}.W_out`));
      return {
        heads: Array.from({ length: heads }, (_, head) => ({
          functionals: [queries, keys, values].flatMap((all) => all[head] ?? []),
          products: Array.from({ length: config.dHead }, (_dimension, d) => ({
            query: queries[head]?.[d] ?? ZERO,
            key: keys[head]?.[d] ?? ZERO,
          })).filter(({ query, key }) => !isZero(query) && !isZero(key)),
          values: Array.from({ length: config.dHead }, (_dimension, d) => ({
            value: values[head]?.[d] ?? ZERO,
            writes: outs[head * config.dHead + d] ?? [],
          })).filter(({ writes: written }) => written.length > 0),
        })),
        attentionBias: vectorOf(tensor(`${attention}.b_O`)),
        neurons: inputs.map((input, i) => ({ input, writes: writes[i] ?? [] })),
        mlpBias: vectorOf(tensor(`${mlp}.b_out`)),
      };
    }),
    outputs: model.outputs.map(({ name }) =>
      columnsOf(tensor(`unembed.${name}.W_U`), tensor(`unembed.${name}.b_U`)),
    ),
  };
}

const ZERO: Functional = { terms: [], bias: 0 };

function isZero({ terms, bias }: Functional): boolean {
  return terms.length === 0 && bias === 0;
}

/** Calls `visit` with each entry that is not 0, in the order of the flat indices. */
function eachEntry(tensor: Tensor, visit: (index: number, value: number) => void): void {
  const data = "data" in tensor ? tensor.data : tensor.values;
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    if (value !== 0) visit("data" in tensor ? i : tensor.indices[i]!, value);
  }
}

function vectorOf(tensor: Tensor): Float64Array {
  const vector = new Float64Array(tensor.shape.reduce((size, axis) => size * axis, 1));
  eachEntry(tensor, (index, value) => {
    vector[index] = value;
  });
  return vector;
}

/** [rows, columns] → rows. */
function denseRows(tensor: Tensor): readonly Float64Array[] {
  const [rows = 0, columns = 0] = tensor.shape;
  const all = Array.from({ length: rows }, () => new Float64Array(columns));
  eachEntry(tensor, (index, value) => {
    all[Math.floor(index / columns)]![index % columns] = value;
  });
  return all;
}

/** [rows, columns], or [heads, rows, columns] with the heads one below the other, → the entries of each row. */
function rowsOf(tensor: Tensor): readonly Terms[] {
  const columns = tensor.shape.at(-1) ?? 0;
  const count = tensor.shape.slice(0, -1).reduce((size, axis) => size * axis, 1);
  const rows = Array.from({ length: count }, (): [number, number][] => []);
  eachEntry(tensor, (index, value) => rows[Math.floor(index / columns)]!.push([index % columns, value]));
  return rows;
}

/** [rows, columns] and [columns] → a functional for each column. */
function columnsOf(weights: Tensor, bias: Tensor): readonly Functional[] {
  const columns = weights.shape.at(-1) ?? 0;
  const all = Array.from({ length: columns }, (): [number, number][] => []);
  eachEntry(weights, (index, value) => all[index % columns]!.push([Math.floor(index / columns), value]));
  const biases = vectorOf(bias);
  return all.map((terms, column) => ({ terms, bias: biases[column]! }));
}

/** [heads, rows, columns] and [heads, columns] → a functional for each column of each head. */
function headFunctionals(weights: Tensor, bias: Tensor): readonly Functional[][] {
  const [heads = 0, rows = 0, columns = 0] = weights.shape;
  const all = Array.from({ length: heads }, () =>
    Array.from({ length: columns }, (): [number, number][] => []),
  );
  eachEntry(weights, (index, value) => {
    const row = Math.floor(index / columns);
    all[Math.floor(row / rows)]![index % columns]!.push([row % rows, value]);
  });
  const biases = vectorOf(bias);
  return all.map((head, h) => head.map((terms, c) => ({ terms, bias: biases[h * columns + c]! })));
}
