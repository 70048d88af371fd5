/** Judges a program: is it compiled, and does its model agree with the interpreter? */
import type { GeneratedProgram } from "../../programs/random/generate.ts";
import { literal } from "../../programs/random/values.ts";
import { compile, diff, interpret, type Options, type Request } from "../../commands/index.ts";
import { equalAtoms, type Atom } from "../../language/atom.ts";

export interface Verdict {
  /** `certified`, `conditional`, `refused: CODE`; `not verified` where the checker found no proof; in capitals what should not be. */
  readonly category: string;
  /** What differs or was thrown. */
  readonly details: string;
  readonly compileMs: number;
}

/** Refusals are answers; any other error says that generator and compiler disagree on what is well-typed. */
const refusals = new Set(["failing-input", "too-large", "uncertified", "uncompilable"]);

/** Compiles, and compares on all inputs where they are at most 200, else on 60. */
export function judge(text: string, options: Options = {}): Verdict {
  const request: Request = {
    source: { name: "random.rasp", text },
    options: { limit: 200, samples: 60, ...options },
  };
  const started = performance.now();
  let compileMs = 0;
  try {
    const { compiled, diagnostics, report } = compile(request);
    compileMs = performance.now() - started;
    if (compiled === null) {
      const error = diagnostics.find(({ severity }) => severity === "error");
      const code = error?.code ?? "no error";
      const category = refusals.has(code) ? `refused: ${code}` : `REJECTED: ${code}`;
      return { category, details: error?.message ?? "", compileMs };
    }
    const unverified = diagnostics.find(({ code: said }) => said === "not-verified");
    const compared = diff(request, { name: "random.weights.json", text: compiled.text });
    const certified = report.certified === true ? "certified" : String(report.certified);
    if (compared.report.mismatches > 0) {
      return {
        category: `MISMATCH (${certified})`,
        details: JSON.stringify(compared.report.first),
        compileMs,
      };
    }
    if (compared.report.inputs === 0) {
      const codes = compared.diagnostics.map(({ code, message }) => `${code}: ${message}`).join("; ");
      return { category: "REJECTED: the model", details: codes, compileMs };
    }
    if (unverified !== undefined) {
      return { category: `not verified (${certified})`, details: unverified.message, compileMs };
    }
    return { category: certified, details: "", compileMs };
  } catch (error) {
    const { message, stack } =
      error instanceof Error ? error : { message: String(error), stack: String(error) };
    const category = `CRASH: ${message.replaceAll(/\d+/g, "N").slice(0, 80)}`;
    return { category, details: stack ?? message, compileMs };
  }
}

/** True if the verdict is no answer that a user should get. */
export function isBad({ category }: Pick<Verdict, "category">): boolean {
  return /^[A-Z]/.test(category);
}

/** The generator computes values too: a third opinion. Null where it is the interpreter's. */
export function disagreement(program: GeneratedProgram): string | null {
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
      if (found?.every((value, position) => isSame(expected[position], value)) !== true) {
        const own = expected.map(literal).join(", ");
        return `${name} on ${inputs[at] ?? ""}: generator ${own}; interpreter ${JSON.stringify(output)}`;
      }
    }
  }
  return report.runs.length === inputs.length ? null : "the interpreter ran fewer inputs";
}

function jsonOf(atom: Atom): string {
  return atom.type === "string" || atom.type === "bool" ? JSON.stringify(atom.value) : literal(atom);
}

function isSame(atom: Atom | undefined, value: unknown): boolean {
  if (atom === undefined) return false;
  if (typeof value === "string") return equalAtoms(atom, { type: "string", value });
  if (typeof value === "boolean") return equalAtoms(atom, { type: "bool", value });
  return typeof value === "number" && equalAtoms(atom, { type: "float", value });
}
