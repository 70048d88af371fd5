/**
 * Compiles random programs and compares each model with the interpreter:
 * `npm run hunt -- --count N --seed S [--size Z] [--max-length L] [--mutate]`. Prints
 * every program that differs or crashes, made small, and how the rest went. Layout,
 * direction and precision change with the seed.
 */
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import type { Hunt, Sign } from "./hunt-worker.ts";
import { isBad } from "./judge.ts";

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
const count = Number(options.count);
const first = Number(options.seed);

/** A program that takes longer is given up. */
const MOST_MS = 60_000;
/** The stack is that of the command's worker. */
const resourceLimits = { maxOldGenerationSizeMb: 2_000, stackSizeMb: 16 };

const categories = new Map<string, number>();
const started = performance.now();
let slowest = 0;

function note(category: string): void {
  categories.set(category, (categories.get(category) ?? 0) + 1);
}

function show(title: string, program: string, details: string): void {
  process.stdout.write(`=== ${title}\n${program}--- ${details}\n`);
}

/** Hunts to the last seed, or until one program is given up: returns the next seed. */
function huntFrom(seed: number, last: number): Promise<number> {
  const hunt: Hunt = {
    first: seed,
    last,
    size: Number(options.size),
    maxLength: Number(options["max-length"]),
    mutate: options.mutate,
    show: options.show,
  };
  const worker = new Worker(new URL("hunt-worker.js", import.meta.url), { workerData: hunt, resourceLimits });
  return new Promise((resolve) => {
    let trying: Extract<Sign, { kind: "trying" }> | null = null;
    let timer = setTimeout(() => void 0, 0);
    const giveUp = (why: string): void => {
      note(why);
      if (trying !== null) show(`${trying.title.text}: ${why}`, trying.program, "given up");
      resolve((trying?.title.seed ?? hunt.last) + 1);
    };
    worker.on("message", (sign: Sign) => {
      if (sign.kind === "trying") {
        trying = sign;
        clearTimeout(timer);
        timer = setTimeout(() => {
          giveUp(`HANG: more than ${String(MOST_MS / 1000)} s`);
          void worker.terminate();
        }, MOST_MS);
        if (process.stderr.isTTY) process.stderr.write(`\r${sign.title.text}    `);
      } else if (sign.kind === "judged") {
        note(sign.category);
        slowest = Math.max(slowest, sign.compileMs);
      } else {
        show(sign.title.text, sign.program, sign.details);
      }
    });
    worker.on("error", (error) => {
      clearTimeout(timer);
      giveUp(`CRASH: ${error instanceof Error ? error.message : String(error)}`);
    });
    worker.on("exit", () => {
      clearTimeout(timer);
      resolve(hunt.last + 1);
    });
  });
}

async function huntAll(seed: number, last: number): Promise<void> {
  const next = await huntFrom(seed, last);
  if (next <= last) await huntAll(next, last);
}

/** How it went. */
function report(): void {
  const seconds = (performance.now() - started) / 1000;
  const rows = [...categories].toSorted(([, a], [, b]) => b - a);
  const judged = rows.reduce((sum, [, times]) => sum + times, 0);
  process.stdout.write(
    `\n${rows.map(([category, times]) => `${String(times).padStart(7)}  ${category}\n`).join("")}`,
  );
  process.stdout.write(
    `${String(judged)} programs in ${seconds.toFixed(1)} s, ${(judged / seconds).toFixed(1)} a second; slowest compile ${slowest.toFixed(0)} ms\n`,
  );
}

// A hunt that is cut short says how it went so far.
process.once("SIGINT", () => {
  report();
  process.exit(130);
});

/** Each processor has a share of the seeds. */
const share = Math.ceil(count / availableParallelism());
const shares = Array.from({ length: Math.ceil(count / share) }, (_, i) => first + i * share);
await Promise.all(shares.map((seed) => huntAll(seed, Math.min(seed + share, first + count) - 1)));
report();
// Changed programs may be ill-typed.
const answers = options.mutate
  ? [...categories.keys()].filter((own) => !own.startsWith("REJECTED"))
  : [...categories.keys()];
if (answers.some((category) => isBad({ category }))) process.exitCode = 1;
