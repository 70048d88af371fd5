/** What cannot be compiled, as data: the reader may know another way. */
import type { Diagnostic } from "../../../language/diagnostics/diagnostic.ts";

export interface Refused {
  readonly refused: Diagnostic;
}

export function isRefused(result: object): result is Refused {
  return "refused" in result;
}
