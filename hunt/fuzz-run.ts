/** Has workers fuzz one seed after the other; where one dies or hangs, the next begins behind its seed. */
import type { Worker } from "node:worker_threads";

/** What worker and watcher share: an `Int32Array` of these, since a dead worker can send nothing. */
export const shared = { seed: 0, inputs: 1, correct: 2, slowestMs: 3, size: 4 } as const;

export type FuzzSign =
  | { readonly kind: "found"; readonly seed: number; readonly what: string; readonly text: string }
  | { readonly kind: "done" };

export interface FuzzRun {
  readonly first: number;
  readonly last: number;
  /** Starts a worker at a seed, with memory for `shared`. */
  readonly start: (from: number, counts: SharedArrayBuffer) => Worker;
  /** The text of a seed, for what the worker cannot tell any more. */
  readonly textOf: (seed: number) => string;
  /** Longer than this, a text is given up. */
  readonly mostMs: number;
  readonly print: (text: string) => void;
}

export interface FuzzTotals {
  readonly inputs: number;
  readonly correct: number;
  readonly slowestMs: number;
  readonly found: number;
}

export async function fuzzAll(run: FuzzRun): Promise<FuzzTotals> {
  const totals = { inputs: 0, correct: 0, slowestMs: 0, found: 0 };
  const find = (seed: number, what: string, text: string): void => {
    totals.found++;
    run.print(`=== seed ${String(seed)}: ${what}\n${JSON.stringify(text)}\n`);
  };
  const fuzzFrom = async (from: number): Promise<void> => {
    const counts = new SharedArrayBuffer(shared.size * Int32Array.BYTES_PER_ELEMENT);
    const counted = new Int32Array(counts);
    Atomics.store(counted, shared.seed, from);
    const death = await watch(run, run.start(from, counts), counted, find);
    const seed = Atomics.load(counted, shared.seed);
    totals.inputs += Atomics.load(counted, shared.inputs);
    totals.correct += Atomics.load(counted, shared.correct);
    totals.slowestMs = Math.max(totals.slowestMs, Atomics.load(counted, shared.slowestMs));
    if (death === null) return;
    // The worker counts a text when it is done with it.
    totals.inputs++;
    find(seed, death, run.textOf(seed));
    if (seed < run.last) await fuzzFrom(seed + 1);
  };
  await fuzzFrom(run.first);
  return totals;
}

/** Waits for the end of a worker: what it died of, or null. */
function watch(
  { mostMs }: FuzzRun,
  worker: Worker,
  counted: Int32Array,
  find: (seed: number, what: string, text: string) => void,
): Promise<string | null> {
  return new Promise((resolve) => {
    let death: string | null = null;
    let isDone = false;
    let watched = { seed: -1, since: performance.now() };
    const timer = setInterval(() => {
      const seed = Atomics.load(counted, shared.seed);
      if (seed !== watched.seed) watched = { seed, since: performance.now() };
      else if (performance.now() - watched.since > mostMs) {
        death ??= `HANG: more than ${String(mostMs / 1_000)} s`;
        void worker.terminate();
      }
    }, mostMs / 20);
    worker.on("message", (sign: FuzzSign) => {
      if (sign.kind === "done") isDone = true;
      else find(sign.seed, sign.what, sign.text);
    });
    worker.on("error", (error) => {
      death ??= `CRASH: ${error instanceof Error ? error.message : String(error)}`;
    });
    worker.on("exit", (code) => {
      clearInterval(timer);
      resolve(isDone ? null : (death ?? `CRASH: the worker ended with ${String(code)}`));
    });
  });
}
