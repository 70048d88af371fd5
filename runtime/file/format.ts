/** The weights file field by field: its shape, and how large it may be. */
import type { Model, StatedAtom } from "../model.ts";
import type { Shape } from "./shape.ts";
import {
  described,
  either,
  integer,
  isRecord,
  list,
  literal,
  nullable,
  number,
  numbers,
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
  /** Of the program's graph. */
  nodes: 2 ** 24,
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
const span = described(
  "A place in the program: lines and columns from 1, columns in code points, the end exclusive.",
  nullable(object({ file: text, line, column: line, endLine: line, endColumn: line })),
);

const shape = list(count(limits.tensor), 1, 3);
const tensor = described(
  "Row-major. Sparse: values at flat indices, which ascend strictly; the rest is 0.",
  either(
    "data",
    object({ shape, dtype, data: numbers(number) }),
    object({ shape, dtype, indices: numbers(count(limits.tensor)), values: numbers(number) }),
  ),
);

const layer = count(limits.layers);
const head = count(limits.heads);
const names = list(text);

const program = object({
  file: text,
  source: text,
  hash: described("SHA-256 of the source's UTF-8 bytes.", sha256Hex),
  outputs: described("The names in `outputs`, in their order.", list(text, 1)),
  partial: described("Compiled although some inputs are known to have no value.", truth),
});

const config = object({
  precision: described("What activations are rounded to when they are stored.", dtype),
  layers: count(limits.layers),
  heads: described("How many each layer has.", list(count(limits.heads))),
  dModel: integer(1, limits.dModel),
  dHead: described("A power of 4, the same for all heads.", integer(1, limits.dHead)),
  dMlp: described("How many neurons each layer has.", list(count(limits.dMlp))),
  maxLength: described("The longest input, BOS not counted.", integer(1, limits.maxLength)),
  causal: described("Whether a query sees only the keys up to its own position.", truth),
  activation: literal("relu"),
  attentionScale: described("1/sqrt(dHead); scores are multiplied by it.", number),
});

const tokenizer = object({
  vocabulary: described("The atom of each token id from 0; no two are equal in RASP.", list(atom, 1)),
  bos: described("The number of atoms.", count(2 ** 31)),
  pad: described("The number of atoms, plus 1.", count(2 ** 31)),
});

const feature = object({
  name: text,
  dimension: described("The dimension of the residual stream that holds it.", count(limits.dModel)),
  meaning: described("What its number is, in words of the program.", text),
  span,
  live: described(
    "The states of the residual stream that hold it: 0 is the embedding, 2l + 1 and 2l + 2 follow layer l's attention and MLP.",
    object({ from: count(2 * limits.layers), to: count(2 * limits.layers) }),
  ),
});

const output = objectWithOptional(
  {
    name: text,
    kind: described(
      "logits: the value of the greatest logit. readout: the value whose reading is nearest to the one logit.",
      literal("logits", "readout"),
    ),
    values: list(atom, 1),
  },
  { readings: described("Of a readout: a number for each value, strictly ascending.", list(number, 1)) },
);

const endless: Shape<StatedAtom> = object({ type: literal("float"), value: literal("inf", "-inf", "nan") });
const statedAtom: Shape<StatedAtom> = {
  schema: { anyOf: [atom.schema, endless.schema] },
  check: (value, path, problems): value is StatedAtom => {
    const isEndless = isRecord(value) && Object.hasOwn(value, "value") && typeof value["value"] === "string";
    return isEndless && value["type"] === "float"
      ? endless.check(value, path, problems)
      : atom.check(value, path, problems);
  },
};

const operator = tagged("kind", {
  binary: object({
    kind: literal("binary"),
    symbol: literal("+", "-", "*", "/", "%", "^", "==", "<", "<=", ">", ">=", "and", "or"),
  }),
  unary: object({ kind: literal("unary"), symbol: literal("-", "+", "not", "round", "indicator") }),
  choose: object({ kind: literal("choose") }),
  member: object({ kind: literal("member"), items: list(statedAtom) }),
  element: object({ kind: literal("element"), items: list(statedAtom) }),
  entry: object({ kind: literal("entry"), entries: list(list(statedAtom, 2, 2)) }),
});

const node = count(limits.nodes);
const nodes = described(
  "Numbers of nodes are their places in this list; a node's operands come before it.",
  list(
    tagged("kind", {
      tokens: object({ kind: literal("tokens"), reading: literal("str", "int", "float", "bool", "asis") }),
      indices: object({ kind: literal("indices") }),
      length: object({ kind: literal("length") }),
      constant: object({ kind: literal("constant"), value: statedAtom }),
      map: object({ kind: literal("map"), operator, operands: list(node, 1, 3) }),
      aggregate: object({ kind: literal("aggregate"), selector: node, value: node, default: statedAtom }),
      width: object({ kind: literal("width"), selector: node }),
      select: object({
        kind: literal("select"),
        keys: node,
        queries: node,
        comparison: literal("==", "!=", "<", "<=", ">", ">="),
      }),
      both: object({ kind: literal("both"), left: node, right: node }),
      either: object({ kind: literal("either"), left: node, right: node }),
      not: object({ kind: literal("not"), operand: node }),
    }),
  ),
);

const dimension = count(limits.dModel);
const half = count(2 * limits.layers);
const statement = described(
  "What is to be proved of the weights: each output is the value of its node, for every input.",
  object({
    graph: nodes,
    outputs: described("The node of each output.", list(node, 1)),
    channels: described(
      "What the dimensions that attention writes hold from half-layer `from` on.",
      list(
        tagged("kind", {
          count: object({ dimension, from: half, kind: literal("count"), selectors: list(node) }),
          sum: object({ dimension, from: half, kind: literal("sum"), aggregates: list(node, 1) }),
          move: object({ dimension, from: half, kind: literal("move"), aggregates: list(node, 1) }),
          mean: object({ dimension, from: half, kind: literal("mean"), aggregates: list(node, 1) }),
        }),
      ),
    ),
    codes: described(
      "Expressions over dimensions (terms: dimension, coefficient) that tell a node's value from half-layer `from` on.",
      list(object({ node, from: half, constant: number, terms: list(list(number, 2, 2)) })),
    ),
  }),
);

const circuit = objectWithOptional(
  {
    heads: list(
      object({
        layer,
        head,
        name: text,
        kind: literal("move", "count", "mean"),
        selector: text,
        writes: names,
        span,
      }),
    ),
    neuronGroups: list(
      object({ layer, neurons: list(count(limits.dMlp)), name: text, writes: names, reads: names, span }),
    ),
  },
  { statement },
);

const certificate = object({
  certified: described(
    "true: proved. conditional: proved under the assumptions. false: not established.",
    literal(true, false, "conditional"),
  ),
  precision: dtype,
  maxLength: count(limits.maxLength),
  assumptions: list(text),
  heads: list(
    object({
      layer,
      head,
      leastScoreGap: described(
        "Between a selected and an unselected score, in nats, after the scale.",
        number,
      ),
      greatestScore: number,
    }),
  ),
  neuronGroups: list(
    object({
      layer,
      name: text,
      leastMargin: described("Of a pre-activation from where a step would change its answer.", number),
      greatestSum: described("Of |activation × weight| over all neurons that write one feature.", number),
    }),
  ),
  features: list(
    object({
      name: text,
      least: number,
      greatest: number,
      error: described("A bound on |computed − exact|.", number),
    }),
  ),
  outputs: list(object({ name: text, leastMargin: number })),
  summary: text,
});

/** A weights file. What must hold between fields is in check.ts. */
export const modelShape: Shape<Model> = object({
  format: literal(format),
  version: literal(version),
  program,
  config,
  tokenizer,
  features: list(feature),
  outputs: list(output, 1),
  circuit,
  certificate,
  tensors: described(
    "By TransformerLens name; see docs/weights-file.md for names and shapes.",
    record(tensor),
  ),
  contentHash: described("SHA-256 of the document without this field, as it is first written.", sha256Hex),
});

/** The same as a JSON Schema document: `docs/weights.schema.json`. */
export function jsonSchema(): Readonly<Record<string, unknown>> {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "A compiled RASP program: the weights file of rasp-compiler, version 1",
    ...modelShape.schema,
  };
}
