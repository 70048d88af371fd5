/** A model's tensors as the textbook has them: one dense matrix for each letter of the formulas. */
import type { Model, ModelConfig, ModelOutput } from "../runtime/model.ts";
import type { Numbers, Rows } from "./numbers.ts";

/** Biases are matrices of one row. */
export interface Weights {
  readonly config: ModelConfig;
  /** [vocabulary + 2, dModel] */
  readonly W_E: Rows;
  /** [maxLength + 1, dModel] */
  readonly W_pos: Rows;
  readonly layers: readonly Layer[];
  readonly readers: readonly Reader[];
}

export interface Layer {
  readonly heads: readonly Head[];
  /** [1, dModel] */
  readonly b_O: Rows;
  /** [dModel, neurons] */
  readonly W_in: Rows;
  /** [1, neurons] */
  readonly b_in: Rows;
  /** [neurons, dModel]; no rows where the layer has no neurons */
  readonly W_out: Rows;
  /** [1, dModel] */
  readonly b_out: Rows;
}

/** W_Q, W_K, W_V [dModel, dHead], b_Q, b_K, b_V [1, dHead], W_O [dHead, dModel]. */
export type Head = Readonly<Record<"W_Q" | "b_Q" | "W_K" | "b_K" | "W_V" | "b_V" | "W_O", Rows>>;

/** What reads an output: W_U [dModel, values or 1], b_U [1, values or 1]. */
export interface Reader {
  readonly output: ModelOutput;
  readonly W_U: Rows;
  readonly b_U: Rows;
}

/** Before: the model is valid. */
export function weightsOf({ config, tensors, outputs }: Model, numbers: Numbers): Weights {
  const { dModel, dHead, dMlp } = config;

  /** All matrices of a tensor of any shape: [rows, columns] each, one after the other. */
  const matrices = (name: string, rows: number, columns: number): readonly Rows[] => {
    const tensor = Object.hasOwn(tensors, name) ? tensors[name] : undefined;
    if (tensor === undefined) throw new Error(`internal: the model has no tensor ${name}`);
    const size = tensor.shape.reduce((product, side) => product * side, 1);
    const zero = numbers.of(0);
    const flat = Array.from({ length: size }, () => zero);
    const { values } = "data" in tensor ? { values: tensor.data } : tensor;
    for (const [i, value] of values.entries())
      flat["data" in tensor ? i : (tensor.indices[i] ?? 0)] = numbers.of(value);
    const count = rows * columns === 0 ? 0 : size / (rows * columns);
    return Array.from({ length: count }, (_, at) =>
      Array.from({ length: rows }, (_row, i) =>
        flat.slice((at * rows + i) * columns, (at * rows + i + 1) * columns),
      ),
    );
  };
  const matrix = (name: string, rows: number, columns: number): Rows =>
    matrices(name, rows, columns)[0] ?? [];

  return {
    config,
    W_E: matrices("embed.W_E", 1, dModel).flat(),
    W_pos: matrices("pos_embed.W_pos", 1, dModel).flat(),
    layers: config.heads.map((heads, layer) => {
      const neurons = dMlp[layer] ?? 0;
      const all = (letter: string, rows: number, columns: number): readonly Rows[] =>
        matrices(`blocks.${layer}.attn.${letter}`, rows, columns);
      const [W_Q, W_K, W_V] = ["W_Q", "W_K", "W_V"].map((letter) => all(letter, dModel, dHead));
      const [b_Q, b_K, b_V] = ["b_Q", "b_K", "b_V"].map((letter) => all(letter, 1, dHead));
      const W_O = all("W_O", dHead, dModel);
      return {
        heads: Array.from({ length: heads }, (_, h) => ({
          W_Q: W_Q?.[h] ?? [],
          b_Q: b_Q?.[h] ?? [],
          W_K: W_K?.[h] ?? [],
          b_K: b_K?.[h] ?? [],
          W_V: W_V?.[h] ?? [],
          b_V: b_V?.[h] ?? [],
          W_O: W_O[h] ?? [],
        })),
        b_O: matrix(`blocks.${layer}.attn.b_O`, 1, dModel),
        W_in: matrix(`blocks.${layer}.mlp.W_in`, dModel, neurons),
        b_in: matrix(`blocks.${layer}.mlp.b_in`, 1, neurons),
        W_out: matrix(`blocks.${layer}.mlp.W_out`, neurons, dModel),
        b_out: matrix(`blocks.${layer}.mlp.b_out`, 1, dModel),
      };
    }),
    readers: outputs.map((output) => {
      const columns = output.kind === "logits" ? output.values.length : 1;
      return {
        output,
        W_U: matrix(`unembed.${output.name}.W_U`, dModel, columns),
        b_U: matrix(`unembed.${output.name}.b_U`, 1, columns),
      };
    }),
  };
}
