/** What the main thread says where the work did not end well; loaded only then, for the sake of help. */
import { toJsonDiagnostic, type Diagnostic } from "../language/diagnostics/diagnostic.ts";
import { renderDiagnosticLine } from "../language/diagnostics/render.ts";
import { report } from "../language/diagnostics/report.ts";
import type { Result } from "./job.ts";

/** Wrong use, as the one JSON document. */
export function usageDocument(complaint: string, suggestion: string | undefined): string {
  return documentOf(report("usage", { complaint, suggestion }));
}

/** The worker ended without an answer: it ran out of memory, or could not start. */
export function endedEarly(failure: Error | null, json: boolean): Result {
  const isMemory = failure !== null && "code" in failure && failure.code === "ERR_WORKER_OUT_OF_MEMORY";
  const diagnostic = isMemory
    ? report("internal-error", { case: "out-of-memory" })
    : report("internal-error", { case: "ended", reason: failure?.message ?? "for no known reason" });
  if (json) return { status: 2, stdout: documentOf(diagnostic), stderr: "" };
  return { status: 2, stdout: "", stderr: `${renderDiagnosticLine(diagnostic)}\n` };
}

/** Standard output takes no more. */
export function unwritten(reason: string): string {
  const diagnostic = report("cannot-write", { name: "standard output", reason, isStream: true });
  return `${renderDiagnosticLine(diagnostic)}\n`;
}

function documentOf(diagnostic: Diagnostic): string {
  return `${JSON.stringify({ version: 1, diagnostics: [toJsonDiagnostic(diagnostic)] })}\n`;
}
