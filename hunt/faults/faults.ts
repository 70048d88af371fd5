/**
 * Changes single weights of compiled models and looks for them with diff:
 * `npm run faults -- --count N --seed S`. N changes that alter some answer are made.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createRandom } from "../../language/random.ts";
import { programsIn } from "../../scripts/subjects/bundled.ts";
import { count, reportWhenCutShort, secondsOf, startCounts, total } from "../runner/counts.ts";
import { chooseChange, examineChange, isNamed, patientOf } from "./fault.ts";

const { values: options } = parseArgs({
  options: { count: { type: "string", default: "1000" }, seed: { type: "string", default: "1" } },
});
const wanted = Number(options.count);
/** The part of the faults of which the changed part itself is to be named. */
const LEAST_NAMED = 0.95;
const random = createRandom(Number(options.seed));

const patients = programsIn(join(process.argv[1] ?? "", "../../../../programs")).flatMap(({ name, text }) => {
  // Short enough to try every input.
  for (const maxLength of [6, 5, 4, 3, 2]) {
    const patient = patientOf(name, text, { maxLength });
    if (patient !== null) return [patient];
  }
  return [];
});

const counts = startCounts();
reportWhenCutShort(report);
await huntFaults();
report();
if (total(counts, "missed") > 0 || total(counts, "named") < LEAST_NAMED * found()) process.exitCode = 1;

function huntFaults(): Promise<void> {
  return new Promise((resolve) => {
    const next = (): void => {
      if (found() + total(counts, "missed") >= wanted) return resolve();
      examineOne();
      // Not in a loop: whoever cuts the hunt short is heard.
      setImmediate(next);
    };
    next();
  });
}

function examineOne(): void {
  const patient = random.pick(patients);
  const change = chooseChange(patient.model, random);
  const examined = examineChange(patient, change);
  const said = `${patient.name} ${change.tensor}[${change.index.join(",")}] ${String(change.before)} → ${String(change.after)}`;
  if (examined.kind !== "found") {
    count(counts, examined.kind);
    if (examined.kind === "missed") process.stdout.write(`MISSED ${said}\n`);
    return;
  }
  const { departure } = examined;
  if (departure !== null && isNamed(patient.model, change, departure)) return count(counts, "named");
  count(counts, "named otherwise");
  process.stdout.write(`named otherwise: ${said}: ${JSON.stringify(departure)}\n`);
}

function found(): number {
  return total(counts, "named") + total(counts, "named otherwise");
}

function report(): void {
  const altering = found() + total(counts, "missed");
  process.stdout.write(
    `${String(patients.length)} programs, ${String(total(counts))} changes in ${secondsOf(counts).toFixed(1)} s: ` +
      `${String(total(counts, "harmless"))} alter no answer; ` +
      `of ${String(altering)} that do, diff finds ${String(found())} and names the changed part of ${String(total(counts, "named"))}\n`,
  );
}
