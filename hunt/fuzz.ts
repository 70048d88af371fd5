/**
 * Gives the front end texts that are mostly no programs, or the loader and the
 * checker changed weights files:
 * `npm run fuzz -- [--what weights] --count N --seed S`. Whatever is thrown, takes more than a
 * second or more than 512 MB is printed with its seed and text.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { fuzzAll } from "./fuzz-run.ts";
import { subjectOf } from "./fuzz-subject.ts";
import type { Fuzz } from "./fuzz-worker.ts";

const { values: options } = parseArgs({
  options: {
    what: { type: "string", default: "sources" },
    count: { type: "string", default: "100000" },
    seed: { type: "string", default: "1" },
  },
});
const first = Number(options.seed);
const last = first + Number(options.count) - 1;
const what = options.what === "weights" ? "weights" : "sources";
const programs = join(process.argv[1] ?? "", "../../../programs");

const resourceLimits = { maxOldGenerationSizeMb: 512, stackSizeMb: 16 };
/** Longer than this, a text is given up. */
const MOST_MS = 20_000;

const started = performance.now();
const totals = await fuzzAll({
  first,
  last,
  start: (from, counts) => {
    const workerData: Fuzz = { what, first: from, last, programs, counts };
    return new Worker(new URL("fuzz-worker.js", import.meta.url), { workerData, resourceLimits });
  },
  textOf: (seed) => subjectOf(what, programs).textOf(seed),
  mostMs: MOST_MS,
  print: (text) => process.stdout.write(text),
});
const seconds = (performance.now() - started) / 1_000;
process.stdout.write(
  `${String(totals.inputs)} texts in ${seconds.toFixed(1)} s, ${(totals.inputs / seconds).toFixed(0)} a second; ` +
    `${String(totals.correct)} were good ones; slowest ${String(totals.slowestMs)} ms; ${String(totals.found)} findings\n`,
);
if (totals.found > 0) process.exitCode = 1;
