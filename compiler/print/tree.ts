/** The syntax tree as text: a line a statement, and what the pragmas say. */
import type { Expression, Pragmas, Statement, SyntaxTree } from "../syntax/ast.ts";
import { displayList } from "../../language/display.ts";
import { section, showPlace } from "./text.ts";

export function printTree({ statements, pragmas, broken }: SyntaxTree, file: string): string {
  const lines = statements.map(
    (statement) => `${showPlace(statement.span, file).padEnd(6)} ${showStatement(statement)}`,
  );
  return [
    ...section("pragmas", printPragmas(pragmas)),
    ...section("statements", lines),
    ...section(
      "left out, as they could not be read",
      broken.map(({ name }) => `${showPlace(name.span, file).padEnd(6)} ${name.text}`),
    ),
    "",
  ].join("\n");
}

function printPragmas(pragmas: Pragmas): readonly string[] {
  const { vocabulary, maxLength, outputs, causal, examples, expectations } = pragmas;
  return [
    ...(vocabulary === null ? [] : [`vocabulary ${displayList(vocabulary.elements)}`]),
    ...(maxLength === null ? [] : [`max-length ${String(maxLength.value)}`]),
    ...outputs.map(({ text }) => `output ${text}`),
    ...(causal === null ? [] : ["causal"]),
    ...examples.map(({ elements }) => `example ${displayList(elements)}`),
    ...expectations.map(({ name, input, expected }) => {
      const applied = input === null ? "" : `(${showExpression(input)})`;
      return `expect ${name.text}${applied} = ${showExpression(expected)}`;
    }),
  ];
}

/** In one line, fully parenthesised. */
export function showExpression(expression: Expression): string {
  const all = (expressions: readonly Expression[]): string => expressions.map(showExpression).join(", ");
  switch (expression.kind) {
    case "name":
      return expression.name;
    case "int":
    case "float":
      return expression.digits;
    case "string":
      return `"${expression.value}"`;
    case "list":
      return `[${all(expression.items)}]`;
    case "dict":
      return `{${expression.entries.map(([key, value]) => `${showExpression(key)}: ${showExpression(value)}`).join(", ")}}`;
    case "list-comprehension":
      return `[${showExpression(expression.item)} for ${names(expression.iterators)} in ${showExpression(expression.iterable)}]`;
    case "dict-comprehension": {
      const entry = `${showExpression(expression.key)}: ${showExpression(expression.value)}`;
      return `{${entry} for ${names(expression.iterators)} in ${showExpression(expression.iterable)}}`;
    }
    case "unary":
      return `(${expression.symbol} ${showExpression(expression.operand)})`;
    case "binary":
      return `(${showExpression(expression.left)} ${expression.symbol} ${showExpression(expression.right)})`;
    case "ternary":
      return `(${showExpression(expression.then)} if ${showExpression(expression.condition)} else ${showExpression(expression.otherwise)})`;
    case "index":
      return `${showExpression(expression.base)}[${showExpression(expression.index)}]`;
    case "call":
      return `${showExpression(expression.callee)}(${all(expression.arguments)})`;
    case "select":
      return `select(${all([expression.keys, expression.queries])}, ${expression.comparison})`;
    case "aggregate": {
      const { selector, value, default: otherwise } = expression;
      return `aggregate(${all(otherwise === null ? [selector, value] : [selector, value, otherwise])})`;
    }
    case "builtin":
      return `${expression.word}(${all(expression.arguments)})`;
    default:
      return expression satisfies never;
  }
}

/** A statement in one line; values as `showExpression` has them. */
export function showStatement(statement: Statement): string {
  const all = (expressions: readonly Expression[]): string => expressions.map(showExpression).join(", ");
  switch (statement.kind) {
    case "expression":
      return showExpression(statement.value);
    case "assign":
      return `${names(statement.targets)} = ${all(statement.values)}`;
    case "load":
      return `load ${statement.path}`;
    case "draw":
      return `draw ${all(statement.input === null ? [statement.value] : [statement.value, statement.input])}`;
    case "define": {
      const body = statement.body.map((each) => `${showStatement(each)}; `).join("");
      const head = `def ${statement.name.text}(${names(statement.parameters)})`;
      return `${head} { ${body}return ${all(statement.results)} }`;
    }
    case "for": {
      const body = statement.body.map(showStatement).join("; ");
      return `for ${names(statement.iterators)} in ${showExpression(statement.iterable)} { ${body} }`;
    }
    case "set-example":
      return `set ${statement.which} example ${showExpression(statement.value)}`;
    case "show-example":
      return `show ${statement.which} example`;
    case "examples":
      return `${statement.which} examples ${statement.on ? "on" : "off"}`;
    case "full-display":
      return `full display ${statement.on ? "on" : "off"}`;
    case "exit":
      return "exit";
    default:
      return statement satisfies never;
  }
}

function names(all: readonly { readonly text: string }[]): string {
  return all.map(({ text }) => text).join(", ");
}
