/**
 * Is this working tree faster or slower than another commit? `npm run bench:compare -- REV
 * [--json] [WORD ...]`, with words only the programs whose names hold one of them.
 * Both are built and measured in turn, each time in a process of its own: the first
 * compile of it, later ones, verify, run and interpret on a longest input, and `rasp --help`.
 * A ratio is this tree's median over the commit's: below 1 is faster.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runIn, withCommit } from "../../scripts/commit.ts";
import { measured } from "../../scripts/subjects/measured.ts";
import type { Times } from "./measure.ts";
import { rowOf, type Row, type Spread } from "./times.ts";

/** Processes for each side. */
const ROUNDS = 5;

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: "boolean", default: false } },
});
const [revision, ...words] = positionals;
if (revision === undefined) throw new Error("name a commit: npm run bench:compare -- HEAD~1");

const root = join(process.argv[1] ?? "", "../../../..");
await withCommit(root, revision, async (tree) => {
  runIn(tree, "node", ["build.mjs"]);
  runIn(root, "node", ["build.mjs"]);
  // What was built for this run goes with dist/.
  runIn(root, "node", ["build.mjs", "bench"]);
  if (!flags.json) process.stdout.write(`${line("min/median ms", revision, "here", "ratio", "")}\n`);
  const rows = flags.json ? compareAll(tree) : compareAll(tree, print);
  if (flags.json) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
});

/** `show` is given each row as soon as it is known. */
function compareAll(tree: string, show: (row: Row) => void = () => void 0): readonly Row[] {
  const names = measured
    .map(({ name }) => name)
    .filter((name) => words.length === 0 || words.some((word) => name.includes(word)));
  const subjects = [
    ...names.map((name) => ({ name, measure: (side: string) => measureIn(side, name) })),
    { name: "rasp", measure: helpIn },
  ];
  return subjects.flatMap(({ name, measure }) => {
    const rows = compareTasks(name, tree, measure);
    for (const row of rows) show(row);
    return rows;
  });
}

/** The sides take turns at being first: what the machine does besides falls on both. */
function compareTasks(name: string, tree: string, measure: (side: string) => Times): readonly Row[] {
  const before: Times[] = [];
  const after: Times[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    if (round % 2 === 0) before.push(measure(tree));
    after.push(measure(root));
    if (round % 2 === 1) before.push(measure(tree));
  }
  const timesOf = (side: readonly Times[], task: string): readonly number[] =>
    side.map((times) => times[task] ?? Number.NaN);
  return Object.keys(after[0] ?? {}).map((task) =>
    rowOf(`${name}: ${task}`, { before: timesOf(before, task), after: timesOf(after, task) }),
  );
}

function measureIn(side: string, name: string): Times {
  const script = join(root, "dist/bench/compare/measure.js");
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--stack-size=8000", script, side, name], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${name} in ${side}: ${stderr}`);
  const times: Times = JSON.parse(stdout);
  return times;
}

function helpIn(side: string): Times {
  const started = performance.now();
  const { status } = spawnSync(process.execPath, [join(side, "dist/cli.js"), "--help"]);
  if (status !== 0) throw new Error(`rasp --help in ${side} ended with ${String(status)}`);
  return { "--help": performance.now() - started };
}

function print({ task, before, after, ratio, isNoise }: Row): void {
  const note = isNoise ? "within noise" : "";
  process.stdout.write(`${line(task, shown(before), shown(after), ratio.toFixed(2), note)}\n`);
}

function shown({ min, median }: Spread): string {
  return `${milliseconds(min)}/${milliseconds(median)}`;
}

function milliseconds(number: number): string {
  return number.toFixed(number < 10 ? 2 : number < 100 ? 1 : 0);
}

function line(task: string, before: string, after: string, ratio: string, note: string): string {
  const cells = [task.padEnd(34), before.padStart(16), after.padStart(16), ratio.padStart(6)];
  return `${cells.join(" ")}  ${note}`.trimEnd();
}
