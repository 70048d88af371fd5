/** The part of the hunt that may never return, or run out of memory: compiles, compares, shrinks. */
import { workerData } from "node:worker_threads";
import { generateProgram } from "../../programs/random/generate.ts";
import { createRandom } from "../../language/random.ts";
import type { Options } from "../../commands/index.ts";
import { work, type Sign } from "../runner/sign.ts";
import { disagreement, isBad, judge, type Verdict } from "./judge.ts";
import { mutateProgram } from "./mutate.ts";
import { shrinkProgram } from "./shrink.ts";

/** What to hunt: seeds from `first` to `last`. */
export interface ProgramHunt {
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

/** Of one kind a few are enough, made small. */
const MOST_SHRUNK = 6;
/** Slower than this is worth a look. */
const SLOW_MS = 5_000;

const asked: ProgramHunt = workerData;
work((send) => {
  hunt(asked, send);
});

function hunt(programs: ProgramHunt, send: (sign: Sign) => void): void {
  const times = new Map<string, number>();
  for (let seed = programs.first; seed <= programs.last; seed++) {
    const size = programs.size === 0 ? 1 + (seed % 6) : programs.size;
    const chosen = optionsFor(seed, programs);
    const title = `seed ${String(seed)} size ${String(size)} ${JSON.stringify(chosen)}`;
    const generated = generateProgram(seed, size);
    const program = programs.mutate ? mutateProgram(generated.text, createRandom(seed)) : generated.text;
    send({ kind: "trying", seed, title, text: program });
    const find = (what: string, text: string, details: string): void => {
      send({ kind: "found", title: `${title}: ${what}`, text, details });
    };
    const third = programs.mutate ? null : disagreement(generated);
    if (third !== null) find("generator and interpreter disagree", program, third);
    const verdict = judge(program, chosen);
    send({ kind: "judged", category: verdict.category, ms: verdict.compileMs });
    if (verdict.compileMs > SLOW_MS) find("SLOW", program, `${(verdict.compileMs / 1000).toFixed(1)} s`);
    if (!isWorthShowing(verdict, programs)) continue;
    const known = times.get(verdict.category) ?? 0;
    times.set(verdict.category, known + 1);
    const isAlike = (text: string): boolean => {
      send({ kind: "trying", seed, title, text });
      return judge(text, chosen).category === verdict.category;
    };
    const small = known >= MOST_SHRUNK ? program : shrinkProgram(program, isAlike);
    find(verdict.category, small, judge(small, chosen).details.slice(0, 1500));
  }
}

function optionsFor(seed: number, { maxLength }: ProgramHunt): Options {
  return {
    ...(seed % 4 === 3 ? { layout: "packed" } : {}),
    ...(seed % 5 === 3 ? { causal: true } : {}),
    ...(seed % 7 === 6 ? { precision: "float64" } : {}),
    ...(maxLength > 0 ? { maxLength } : {}),
  };
}

function isWorthShowing(verdict: Verdict, { mutate, show }: ProgramHunt): boolean {
  const { category } = verdict;
  // Changed programs may be ill-typed.
  if (isBad(verdict)) return !mutate || !category.startsWith("REJECTED");
  if (category.startsWith("not verified")) return true;
  return category.startsWith("refused") && show !== "" && (show === "any" || category.endsWith(show));
}
