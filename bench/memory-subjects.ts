/** Weights files for the memory bench: real ones, large ones, and such as are made to take memory. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compile } from "../commands/compile/compile.ts";
import type { Model, ModelAtom, Tensor } from "../runtime/model.ts";
import { serialise } from "../runtime/file/serialise.ts";
import { sizeOf, tensorShapes } from "../runtime/tensors.ts";
import { syntheticModel } from "./synthetic.ts";

export interface MemorySubject {
  readonly name: string;
  /** Made when it is asked for: one at a time is in memory. */
  readonly text: () => string;
}

export function memorySubjects(programs: string, bytes: number): readonly MemorySubject[] {
  return [
    ...[64, 128].map((maxLength) => compiled(programs, "sort", maxLength)),
    compiled(programs, "reverse", 1_024),
    ...valid(bytes),
    ...hostile(bytes),
  ];
}

/** A good file that says nothing much: for warming up. */
export function smallFile(): string {
  return serialise(synthetic({ vocabulary: 4, dModel: 4 }, () => 1));
}

function compiled(programs: string, name: string, maxLength: number): MemorySubject {
  return {
    name: `${name}, length ${String(maxLength)}`,
    text: () => {
      const source = { name: `${name}.rasp`, text: readFileSync(join(programs, `${name}.rasp`), "utf8") };
      const made = compile({ source, options: { maxLength } }).compiled;
      if (made === null) throw new Error(`${name} does not compile`);
      return made.text;
    },
  };
}

interface Sizes {
  readonly vocabulary: number;
  readonly dModel: number;
  readonly precision?: "float32" | "float64";
  readonly dMlp?: number;
  readonly maxLength?: number;
  readonly source?: string;
  readonly token?: (at: number) => string;
}

/** A model without a program: `entry` gives each element of each tensor, 0 where it gives nothing. */
function synthetic(sizes: Sizes, entry: (at: number) => number): Omit<Model, "contentHash"> {
  const { dModel, precision = "float32", dMlp = 0, maxLength = 4 } = sizes;
  const token = sizes.token ?? ((at: number) => `token ${String(at)}`);
  const vocabulary: readonly ModelAtom[] = Array.from({ length: sizes.vocabulary }, (_, at) => ({
    type: "string",
    value: token(at),
  }));
  const config: Model["config"] = {
    precision,
    layers: dMlp === 0 ? 0 : 1,
    heads: dMlp === 0 ? [] : [0],
    dModel,
    dHead: 1,
    dMlp: dMlp === 0 ? [] : [dMlp],
    maxLength,
    causal: false,
    activation: "relu",
    attentionScale: 1,
  };
  const tokenizer = { vocabulary, bos: vocabulary.length, pad: vocabulary.length + 1 };
  const outputs: Model["outputs"] = [
    { name: "out", kind: "logits", values: [{ type: "bool", value: true }] },
  ];
  const tensors: Record<string, Tensor> = {};
  for (const [name, shape] of tensorShapes({ config, tokenizer, outputs })) {
    const isEmbedding = name === "embed.W_E";
    const size = isEmbedding ? sizeOf(shape) : 0;
    const indices: number[] = [];
    const values: number[] = [];
    for (let at = 0; at < size; at++) {
      const value = entry(at);
      if (value === 0) continue;
      indices.push(at);
      values.push(value);
    }
    tensors[name] = { shape, dtype: precision, indices, values };
  }
  return syntheticModel({ config, tokenizer, outputs, tensors }, sizes.source ?? "out = True;");
}

/** Files that the format allows, of about so many bytes. */
function valid(bytes: number): readonly MemorySubject[] {
  const rows = (each: number): number => Math.floor(bytes / each / 1_024);
  const sparseness = Math.ceil((2_048 * 2 ** 14 * 11) / bytes);
  const model = (name: string, sizes: Sizes, entry: (at: number) => number): MemorySubject => ({
    name,
    text: () => serialise(synthetic(sizes, entry)),
  });
  const dense = { vocabulary: 1_024, dModel: rows(2) } as const;
  return [
    model("dense, one digit", dense, (at) => 1 + (at % 9)),
    model("dense, one digit, float64", { ...dense, precision: "float64" }, (at) => 1 + (at % 9)),
    model("dense, fractions", { ...dense, dModel: rows(20), precision: "float64" }, (at) => 1 / (at + 3)),
    model("dense, one fraction", { ...dense, precision: "float64" }, (at) => (at === 99 ? 0.1 : 1)),
    model("sparse", { vocabulary: 2_048, dModel: 2 ** 14 }, (at) => (at % sparseness === 0 ? 1 : 0)),
    model("sparse, one fraction", { vocabulary: 2_048, dModel: 2 ** 14, precision: "float64" }, (at) =>
      at === 99 ? 0.1 : at % sparseness === 0 ? 1 : 0,
    ),
    model("vocabulary of words", { vocabulary: Math.floor(bytes / 50), dModel: 1 }, () => 0),
    model(
      "vocabulary of other letters",
      { vocabulary: Math.floor(bytes / 50), dModel: 1, token: (at) => `слово${String(at)}` },
      () => 0,
    ),
    model(
      "words, one of other letters",
      {
        vocabulary: Math.floor(bytes / 50),
        dModel: 1,
        token: (at) => (at === 0 ? "слово" : `token ${String(at)}`),
      },
      () => 0,
    ),
    model("a long program", { vocabulary: 4, dModel: 1, source: "# x\n".repeat(bytes / 5) }, () => 0),
    model("small, of great shapes", { vocabulary: 4, dModel: 2_047, dMlp: 2 ** 20, maxLength: 100 }, () => 0),
    {
      name: "dense, one digit, other letters",
      text: () =>
        serialise(synthetic({ ...dense, token: (at) => `слово ${String(at)}` }, (at) => 1 + (at % 9))),
    },
    {
      name: "white space",
      text: () => smallFile().replace('"config":', `"config":${" \n".repeat(bytes / 2)}`),
    },
  ];
}

