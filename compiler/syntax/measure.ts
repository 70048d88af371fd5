/** How deep a tree is. Passes that walk trees by recursion rely on the limit. */
import type { Expression } from "./ast.ts";

/** Expressions inside expressions; a sum of n terms is n deep. */
export const DEEPEST_SYNTAX = 500;

/** The expressions directly inside one, in source order. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "name":
    case "int":
    case "float":
    case "string":
      return [];
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
      return [expression.callee, ...expression.arguments];
    case "select":
      return [expression.keys, expression.queries];
    case "aggregate":
      return expression.default === null
        ? [expression.selector, expression.value]
        : [expression.selector, expression.value, expression.default];
    case "builtin":
      return expression.arguments;
    default:
      return expression satisfies never;
  }
}

/** True if the tree is deeper than `DEEPEST_SYNTAX`. Walks level by level, without recursion. */
export function isTooDeep(expression: Expression): boolean {
  let level: readonly Expression[] = [expression];
  for (let depth = 0; depth < DEEPEST_SYNTAX; depth++) {
    level = level.flatMap(partsOf);
    if (level.length === 0) return false;
  }
  return true;
}
