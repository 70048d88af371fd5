/** `rasp verify`: is a weights file what it says, and, if asked, the model of this program? */
import type { Diagnostic, JsonDiagnostic } from "../../language/diagnostics/diagnostic.ts";
import type { Source } from "../../language/source.ts";
import type { Model } from "../../runtime/model.ts";
import type { Figures } from "../../verifier/report/figures.ts";
import type { Finding } from "../../verifier/report/finding.ts";
import type { ProofStep } from "../../verifier/explain.ts";
import { verifyModel } from "../../verifier/verify.ts";
import { openModel } from "../models/open.ts";
import { compareStatement } from "../models/statement.ts";
import { arrange, statusOf, toJsonDiagnostics, type Outcome } from "../shared/outcome.ts";
import { hasErrors } from "../../language/diagnostics/diagnostic.ts";
import { report } from "../../language/diagnostics/report.ts";
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
  /** The longest input of the model, and what the program asks for; null where it does not. */
  readonly maxLength: { readonly model: number; readonly program: number | null } | null;
  /** What was found, in the certificate's terms; as far as the proof went. */
  readonly found: Figures | null;
  readonly failures: readonly Finding[];
  /** How it was proved, as far as the proof went; left out where nobody asked. */
  readonly steps?: readonly ProofStep[];
  readonly milliseconds: number;
  readonly diagnostics: readonly JsonDiagnostic[];
}

export function verify(
  file: Source,
  against: Request | null,
  options: { readonly explain?: boolean } = {},
): Outcome<VerifyReport> {
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
        maxLength: null,
        found: null,
        failures: [],
        milliseconds: performance.now() - started,
        diagnostics: toJsonDiagnostics(diagnostics),
      },
      diagnostics,
    };
  }
  const { model } = opened;
  const compared =
    against === null ? { findings: [], diagnostics: [], maxLength: null } : compareStatement(model, against);
  const verified = verifyModel(model, options);
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
      maxLength: { model: model.config.maxLength, program: compared.maxLength },
      found: verified.figures,
      failures,
      ...(verified.steps === null ? {} : { steps: verified.steps }),
      milliseconds: performance.now() - started,
      diagnostics: toJsonDiagnostics(diagnostics),
    },
    diagnostics,
  };
}

function diagnosticOf(file: string, { verdict, place, message }: Finding): Diagnostic {
  const claim = { file, place, finding: message };
  return verdict === "overstated"
    ? report("overstated", claim)
    : report("not-proved", { case: "claim", ...claim });
}

/** Σ |vocabulary|^n over all lengths. */
export function countInputs({ tokenizer, config }: Model): bigint {
  let [sum, power] = [0n, 1n];
  if (config.maxLength * Math.log10(tokenizer.vocabulary.length) > MOST_DIGITS)
    return BigInt(tokenizer.vocabulary.length) ** BigInt(config.maxLength);
  for (let length = 1; length <= config.maxLength; length++) {
    power *= BigInt(tokenizer.vocabulary.length);
    sum += power;
  }
  return sum;
}

/** Digits of the number of inputs; longer numbers are of no use to anybody, and only their last power is counted. */
const MOST_DIGITS = 4_000;