/** Files that are none, made to take much memory for their bytes. */
function hostile(bytes: number): readonly MemorySubject[] {
  const within = (path: string, inner: () => string): string =>
    smallFile().replace(path, `${path}${inner()},`);
  const many = (piece: string): string => {
    const times = Math.floor(bytes / (piece.length + 1));
    return `${`${piece},`.repeat(times)}${piece}`;
  };
  const counted = (piece: (at: number) => string, each: number): string =>
    Array.from({ length: Math.floor(bytes / each) }, (_, at) => piece(at)).join(",");
  const assumptions = (name: string, inner: () => string): MemorySubject => ({
    name,
    text: () => smallFile().replace('"assumptions":[', () => `"assumptions":[${inner()}`),
  });
  return [
    { name: "only white space", text: () => " ".repeat(bytes) },
    { name: "only zero bytes", text: () => "\0".repeat(bytes) },
    { name: "empty lists", text: () => `[${many("[]")}]` },
    { name: "empty objects", text: () => `[${many("{}")}]` },
    { name: "brackets", text: () => "[".repeat(bytes) },
    { name: "balanced brackets", text: () => "[".repeat(bytes / 2) + "]".repeat(bytes / 2) },
    { name: "objects in objects", text: () => '{"":'.repeat(bytes / 4) },
    { name: "a list of numbers", text: () => `[${many("0")}]` },
    { name: "a list of fractions", text: () => `[${many("0.5")}]` },
    { name: "one string", text: () => `"${"x".repeat(bytes)}"` },
    { name: "one string of escapes", text: () => `"${"\\u0416".repeat(bytes / 6)}"` },
    { name: "one number", text: () => "9".repeat(bytes) },
    { name: "keys", text: () => `{${counted((at) => `"k${String(at)}":0`, 12)}}` },
    { name: "objects of other keys each", text: () => `[${counted((at) => `{"k${String(at)}":0}`, 14)}]` },
    { name: "keys in many orders", text: () => `[${counted(orderedKeys, 120)}]` },
    {
      name: "half a file",
      text: () =>
        valid(2 * bytes)[0]
          ?.text()
          .slice(0, bytes) ?? "",
    },
    assumptions("assumptions, all the same", () => many('""')),
    assumptions("assumptions, short", () => counted((at) => JSON.stringify(at.toString(36)), 7)),
    assumptions("one long assumption", () => `"${"x".repeat(bytes)}"`),
    {
      name: "neurons of one group",
      text: () =>
        within('"neuronGroups":[', () => `{"layer":0,"neurons":[${many("0")}]}`).replace("},]", "}]"),
    },
    {
      name: "pairs",
      text: () => within('"circuit":{', () => `"statement":{"codes":[{"terms":[${many("[0,1]")}]}]}`),
    },
    { name: "empty tensors", text: () => within('"tensors":{', () => counted(emptyTensor, 60)) },
    { name: "numbers in a tensor's place", text: () => within('"tensors":{', () => `"x":[${many("0")}]`) },
    { name: "a tensor too long", text: () => within('"tensors":{', () => `"x":{"data":[${many("0")}]}`) },
    {
      name: "a tensor of no numbers",
      text: () => within('"tensors":{', () => `"x":{"data":[${many("[]")}]}`),
    },
  ];
}

const someKeys = ["name", "dimension", "meaning", "span", "live", "kind", "from", "to", "values", "type"];

/** An object with these keys in another order for each number. */
function orderedKeys(at: number): string {
  const left = [...someKeys];
  let rest = at * 7_919;
  const order = someKeys.map(() => {
    const [key = ""] = left.splice(rest % left.length, 1);
    rest = Math.floor(rest / (left.length + 1));
    return key;
  });
  return `{${order.map((key) => `"${key}":0`).join(",")}}`;
}

function emptyTensor(at: number): string {
  return `"t${String(at)}":{"shape":[1],"dtype":"float32","data":[]}`;
}
