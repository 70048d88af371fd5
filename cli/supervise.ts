/** Runs a job in a worker; shows progress, prints the result, and stops at once when interrupted. */
import { rmSync } from "node:fs";
import { constants } from "node:os";
import { Worker } from "node:worker_threads";
import type { Progress } from "../compiler/settings/request.ts";
import type { Job, Message, Result } from "./job.ts";

const quietMs = 1_000;
const redrawMs = 200;

/** So long an interrupted worker may take to end. */
const patienceMs = 300;

/** Recursive passes go as deep as their limits allow. */
const stackMegabytes = 16;

/** The exit status. */
export async function supervise(job: Job, module: URL): Promise<number> {
  const worker = new Worker(module, { workerData: job, resourceLimits: { stackSizeMb: stackMegabytes } });
  const line = createProgressLine(job);
  let result: Result | null = null;
  let temporary: string | null = null;
  let interrupted: NodeJS.Signals | null = null;
  let impatience: NodeJS.Timeout | undefined;

  worker.on("message", (message: Message) => {
    if (message.kind === "result") result = message.result;
    else if (message.kind === "temporary") temporary = message.path;
    else line.update(message.progress);
  });
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const cleanUp = (): void => {
    clearTimeout(impatience);
    line.clear();
    for (const signal of signals) process.removeListener(signal, stop);
    if (result === null && temporary !== null) rmSync(temporary, { force: true });
  };
  const sayInterrupted = (): void => {
    if (job.flags.json !== true && job.flags.quiet !== true)
      process.stderr.write(`interrupted${line.summary()}\n`);
  };
  const stop = (signal: NodeJS.Signals): void => {
    // Who presses twice is not to leave half a file: patience ends soon enough.
    if (interrupted !== null) return;
    interrupted = signal;
    void worker.terminate();
    // A worker that waits for a file, such as standard input, cannot be ended but with the process.
    impatience = setTimeout(() => {
      cleanUp();
      sayInterrupted();
      process.kill(process.pid, signal);
    }, patienceMs);
  };
  for (const signal of signals) process.on(signal, stop);

  const failure = await ended(worker);
  cleanUp();
  if (interrupted !== null && result === null) {
    sayInterrupted();
    return 128 + constants.signals[interrupted];
  }
  if (result !== null) return show(result);
  const { endedEarly } = await import("./complaints.ts");
  return show(endedEarly(failure, job.flags.json === true));
}

function ended(worker: Worker): Promise<Error | null> {
  return new Promise((resolve) => {
    let failure: Error | null = null;
    worker.on("error", (error) => {
      failure = error instanceof Error ? error : new Error(String(error));
    });
    worker.on("exit", () => {
      resolve(failure);
    });
  });
}

function show({ status, stdout, stderr }: Result): number {
  if (stderr !== "") process.stderr.write(stderr);
  if (stdout !== "") process.stdout.write(stdout);
  return status;
}

interface ProgressLine {
  readonly update: (progress: Progress) => void;
  readonly clear: () => void;
  /** What was done so far, after a comma's pause; empty where nothing was told. */
  readonly summary: () => string;
}

/** One line on standard error from the second second on; only people at a terminal see it. */
function createProgressLine(job: Job): ProgressLine {
  const started = performance.now();
  let latest: Progress | null = null;
  let drawn = false;
  const words = (): string => (latest === null ? "" : `${amount(latest)}, ${latest.found}`);
  const isShown =
    process.stderr.isTTY &&
    job.flags.json !== true &&
    job.flags.quiet !== true &&
    (process.env["CI"] ?? "") === "";
  const draw = (): void => {
    const elapsed = performance.now() - started;
    if (elapsed < quietMs) return;
    const what = latest === null ? `${(elapsed / 1_000).toFixed(0)} s` : words();
    const line = `${job.command} ${job.files[0] ?? ""}: ${what}`;
    process.stderr.write(`\r\u001B[2K${line.slice(0, Math.max(20, process.stderr.columns - 1))}`);
    drawn = true;
  };
  const timer = isShown ? setInterval(draw, redrawMs) : null;
  return {
    update: (progress) => {
      latest = progress;
    },
    clear: () => {
      if (timer !== null) clearInterval(timer);
      if (drawn) process.stderr.write("\r\u001B[2K");
    },
    summary: () => (latest === null ? "" : ` after ${words()}`),
  };
}

function amount({ done, total }: Progress): string {
  return `${done.toLocaleString("en-US")} of ${total.toLocaleString("en-US")} inputs`;
}
