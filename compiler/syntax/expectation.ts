/** Reads the value of an `#: expect` pragma: `name = literal` or `name(literal) = literal`. */
import type { IToken, Lexer } from "chevrotain";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import { report } from "../../language/diagnostics/report.ts";
import type { Span } from "../../language/source.ts";
import type { Expectation, Expression } from "./ast.ts";
import { explain } from "./explain.ts";
import type { Grammar } from "./grammar.ts";
import { partsOf } from "./measure.ts";
import { tokenise } from "./tokenise.ts";

type ReadExpectation =
  | { readonly kind: "read"; readonly value: Expectation }
  | { readonly kind: "wrong"; readonly diagnostics: readonly Diagnostic[] };

export function readExpectation(
  value: Span,
  span: Span,
  tools: { readonly lexer: Lexer; readonly grammar: Grammar },
): ReadExpectation {
  const { source } = value;
  const { tokens, diagnostics } = tokenise(tools.lexer, source, value.start, value.end);
  if (diagnostics.length > 0) return { kind: "wrong", diagnostics };
  const outcome = tools.grammar.run(tools.grammar.expectation, source, tokens);
  switch (outcome.kind) {
    case "parsed": {
      const { name, input, expected } = outcome.value;
      const wrong = [input, expected].flatMap((each) => (each === null ? [] : notLiterals(each)));
      if (wrong.length > 0) return { kind: "wrong", diagnostics: wrong };
      return { kind: "read", value: { span, name, input, expected } };
    }
    case "too-deep": {
      const place = { source, start: outcome.offset, end: outcome.offset + 1 };
      return { kind: "wrong", diagnostics: [report("nesting", { case: "literal" }, place)] };
    }
    case "mismatch": {
      const { mismatch } = outcome;
      const isForm = tokens.length === 0 || mismatch.rule === "expectation";
      const segment = { start: 0, end: tokens.length, endedBy: "other" } as const;
      const diagnostic = isForm
        ? wrongForm(value, tokens[mismatch.at])
        : explain({ source, tokens, ending: "the end of the line" }, segment, mismatch, "pragma");
      return { kind: "wrong", diagnostics: [diagnostic] };
    }
    default:
      return outcome satisfies never;
  }
}

function wrongForm(value: Span, here: IToken | undefined): Diagnostic {
  const start = here?.startOffset ?? value.end;
  const span = { ...value, start, end: start + (here?.image.length ?? 0) };
  return report("pragma-value", { case: "expectation" }, span);
}

/** One diagnostic for each part that is no literal: literals are atoms, lists and dicts of literals. */
function notLiterals(expression: Expression): readonly Diagnostic[] {
  switch (expression.kind) {
    case "int":
    case "float":
    case "string":
      return [];
    case "list":
    case "dict":
      return partsOf(expression).flatMap(notLiterals);
    case "unary": {
      const isNumber = expression.operand.kind === "int" || expression.operand.kind === "float";
      return isNumber && expression.symbol !== "not" ? [] : [notLiteral(expression)];
    }
    case "name":
      return expression.name === "True" || expression.name === "False" ? [] : [notLiteral(expression)];
    default:
      return [notLiteral(expression)];
  }
}

function notLiteral(expression: Expression): Diagnostic {
  return report("not-literal", {}, expression.span);
}
