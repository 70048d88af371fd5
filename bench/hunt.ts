/**
 * Compiles random programs and compares each model with the interpreter:
 * `npm run hunt -- --count N --seed S [--size Z]`. Prints every program that differs
 * or crashes, made small, and how the rest went.
 */
import { parseArgs } from "node:util";
import { generateProgram, type GeneratedProgram } from "../generator/generate.ts";
import { compile, diff, interpret, type Request } from "../index.ts";
import { equalAtoms, type Atom } from "../language/atom.ts";
import { literal } from "../generator/values.ts";
import { shrinkProgram } from "./shrinkProgram.ts";

const { values: options } = parseArgs({
  options: {
    count: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
    size: { type: "string", default: "0" },
  },
});
const count = Number(options.count);
const firstSeed = Number(options.seed);

/** Slower than this is worth a look. */
const SLOW_MS = 5_000;

interface Verdict {
  /** `certified`, `conditional`, `refused: …`, `MISMATCH`, `CRASH: …`, `REJECTED: …`. */
  readonly category: string;
  /** What differs or was thrown. */
  readonly details: string;
  readonly compileMs: number;
}

function judge(text: string): Verdict {
  const request: Request = {
    source: { name: "random.rasp", text },
    options: { limit: 200, samples: 60 },
  };
  const started = performance.now();
  let compileMs = 0;
  try {
    const { compiled, diagnostics, report } = compile(request);
    compileMs = performance.now() - started;
    if (compiled === null) {
      const error = diagnostics.find(({ severity }) => severity === "error");
      const code = error?.code ?? "no error";
      return {
        category: refusals.has(code) ? `refused: ${code}` : `REJECTED: ${code}`,
        details: error?.message ?? "",
        compileMs,
      };
    }
    const compared = diff(request, { name: "random.weights.json", text: compiled.text });
    if (compared.report.mismatches > 0) {
      return { category: "MISMATCH", details: JSON.stringify(compared.report.first, null, 1), compileMs };
    }
    if (compared.report.inputs === 0) {
      const codes = compared.diagnostics.map(({ code, message }) => `${code}: ${message}`).join("; ");
      return { category: "CRASH: the model is not accepted", details: codes, compileMs };
    }
    return {
      category: report.certified === true ? "certified" : String(report.certified),
      details: "",
      compileMs,
    };
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : { message: String(error), stack: "" };
    return {
      category: `CRASH: ${message.replaceAll(/\d+/g, "N").slice(0, 80)}`,
      details: stack ?? message,
      compileMs,
    };
  }
}

/** Refusals are answers; any other error says that generator and compiler disagree on what is well-typed. */
const refusals = new Set(["failing-input", "too-large", "uncertified", "uncompilable"]);

/** The generator computes values too: a third opinion. Null where it agrees with the interpreter. */
function opinion(program: GeneratedProgram): string | null {
  const inputs = program.inputs.map((input) => `[${input.map(jsonOf).join(",")}]`);
  const outputs = program.outputs.map(({ name }) => name);
  const { report } = interpret({
    source: { name: "random.rasp", text: program.text },
    options: { inputs, outputs },
  });
  for (const [at, { outputs: interpreted }] of report.runs.entries()) {
    for (const { name, rows } of program.outputs) {
      const output = interpreted[name];
      const expected = rows[at] ?? [];
      const found = output !== undefined && "kind" in output && output.kind === "s-op" ? output.value : null;
      if (found?.every((value, position) => same(expected[position], value)) !== true) {
        return `${name} on ${inputs[at] ?? ""}: generator ${expected.map(literal).join(", ")}; interpreter ${JSON.stringify(output)}`;
      }
    }
  }
  return report.runs.length === inputs.length ? null : "the interpreter ran fewer inputs";
}

function jsonOf(atom: Atom): string {
  return atom.type === "string" || atom.type === "bool" ? JSON.stringify(atom.value) : literal(atom);
}

function same(atom: Atom | undefined, value: unknown): boolean {
  if (atom === undefined) return false;
  if (typeof value === "string") return equalAtoms(atom, { type: "string", value });
  if (typeof value === "boolean") return equalAtoms(atom, { type: "bool", value });
  return typeof value === "number" && equalAtoms(atom, { type: "float", value });
}

const categories = new Map<string, number>();
const seen = new Map<string, number>();
const started = performance.now();
let slowest = 0;

function note(category: string): void {
  categories.set(category, (categories.get(category) ?? 0) + 1);
}

function show(title: string, text: string, details: string): void {
  process.stdout.write(`=== ${title}\n${text}--- ${details}\n`);
}

for (let seed = firstSeed; seed < firstSeed + count; seed++) {
  const size = Number(options.size) || 1 + (seed % 6);
  const program = generateProgram(seed, size);
  process.stderr.write(`\rseed ${String(seed)} `);
  const third = opinion(program);
  if (third !== null) {
    note("THIRD OPINION");
    show(`seed ${String(seed)} size ${String(size)}: third opinion`, program.text, third);
  }
  const verdict = judge(program.text);
  note(verdict.category);
  slowest = Math.max(slowest, verdict.compileMs);
  if (verdict.compileMs > SLOW_MS) {
    note("SLOW");
    show(
      `seed ${String(seed)} size ${String(size)}: SLOW`,
      program.text,
      `${(verdict.compileMs / 1000).toFixed(1)} s`,
    );
  }
  if (!/^[A-Z]/.test(verdict.category)) continue;
  const times = (seen.get(verdict.category) ?? 0) + 1;
  seen.set(verdict.category, times);
  // Of one kind a few are enough, made small; the seeds of the others can be asked again.
  const text =
    times > 6
      ? program.text
      : shrinkProgram(program.text, (candidate) => judge(candidate).category === verdict.category, 300);
  show(
    `seed ${String(seed)} size ${String(size)}: ${verdict.category}`,
    text,
    judge(text).details.slice(0, 1500),
  );
}

const seconds = (performance.now() - started) / 1000;
const rows = [...categories].toSorted(([, a], [, b]) => b - a);
process.stdout.write(
  `\n${rows.map(([category, times]) => `${String(times).padStart(7)}  ${category}\n`).join("")}`,
);
process.stdout.write(
  `${String(count)} programs in ${seconds.toFixed(1)} s, ${(count / seconds).toFixed(1)} a second; slowest compile ${slowest.toFixed(0)} ms\n`,
);
