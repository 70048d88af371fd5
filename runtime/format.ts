/** The weights file field by field: its shape, and how large it may be. */
import type { Model } from "./model.ts";
import type { Shape } from "./shape.ts";
import {
  either,
  integer,
  list,
  literal,
  nullable,
  number,
  object,
  objectWithOptional,
  record,
  sha256Hex,
  tagged,
  text,
  truth,
} from "./shape.ts";

export const format = "rasp-compiler-weights";
export const version = 1;

/** What a file may ask for; far above what a compiled program needs, and below what would hang a machine. */
export const limits = {
  /** UTF-16 code units of the file */
  text: 2 ** 28,
  layers: 1024,
  heads: 1024,
  dModel: 2 ** 16,
  dHead: 4 ** 8,
  dMlp: 2 ** 20,
  maxLength: 2 ** 20,
  /** Elements of one tensor, stored or not. */
  tensor: 2 ** 31 - 1,
  /** Rows and columns of all tensors together. */
  rowsAndColumns: 2 ** 24,
  /** Numbers of one activation: positions times the widest of dModel, heads times dHead, and dMlp. */
  activation: 2 ** 27,
} as const;

const exactInteger = integer(-(2 ** 53), 2 ** 53);
const count = (greatest: number): Shape<number> => integer(0, greatest);
const dtype = literal("float32", "float64");

const atom = tagged("type", {
  int: object({ type: literal("int"), value: exactInteger }),
  float: object({ type: literal("float"), value: number }),
  bool: object({ type: literal("bool"), value: truth }),
  string: object({ type: literal("string"), value: text }),
});

const line = integer(1, 2 ** 31);
const span = nullable(object({ file: text, line, column: line, endLine: line, endColumn: line }));

const shape = list(count(limits.tensor), 1, 3);
const tensor = either(
  "data",
  object({ shape, dtype, data: list(number) }),
  object({ shape, dtype, indices: list(count(limits.tensor)), values: list(number) }),
);

const layer = count(limits.layers);
const head = count(limits.heads);

export const modelShape: Shape<Model> = object({
  format: literal(format),
  version: literal(version),
  program: object({
    file: text,
    source: text,
    hash: sha256Hex,
    outputs: list(text, 1),
    partial: truth,
  }),
  config: object({
    precision: dtype,
    layers: count(limits.layers),
    heads: list(count(limits.heads)),
    dModel: integer(1, limits.dModel),
    dHead: integer(1, limits.dHead),
    dMlp: list(count(limits.dMlp)),
    maxLength: integer(1, limits.maxLength),
    causal: truth,
    activation: literal("relu"),
    attentionScale: number,
  }),
  tokenizer: object({ vocabulary: list(atom, 1), bos: count(2 ** 31), pad: count(2 ** 31) }),
  features: list(
    object({
      name: text,
      dimension: count(limits.dModel),
      meaning: text,
      span,
      live: object({ from: count(2 * limits.layers), to: count(2 * limits.layers) }),
    }),
  ),
  outputs: list(
    objectWithOptional(
      { name: text, kind: literal("logits", "readout"), values: list(atom, 1) },
      { readings: list(number, 1) },
    ),
    1,
  ),
  circuit: object({
    heads: list(
      object({
        layer,
        head,
        name: text,
        kind: literal("move", "count", "mean"),
        selector: text,
        writes: list(text),
        span,
      }),
    ),
    neuronGroups: list(
      object({
        layer,
        neurons: list(count(limits.dMlp)),
        name: text,
        writes: list(text),
        reads: list(text),
        span,
      }),
    ),
  }),
  certificate: object({
    certified: literal(true, false, "conditional"),
    precision: dtype,
    maxLength: count(limits.maxLength),
    assumptions: list(text),
    heads: list(object({ layer, head, leastScoreGap: number, greatestScore: number })),
    neuronGroups: list(object({ layer, name: text, leastMargin: number, greatestSum: number })),
    features: list(object({ name: text, least: number, greatest: number, error: number })),
    outputs: list(object({ name: text, leastMargin: number })),
    summary: text,
  }),
  tensors: record(tensor),
  contentHash: sha256Hex,
});
