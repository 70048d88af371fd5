/** Elaboration: runs a program's functions, loops and lists away; what is left is a graph. */
import type { SyntaxTree } from "../syntax/ast.ts";
import { runFile } from "./machine.ts";
import type { Binding, ElaborateOptions, Program } from "./program.ts";
import type { Session } from "./session.ts";
import { createSession } from "./session.ts";
import { createExport } from "./values.ts";

/**
 * What the names of a program stand for.
 *
 * Before: `tree` may lack statements that did not parse; nothing else is assumed of it.
 * After:  every statement was run in order, as the original does; one that
 *         fails has one diagnostic, and those that need its names fail
 *         silently. Ends for every program, by the limits.
 */
export function elaborate(tree: SyntaxTree, options: ElaborateOptions): Program {
  const session = createSession(tree, options);
  runFile(session, tree, session.console);
  return programOf(session);
}

function programOf(session: Session): Program {
  const exported = createExport();
  const bindings = new Map<string, Binding>();
  const variables = Array.from(session.console.variables).toSorted(([, a], [, b]) => a.order - b.order);
  for (const [name, { value, span, loaded }] of variables) {
    bindings.set(name, { value: exported(value), span, loaded });
  }
  return {
    graph: session.builder.graph,
    bindings,
    failed: session.console.failed,
    defaultOutput: defaultOutput(session, bindings),
    applications: session.applications,
    example: session.example,
    diagnostics: session.diagnostics,
  };
}

/** The last candidate whose name still stands for it. */
function defaultOutput(session: Session, bindings: Program["bindings"]): Program["defaultOutput"] {
  const standing = Array.from(session.candidates.values()).filter(({ name, node }) => {
    if (name === "out") return true;
    const binding = bindings.get(name);
    return binding?.value.kind === "s-op" && binding.value.node === node && !binding.loaded;
  });
  const last = standing.toSorted((a, b) => a.order - b.order).at(-1);
  return last === undefined ? null : { name: last.name, node: last.node, span: last.span };
}
