/**
 * Runs every bundled program's model on three engines, the runtime and the oracle in
 * doubles and in 64 digits: `npm run engines -- --count N --seed S`, N inputs a program.
 * Prints where an answer is not the runtime's, and how many there were.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bundled } from "../bench/subjects.ts";
import { planInputs } from "../commands/inputs/plan.ts";
import { build } from "../commands/models/build.ts";
import { displayInput } from "../language/display.ts";
import { loadOracle } from "../oracle/load.ts";
import { equalityKey } from "../runtime/atoms.ts";
import type { InputProblem, Run } from "../runtime/engine.ts";
import { runtime } from "../runtime/run.ts";

const { values: options } = parseArgs({
  options: { count: { type: "string", default: "20" }, seed: { type: "string", default: "1" } },
});
const samples = Number(options.count);
const seed = Number(options.seed);
const programs = join(process.argv[1] ?? "", "../../../programs");
const oracles = [await loadOracle("textbook"), await loadOracle("bignumber")];
const wrong = new Map(oracles.map(({ name }) => [name, 0]));

/** All values of all outputs, as texts that are the same for atoms that are `==`. */
function valuesOf(answer: Run | InputProblem): readonly string[] {
  if ("problem" in answer) throw new Error(answer.message);
  return answer.decoded.flatMap(({ values }) => values.map((atom) => `${atom.type} ${equalityKey(atom)}`));
}

function print(cells: readonly (string | number)[]): void {
  const [name = "", ...rest] = cells.map(String);
  process.stdout.write(`${name.padEnd(26)}${rest.map((cell) => cell.padStart(11)).join("")}\n`);
}

print(["program", "inputs", "values", ...oracles.map(({ name }) => name)]);
let totalInputs = 0;
let totalValues = 0;
for (const { name, request } of bundled(programs)) {
  const built = build(request);
  if (built.kind === "refused") throw new Error(`${name} is refused`);
  const inputs = [...planInputs(built.target.space, { limit: samples, samples, seed }).inputs()];
  const expected = inputs.map((input) => valuesOf(runtime.open(built.model)(input)));
  const values = expected.reduce((sum, row) => sum + row.length, 0);
  const different = oracles.map((oracle) => {
    const answer = oracle.open(built.model);
    const counts = inputs.map((input, i) => {
      const actual = valuesOf(answer(input));
      const count = (expected[i] ?? []).filter((value, at) => value !== actual[at]).length;
      if (count > 0) process.stdout.write(`=== ${name}, ${oracle.name}: ${displayInput(input)}\n`);
      return count;
    });
    return counts.reduce((sum, count) => sum + count, 0);
  });
  print([name, inputs.length, values, ...different]);
  totalInputs += inputs.length;
  totalValues += values;
  for (const [i, oracle] of oracles.entries())
    wrong.set(oracle.name, (wrong.get(oracle.name) ?? 0) + (different[i] ?? 0));
}
print(["all", totalInputs, totalValues, ...wrong.values()]);
if ([...wrong.values()].some((count) => count > 0)) process.exitCode = 1;
