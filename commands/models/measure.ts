/** How big a model is. */
import type { Model } from "../../runtime/model.ts";

/**
 * `parameters` counts the model as a framework allocates it: every layer with
 * the greatest numbers of heads and neurons that any layer has, with biases,
 * the rows for BOS and PAD, and every output's unembedding. `nonzero` counts
 * what is there and is not 0.
 */
export function measure(model: Model): { readonly parameters: number; readonly nonzero: number } {
  const { layers, heads, dModel, dHead, dMlp, maxLength } = model.config;
  const greatestHeads = Math.max(0, ...heads);
  const neurons = Math.max(0, ...dMlp);
  const embeddings = (model.tokenizer.vocabulary.length + 2) * dModel + (maxLength + 1) * dModel;
  const attention = greatestHeads * (3 * (dModel * dHead + dHead) + dHead * dModel) + dModel;
  const mlp = dModel * neurons + neurons + neurons * dModel + dModel;
  let unembeddings = 0;
  for (const { kind, values } of model.outputs) {
    unembeddings += (dModel + 1) * (kind === "logits" ? values.length : 1);
  }
  let nonzero = 0;
  for (const tensor of Object.values(model.tensors)) {
    for (const value of "data" in tensor ? tensor.data : tensor.values) if (value !== 0) nonzero += 1;
  }
  return { parameters: embeddings + layers * (attention + mlp) + unembeddings, nonzero };
}
