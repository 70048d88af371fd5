/** Which names a statement sets. */
import type { Name, Statement } from "./ast.ts";

/** The names that a statement sets in its own scope. */
export function namesSetBy(statement: Statement): readonly Name[] {
  switch (statement.kind) {
    case "assign":
      return statement.targets;
    case "define":
      return [statement.name];
    case "for":
      return [...statement.iterators, ...statement.body.flatMap(namesSetBy)];
    case "expression":
    case "load":
    case "draw":
    case "set-example":
    case "show-example":
    case "examples":
    case "full-display":
    case "exit":
      return [];
    default:
      return statement satisfies never;
  }
}
