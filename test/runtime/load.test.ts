import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadModel } from "../../runtime/file/load.ts";
import type { Model, Tensor } from "../../runtime/model.ts";
import { sha256Of } from "../../runtime/file/hash.ts";
import { contentHashOf, serialise } from "../../runtime/file/serialise.ts";
import { randomCase } from "./random-model.ts";
import { echo, share, tiny } from "./tiny.ts";

/** `path: message` for each problem; empty for a good file. */
function problemsOf(text: string): readonly string[] {
  const result = loadModel(text);
  return "model" in result ? [] : result.problems.map(({ path, message }) => `${path}: ${message}`);
}

/** The fields with which a tensor of 32 elements is written. */
function fieldsOf(data: readonly number[]): readonly string[] {
  const model = tiny({ config: { dModel: 8 }, tensors: { "embed.W_E": data } });
  return Object.keys(JSON.parse(serialise(model)).tensors["embed.W_E"]);
}

describe("a file", () => {
  test("comes back as the model that was written", () => {
    fc.assert(
      fc.property(randomCase("float32"), ({ model }) => {
        const result = loadModel(serialise(model));
        expect("model" in result ? serialise(result.model) : result.problems).toBe(serialise(model));
        expect("model" in result ? denseModel(result.model) : result.problems).toEqual(denseModel(model));
      }),
    );
  });

  test("is the same text whatever the order of fields and the way tensors are stored", () => {
    fc.assert(
      fc.property(randomCase("float64"), ({ model }) => {
        expect(serialise(reversed(denseModel(model)))).toBe(serialise(model));
      }),
    );
  });

  test("has the SHA-256 of its own text without the hash, last", () => {
    const text = serialise(share());
    const match = /,\n"contentHash":"([0-9a-f]{64})"\n\}\n$/.exec(text);
    expect(match).not.toBeNull();
    const rest = text.replace(/,\n"contentHash":"[0-9a-f]{64}"/, "");
    expect(createHash("sha256").update(rest, "utf8").digest("hex")).toBe(match?.[1]);
    expect(JSON.parse(text)).toMatchObject({ contentHash: match?.[1] });
  });

  test.each([
    ["share", share(), "3d5d0005b00e81b84bc405e51c89fb457707f10519458a12a751a72fc52d84a5"],
    ["echo", echo("é😀"), "59472f0253d737a87f8011b2c37a8c5a0e5f5f4067f5a36db671000cc1bf2ea2"],
  ])("is the text that version 1 has always had: %s", (_, model, sha256) => {
    expect(createHash("sha256").update(serialise(model), "utf8").digest("hex")).toBe(sha256);
  });

  test("may be laid out anew: the hash is over its content", () => {
    expect(problemsOf(JSON.stringify(JSON.parse(serialise(share())), null, 4))).toEqual([]);
  });

  test("stores a tensor the shorter way", () => {
    expect(fieldsOf(Array.from({ length: 32 }, (_, i) => i))).toEqual(["shape", "dtype", "data"]);
    expect(fieldsOf(Array.from({ length: 32 }, (_, i) => (i === 9 ? 1 : 0)))).toEqual([
      "shape",
      "dtype",
      "indices",
      "values",
    ]);
  });

  test("has 0 for −0", () => {
    const model = tiny({ tensors: { "embed.W_E": [-0, 1, 2, 3] } });
    expect(serialise(model)).toContain('"data":[0,1,2,3]');
  });
});

test.each<[string, Omit<Model, "contentHash">]>([
  ["a number that is not finite", { ...echo(), config: { ...echo().config, attentionScale: Number.NaN } }],
  [
    "a tensor of another shape",
    withTensor(echo(), "unembed.out.b_U", { shape: [3], dtype: "float32", data: [0, 0, 0] }),
  ],
])("writing a model with %s is our mistake, and thrown", (_name, model) => {
  expect(() => serialise(model)).toThrow("internal: model not valid: ");
});

