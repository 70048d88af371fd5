/** `rasp explain`: what a code means, with an example and its repair. */
import { catalogue, isCode, type Code } from "../../language/diagnostics/catalogue.ts";
import type { JsonDiagnostic } from "../../language/diagnostics/diagnostic.ts";
import { report } from "../../language/diagnostics/report.ts";
import { suggest } from "../../language/diagnostics/suggest.ts";
import { statusOf, toJsonDiagnostics, type Outcome } from "../shared/outcome.ts";
import type { Example } from "./page.ts";
import { pages } from "./pages.ts";

export interface ExplainReport {
  readonly version: 1;
  /** The one that was asked for, or all. */
  readonly codes: readonly ExplainedCode[];
  readonly diagnostics: readonly JsonDiagnostic[];
}

export interface ExplainedCode {
  readonly code: Code;
  readonly meaning: string;
  /** Null where there is none. */
  readonly fails: Example | null;
  readonly repaired: Example | null;
}

/** All codes where none is asked for. */
export function explain(code: string | null): Outcome<ExplainReport> {
  const codes = everyCode().filter((each) => code === null || each === code);
  const diagnostics =
    code === null || isCode(code)
      ? []
      : [report("unknown-code", { code, similar: suggest(code, everyCode()) })];
  return {
    status: statusOf(diagnostics),
    report: { version: 1, codes: codes.map(explained), diagnostics: toJsonDiagnostics(diagnostics) },
    diagnostics,
  };
}

/** In the order of the catalogue. */
function everyCode(): readonly Code[] {
  return Object.keys(catalogue).filter(isCode);
}

function explained(code: Code): ExplainedCode {
  const page = pages[code];
  const { fails, repaired } = "fails" in page ? page : { fails: null, repaired: null };
  return { code, meaning: page.meaning, fails, repaired };
}
