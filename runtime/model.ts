/**
 * The weights file as the runtime knows it: a standard transformer and what is
 * known about it. Plain data, JSON all the way. Imports nothing.
 */

/** An element of the vocabulary or of an output's value list, typed as in RASP. */
export type ModelAtom =
  | { readonly type: "int" | "float"; readonly value: number }
  | { readonly type: "bool"; readonly value: boolean }
  | { readonly type: "string"; readonly value: string };

/** Numbers in a row; long ones of a file are typed arrays. */
export type Numbers = readonly number[] | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** Row-major. Sparse tensors list `[flat index, value]` pairs in `indices` and `values`; the rest is 0. */
export type Tensor =
  | {
      readonly shape: readonly number[];
      readonly dtype: "float32" | "float64";
      readonly data: Numbers;
    }
  | {
      readonly shape: readonly number[];
      readonly dtype: "float32" | "float64";
      readonly indices: Numbers;
      readonly values: Numbers;
    };

export interface ModelConfig {
  readonly precision: "float32" | "float64";
  readonly layers: number;
  /** Heads of each layer: layers are ragged, exporters pad. */
  readonly heads: readonly number[];
  readonly dModel: number;
  /** One size for all heads, a power of 4, so that 1/sqrt(dHead) is a power of two. */
  readonly dHead: number;
  /** Neurons of each layer. */
  readonly dMlp: readonly number[];
  /** Longest input, BOS not counted; the position embedding has maxLength + 1 rows. */
  readonly maxLength: number;
  readonly causal: boolean;
  readonly activation: "relu";
  /** Scores are multiplied by this before softmax: 1/sqrt(dHead). */
  readonly attentionScale: number;
}

/**
 * Token ids: 0 … vocabulary.length − 1 are the vocabulary, then BOS, then PAD.
 * A sequence is BOS, the input's tokens, and PAD on the right only.
 */
export interface ModelTokenizer {
  readonly vocabulary: readonly ModelAtom[];
  readonly bos: number;
  readonly pad: number;
}