test.each([
  ["", '{"a":{"b":1,"a":2},"c":[{"b":1},{"b":1}]}', []],
  ["at the top", '{"a":1,"b":2,"a":3}', ["a"]],
  ["inside", '{"x":[1,[2,{"k":"k","l":"k,k:{","k":1}]]}', ["x[1][1].k"]],
  ["written with an escape", String.raw`{"a\"\\":1,"\u0061\"\\":2}`, [String.raw`["a\"\\"]`]],
  ["of no letters", '{"":1,"":2}', ['[""]']],
  ["__proto__", '{"__proto__":1,"__proto__":2}', ["__proto__"]],
  ["after brackets in strings", '{"a":"}]","b":["{"],"b":0}', ["b"]],
])("duplicate keys are found: %s", (_name, text, paths) => {
  expect(problemsOf(text)).toEqual(
    paths.length > 0
      ? paths.map((path) => `${path}: the key stands twice`)
      : ['format: not a weights file: must be "rasp-compiler-weights"'],
  );
});

/** The model with one place changed (or, with undefined, removed) and the hashes made right again. */
function changed(path: readonly (string | number)[], value: unknown, model: Model = sample): string {
  const document: Tree = JSON.parse(JSON.stringify(model));
  let at = document;
  for (const step of path.slice(0, -1)) {
    const inner = at[step];
    if (!isTree(inner)) throw new Error(`nothing at ${step}`);
    at = inner;
  }
  const last = path.at(-1) ?? "";
  if (value === undefined) delete at[last];
  else Object.defineProperty(at, last, { value, enumerable: true, configurable: true, writable: true });
  return rehashed(document);
}

type Tree = Record<string | number, unknown>;

function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null;
}

function rehashed(document: Tree): string {
  const model: Model = JSON.parse(JSON.stringify(document));
  try {
    return JSON.stringify({ ...model, contentHash: contentHashOf(model) });
  } catch {
    return JSON.stringify(document); // too broken to hash: it must be refused before
  }
}

const sample = tiny({
  vocabulary: "ab",
  config: { dModel: 4, dHead: 4, heads: [1, 0], dMlp: [2, 0] },
  outputs: [
    { name: "out", kind: "logits", values: [{ type: "int", value: 1 }] },
    {
      name: "mean",
      kind: "readout",
      values: [
        { type: "float", value: 0.5 },
        { type: "bool", value: true },
      ],
      readings: [0.5, 1],
    },
  ],
  tensors: { "blocks.0.mlp.b_in": [0.5, 0.25] },
});

test("the sample itself is good", () => {
  expect(problemsOf(changed(["program", "file"], "other.rasp"))).toEqual([]);
});

const W_Q = ["tensors", "blocks.0.attn.W_Q"] as const;
const b_in = ["tensors", "blocks.0.mlp.b_in"] as const;

