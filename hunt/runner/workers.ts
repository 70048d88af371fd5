/** Has workers go through seeds; where one dies or hangs at a seed, the next begins behind it. */
import type { Worker } from "node:worker_threads";
import { count, type Counts } from "./counts.ts";
import type { Finding, Sign, Trial } from "./sign.ts";

export interface Hunt {
  readonly first: number;
  readonly last: number;
  /** So many at a time, each with a share of the seeds. */
  readonly workers: number;
  readonly start: (first: number, last: number) => Worker;
  /** Longer than this, a subject is given up. */
  readonly mostMs: number;
  readonly show: (finding: Finding) => void;
  readonly showTrial?: (trial: Trial) => void;
}

/** How a worker ended. */
interface End {
  /** What it died of; null where it came to its last seed. */
  readonly death: string | null;
  /** What it tried last. */
  readonly trial: Trial | null;
}

export async function huntSeeds(hunt: Hunt, counts: Counts): Promise<void> {
  const seeds = hunt.last - hunt.first + 1;
  const share = Math.ceil(seeds / hunt.workers);
  const firsts = Array.from({ length: Math.ceil(seeds / share) }, (_, i) => hunt.first + i * share);
  await Promise.all(
    firsts.map((first) => huntShare(hunt, counts, first, Math.min(first + share - 1, hunt.last))),
  );
}

async function huntShare(hunt: Hunt, counts: Counts, first: number, last: number): Promise<void> {
  const { death, trial } = await watch(hunt, counts, hunt.start(first, last));
  if (death === null) return;
  count(counts, death);
  counts.findings++;
  const title = trial?.title ?? `seeds ${String(first)}–${String(last)}`;
  hunt.show({ kind: "found", title: `${title}: ${death}`, text: trial?.text ?? "", details: "given up" });
  // A worker that dies before its first subject would die again.
  if (trial !== null && trial.seed < last) await huntShare(hunt, counts, trial.seed + 1, last);
}

/** Hears a worker to its end. */
function watch({ mostMs, show, showTrial }: Hunt, counts: Counts, worker: Worker): Promise<End> {
  return new Promise((resolve) => {
    let death: string | null = null;
    let trial: Trial | null = null;
    let isDone = false;
    const timer = setTimeout(() => {
      death ??= `HANG: more than ${String(mostMs / 1_000)} s`;
      void worker.terminate();
    }, mostMs);
    worker.on("message", (sign: Sign) => {
      switch (sign.kind) {
        case "trying":
          trial = sign;
          timer.refresh();
          showTrial?.(sign);
          break;
        case "judged":
          count(counts, sign.category);
          counts.slowestMs = Math.max(counts.slowestMs, sign.ms);
          break;
        case "found":
          counts.findings++;
          show(sign);
          break;
        case "done":
          isDone = true;
          break;
        default:
          sign satisfies never;
      }
    });
    worker.on("error", (error) => {
      death ??= `CRASH: ${error instanceof Error ? error.message : String(error)}`;
    });
    worker.on("exit", (code) => {
      clearTimeout(timer);
      resolve({ death: isDone ? null : (death ?? `CRASH: the worker ended with ${String(code)}`), trial });
    });
  });
}
