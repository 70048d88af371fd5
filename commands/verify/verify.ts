/** `rasp verify`: is a weights file what it says, and, if asked, the model of this program? */
import type { Program } from "../../compiler/elaborate/program.ts";
import type { Diagnostic, JsonDiagnostic } from "../../language/diagnostics/diagnostic.ts";
import type { NodeId } from "../../language/graph.ts";
import type { Source } from "../../language/source.ts";
import type { Model, ModelStatement } from "../../runtime/model.ts";
import type { Figures } from "../../verifier/report/figures.ts";
import { sameProgram } from "../../verifier/same.ts";
import type { Finding } from "../../verifier/report/finding.ts";
import { verifyModel } from "../../verifier/verify.ts";
import { elaborateReading, read } from "../../compiler/settings/frontend.ts";
import { openModel } from "../models/open.ts";
import { arrange, hasErrors, remark, statusOf, toJsonDiagnostics, type Outcome } from "../shared/outcome.ts";
import { chooseOutputs } from "../../compiler/settings/choose.ts";
import type { Request } from "../../compiler/settings/request.ts";

export interface VerifyReport {
  readonly version: 1;
  readonly model: string;
  /** True if everything that the file claims was proved, and, with `against`, that it is of that program. */
  readonly proved: boolean;
  /** The program whose model it is to be; null where none was given. */
  readonly against: string | null;
  /** As the file claims. */
  readonly certified: boolean | "conditional" | null;
  readonly assumptions: readonly string[];
  /** True if the program may have no value on some inputs: the proof is for the others. */
  readonly partial: boolean;
  /** How many inputs there are, as digits. */
  readonly inputs: string | null;
  /** What was found, in the certificate's terms; as far as the proof went. */
  readonly found: Figures | null;
  readonly failures: readonly Finding[];
  readonly milliseconds: number;
  readonly diagnostics: readonly JsonDiagnostic[];
}

export function verify(file: Source, against: Request | null): Outcome<VerifyReport> {
  const started = performance.now();
  const opened = openModel(file);
  const program = against?.source.name ?? null;
  if (opened.kind === "refused") {
    const diagnostics = arrange(opened.diagnostics);
    return {
      status: 2,
      report: {
        version: 1,
        model: file.name,
        proved: false,
        against: program,
        certified: null,
        assumptions: [],
        partial: false,
        inputs: null,
        found: null,
        failures: [],
        milliseconds: performance.now() - started,
        diagnostics: toJsonDiagnostics(diagnostics),
      },
      diagnostics,
    };
  }
  const { model } = opened;
  const compared = against === null ? { findings: [], diagnostics: [] } : compareStatement(model, against);
  const verified = verifyModel(model);
  const failures = [...compared.findings, ...verified.findings];
  const proved = failures.length === 0 && !hasErrors(compared.diagnostics);
  const diagnostics = arrange([
    ...opened.diagnostics.filter(({ code }) => proved || code !== "not-certified"),
    ...compared.diagnostics,
    ...failures.map((failure) => diagnosticOf(file.name, failure)),
  ]);
  const { certificate } = model;
  return {
    status: proved ? 0 : statusOf(diagnostics),
    report: {
      version: 1,
      model: file.name,
      proved,
      against: program,
      certified: certificate.certified,
      assumptions: certificate.assumptions,
      partial: verified.partial,
      inputs: String(countInputs(model)),
      found: verified.figures,
      failures,
      milliseconds: performance.now() - started,
      diagnostics: toJsonDiagnostics(diagnostics),
    },
    diagnostics,
  };
}

/** Whether the file states the program: the same steps for each output, on the same terms. */
export function compareStatement(
  model: Model,
  request: Request,
): { readonly findings: readonly Finding[]; readonly diagnostics: readonly Diagnostic[] } {
  const vocabulary = JSON.stringify(model.tokenizer.vocabulary.map(({ value }) => value));
  const { outputs } = model.program;
  const options = { ...request.options, vocabulary: request.options?.vocabulary ?? vocabulary, outputs };
  const reading = read({ ...request, options });
  const elaborated = elaborateReading(reading, null);
  const chosen = chooseOutputs(elaborated, reading.settings);
  const { diagnostics } = elaborated;
  if (hasErrors(diagnostics)) return { findings: [], diagnostics };
  const { statement } = model.circuit;
  const finding = (message: string): Finding => ({ verdict: "wrong", place: request.source.name, message });
  const missing = chosen.diagnostics.filter(({ severity }) => severity === "error");
  if (missing.length > 0) return { findings: missing.map(({ message }) => finding(message)), diagnostics };
  if (statement === undefined) return { findings: [], diagnostics };
  if (reading.settings.causal !== model.config.causal) {
    const [is, not] = model.config.causal ? ["", " not"] : [" not", ""];
    return { findings: [finding(`the model is${is} causal, and the program is${not}`)], diagnostics };
  }
  const findings = statesProgram(statement, elaborated.program, chosen.outputs)
    .flatMap((same, i) => (same ? [] : [outputs[i] ?? ""]))
    .map((name) => finding(`its output \`${name}\` is not what the model states to compute`));
  return { findings, diagnostics };
}

/** For each output, whether the statement's is the program's. */
export function statesProgram(
  statement: ModelStatement,
  { graph }: Pick<Program, "graph">,
  outputs: readonly { readonly node: NodeId }[],
): readonly boolean[] {
  return sameProgram(
    statement,
    graph,
    outputs.map(({ node }) => node),
  );
}

function diagnosticOf(file: string, { verdict, place, message }: Finding): Diagnostic {
  const codes = { wrong: "not-proved", unproved: "not-proved", overstated: "overstated" } as const;
  return remark("uncertified", codes[verdict], `${file}: ${place}: ${message}`);
}

/** Σ |vocabulary|^n over all lengths. */
export function countInputs({ tokenizer, config }: Model): bigint {
  let [sum, power] = [0n, 1n];
  // Longer numbers than this are of no use to anybody.
  if (config.maxLength * Math.log10(tokenizer.vocabulary.length) > MOST_DIGITS)
    return BigInt(tokenizer.vocabulary.length) ** BigInt(config.maxLength);
  for (let length = 1; length <= config.maxLength; length++) {
    power *= BigInt(tokenizer.vocabulary.length);
    sum += power;
  }
  return sum;
}

const MOST_DIGITS = 4_000;
