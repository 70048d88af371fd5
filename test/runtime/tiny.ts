/** Tiny valid models made by hand: tests state sizes and the weights that are not 0. */
import type { Model, ModelAtom, ModelConfig, ModelOutput, Tensor } from "../../runtime/model.ts";
import { sha256Of } from "../../runtime/file/hash.ts";
import { contentHashOf } from "../../runtime/file/serialise.ts";
import { sizeOf, tensorShapes } from "../../runtime/tensors.ts";

/** What a tiny model is made from; everything has a default. */
export interface Tiny {
  /** The vocabulary: one-character strings, or atoms. Default: "ab". */
  readonly vocabulary?: string | readonly ModelAtom[];
  readonly config?: Partial<ModelConfig>;
  /** Default: `out`, logits over the vocabulary. */
  readonly outputs?: readonly ModelOutput[];
  /** Flat data by tensor name, row-major; others are all 0. */
  readonly tensors?: Readonly<Record<string, readonly number[]>>;
}

/** A model of the sizes in `config` (default: no layers, one dimension, length 4, float32). */
export function tiny(parts: Tiny = {}): Model {
  const vocabulary =
    typeof parts.vocabulary === "object" ? parts.vocabulary : letters(parts.vocabulary ?? "ab");
  const dHead = parts.config?.dHead ?? 1;
  const config: ModelConfig = {
    precision: "float32",
    layers: parts.config?.heads?.length ?? 0,
    heads: [],
    dModel: 1,
    dHead,
    dMlp: parts.config?.heads?.map(() => 0) ?? [],
    maxLength: 4,
    causal: false,
    activation: "relu",
    attentionScale: 1 / Math.sqrt(dHead),
    ...parts.config,
  };
  const tokenizer = { vocabulary, bos: vocabulary.length, pad: vocabulary.length + 1 };
  const outputs = parts.outputs ?? [{ name: "out", kind: "logits", values: vocabulary }];
  const dtype = config.precision;
  const tensors: Record<string, Tensor> = {};
  for (const [name, shape] of tensorShapes({ config, tokenizer, outputs })) {
    const data = parts.tensors?.[name];
    tensors[name] = data ? { shape, dtype, data } : { shape, dtype, indices: [], values: [] };
    if (data && data.length !== sizeOf(shape))
      throw new Error(`${name} has ${data.length} of ${sizeOf(shape)}`);
  }
  for (const name of Object.keys(parts.tensors ?? {})) {
    if (!(name in tensors)) throw new Error(`no such tensor: ${name}`);
  }
  const source = "out = tokens;";
  const model: Omit<Model, "contentHash"> = {
    format: "rasp-compiler-weights",
    version: 1,
    program: {
      file: "tiny.rasp",
      source,
      hash: sha256Of(source),
      outputs: outputs.map((output) => output.name),
      partial: false,
    },
    config,
    tokenizer,
    features: Array.from({ length: config.dModel }, (_, dimension) => ({
      name: `feature ${dimension}`,
      dimension,
      meaning: "",
      span: dimension === 0 ? { file: "tiny.rasp", line: 1, column: 1, endLine: 1, endColumn: 4 } : null,
      live: { from: 0, to: 2 * config.layers },
    })),
    outputs,
    circuit: {
      heads: config.heads.flatMap((heads, layer) =>
        Array.from({ length: heads }, (_, head) => ({
          layer,
          head,
          name: `head ${layer}.${head}`,
          kind: "move" as const,
          selector: "",
          writes: [],
          span: null,
        })),
      ),
      neuronGroups: config.dMlp.map((neurons, layer) => ({
        layer,
        neurons: Array.from({ length: neurons }, (_, neuron) => neuron),
        name: `neurons ${layer}`,
        writes: [],
        reads: [],
        span: null,
      })),
    },
    certificate: {
      certified: false,
      precision: config.precision,
      maxLength: config.maxLength,
      assumptions: [],
      heads: config.heads.flatMap((heads, layer) =>
        Array.from({ length: heads }, (_, head) => ({ layer, head, leastScoreGap: 1, greatestScore: 1 })),
      ),
      neuronGroups: [],
      features: [],
      outputs: outputs.map(({ name }) => ({ name, leastMargin: 1 })),
      summary: "made by hand",
    },
    tensors,
  };
  return { ...model, contentHash: contentHashOf(model) };
}

/** Says its input again: tokens one-hot in the residual stream, no layers. */
export function echo(vocabulary = "ab", config: Partial<ModelConfig> = {}): Model {
  const size = letters(vocabulary).length;
  const identity = Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 1 : 0));
  return tiny({
    vocabulary,
    config: { dModel: size, ...config },
    tensors: { "embed.W_E": [...identity, ...zeros(2 * size)], "unembed.out.W_U": identity },
  });
}

/**
 * The share of `a` among the tokens, at each position: one head that looks at
 * everything but BOS, and a readout. Dimensions: is a, is BOS, share, one.
 */
export function share(config: Partial<ModelConfig> = {}): Model {
  const { maxLength } = { maxLength: 4, ...config };
  const fractions = new Set<number>();
  for (let n = 1; n <= maxLength; n++) for (let k = 0; k <= n; k++) fractions.add(k / n);
  const readings = [...fractions].toSorted((left, right) => left - right);
  return tiny({
    vocabulary: "ab",
    config: { dModel: 4, heads: [1], maxLength, ...config },
    outputs: [
      { name: "out", kind: "readout", values: readings.map((value) => ({ type: "float", value })), readings },
    ],
    tensors: {
      "embed.W_E": [1, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 1], // a, b, BOS, PAD
      "blocks.0.attn.W_Q": [0, 0, 0, 1],
      "blocks.0.attn.W_K": [0, -256, 0, 0],
      "blocks.0.attn.W_V": [1, 0, 0, 0],
      "blocks.0.attn.W_O": [0, 0, 1, 0],
      "unembed.out.W_U": [0, 0, 1, 0],
    },
  });
}

/** The characters of a text as string atoms. */
export function letters(text: string): readonly ModelAtom[] {
  return Array.from(text, (value) => ({ type: "string", value }));
}

export function zeros(size: number): readonly number[] {
  return Array.from({ length: size }, () => 0);
}
