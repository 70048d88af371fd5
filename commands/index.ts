/**
 * The library: what the `rasp` command does, as functions over data. Touches no
 * files, prints nothing, and runs in a browser. A report is what `--json` prints.
 */
export { interpret } from "./interpret/interpret.ts";
export type { InterpretOutcome, InterpretReport } from "./interpret/interpret.ts";
export { compile } from "./compile/compile.ts";
export type { CompileOutcome, CompileReport } from "./compile/compile.ts";
export { run, runWeights } from "./run/run.ts";
export type { RunOutcome, RunReport } from "./run/run.ts";
export { diff } from "./diff/diff.ts";
export type { DiffOutcome, DiffReport } from "./diff/diff.ts";
export { inspect } from "./inspect/inspect.ts";
export type { InspectedStage, InspectReport } from "./inspect/inspect.ts";
export { explain } from "./explain/explain.ts";
export type { ExplainedCode, ExplainReport } from "./explain/explain.ts";
export { check } from "./check/check.ts";
export type { CheckReport } from "./check/check.ts";
export { test } from "./test/test.ts";
export type { TestReport } from "./test/test.ts";
export { compileDataset, generate } from "./generate/generate.ts";
export type {
  DatasetEntry,
  DatasetIndex,
  DatasetPart,
  GeneratedText,
  GenerateOptions,
  GenerateReport,
} from "./generate/generate.ts";
export { verify } from "./verify/verify.ts";
export type { VerifyReport } from "./verify/verify.ts";
export type { Outcome } from "./shared/outcome.ts";
export type { Options, Progress, Request } from "../compiler/settings/request.ts";
export type { JsonAtom, JsonOutput } from "./shared/values.ts";
export { stageNames, type StageName } from "../compiler/stages.ts";
export { renderDiagnostic } from "../language/diagnostics/render.ts";
export type { Diagnostic, JsonDiagnostic } from "../language/diagnostics/diagnostic.ts";
export type { Load, Source, Unreadable } from "../language/source.ts";
export { loadOracle } from "../oracle/load.ts";
export type { OracleName } from "../oracle/load.ts";
export type { Engine, EngineName } from "../runtime/engine.ts";
export type { Model } from "../runtime/model.ts";
