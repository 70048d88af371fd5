/** The part of the fuzzer that may never return, or run out of memory: one input after the other. */
import { parentPort, workerData } from "node:worker_threads";
import { generateProgram } from "../generator/generate.ts";
import { createRandom, type Random } from "../generator/random.ts";
import { elaborateReading, read } from "../pipeline/frontend.ts";
import { toJsonDiagnostics } from "../pipeline/outcome.ts";
import { renderDiagnostic } from "../language/render.ts";
import { changedWeights, digestWeights, weightsSubjects } from "./fuzzWeights.ts";
import { mutateText } from "./mutateText.ts";
import { bundled } from "./subjects.ts";

export interface Fuzz {
  readonly what: "sources" | "weights";
  readonly first: number;
  readonly last: number;
  /** Where programs to start from are. */
  readonly programs: string;
  /** One number: the seed in work. */
  readonly current: SharedArrayBuffer;
}

export type FuzzSign =
  | { readonly kind: "found"; readonly seed: number; readonly what: string; readonly text: string }
  | {
      readonly kind: "counted";
      readonly inputs: number;
      readonly correct: number;
      readonly slowestMs: number;
    };

/** More processor time than this is a finding: other work on the machine says nothing about ours. */
const MOST_MS = 1_000;
/** Generated programs to start from, besides those that come with the tool. */
const GENERATED = 200;

const port = parentPort;
if (port !== null) {
  const fuzz: Fuzz = workerData;
  fuzzAll(fuzz, (sign) => {
    port.postMessage(sign);
  });
}

/** What is fuzzed: a text for each seed, and what is done with it; true if nothing was wrong with it. */
interface Subject {
  readonly textOf: (seed: number) => string;
  readonly digest: (seed: number) => boolean;
}

function subjectOf({ what, programs }: Fuzz): Subject {
  if (what === "sources") {
    const corpus = corpusOf(programs);
    return { textOf: (seed) => textOf(seed, corpus), digest: (seed) => digest(textOf(seed, corpus)) };
  }
  const subjects = weightsSubjects();
  return {
    textOf: (seed) => changedWeights(seed, subjects).text,
    digest: (seed) => digestWeights(changedWeights(seed, subjects)),
  };
}

function fuzzAll(fuzz: Fuzz, send: (sign: FuzzSign) => void): void {
  const subject = subjectOf(fuzz);
  const current = new Int32Array(fuzz.current);
  let [inputs, correct, slowestMs] = [0, 0, 0];
  for (let seed = fuzz.first; seed <= fuzz.last; seed++) {
    Atomics.store(current, 0, seed);
    const started = process.cpuUsage();
    const report = (what: string): void => {
      send({ kind: "found", seed, what, text: subject.textOf(seed) });
    };
    try {
      if (subject.digest(seed)) correct++;
    } catch (error) {
      report(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
    const { user, system } = process.cpuUsage(started);
    const took = (user + system) / 1_000;
    slowestMs = Math.max(slowestMs, took);
    if (took > MOST_MS) report(`SLOW: ${took.toFixed(0)} ms`);
    inputs++;
  }
  send({ kind: "counted", inputs, correct, slowestMs });
}

function corpusOf(programs: string): readonly string[] {
  const generated = Array.from({ length: GENERATED }, (_, i) => generateProgram(i + 1, 1 + (i % 6)).text);
  return [...bundled(programs).map(({ request }) => request.source.text), ...generated];
}

function textOf(seed: number, corpus: readonly string[]): string {
  const random: Random = createRandom(seed);
  return mutateText(random.pick(corpus), random.pick(corpus), random);
}

/** Parses, elaborates, and words all there is to say; true if nothing is wrong with the program. */
function digest(text: string): boolean {
  const reading = read({ source: { name: "fuzz.rasp", text } });
  const { diagnostics } = elaborateReading(reading, null);
  toJsonDiagnostics(diagnostics);
  for (const diagnostic of diagnostics) {
    const { span } = diagnostic;
    if (
      span !== null &&
      !(span.start >= 0 && span.start <= span.end && span.end <= span.source.text.length)
    ) {
      throw new Error(
        `the span ${String(span.start)}–${String(span.end)} of ${diagnostic.code} is not in the text`,
      );
    }
    renderDiagnostic(diagnostic, { color: (_, shown) => shown });
  }
  return diagnostics.every(({ severity }) => severity !== "error");
}
