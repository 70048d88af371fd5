/** The tensors of a model: which there are, of what shapes, and their entries. */
import type { Model, Numbers, Tensor } from "./model.ts";

/** TransformerLens names, in the order of the file; layers are ragged. A layer without heads or neurons has its tensors all the same, of size 0. */
export function tensorShapes({
  config,
  tokenizer,
  outputs,
}: Pick<Model, "config" | "tokenizer" | "outputs">): ReadonlyMap<string, readonly number[]> {
  const { dModel, dHead, maxLength } = config;
  const shapes = new Map<string, readonly number[]>([
    ["embed.W_E", [tokenizer.vocabulary.length + 2, dModel]],
    ["pos_embed.W_pos", [maxLength + 1, dModel]],
  ]);
  for (const [layer, heads] of config.heads.entries()) {
    const dMlp = config.dMlp[layer] ?? 0;
    for (const name of ["Q", "K", "V"]) {
      shapes.set(`blocks.${layer}.attn.W_${name}`, [heads, dModel, dHead]);
      shapes.set(`blocks.${layer}.attn.b_${name}`, [heads, dHead]);
    }
    shapes.set(`blocks.${layer}.attn.W_O`, [heads, dHead, dModel]);
    shapes.set(`blocks.${layer}.attn.b_O`, [dModel]);
    shapes.set(`blocks.${layer}.mlp.W_in`, [dModel, dMlp]);
    shapes.set(`blocks.${layer}.mlp.b_in`, [dMlp]);
    shapes.set(`blocks.${layer}.mlp.W_out`, [dMlp, dModel]);
    shapes.set(`blocks.${layer}.mlp.b_out`, [dModel]);
  }
  for (const output of outputs) {
    const columns = output.kind === "logits" ? output.values.length : 1;
    shapes.set(`unembed.${output.name}.W_U`, [dModel, columns]);
    shapes.set(`unembed.${output.name}.b_U`, [columns]);
  }
  return shapes;
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Flat row-major indices, ascending, and what stands there. */
export interface Entries {
  readonly indices: Numbers;
  readonly values: Numbers;
}

/** The entries of a tensor that are not 0, in the order of their flat indices. */
export function entriesOf(tensor: Tensor): Entries {
  const data = "data" in tensor ? tensor.data : tensor.values;
  let count = 0;
  for (let i = 0; i < data.length; i++) if (data[i] !== 0) count++;
  if (!("data" in tensor) && count === data.length) return { indices: tensor.indices, values: data };
  const indices = new Int32Array(count);
  const values = new Float64Array(count);
  let at = 0;
  eachEntry(tensor, (index, value) => {
    indices[at] = index;
    values[at++] = value;
  });
  return { indices, values };
}

/** The same, one after the other. */
export function eachEntry(tensor: Tensor, visit: (index: number, value: number) => void): void {
  const data = "data" in tensor ? tensor.data : tensor.values;
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    if (value !== 0) visit("data" in tensor ? i : tensor.indices[i]!, value);
  }
}