/** A place in the program's source: lines and columns from 1, columns in code points. */
export interface ModelSpan {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** One named direction of the residual stream. */
export interface ModelFeature {
  readonly name: string;
  /** Which residual dimension holds it. */
  readonly dimension: number;
  /** What its number is, exactly, in words of the program: `tokens == "a"`, `indices^2`. */
  readonly meaning: string;
  readonly span: ModelSpan | null;
  /**
   * The half-layers in which the dimension holds it: 0 is the embedding, 2l + 1
   * after layer l's attention, 2l + 2 after layer l's MLP (l from 0).
   * `from` is where it is complete, `to` its last reader (or the end).
   */
  readonly live: { readonly from: number; readonly to: number };
}

/**
 * How an output is read from the final residual stream.
 * logits:  value = values[argmax(residual · W_U + b_U)]; tensors `unembed.NAME.W_U` [dModel, values], `.b_U` [values]
 * readout: x = residual · W_U + b_U, one column; value = values[i] with readings[i] nearest to x
 */
export interface ModelOutput {
  readonly name: string;
  readonly kind: "logits" | "readout";
  readonly values: readonly ModelAtom[];
  /** For `readout`, ascending, one a value. */
  readonly readings?: readonly number[];
}

/** What a head computes, in words of the program. */
export interface ModelHead {
  readonly layer: number;
  readonly head: number;
  readonly name: string;
  readonly kind: "move" | "count" | "mean";
  readonly selector: string;
  readonly writes: readonly string[];
  readonly span: ModelSpan | null;
}

/** Neurons that together compute one table; `neurons` are indices in the layer. */
export interface ModelNeuronGroup {
  readonly layer: number;
  readonly neurons: readonly number[];
  readonly name: string;
  readonly writes: readonly string[];
  readonly reads: readonly string[];
  readonly span: ModelSpan | null;
}

/** An atom of the program; unlike those of vocabularies and outputs it may be endless. */
export type StatedAtom = ModelAtom | { readonly type: "float"; readonly value: "inf" | "-inf" | "nan" };

/** What a map does at each position; literal lists and dicts are part of it. */
export type ModelOperator =
  | {
      readonly kind: "binary";
      readonly symbol: "+" | "-" | "*" | "/" | "%" | "^" | "==" | "<" | "<=" | ">" | ">=" | "and" | "or";
    }
  | { readonly kind: "unary"; readonly symbol: "-" | "+" | "not" | "round" | "indicator" }
  /** Operands: then, condition, otherwise. */
  | { readonly kind: "choose" }
  | { readonly kind: "member"; readonly items: readonly StatedAtom[] }
  | { readonly kind: "element"; readonly items: readonly StatedAtom[] }
  /** Pairs of key and value. */
  | { readonly kind: "entry"; readonly entries: readonly (readonly StatedAtom[])[] };

/** A step of the program. Numbers of other nodes are places in `ModelStatement.graph`, before its own. */
export type ModelNode =
  | { readonly kind: "tokens"; readonly reading: "str" | "int" | "float" | "bool" | "asis" }
  | { readonly kind: "indices" }
  | { readonly kind: "length" }
  | { readonly kind: "constant"; readonly value: StatedAtom }
  | { readonly kind: "map"; readonly operator: ModelOperator; readonly operands: readonly number[] }
  | {
      readonly kind: "aggregate";
      readonly selector: number;
      readonly value: number;
      readonly default: StatedAtom;
    }
  | { readonly kind: "width"; readonly selector: number }
  /** Selects key k for query q where keys[k] comparison queries[q]. */
  | {
      readonly kind: "select";
      readonly keys: number;
      readonly queries: number;
      readonly comparison: "==" | "!=" | "<" | "<=" | ">" | ">=";
    }
  | { readonly kind: "both"; readonly left: number; readonly right: number }
  | { readonly kind: "either"; readonly left: number; readonly right: number }
  | { readonly kind: "not"; readonly operand: number };

/** What a residual dimension that attention writes holds from half-layer `from` on. */
export type ModelChannel = { readonly dimension: number; readonly from: number } & (
  | /** How many keys each of the selectors selects: all the same; without any, how many there are. */
    { readonly kind: "count"; readonly selectors: readonly number[] }
    /** The sum of integer codes of the selected values. */
  | { readonly kind: "sum"; readonly aggregates: readonly number[] }
  /** A code of the one selected value, or of the default. */
  | { readonly kind: "move"; readonly aggregates: readonly number[] }
  /** The mean of codes of the selected values, or the default's place among them. */
  | { readonly kind: "mean"; readonly aggregates: readonly number[] }
);

/** An expression over residual dimensions that tells a node's value from half-layer `from` on. */
export interface ModelCode {
  readonly node: number;
  readonly from: number;
  readonly constant: number;
  /** Dimension and coefficient. */
  readonly terms: readonly (readonly number[])[];
}

/** What is to be proved of the weights: each output is the value of its node, for every input. */
export interface ModelStatement {
  /** All that the outputs depend on. */
  readonly graph: readonly ModelNode[];
  /** The node of each output. */
  readonly outputs: readonly number[];
  /** How the proof goes: what attention leaves in the residual stream … */
  readonly channels: readonly ModelChannel[];
  /** … and what neurons decode for readers of their own. */
  readonly codes: readonly ModelCode[];
}

export interface ModelCircuit {
  readonly heads: readonly ModelHead[];
  readonly neuronGroups: readonly ModelNeuronGroup[];
  /** Absent in models that are not compiled programs. */
  readonly statement?: ModelStatement;
}

export interface ModelCertificate {
  /** True: proved. "conditional": proved under the stated assumptions. False: not established. */
  readonly certified: boolean | "conditional";
  readonly precision: "float32" | "float64";
  readonly maxLength: number;
  readonly assumptions: readonly string[];
  readonly heads: readonly {
    readonly layer: number;
    readonly head: number;
    /** Least difference between a selected and an unselected score (in nats, after the scale). */
    readonly leastScoreGap: number;
    readonly greatestScore: number;
  }[];
  readonly neuronGroups: readonly {
    readonly layer: number;
    readonly name: string;
    /** Least distance of a pre-activation from where the step would change its answer. */
    readonly leastMargin: number;
    /** Greatest possible sum of |activation × weight| into one feature; below 2^24 × grid sums are exact. */
    readonly greatestSum: number;
  }[];
  readonly features: readonly {
    readonly name: string;
    readonly least: number;
    readonly greatest: number;
    /** Bound on |computed − exact|; 0 where every sum is exact in any order. */
    readonly error: number;
  }[];
  readonly outputs: readonly { readonly name: string; readonly leastMargin: number }[];
  readonly summary: string;
}

export interface Model {
  readonly format: "rasp-compiler-weights";
  readonly version: 1;
  readonly program: {
    readonly file: string;
    readonly source: string;
    /** SHA-256 of the source's UTF-8 bytes, hex. */
    readonly hash: string;
    readonly outputs: readonly string[];
    /** True if compiled although some inputs are known to fail (`--partial`). */
    readonly partial: boolean;
  };
  readonly config: ModelConfig;
  readonly tokenizer: ModelTokenizer;
  readonly features: readonly ModelFeature[];
  /**
   * TransformerLens names and shapes, V = vocabulary + 2, l a layer:
   * embed.W_E [V, dModel]; pos_embed.W_pos [maxLength + 1, dModel];
   * blocks.l.attn.W_Q, W_K, W_V [heads, dModel, dHead], b_Q, b_K, b_V [heads, dHead];
   * blocks.l.attn.W_O [heads, dHead, dModel], b_O [dModel];
   * blocks.l.mlp.W_in [dModel, dMlp], b_in [dMlp], W_out [dMlp, dModel], b_out [dModel];
   * unembed.NAME.W_U [dModel, values or 1], unembed.NAME.b_U [values or 1].
   * All are there: where a layer has no heads or no neurons, with size 0.
   */
  readonly tensors: Readonly<Record<string, Tensor>>;
  readonly outputs: readonly ModelOutput[];
  readonly circuit: ModelCircuit;
  readonly certificate: ModelCertificate;
  /** SHA-256, hex, of the document with this field left out, as `serialise` writes it. */
  readonly contentHash: string;
}
