/** Syntax trees in one line, fully parenthesised, so that tests can state them. */
import type { Expression, Statement } from "../../compiler/syntax/ast.ts";
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

export function shown(expression: Expression): string {
  const all = (expressions: readonly Expression[]): string => expressions.map(shown).join(", ");
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
      return `{${expression.entries.map(([key, value]) => `${shown(key)}: ${shown(value)}`).join(", ")}}`;
    case "list-comprehension":
      return `[${shown(expression.item)} for ${names(expression.iterators)} in ${shown(expression.iterable)}]`;
    case "dict-comprehension": {
      const entry = `${shown(expression.key)}: ${shown(expression.value)}`;
      return `{${entry} for ${names(expression.iterators)} in ${shown(expression.iterable)}}`;
    }
    case "unary":
      return `(${expression.symbol} ${shown(expression.operand)})`;
    case "binary":
      return `(${shown(expression.left)} ${expression.symbol} ${shown(expression.right)})`;
    case "ternary":
      return `(${shown(expression.then)} if ${shown(expression.condition)} else ${shown(expression.otherwise)})`;
    case "index":
      return `${shown(expression.base)}[${shown(expression.index)}]`;
    case "call":
      return `${shown(expression.callee)}(${all(expression.arguments)})`;
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

/** A statement in one line; values as `shown` has them. */
export function shownStatement(statement: Statement): string {
  const all = (expressions: readonly Expression[]): string => expressions.map(shown).join(", ");
  switch (statement.kind) {
    case "expression":
      return shown(statement.value);
    case "assign":
      return `${names(statement.targets)} = ${all(statement.values)}`;
    case "load":
      return `load ${statement.path}`;
    case "draw":
      return `draw ${all(statement.input === null ? [statement.value] : [statement.value, statement.input])}`;
    case "define": {
      const body = statement.body.map((each) => `${shownStatement(each)}; `).join("");
      const head = `def ${statement.name.text}(${names(statement.parameters)})`;
      return `${head} { ${body}return ${all(statement.results)} }`;
    }
    case "for": {
      const body = statement.body.map(shownStatement).join("; ");
      return `for ${names(statement.iterators)} in ${shown(statement.iterable)} { ${body} }`;
    }
    case "set-example":
      return `set ${statement.which} example ${shown(statement.value)}`;
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
