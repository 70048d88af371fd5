/** The part of the fuzzer that may never return, or run out of memory: one input after the other. */
import { parentPort, workerData } from "node:worker_threads";
import { shared, type FuzzSign } from "./fuzz-run.ts";
import { subjectOf, type FuzzedKind } from "./fuzz-subject.ts";

export interface Fuzz {
  readonly what: FuzzedKind;
  readonly first: number;
  readonly last: number;
  /** Where programs to start from are. */
  readonly programs: string;
  readonly counts: SharedArrayBuffer;
}

/** More processor time than this is a finding: other work on the machine says nothing about ours. */
const MOST_MS = 1_000;

const port = parentPort;
if (port !== null) {
  const fuzz: Fuzz = workerData;
  fuzzSeeds(fuzz, (sign) => {
    port.postMessage(sign);
  });
}

function fuzzSeeds({ what, programs, first, last, counts }: Fuzz, send: (sign: FuzzSign) => void): void {
  const subject = subjectOf(what, programs);
  const counted = new Int32Array(counts);
  for (let seed = first; seed <= last; seed++) {
    Atomics.store(counted, shared.seed, seed);
    const started = process.cpuUsage();
    const report = (found: string): void => {
      send({ kind: "found", seed, what: found, text: subject.textOf(seed) });
    };
    try {
      if (subject.digest(seed)) Atomics.add(counted, shared.correct, 1);
    } catch (error) {
      report(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
    const { user, system } = process.cpuUsage(started);
    const took = Math.ceil((user + system) / 1_000);
    if (took > Atomics.load(counted, shared.slowestMs)) Atomics.store(counted, shared.slowestMs, took);
    if (took > MOST_MS) report(`SLOW: ${String(took)} ms`);
    Atomics.add(counted, shared.inputs, 1);
  }
  send({ kind: "done" });
}
