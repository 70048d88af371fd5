/**
 * Tasks: the elaborator's work as generators. A task yields what it needs done
 * and is resumed with the value, so that the depth of a program's recursion is
 * a number that is counted, and not the depth of the host's stack.
 */
import type { Atom } from "../../language/atom.ts";
import type { Note } from "../../language/diagnostics/diagnostic.ts";
import type { Span } from "../../language/source.ts";
import type { Expression, Statement } from "../syntax/ast.ts";
import type { Outcome } from "./operate.ts";
import type { Scope } from "./values.ts";
import type { FunctionValue, Value } from "./values.ts";
import { listValue } from "./values.ts";

/** Runs to an outcome; a request that is refused ends every task that waits for it. */
export type Task = Generator<Request, Outcome, Value>;

/** Where an expression or statement is run. */
export interface Context {
  readonly scope: Scope;
  /** In the callee of `callee(input)`: an input that will do as well as the running example. */
  readonly alternate: readonly Atom[] | null;
  /** True for a statement of the main program itself, not in a function or loop. */
  readonly topLevel: boolean;
}

export type Request =
  | {
      readonly kind: "evaluate";
      readonly expression: Expression;
      readonly context: Context;
      /** True where an application may stand: as a statement. */
      readonly printing?: boolean;
    }
  | { readonly kind: "execute"; readonly statement: Statement; readonly context: Context }
  /** Runs a function's body in the scope made for the call. */
  | {
      readonly kind: "call";
      readonly function: FunctionValue;
      readonly scope: Scope;
      readonly span: Span;
      /** What an error inside says about the call, if anything. */
      readonly note: Note | null;
    }
  | { readonly kind: "load"; readonly path: string; readonly span: Span; readonly scope: Scope };

/** What a statement gives that was run to its end. */
export const DONE: Value = listValue([]);

/** The place of an expression for nodes and errors: the user's, also where the library does the work. */
export function placeOf(node: { readonly span: Span }, context: Context): Span {
  return context.scope.site ?? node.span;
}

export function evaluateIn(context: Context, expression: Expression): Request {
  return { kind: "evaluate", expression, context };
}
