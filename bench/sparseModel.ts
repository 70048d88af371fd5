/** A synthetic model of the size and sparsity of a compiled sort; its weights mean nothing. */
import type { Model, Tensor } from "../runtime/model.ts";
import { contentHashOf, sha256Of } from "../runtime/serialise.ts";
import { sizeOf, tensorShapes } from "../runtime/tensorShapes.ts";

/** Two layers, two heads and one, 2 · maxLength neurons; about one weight in 32 is not 0. */
export function sparseModel(maxLength: number): Model {
  const vocabulary = Array.from({ length: 26 }, (_, i) => ({ type: "int" as const, value: i }));
  const config: Model["config"] = {
    precision: "float32",
    layers: 2,
    heads: [2, 1],
    dModel: 64,
    dHead: 64,
    dMlp: [2 * maxLength, 0],
    maxLength,
    causal: false,
    activation: "relu",
    attentionScale: 1 / 8,
  };
  const tokenizer = { vocabulary, bos: vocabulary.length, pad: vocabulary.length + 1 };
  const outputs: Model["outputs"] = [{ name: "out", kind: "logits", values: vocabulary }];
  const tensors = Object.fromEntries(
    [...tensorShapes({ config, tokenizer, outputs })].map(([name, shape]): [string, Tensor] => {
      const indices = Array.from(
        { length: Math.ceil(sizeOf(shape) / 32) },
        (_, i) => i * 32 + ((i * 11) % 32),
      ).filter((index) => index < sizeOf(shape));
      // Queries and keys far apart, so that attention is hard, as in compiled models.
      const scale = /W_[QK]$/.test(name) ? 64 : 1;
      const values = indices.map((index) => ((index % 7) - 3) * scale);
      return [name, { shape, dtype: "float32", indices, values }];
    }),
  );
  const source = "";
  const model: Omit<Model, "contentHash"> = {
    format: "rasp-compiler-weights",
    version: 1,
    program: { file: "synthetic.rasp", source, hash: sha256Of(source), outputs: ["out"], partial: false },
    config,
    tokenizer,
    features: [],
    outputs,
    circuit: { heads: [], neuronGroups: [] },
    certificate: {
      certified: false,
      precision: "float32",
      maxLength,
      assumptions: [],
      heads: [],
      neuronGroups: [],
      features: [],
      outputs: [],
      summary: "synthetic",
    },
    tensors,
  };
  return { ...model, contentHash: contentHashOf(model) };
}
