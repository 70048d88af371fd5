/** `rasp inspect`: what each stage of the compiler makes of a program, as text. */
import { printStage } from "../../compiler/print/print.ts";
import type { Request } from "../../compiler/settings/request.ts";
import type { StageName } from "../../compiler/stages.ts";
import type { JsonDiagnostic } from "../../language/diagnostics/diagnostic.ts";
import { build, judge } from "../models/build.ts";
import { arrange, statusOf, toJsonDiagnostics, type Outcome } from "../shared/outcome.ts";

export interface InspectReport {
  readonly version: 1;
  readonly program: string;
  /** Those that the program came to, in their order. */
  readonly stages: readonly InspectedStage[];
  readonly diagnostics: readonly JsonDiagnostic[];
}

export interface InspectedStage {
  readonly stage: StageName;
  /** A listing, its lines ended. */
  readonly text: string;
}

/** @param after  the one stage that is asked for; null for all */
export function inspect(request: Request, after: StageName | null = null): Outcome<InspectReport> {
  const program = request.source.name;
  const stages: InspectedStage[] = [];
  const built = build(request, (stage) => {
    if (after === null || stage.stage === after) {
      stages.push({ stage: stage.stage, text: printStage(stage, program) });
    }
  });
  const verdict = built.kind === "compiled" ? judge(built) : null;
  const diagnostics = arrange(verdict === null ? built.diagnostics : [...built.diagnostics, verdict]);
  return {
    status: statusOf(diagnostics),
    report: { version: 1, program, stages, diagnostics: toJsonDiagnostics(diagnostics) },
    diagnostics,
  };
}
