/** Makes a program small, so that people can see what is wrong with it. */
import type { Expression, Statement } from "../../compiler/syntax/ast.ts";
import { parse } from "../../compiler/syntax/parse.ts";
import type { Span } from "../../language/source.ts";

/**
 * A smallest program reachable from `text` for which `isBad` still holds: lines and
 * statements left out, expressions replaced by their parts or by something simple,
 * vocabulary and length cut. Asks `isBad` at most `budget` times.
 */
export function shrinkProgram(text: string, isBad: (text: string) => boolean, budget = 400): string {
  let best = text;
  let left = budget;
  let improved = true;
  while (improved && left > 0) {
    improved = false;
    for (const candidate of smaller(best)) {
      if (left <= 0) break;
      left -= 1;
      if (!isBad(candidate)) continue;
      best = candidate;
      improved = true;
      break;
    }
  }
  return best;
}

/** Simpler programs, the boldest first. */
function* smaller(text: string): Generator<string> {
  yield* smallerPragmas(text);
  const { tree } = parse({ name: "shrunk.rasp", text });
  for (const statement of tree.statements.toReversed()) yield cut(text, statement.span, "");
  const expressions = tree.statements.flatMap(expressionsOf).toSorted((a, b) => size(b) - size(a));
  for (const expression of expressions) {
    const own = slice(text, expression.span);
    for (const part of partsOf(expression)) {
      yield cut(
        text,
        expression.span,
        isSimple(part) ? slice(text, part.span) : `(${slice(text, part.span)})`,
      );
    }
    if (isSimple(expression)) continue;
    for (const simple of ["tokens", "indices", "1", "full_s"]) {
      if (own !== simple) yield cut(text, expression.span, simple);
    }
  }
}

function* smallerPragmas(text: string): Generator<string> {
  const length = /^#: max-length (\d+)$/m.exec(text);
  const most = Number(length?.[1]);
  for (const shorter of [1, 2, Math.floor(most / 2), most - 1]) {
    if (length !== null && shorter < most && shorter > 0) {
      yield text.replace(length[0], `#: max-length ${String(shorter)}`);
    }
  }
  if (text.includes("#: causal\n")) yield text.replace("#: causal\n", "");
  const outputs = /^#: output (.*)$/m.exec(text)?.[1]?.split(", ") ?? [];
  if (outputs.length > 1) {
    for (const output of outputs) yield text.replace(/^#: output .*$/m, `#: output ${output}`);
  }
  const listed = /^#: vocabulary \[(.*)\]$/m.exec(text)?.[1]?.split(", ") ?? [];
  for (const gone of listed.length > 1 ? listed.keys() : []) {
    yield text.replace(/^#: vocabulary .*$/m, `#: vocabulary [${listed.toSpliced(gone, 1).join(", ")}]`);
  }
  const letters = Array.from(/^#: vocabulary "(.*)"$/m.exec(text)?.[1] ?? "");
  for (const gone of letters.length > 1 ? letters.keys() : []) {
    yield text.replace(/^#: vocabulary .*$/m, `#: vocabulary "${letters.toSpliced(gone, 1).join("")}"`);
  }
}

function size({ span }: Expression): number {
  return span.end - span.start;
}

function slice(text: string, span: Span): string {
  return text.slice(span.start, span.end);
}

function cut(text: string, span: Span, replacement: string): string {
  const shortened = text.slice(0, span.start) + replacement + text.slice(span.end);
  return shortened.replaceAll(/\n[ \t]*(?=\n)/g, "");
}

function isSimple({ kind }: Expression): boolean {
  return ["name", "int", "float", "string", "list", "dict", "select", "aggregate", "builtin"].includes(kind);
}

/** Of a statement, all that it is made of; outer ones before their parts. */
export function expressionsOf(statement: Statement): readonly Expression[] {
  switch (statement.kind) {
    case "expression":
      return withParts(statement.value);
    case "assign":
      return statement.values.flatMap(withParts);
    case "define":
      return [...statement.body.flatMap(expressionsOf), ...statement.results.flatMap(withParts)];
    case "for":
      return [...withParts(statement.iterable), ...statement.body.flatMap(expressionsOf)];
    default:
      return [];
  }
}

function withParts(expression: Expression): readonly Expression[] {
  return [expression, ...partsOf(expression).flatMap(withParts)];
}

function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "list":
      return expression.items;
    case "dict":
      return expression.entries.flat();
    case "list-comprehension":
      return [expression.item, expression.iterable];
    case "dict-comprehension":
      return [expression.key, expression.value, expression.iterable];
    case "unary":
      return [expression.operand];
    case "binary":
      return [expression.left, expression.right];
    case "ternary":
      return [expression.then, expression.condition, expression.otherwise];
    case "index":
      return [expression.base, expression.index];
    case "call":
    case "builtin":
      return expression.arguments;
    case "select":
      return [expression.keys, expression.queries];
    case "aggregate":
      return [
        expression.selector,
        expression.value,
        ...(expression.default === null ? [] : [expression.default]),
      ];
    default:
      return [];
  }
}
