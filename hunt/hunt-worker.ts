/** The part of the hunt that may never return, or run out of memory: compiles, compares, shrinks. */
import { parentPort, workerData } from "node:worker_threads";
import { generateProgram } from "../programs/random/generate.ts";
import { createRandom } from "../programs/random/random.ts";
import type { Options } from "../commands/index.ts";
import { disagreement, isBad, judge, type Verdict } from "./judge.ts";
import { mutateProgram } from "./mutate-program.ts";
import { shrinkProgram } from "./shrink-program.ts";

/** What to hunt: seeds from `first` to `last`. */
export interface Hunt {
  readonly first: number;
  readonly last: number;
  /** 0: each size from 1 to 6 in turn. */
  readonly size: number;
  /** 0: each program's own. */
  readonly maxLength: number;
  /** Programs changed at random: ill-typed and failing ones among them. */
  readonly mutate: boolean;
  /** Refusals to be shown too: a code, or `any`; empty for none. */
  readonly show: string;
}

export interface Title {
  readonly seed: number;
  readonly text: string;
}

export type Sign =
  /** A program is about to be compiled. */
  | { readonly kind: "trying"; readonly title: Title; readonly program: string }
  | { readonly kind: "judged"; readonly category: string; readonly compileMs: number }
  /** A program worth showing. */
  | { readonly kind: "found"; readonly title: Title; readonly program: string; readonly details: string };

/** Of one kind a few are enough, made small. */
const MOST_SHRUNK = 6;
/** Slower than this is worth a look. */
const SLOW_MS = 5_000;

const port = parentPort;
if (port !== null) {
  const options: Hunt = workerData;
  hunt(options, (sign) => {
    port.postMessage(sign);
  });
}

function hunt(options: Hunt, send: (sign: Sign) => void): void {
  const times = new Map<string, number>();
  for (let seed = options.first; seed <= options.last; seed++) {
    const size = options.size === 0 ? 1 + (seed % 6) : options.size;
    const chosen = optionsFor(seed, options);
    const title = { seed, text: `seed ${String(seed)} size ${String(size)} ${JSON.stringify(chosen)}` };
    const generated = generateProgram(seed, size);
    const program = options.mutate ? mutateProgram(generated.text, createRandom(seed)) : generated.text;
    send({ kind: "trying", title, program });
    const third = options.mutate ? null : disagreement(generated);
    if (third !== null) {
      const text = `${title.text}: generator and interpreter disagree`;
      send({ kind: "found", title: { seed, text }, program, details: third });
    }
    const verdict = judge(program, chosen);
    send({ kind: "judged", category: verdict.category, compileMs: verdict.compileMs });
    if (verdict.compileMs > SLOW_MS) {
      const text = `${title.text}: SLOW`;
      const details = `${(verdict.compileMs / 1000).toFixed(1)} s`;
      send({ kind: "found", title: { seed, text }, program, details });
    }
    if (!isWorthShowing(verdict, options)) continue;
    const known = times.get(verdict.category) ?? 0;
    times.set(verdict.category, known + 1);
    const isAlike = (text: string): boolean => {
      send({ kind: "trying", title, program: text });
      return judge(text, chosen).category === verdict.category;
    };
    const small = known >= MOST_SHRUNK ? program : shrinkProgram(program, isAlike);
    const details = judge(small, chosen).details.slice(0, 1500);
    send({
      kind: "found",
      title: { seed, text: `${title.text}: ${verdict.category}` },
      program: small,
      details,
    });
  }
}

function optionsFor(seed: number, { maxLength }: Hunt): Options {
  return {
    ...(seed % 4 === 3 ? { layout: "packed" } : {}),
    ...(seed % 5 === 3 ? { causal: true } : {}),
    ...(seed % 7 === 6 ? { precision: "float64" } : {}),
    ...(maxLength > 0 ? { maxLength } : {}),
  };
}

function isWorthShowing(verdict: Verdict, { mutate, show }: Hunt): boolean {
  const { category } = verdict;
  // Changed programs may be ill-typed.
  if (isBad(verdict)) return !mutate || !category.startsWith("REJECTED");
  if (category.startsWith("not verified")) return true;
  return category.startsWith("refused") && show !== "" && (show === "any" || category.endsWith(show));
}
