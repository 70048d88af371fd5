/**
 * Tokens a second of the runtime, sparse against dense:
 * `node dist/bench/runtime.js [--json] [FILE.weights.json ...]`. Without files, on
 * synthetic models as sparse as compiled ones.
 */
import { readFileSync } from "node:fs";
import { Bench } from "tinybench";
import { forward } from "../runtime/forward.ts";
import { loadModel } from "../runtime/file/load.ts";
import type { Model, Tensor } from "../runtime/model.ts";
import { prepare } from "../runtime/prepare.ts";
import { contentHashOf } from "../runtime/file/serialise.ts";
import { sizeOf, tensorShapes } from "../runtime/tensors.ts";
import { syntheticModel } from "./synthetic.ts";

const lengths = [32, 128, 1024];
const files = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));

const cases: { name: string; model: Model; length: number }[] =
  files.length > 0
    ? files
        .map((file) => ({ name: file, model: read(file) }))
        .flatMap(({ name, model }) => atLengths(name, model))
    : lengths.map((length) => ({ name: "synthetic", model: sparseModel(length), length }));

const bench = new Bench({ time: 300, warmupTime: 50, iterations: 3, warmupIterations: 1 });
const tokens = new Map<string, number>();
for (const { name, model, length } of cases) {
  const { bos, vocabulary } = model.tokenizer;
  const tokenIds = [bos, ...Array.from({ length }, (_, i) => (i * 7) % vocabulary.length)];
  for (const dense of [false, true]) {
    const prepared = prepare(model, { dense });
    const task = `${name} n=${length} d=${model.config.dModel} ${dense ? "dense" : "sparse"}`;
    tokens.set(task, length);
    bench.add(task, () => {
      forward(prepared, tokenIds);
    });
  }
}
await bench.run();

const rows = bench.tasks.map(({ name, result }) => {
  const medianMs = result.state === "completed" ? result.latency.p50 : Number.NaN;
  return { name, medianMs, tokensPerSecond: Math.round(((tokens.get(name) ?? 0) / medianMs) * 1000) };
});
const text = process.argv.includes("--json")
  ? JSON.stringify(rows, null, 2)
  : rows
      .map(
        ({ name, medianMs, tokensPerSecond }) =>
          `${medianMs.toFixed(2).padStart(9)} ms ${String(tokensPerSecond).padStart(8)} tokens/s  ${name}`,
      )
      .join("\n");
process.stdout.write(`${text}\n`);

/** A model is run at the lengths it takes, at its own greatest where it takes none of them. */
function atLengths(name: string, model: Model): { name: string; model: Model; length: number }[] {
  const fitting = lengths.filter((length) => length <= model.config.maxLength);
  return (fitting.length > 0 ? fitting : [model.config.maxLength]).map((length) => ({ name, model, length }));
}

function read(file: string): Model {
  const result = loadModel(readFileSync(file, "utf8"));
  if ("model" in result) return result.model;
  throw new Error(result.problems.map(({ path, message }) => `${file}: ${path} ${message}`).join("\n"));
}

/** A model of the size and sparsity of a compiled sort, whose weights mean nothing: two layers, two heads and one, 2 · maxLength neurons; about one weight in 32 is not 0. */
function sparseModel(maxLength: number): Model {
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
  const model = syntheticModel({ config, tokenizer, outputs, tensors }, "");
  return { ...model, contentHash: contentHashOf(model) };
}
