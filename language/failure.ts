/** Failures: a value that does not exist, as data. Places are added by whoever knows them. */
import type { DiagnosticKind } from "./diagnostics/entry.ts";

/** Why an operation on atoms, or a node on an input, has no value. */
export interface Failure {
  readonly failed: Extract<DiagnosticKind, "type" | "value" | "zero-division" | "overflow" | "limit">;
  /** Lower case, no full stop. */
  readonly message: string;
  /** The node whose evaluation failed first, where one did. */
  readonly node?: number;
}

export function isFailure(result: unknown): result is Failure {
  return typeof result === "object" && result !== null && "failed" in result;
}
