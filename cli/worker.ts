/**
 * Does a command's work in a thread of its own, so that Ctrl-C and the progress
 * line are never kept waiting. The work itself (perform.ts, bundled as
 * perform.cjs) is loaded with the code that V8 made of it when it was built:
 * half the time of a short command would go into making it again. Where the
 * cache is of another V8, V8 turns it down and makes the code anew. The oracle
 * (oracle.js) is loaded only for a command that asks for it.
 */
import { existsSync, readFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";
import { parentPort, workerData } from "node:worker_threads";
import { loadOracle } from "../oracle/load.ts";
import type { Job, Message } from "./job.ts";
import type { perform } from "./perform.ts";

interface Work {
  readonly perform?: typeof perform;
}

function loadWork(): Work {
  const filename = fileURLToPath(new URL("./perform.cjs", import.meta.url));
  const cache = fileURLToPath(new URL("./perform.cache", import.meta.url));
  const script = new Script(Module.wrap(readFileSync(filename, "utf8")), {
    filename,
    ...(existsSync(cache) && { cachedData: readFileSync(cache) }),
  });
  const loaded: { exports: Work } = { exports: {} };
  script.runInThisContext()(loaded.exports, createRequire(import.meta.url), loaded);
  return loaded.exports;
}

function send(message: Message): void {
  parentPort?.postMessage(message);
}

const job: Job = workerData;
const work = loadWork();
if (work.perform === undefined) throw new Error("internal: perform.cjs exports no perform");
send({ kind: "result", result: await work.perform(job, send, loadOracle) });
