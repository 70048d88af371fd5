/**
 * Gives the front end texts that are mostly no programs, or the loader and the
 * checker changed weights files:
 * `npm run fuzz -- [--what weights] --count N --seed S`. Whatever is thrown, takes more than a
 * second or more than 512 MB is printed with its seed and text.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { reportWhenCutShort, secondsOf, startCounts, total } from "../runner/counts.ts";
import { huntSeeds } from "../runner/workers.ts";
import type { Fuzz } from "./worker.ts";

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
const programs = join(process.argv[1] ?? "", "../../../../programs");

const resourceLimits = { maxOldGenerationSizeMb: 512, stackSizeMb: 16 };
/** Longer than this, a text is given up. */
const MOST_MS = 20_000;

const counts = startCounts();
reportWhenCutShort(report);
await huntSeeds(
  {
    first,
    last,
    workers: 1,
    start: (from, to) => {
      const workerData: Fuzz = { what, first: from, last: to, programs };
      return new Worker(new URL("worker.js", import.meta.url), { workerData, resourceLimits });
    },
    mostMs: MOST_MS,
    show: ({ title, text }) => {
      process.stdout.write(`=== ${title}\n${JSON.stringify(text)}\n`);
    },
  },
  counts,
);
report();
if (counts.findings > 0) process.exitCode = 1;

function report(): void {
  const seconds = secondsOf(counts);
  const texts = total(counts);
  process.stdout.write(
    `${String(texts)} texts in ${seconds.toFixed(1)} s, ${(texts / seconds).toFixed(0)} a second; ` +
      `${String(total(counts, "good"))} were good ones; slowest ${String(counts.slowestMs)} ms; ${String(counts.findings)} findings\n`,
  );
}
