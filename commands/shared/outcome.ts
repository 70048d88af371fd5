/** What a command comes to: a report as `--json` prints it, the diagnostics, and whether it went well. */
import type { Diagnostic, JsonDiagnostic } from "../../language/diagnostics/diagnostic.ts";
import { toJsonDiagnostic } from "../../language/diagnostics/diagnostic.ts";

export interface Outcome<Report> {
  /** 0 done; 1 the program, an input, a test or a comparison failed; 2 wrong use or an unusable file. */
  readonly status: 0 | 1 | 2;
  /** Plain JSON data. */
  readonly report: Report;
  readonly diagnostics: readonly Diagnostic[];
}

/** The exit status that a command's diagnostics ask for. */
export function statusOf(diagnostics: readonly Diagnostic[]): 0 | 1 | 2 {
  let status: 0 | 1 = 0;
  for (const { severity, kind } of diagnostics) {
    if (severity !== "error") continue;
    if (kind === "usage" || kind === "io" || kind === "model" || kind === "internal") return 2;
    status = 1;
  }
  return status;
}

/** Each diagnostic once, those of one source in the order of their places. */
export function arrange(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  const sources = new Map<string, number>();
  const kept: { readonly diagnostic: Diagnostic; readonly source: number }[] = [];
  for (const diagnostic of diagnostics) {
    const name = diagnostic.span?.source.name ?? "";
    if (!sources.has(name)) sources.set(name, sources.size);
    const key = JSON.stringify([
      diagnostic.code,
      diagnostic.message,
      name,
      diagnostic.span?.start,
      diagnostic.span?.end,
    ]);
    if (seen.has(key)) continue;
    seen.add(key);
    kept.push({ diagnostic, source: sources.get(name) ?? 0 });
  }
  const ordered = kept.toSorted(
    (a, b) => a.source - b.source || (a.diagnostic.span?.start ?? 0) - (b.diagnostic.span?.start ?? 0),
  );
  return ordered.map(({ diagnostic }) => diagnostic);
}

export function toJsonDiagnostics(diagnostics: readonly Diagnostic[]): readonly JsonDiagnostic[] {
  return diagnostics.map(toJsonDiagnostic);
}

/** What a command comes to that could not begin. */
export function refusal(
  diagnostics: readonly Diagnostic[],
): Outcome<{ readonly version: 1; readonly diagnostics: readonly JsonDiagnostic[] }> & { readonly text: "" } {
  const report = { version: 1 as const, diagnostics: toJsonDiagnostics(diagnostics) };
  return { status: statusOf(diagnostics), report, diagnostics, text: "" };
}
