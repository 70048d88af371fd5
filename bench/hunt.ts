/**
 * Compiles random programs and compares each model with the interpreter:
 * `npm run hunt -- --count N --seed S [--size Z] [--max-length L] [--mutate]`. Prints every
 * program that differs or crashes, made small, and how the rest went. Layout and
 * precision change with the seed.
 */
import { parseArgs } from "node:util";
import { generateProgram } from "../generator/generate.ts";
import { createRandom } from "../generator/random.ts";
import type { Options } from "../index.ts";
import { disagreement, isBad, judge } from "./judge.ts";
import { mutateProgram } from "./mutateProgram.ts";
import { shrinkProgram } from "./shrinkProgram.ts";

const { values: options } = parseArgs({
  options: {
    count: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
    /** 0: each size from 1 to 6 in turn. */
    size: { type: "string", default: "0" },
    /** 0: each program's own. */
    "max-length": { type: "string", default: "0" },
    /** Programs changed at random: ill-typed and failing ones among them. */
    mutate: { type: "boolean", default: false },
    /** Refusals too: a code, or `any`. */
    show: { type: "string", default: "" },
  },
});
const count = Number(options.count);
const firstSeed = Number(options.seed);

/** Slower than this is worth a look. */
const SLOW_MS = 5_000;
/** Of one kind a few are enough, made small. */
const MOST_SHRUNK = 6;

const categories = new Map<string, number>();
const started = performance.now();
let slowest = 0;

function note(category: string): number {
  const times = (categories.get(category) ?? 0) + 1;
  categories.set(category, times);
  return times;
}

function show(title: string, text: string, details: string): void {
  process.stdout.write(`=== ${title}\n${text}--- ${details}\n`);
}

function optionsFor(seed: number): Options {
  const maxLength = Number(options["max-length"]);
  return {
    ...(seed % 4 === 3 ? { layout: "packed" } : {}),
    ...(seed % 7 === 6 ? { precision: "float64" } : {}),
    ...(maxLength > 0 ? { maxLength } : {}),
  };
}

for (let seed = firstSeed; seed < firstSeed + count; seed++) {
  const size = Number(options.size) || 1 + (seed % 6);
  const chosen = optionsFor(seed);
  const title = `seed ${String(seed)} size ${String(size)} ${JSON.stringify(chosen)}`;
  process.stderr.write(`\r${title}    `);
  const program = generateProgram(seed, size);
  const original = options.mutate ? mutateProgram(program.text, createRandom(seed)) : program.text;
  const third = options.mutate ? null : disagreement(program);
  if (third !== null) {
    note("THIRD OPINION");
    show(`${title}: generator and interpreter disagree`, program.text, third);
  }
  const verdict = judge(original, chosen);
  const times = note(verdict.category);
  slowest = Math.max(slowest, verdict.compileMs);
  if (verdict.compileMs > SLOW_MS) {
    note("SLOW");
    show(`${title}: SLOW`, original, `${(verdict.compileMs / 1000).toFixed(1)} s`);
  }
  const isShown =
    options.show !== "" &&
    verdict.category.startsWith("refused") &&
    (options.show === "any" || verdict.category.endsWith(options.show));
  // Changed programs may be ill-typed.
  if (options.mutate && verdict.category.startsWith("REJECTED")) continue;
  if (!isBad(verdict) && !isShown) continue;
  const isAlike = (text: string): boolean => judge(text, chosen).category === verdict.category;
  const text = times > MOST_SHRUNK ? original : shrinkProgram(original, isAlike);
  show(`${title}: ${verdict.category}`, text, judge(text, chosen).details.slice(0, 1500));
}

const seconds = (performance.now() - started) / 1000;
const rows = [...categories].toSorted(([, a], [, b]) => b - a);
process.stdout.write(
  `\n${rows.map(([category, times]) => `${String(times).padStart(7)}  ${category}\n`).join("")}`,
);
process.stdout.write(
  `${String(count)} programs in ${seconds.toFixed(1)} s, ${(count / seconds).toFixed(1)} a second; slowest compile ${slowest.toFixed(0)} ms\n`,
);
