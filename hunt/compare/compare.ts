/**
 * Does this working tree behave as another commit does? `npm run compare -- REV [--random N]`.
 * Builds the commit in a folder of its own, puts the same subjects to both (models of
 * bundled and random programs, verdicts on changed weights, diagnostics of broken
 * programs, whole command lines) and compares what they answer, byte for byte.
 * Exit status 1 where anything differs, with the first differences.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runIn, withCommit } from "../../scripts/commit.ts";
import { chooseSubjects } from "./subjects.ts";

const { values: options, positionals } = parseArgs({
  options: { random: { type: "string", default: "400" }, show: { type: "string", default: "5" } },
  allowPositionals: true,
});
const [revision] = positionals;
if (revision === undefined) throw new Error("name a commit: npm run compare -- HEAD~1");

const root = join(process.argv[1] ?? "", "../../../..");

/** An answer to each subject, by the subject's name. */
type Answers = ReadonlyMap<string, string>;

process.exitCode = await withCommit(root, revision, (tree) => compare(revision, tree));

async function compare(rev: string, other: string): Promise<0 | 1> {
  runIn(other, "node", ["build.mjs"]);
  runIn(root, "node", ["build.mjs"]);
  // What was built for this run goes with dist/.
  runIn(root, "node", ["build.mjs", "hunt"]);
  const scratch = mkdtempSync(join(tmpdir(), "rasp-compare-"));
  try {
    const subjects = join(scratch, "subjects.json");
    writeFileSync(subjects, JSON.stringify(chooseSubjects(root, Number(options.random))));
    const [before, after] = await Promise.all([
      observe(other, subjects, join(scratch, "before.json")),
      observe(root, subjects, join(scratch, "after.json")),
    ]);
    return report(rev, before, after);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** Puts the subjects to what was built in a tree. */
async function observe(tree: string, subjects: string, answers: string): Promise<Answers> {
  const observer = join(root, "dist/hunt/compare/observe.js");
  const child = spawn(process.execPath, ["--stack-size=8000", observer, tree, subjects, answers], {
    stdio: "inherit",
  });
  const status = await new Promise((resolve) => child.on("close", resolve));
  if (status !== 0) throw new Error(`the observer of ${tree} ended with ${String(status)}`);
  const entries: readonly (readonly [string, string])[] = JSON.parse(readFileSync(answers, "utf8"));
  return new Map(entries);
}

function report(rev: string, before: Answers, after: Answers): 0 | 1 {
  const kinds = new Map<string, { compared: number; different: number }>();
  const differing: string[] = [];
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const kind = name.slice(0, name.indexOf(":"));
    const counts = kinds.get(kind) ?? { compared: 0, different: 0 };
    kinds.set(kind, counts);
    counts.compared++;
    if (before.get(name) === after.get(name)) continue;
    counts.different++;
    differing.push(name);
  }
  for (const name of differing.slice(0, Number(options.show))) {
    process.stdout.write(
      `=== ${name}\n--- ${rev}\n${before.get(name) ?? "(no answer)"}\n--- here\n${after.get(name) ?? "(no answer)"}\n`,
    );
  }
  for (const [kind, { compared, different }] of kinds) {
    process.stdout.write(
      `${kind.padEnd(10)} ${String(compared).padStart(6)} compared, ${String(different)} different\n`,
    );
  }
  return differing.length === 0 ? 0 : 1;
}
