/** Which tensors a model has, and their shapes: TransformerLens names, layers ragged. */
import type { Model } from "../model.ts";

/** By name, in the order of the file. A layer without heads or neurons has its tensors all the same, of size 0. */
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
