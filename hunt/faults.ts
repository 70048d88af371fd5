/**
 * Changes single weights of compiled models and looks for them with diff:
 * `npm run faults -- --count N --seed S`. N changes that alter some answer are made.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createRandom } from "../programs/random/random.ts";
import { chooseChange, examineChange, isNamed, patientOf } from "./fault.ts";
import { bundled } from "../bench/subjects.ts";

const { values: options } = parseArgs({
  options: { count: { type: "string", default: "1000" }, seed: { type: "string", default: "1" } },
});
const wanted = Number(options.count);
/** The part of the faults of which the changed part itself is to be named. */
const LEAST_NAMED = 0.95;
const random = createRandom(Number(options.seed));
const programs = join(process.argv[1] ?? "", "../../../programs");

const patients = bundled(programs).flatMap(({ name, request }) => {
  // Short enough to try every input.
  for (const maxLength of [6, 5, 4, 3, 2]) {
    const patient = patientOf(name, request.source.text, { maxLength });
    if (patient !== null) return [patient];
  }
  return [];
});

const started = performance.now();
const counts = { changes: 0, harmless: 0, missed: 0, found: 0, named: 0 };
while (counts.found + counts.missed < wanted) {
  const patient = random.pick(patients);
  const change = chooseChange(patient.model, random);
  counts.changes++;
  const found = examineChange(patient, change);
  const said = `${patient.name} ${change.tensor}[${change.index.join(",")}] ${String(change.before)} → ${String(change.after)}`;
  if (found.kind !== "found") {
    counts[found.kind]++;
    if (found.kind === "missed") process.stdout.write(`MISSED ${said}\n`);
    continue;
  }
  counts.found++;
  if (found.departure !== null && isNamed(patient.model, change, found.departure)) counts.named++;
  else process.stdout.write(`named otherwise: ${said}: ${JSON.stringify(found.departure)}\n`);
}
const seconds = ((performance.now() - started) / 1_000).toFixed(1);
process.stdout.write(
  `${String(patients.length)} programs, ${String(counts.changes)} changes in ${seconds} s: ${String(counts.harmless)} alter no answer; ` +
    `of ${String(wanted)} that do, diff finds ${String(counts.found)} and names the changed part of ${String(counts.named)}\n`,
);
if (counts.missed > 0 || counts.named < LEAST_NAMED * counts.found) process.exitCode = 1;
