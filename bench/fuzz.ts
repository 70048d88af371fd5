/**
 * Gives the front end texts that are mostly no programs, or the loader and the
 * checker changed weights files:
 * `npm run fuzz -- [--what weights] --count N --seed S`. Whatever is thrown, takes more than a
 * second or more than 512 MB is printed with its seed and text.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import type { Fuzz, FuzzSign } from "./fuzzWorker.ts";

const { values: options } = parseArgs({
  options: {
    what: { type: "string", default: "sources" },
    count: { type: "string", default: "100000" },
    seed: { type: "string", default: "1" },
  },
});
const first = Number(options.seed);
const last = first + Number(options.count) - 1;

const resourceLimits = { maxOldGenerationSizeMb: 512, stackSizeMb: 16 };
/** Longer than this, a text is given up. */
const MOST_MS = 20_000;
const POLL_MS = 1_000;

const started = performance.now();
const totals = { inputs: 0, correct: 0, slowestMs: 0, found: 0 };

/** Fuzzes until the end, or until one text is given up: returns the next seed. */
function fuzzFrom(from: number): Promise<number> {
  const current = new SharedArrayBuffer(4);
  const seeds = new Int32Array(current);
  const workerData: Fuzz = {
    what: options.what === "weights" ? "weights" : "sources",
    first: from,
    last,
    programs: join(process.argv[1] ?? "", "../../../programs"),
    current,
  };
  const worker = new Worker(new URL("fuzzWorker.js", import.meta.url), { workerData, resourceLimits });
  return new Promise((resolve) => {
    let watched = { seed: from, since: performance.now() };
    const giveUp = (why: string): void => {
      const seed = Atomics.load(seeds, 0);
      totals.found++;
      process.stdout.write(`=== seed ${String(seed)}: ${why}\n`);
      resolve(seed + 1);
    };
    const timer = setInterval(() => {
      const seed = Atomics.load(seeds, 0);
      if (seed !== watched.seed) watched = { seed, since: performance.now() };
      else if (performance.now() - watched.since > MOST_MS) {
        clearInterval(timer);
        giveUp(`HANG: more than ${String(MOST_MS / 1_000)} s`);
        void worker.terminate();
      }
    }, POLL_MS);
    worker.on("message", (sign: FuzzSign) => {
      if (sign.kind === "found") {
        totals.found++;
        process.stdout.write(`=== seed ${String(sign.seed)}: ${sign.what}\n${JSON.stringify(sign.text)}\n`);
      } else {
        totals.inputs += sign.inputs;
        totals.correct += sign.correct;
        totals.slowestMs = Math.max(totals.slowestMs, sign.slowestMs);
      }
    });
    worker.on("error", (error) => {
      clearInterval(timer);
      giveUp(`CRASH: ${error instanceof Error ? error.message : String(error)}`);
    });
    worker.on("exit", () => {
      clearInterval(timer);
      resolve(last + 1);
    });
  });
}

async function fuzzAll(from: number): Promise<void> {
  const next = await fuzzFrom(from);
  if (next <= last) await fuzzAll(next);
}

await fuzzAll(first);
const seconds = (performance.now() - started) / 1_000;
process.stdout.write(
  `${String(totals.inputs)} texts in ${seconds.toFixed(1)} s, ${(totals.inputs / seconds).toFixed(0)} a second; ` +
    `${String(totals.correct)} were good ones; slowest ${totals.slowestMs.toFixed(0)} ms; ${String(totals.found)} findings\n`,
);
