/**
 * Compiles random programs and compares each model with the interpreter:
 * `npm run hunt -- --count N --seed S [--size Z] [--max-length L] [--mutate]`. Prints
 * every program that differs or crashes, made small, and how the rest went. Layout,
 * direction and precision change with the seed.
 */
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { reportWhenCutShort, secondsOf, startCounts, total } from "../runner/counts.ts";
import { huntSeeds } from "../runner/workers.ts";
import { isBad } from "./judge.ts";
import type { ProgramHunt } from "./worker.ts";

const { values: options } = parseArgs({
  options: {
    count: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
    size: { type: "string", default: "0" },
    "max-length": { type: "string", default: "0" },
    mutate: { type: "boolean", default: false },
    show: { type: "string", default: "" },
  },
});

/** A program that takes longer is given up. */
const MOST_MS = 60_000;
/** The stack is that of the command's worker. */
const resourceLimits = { maxOldGenerationSizeMb: 2_000, stackSizeMb: 16 };

const counts = startCounts();
reportWhenCutShort(report);
await huntSeeds(
  {
    first: Number(options.seed),
    last: Number(options.seed) + Number(options.count) - 1,
    workers: availableParallelism(),
    start: (first, last) => {
      const workerData: ProgramHunt = {
        first,
        last,
        size: Number(options.size),
        maxLength: Number(options["max-length"]),
        mutate: options.mutate,
        show: options.show,
      };
      return new Worker(new URL("worker.js", import.meta.url), { workerData, resourceLimits });
    },
    mostMs: MOST_MS,
    show: ({ title, text, details }) => {
      process.stdout.write(`=== ${title}\n${text}--- ${details}\n`);
    },
    showTrial: ({ title }) => {
      if (process.stderr.isTTY) process.stderr.write(`\r${title}    `);
    },
  },
  counts,
);
report();
// Changed programs may be ill-typed.
const answers = [...counts.categories.keys()].filter(
  (category) => !options.mutate || !category.startsWith("REJECTED"),
);
if (answers.some((category) => isBad({ category }))) process.exitCode = 1;

/** How it went. */
function report(): void {
  const seconds = secondsOf(counts);
  const rows = [...counts.categories].toSorted(([, a], [, b]) => b - a);
  const judged = total(counts);
  process.stdout.write(
    `\n${rows.map(([category, times]) => `${String(times).padStart(7)}  ${category}\n`).join("")}`,
  );
  process.stdout.write(
    `${String(judged)} programs in ${seconds.toFixed(1)} s, ${(judged / seconds).toFixed(1)} a second; slowest compile ${counts.slowestMs.toFixed(0)} ms\n`,
  );
}