test.each<[readonly (string | number)[], unknown, string]>([
  // path, value there, the problem
  [["format"], "onnx", 'format: not a weights file: must be "rasp-compiler-weights"'],
  [["version"], 2, "version: this runtime reads version 1, not 2"],
  [["version"], undefined, "version: this runtime reads version 1, not undefined"],
  [["extra"], 1, "extra: unknown field"],
  [["__proto__"], {}, "__proto__: unknown field"],
  [["config", "constructor"], 1, "config.constructor: unknown field"],
  [["program"], undefined, "program: missing"],
  [["program", "partial"], "no", 'program.partial: must be true or false, is "no"'],
  [["program", "source"], "out = indices;", "program.hash: is not the SHA-256 of program.source"],
  [
    ["program", "hash"],
    "0".repeat(63),
    `program.hash: must be 64 hexadecimal digits in lower case, is "${"0".repeat(40)}…"`,
  ],
  [["program", "outputs"], ["mean", "out"], "program.outputs: must be the names in outputs, in their order"],
  [["config", "precision"], "float16", 'config.precision: must be "float32" or "float64", is "float16"'],
  [["config", "layers"], 3, "config.heads: must have one element a layer (3), has 2"],
  [["config", "layers"], 1.5, "config.layers: must be a whole number from 0 to 1024, is 1.5"],
  [["config", "layers"], -1, "config.layers: must be a whole number from 0 to 1024, is -1"],
  [["config", "dHead"], 2, "config.dHead: must be a power of 4, is 2"],
  [["config", "dModel"], 1e9, "config.dModel: must be a whole number from 1 to 65536, is 1000000000"],
  [["config", "attentionScale"], 1, "config.attentionScale: must be 1/sqrt(dHead), 0.5, is 1"],
  [["config", "activation"], "gelu", 'config.activation: must be "relu", is "gelu"'],
  [["config", "heads"], { 0: 1 }, "config.heads: must be a list, is an object"],
  [["config", "heads", 0], 2, 'tensors["blocks.0.attn.W_Q"].shape[0]: must be 2, is 1'],
  [["config", "maxLength"], 2 ** 20, 'tensors["pos_embed.W_pos"].shape[0]: must be 1048577, is 5'],
  [["config", "heads", 0], 1024, 'tensors["blocks.0.attn.W_Q"].shape[0]: must be 1024, is 1'],
  [["tokenizer", "bos"], 0, "tokenizer.bos: must be 2, is 0"],
  [["tokenizer", "pad"], 2, "tokenizer.pad: must be 3, is 2"],
  [["tokenizer", "vocabulary"], [], "tokenizer.vocabulary: must have at least 1 elements, has 0"],
  [
    ["tokenizer", "vocabulary", 0, "type"],
    "list",
    'tokenizer.vocabulary[0].type: must be "int" or "float" or "bool" or "string", is "list"',
  ],
  [
    ["tokenizer", "vocabulary", 0, "type"],
    "toString",
    'tokenizer.vocabulary[0].type: must be "int" or "float" or "bool" or "string", is "toString"',
  ],
  [["tokenizer", "vocabulary", 0, "value"], 1, "tokenizer.vocabulary[0].value: must be a string, is 1"],
  [["tokenizer", "vocabulary", 1, "value"], "a", 'tokenizer.vocabulary[1]: "a" is equal to element 0'],
  [["features", 0, "dimension"], 4, "features[0].dimension: must be less than 4, is 4"],
  [["features", 1, "name"], "feature 0", 'features[1].name: the name "feature 0" stands twice'],
  [["features", 1, "live", "to"], 5, "features[1].live.to: must be less than 5, is 5"],
  [["features", 1, "live", "from"], 5, "features[1].live: must not end before it begins"],
  [
    ["features", 0, "span", "line"],
    0,
    "features[0].span.line: must be a whole number from 1 to 2147483648, is 0",
  ],
  [["outputs", 1, "name"], "out", 'outputs[1].name: the name "out" stands twice'],
  [["outputs", 0, "values"], [], "outputs[0].values: must have at least 1 elements, has 0"],
  [
    ["outputs", 0, "values", 0, "value"],
    1.5,
    "outputs[0].values[0].value: must be a whole number from -9007199254740992 to 9007199254740992, is 1.5",
  ],
  [["outputs", 0, "readings"], [1], "outputs[0].readings: only a readout has readings"],
  [["outputs", 1, "readings"], undefined, "outputs[1].readings: missing"],
  [["outputs", 1, "readings"], [0, 1, 2], "outputs[1].readings: must have one element a value (2), has 3"],
  [["outputs", 1, "readings"], [1, 1], "outputs[1].readings[1]: must be greater than the element before it"],
  [["circuit", "heads", 0, "head"], 1, "circuit.heads[0].head: must be less than 1, is 1"],
  [["circuit", "heads", 0, "layer"], 2, "circuit.heads[0].layer: must be less than 2, is 2"],
  [["circuit", "heads", 0, "layer"], 1, "circuit.heads[0].head: must be less than 0, is 0"],
  [
    ["circuit", "neuronGroups", 0, "neurons", 1],
    2,
    "circuit.neuronGroups[0].neurons[1]: must be less than 2, is 2",
  ],
  [["certificate", "heads", 0, "layer"], 9, "certificate.heads[0].layer: must be less than 2, is 9"],
  [
    ["certificate", "certified"],
    "yes",
    'certificate.certified: must be true or false or "conditional", is "yes"',
  ],
  [["tensors", "embed.W_E"], undefined, 'tensors["embed.W_E"]: missing'],
  [
    ["tensors", "embed.W_F"],
    sample.tensors["embed.W_E"],
    'tensors["embed.W_F"]: a model of this config has no such tensor',
  ],
  [
    ["tensors", "__proto__"],
    sample.tensors["embed.W_E"],
    "tensors.__proto__: a model of this config has no such tensor",
  ],
  [["tensors"], [], "tensors: must be an object, is a list"],
  [[...W_Q, "shape", 1], 3, 'tensors["blocks.0.attn.W_Q"].shape[1]: must be 4, is 3'],
  [[...W_Q, "shape"], [16], 'tensors["blocks.0.attn.W_Q"].shape: must be [1, 4, 4], is [16]'],
  [[...W_Q, "shape"], [1, 1, 1, 16], 'tensors["blocks.0.attn.W_Q"].shape: must have 1 to 3 elements, has 4'],
  [
    [...W_Q, "dtype"],
    "float64",
    'tensors["blocks.0.attn.W_Q"].dtype: must be float32 in a model of precision float32',
  ],
  [
    [...W_Q, "indices"],
    [1],
    'tensors["blocks.0.attn.W_Q"].values: must have one element an index (1), has 0',
  ],
  [[...W_Q, "values"], undefined, 'tensors["blocks.0.attn.W_Q"].values: missing'],
  [[...W_Q], sparse([16]), 'tensors["blocks.0.attn.W_Q"].indices[0]: must be less than 16, is 16'],
  [
    [...W_Q],
    sparse([3, 3]),
    'tensors["blocks.0.attn.W_Q"].indices[1]: must be greater than the element before it, is 3',
  ],
  [
    [...W_Q],
    sparse([3, 1]),
    'tensors["blocks.0.attn.W_Q"].indices[1]: must be greater than the element before it, is 1',
  ],
  [
    [...W_Q],
    sparse([-1]),
    'tensors["blocks.0.attn.W_Q"].indices[0]: must be a whole number from 0 to 2147483647, is -1',
  ],
  [[...b_in, "data"], [1], 'tensors["blocks.0.mlp.b_in"].data: must have 2 elements, has 1'],
  [[...b_in, "data", 1], 0.1, 'tensors["blocks.0.mlp.b_in"].data[1]: 0.1 is not a float32 number'],
  [[...b_in, "data", 1], "1", 'tensors["blocks.0.mlp.b_in"].data[1]: must be a finite number, is "1"'],
  [[...b_in, "data", 1], null, 'tensors["blocks.0.mlp.b_in"].data[1]: must be a finite number, is null'],
  [[...b_in, "indices"], [], 'tensors["blocks.0.mlp.b_in"].indices: unknown field'],
])("%j = %j is refused", (path, value, problem) => {
  expect(problemsOf(changed(path, value))).toContain(problem);
});

