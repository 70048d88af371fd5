/** The part of the fuzzer that may never return, or run out of memory: one text after the other. */
import { workerData } from "node:worker_threads";
import { work, type Sign } from "../runner/sign.ts";
import { subjectOf, type FuzzedKind } from "./subject.ts";

export interface Fuzz {
  readonly what: FuzzedKind;
  readonly first: number;
  readonly last: number;
  /** Where programs to start from are. */
  readonly programs: string;
}

/** More processor time than this is a finding: other work on the machine says nothing about ours. */
const MOST_MS = 1_000;

const fuzz: Fuzz = workerData;
work((send) => {
  fuzzSeeds(fuzz, send);
});

function fuzzSeeds({ what, programs, first, last }: Fuzz, send: (sign: Sign) => void): void {
  const subject = subjectOf(what, programs);
  for (let seed = first; seed <= last; seed++) {
    const title = `seed ${String(seed)}`;
    const { text, digest } = subject(seed);
    send({ kind: "trying", seed, title, text });
    const find = (wrong: string): void => {
      send({ kind: "found", title: `${title}: ${wrong}`, text, details: "" });
    };
    const started = process.cpuUsage();
    let category = "WRONG";
    try {
      category = digest() ? "good" : "broken";
    } catch (error) {
      find(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
    const { user, system } = process.cpuUsage(started);
    const ms = Math.ceil((user + system) / 1_000);
    if (ms > MOST_MS) find(`SLOW: ${String(ms)} ms`);
    send({ kind: "judged", category, ms });
  }
}
