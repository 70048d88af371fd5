/** Does a command's work in a thread of its own, so that Ctrl-C and the progress line are never kept waiting. */
import { parentPort, workerData } from "node:worker_threads";
import type { Job, Message } from "./job.ts";
import { perform } from "./perform.ts";

function send(message: Message): void {
  parentPort?.postMessage(message);
}

const job: Job = workerData;
send({ kind: "result", result: perform(job, send) });
