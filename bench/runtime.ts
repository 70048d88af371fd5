/**
 * Tokens a second of the runtime, sparse against dense:
 * `bench/runtime.ts [--json] [FILE.weights.json ...]`. Without files, on
 * synthetic models as sparse as compiled ones.
 */
import { readFileSync } from "node:fs";
import { Bench } from "tinybench";
import { forward } from "../runtime/forward.ts";
import { loadModel } from "../runtime/load.ts";
import type { Model } from "../runtime/model.ts";
import { prepare } from "../runtime/prepare.ts";
import { sparseModel } from "./sparseModel.ts";

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
if (process.argv.includes("--json")) console.log(JSON.stringify(rows, null, 2));
else console.table(rows);

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
