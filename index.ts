/**
 * The library: what the `rasp` command does, as functions over data. Touches no
 * files, prints nothing, and runs in a browser. A report is what `--json` prints.
 */
export { interpret } from "./pipeline/interpret.ts";
export type { InterpretOutcome, InterpretReport } from "./pipeline/interpret.ts";
export { compile } from "./pipeline/compile.ts";
export type { CompileOutcome, CompileReport } from "./pipeline/compile.ts";
export { run, runWeights } from "./pipeline/run.ts";
export type { RunOutcome, RunReport } from "./pipeline/run.ts";
export { diff } from "./pipeline/diff.ts";
export type { DiffOutcome, DiffReport } from "./pipeline/diff.ts";
export { check } from "./pipeline/check.ts";
export type { CheckReport } from "./pipeline/check.ts";
export { test } from "./pipeline/test.ts";
export type { TestReport } from "./pipeline/test.ts";
export { compileDataset, generate } from "./pipeline/generate.ts";
export type {
  DatasetEntry,
  DatasetIndex,
  DatasetPart,
  GeneratedText,
  GenerateOptions,
  GenerateReport,
} from "./pipeline/generate.ts";
export { verify } from "./pipeline/verify.ts";
export type { VerifyReport } from "./pipeline/verify.ts";
export type { Outcome } from "./pipeline/outcome.ts";
export type { Options, Progress, Request } from "./pipeline/request.ts";
export type { JsonAtom, JsonOutput } from "./pipeline/values.ts";
export { renderDiagnostic } from "./language/render.ts";
export type { Diagnostic, JsonDiagnostic } from "./language/diagnostic.ts";
export type { Load, Source, Unreadable } from "./language/source.ts";
export type { Model } from "./runtime/model.ts";
