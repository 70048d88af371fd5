/** What tests of the syntax state: trees in one line, and the codes of mistakes. */
import type { Expression } from "../../compiler/syntax/ast.ts";
import { parse } from "../../compiler/syntax/parse.ts";

/** The codes of a text's diagnostics. */
export function mistakesIn(text: string): string[] {
  return parse({ name: "test.rasp", text }).diagnostics.map(({ code }) => code);
}

/** The one expression statement `text;`. */
export function expressionOf(text: string): Expression {
  const { tree, diagnostics } = parse({ name: "test.rasp", text: `${text};` });
  const [statement] = tree.statements;
  if (diagnostics.length > 0 || tree.statements.length !== 1 || statement?.kind !== "expression") {
    throw new Error(`not one expression: ${text}: ${diagnostics.map(({ message }) => message).join("; ")}`);
  }
  return statement.value;
}

export { showExpression as shown, showStatement as shownStatement } from "../../compiler/print/tree.ts";
