/** Changes a well-typed program a little, so that it may fail on some inputs, or on all. */
import type { Expression } from "../../compiler/syntax/ast.ts";
import { parse } from "../../compiler/syntax/parse.ts";
import type { Random } from "../../language/random.ts";
import { expressionsOf } from "./shrink.ts";

const comparisons = ["==", "!=", "<", "<=", ">", ">="] as const;
const literals = ["0", "1", "-1", "2", "0.5", '"a"', '""', '"1"', "True", "False"] as const;
const names = ["tokens", "indices", "length", "tokens_int", "tokens_str", "tokens_bool"] as const;

/** One to three changes: an expression put in place of another, another operator, literal or comparison. */
export function mutateProgram(text: string, random: Random): string {
  let mutated = text;
  for (let change = 0; change <= random.below(3); change++) mutated = mutateOnce(mutated, random);
  return mutated;
}

function mutateOnce(text: string, random: Random): string {
  const { tree } = parse({ name: "mutated.rasp", text });
  const expressions = tree.statements.flatMap(expressionsOf);
  if (expressions.length === 0) return text;
  const target = random.pick(expressions);
  const replacement = replacementFor(text, target, random.pick(expressions), random);
  return text.slice(0, target.span.start) + replacement + text.slice(target.span.end);
}

function replacementFor(text: string, target: Expression, other: Expression, random: Random): string {
  const write = ({ span }: Expression): string => text.slice(span.start, span.end);
  if (random.chance(0.7)) {
    if (target.kind === "select") {
      return `select(${write(target.keys)}, ${write(target.queries)}, ${random.pick(comparisons)})`;
    }
    if (target.kind === "aggregate") {
      return `aggregate(${write(target.selector)}, ${write(target.value)}, ${random.pick(literals)})`;
    }
    if (target.kind === "binary" && target.symbol !== "in") {
      const symbol = random.pick(["+", "-", "*", "/", "%", "==", "<", ">=", "and", "or"] as const);
      return `((${write(target.left)}) ${symbol} (${write(target.right)}))`;
    }
    if (["int", "float", "string"].includes(target.kind)) return random.pick(literals);
    if (target.kind === "name") return random.pick(names);
  }
  return random.chance(0.6) ? `(${write(other)})` : random.pick(random.chance(0.5) ? literals : names);
}
