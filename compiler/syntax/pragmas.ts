/** Reads `#:` comments. */
import type { IToken, Lexer } from "chevrotain";
import type { Diagnostic } from "../../language/diagnostic.ts";
import type { Source } from "../../language/source.ts";
import type { Pragmas } from "./ast.ts";
import type { Grammar } from "./grammar.ts";

export function readPragmas(
  _source: Source,
  _comments: readonly IToken[],
  _tools: { lexer: Lexer; grammar: Grammar },
): { pragmas: Pragmas; diagnostics: Diagnostic[] } {
  return {
    pragmas: { vocabulary: null, maxLength: null, outputs: [], causal: null, examples: [], expectations: [] },
    diagnostics: [],
  };
}
