/** Parses a file: text to syntax tree, with a diagnostic for every mistake. */
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import { report } from "../../language/diagnostics/report.ts";
import type { Source } from "../../language/source.ts";
import type { SyntaxTree } from "./ast.ts";
import { Grammar } from "./grammar.ts";
import { readPragmas } from "./pragmas.ts";
import { readStatements } from "./statements.ts";
import { createLexer, MOST_MISTAKES, tokenise } from "./tokenise.ts";

export interface Parsed {
  readonly tree: SyntaxTree;
  /** In the order of their places. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Constants in all but name: they take a while to make, serve every text, and nothing stays in them. */
const lexer = createLexer();
const grammar = new Grammar();

export function parse(source: Source): Parsed {
  const { tokens, comments, diagnostics: lexical } = tokenise(lexer, source);
  const { statements, broken, diagnostics } = readStatements(source, tokens, grammar, lexical);
  const read = readPragmas(source, comments, { lexer, grammar });
  const all = [...lexical, ...diagnostics, ...read.diagnostics];
  all.sort((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
  return { tree: { statements, pragmas: read.pragmas, broken }, diagnostics: firstOf(all) };
}

/** A text with very many mistakes is not RASP, and a list of them helps nobody. */
function firstOf(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const first = diagnostics.slice(0, MOST_MISTAKES);
  const last = first.at(-1);
  if (last === undefined || first.length < MOST_MISTAKES) return first;
  return [...first, report("too-many-mistakes", { most: MOST_MISTAKES }, last.span)];
}
