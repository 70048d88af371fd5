/**
 * Times of what was built in one tree, for one measured program, in a process
 * that has done nothing yet: `node measure.js TREE PROGRAM` prints them as JSON.
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type * as Library from "../../commands/index.ts";
import { measured } from "../../scripts/subjects/measured.ts";

/** Milliseconds of a task, by its name; a task that is repeated has its median. */
export type Times = Readonly<Record<string, number>>;

/** A task is repeated until so much time is used up, at least `FEWEST` times. */
const REPEAT_MS = 200;
const FEWEST = 3;

const [tree = "", name = ""] = process.argv.slice(2);
const library: typeof Library = await import(pathToFileURL(join(tree, "dist/index.js")).href);
process.stdout.write(JSON.stringify(measure(name)));

function measure(program: string): Times {
  const subject = measured.find((each) => each.name === program);
  if (subject === undefined) throw new Error(`no program ${program}`);
  const { request } = subject;
  const first = timeOf(() => library.compile(request));
  const { compiled } = library.compile(request);
  if (compiled === null) throw new Error(`${program} does not compile`);
  const file = { name: "measured.weights.json", text: compiled.text };
  const options = { ...request.options, inputs: [longestInput(request)] };
  return {
    "first compile": first,
    "later compile": medianOf(() => library.compile(request)),
    verify: medianOf(() => library.verify(file, null)),
    run: medianOf(() => library.runWeights(file, { inputs: options.inputs })),
    interpret: medianOf(() => library.interpret({ source: request.source, options })),
  };
}

/** Tokens of the vocabulary in an order that looks random, as JSON. */
function longestInput({ options }: Library.Request): string {
  const vocabulary = String(options?.vocabulary);
  const tokens: readonly unknown[] = vocabulary.startsWith("[")
    ? JSON.parse(vocabulary)
    : Array.from(vocabulary);
  return JSON.stringify(
    Array.from({ length: options?.maxLength ?? 1 }, (_, i) => tokens[(i * 7 + i * i) % tokens.length]),
  );
}

function medianOf(task: () => unknown): number {
  const times: number[] = [];
  const end = performance.now() + REPEAT_MS;
  while (times.length < FEWEST || performance.now() < end) times.push(timeOf(task));
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

function timeOf(task: () => unknown): number {
  const started = performance.now();
  task();
  return performance.now() - started;
}