function sparse(indices: readonly number[]): Tensor {
  return { shape: [1, 4, 4], dtype: "float32", indices, values: indices.map(() => 1) };
}

describe("a file is refused, never a crash,", () => {
  const good = serialise(sample);

  test("that is not JSON", () => {
    expect(problemsOf("{")[0]).toMatch(/^: not JSON: /);
    expect(problemsOf("")[0]).toMatch(/^: not JSON: /);
  });

  test.each(["null", "[]", "3", '"text"'])("that is %s", (text) => {
    expect(problemsOf(text)[0]).toMatch(/^: must be an object, is /);
  });

  test("whose number is beyond a double", () => {
    expect(problemsOf(good.replace('"data":[0.5,0.25]', '"data":[0.5,1e999]'))).toEqual([
      'tensors["blocks.0.mlp.b_in"].data[1]: must be a finite number, is Infinity',
    ]);
  });

  test("whose content was changed", () => {
    expect(problemsOf(good.replace('"data":[0.5,0.25]', '"data":[0.5,0.75]'))).toEqual([
      "contentHash: is not the hash of this content: the file was changed or damaged",
    ]);
  });

  test("that asks for more than the limits, before anything is allocated", () => {
    const config = {
      ...sample.config,
      dModel: 2 ** 16,
      maxLength: 2 ** 20,
      dHead: 4 ** 8,
      attentionScale: 2 ** -8,
    };
    const heads = [1024, 1024];
    expect(problemsOf(changed(["config"], { ...config, heads }))).toEqual([
      "config: 1048577 positions of 67108864 numbers are more than the limit of 134217728",
    ]);
    expect(problemsOf(changed(["config"], { ...config, heads, maxLength: 1 }))).toContain(
      'tensors["blocks.0.attn.W_Q"]: a tensor of shape [1024, 65536, 65536] makes the model too large',
    );
  });

  test.each([
    [
      "rows",
      { dModel: 2 ** 16, dHead: 1, attentionScale: 1, heads: [1024, 0] },
      "attn.W_Q",
      "1024, 65536, 1",
    ],
    ["elements", { dModel: 2 ** 16, dMlp: [2 ** 20, 0] }, "mlp.W_in", "65536, 1048576"],
  ])("that has a tensor of too many %s", (_name, config, tensor, shape) => {
    expect(problemsOf(changed(["config"], { ...sample.config, ...config }))).toContain(
      `tensors["blocks.0.${tensor}"]: a tensor of shape [${shape}] makes the model too large`,
    );
  });

  test("that nests a hundred thousand deep", () => {
    const deep = "[".repeat(100_000) + "]".repeat(100_000);
    expect(problemsOf(deep)).toEqual([": must be an object, is a list"]);
    const text = good.replace('"causal":false', `"causal":${deep}`);
    expect(problemsOf(text)).toEqual(["config.causal: nested deeper than anything in a weights file"]);
  });

  test("with not more than 20 problems", () => {
    const document = {
      ...sample,
      tensors: Object.fromEntries(Array.from({ length: 999 }, (_, i) => [`t${i}`, 0])),
    };
    expect(problemsOf(JSON.stringify(document)).length).toBe(20);
    const features = Array.from({ length: 999 }, () => sample.features[0]);
    expect(problemsOf(changed(["features"], features)).length).toBe(20);
  });

  test("wherever one character of it is changed or lost", () => {
    fc.assert(
      fc.property(
        fc.nat(good.length - 1),
        fc.constantFrom("", "0", "9", '"', ",", "{", "]", "x", "-"),
        (at, put) => {
          const text = good.slice(0, at) + put + good.slice(at + 1);
          const same = (() => {
            try {
              return JSON.stringify(JSON.parse(text)) === JSON.stringify(JSON.parse(good));
            } catch {
              return false;
            }
          })();
          expect(problemsOf(text).length === 0).toBe(same);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

test("a float64 model may hold float64 numbers", () => {
  const model = tiny({ config: { precision: "float64" }, tensors: { "embed.W_E": [0.1, 0.2, 0, 0] } });
  expect(problemsOf(serialise(model))).toEqual([]);
});

test("text outside ASCII is hashed as UTF-8", () => {
  expect(sha256Of("é😀")).toBe(createHash("sha256").update("é😀", "utf8").digest("hex"));
  expect(problemsOf(serialise(echo("é😀")))).toEqual([]);
});

function withTensor(model: Model, name: string, tensor: Tensor): Model {
  return { ...model, tensors: { ...model.tensors, [name]: tensor } };
}

/** The model with every tensor stored dense, in plain lists. */
function denseModel(model: Model): Model {
  const tensors = Object.entries(model.tensors).map(([name, tensor]): [string, Tensor] => {
    const { shape, dtype } = tensor;
    if ("data" in tensor) return [name, { shape, dtype, data: [...tensor.data] }];
    const data = Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 0);
    for (const [i, index] of tensor.indices.entries()) data[index] = tensor.values[i] ?? 0;
    return [name, { shape, dtype, data }];
  });
  return { ...model, tensors: Object.fromEntries(tensors) };
}

/** The same model with the fields of every object the other way round. */
function reversed(model: Model): Model {
  const turn = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(turn);
    if (!isTree(part)) return part;
    const fields = Object.entries(part).toReversed();
    return Object.fromEntries(fields.map(([name, inner]) => [name, turn(inner)]));
  };
  return JSON.parse(JSON.stringify(turn(model)));
}
