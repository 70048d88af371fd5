/**
 * Runs tasks: keeps their stack, meets their requests, counts steps and depth,
 * and checks every value on the running example.
 */
import type { Diagnostic, Note } from "../../language/diagnostics/diagnostic.ts";
import type { Source, Span } from "../../language/source.ts";
import type { BrokenName, Statement, SyntaxTree } from "../syntax/ast.ts";
import { namesSetBy } from "../syntax/names.ts";
import { beginEvaluation } from "./evaluate.ts";
import { beginStatement, executeBody } from "./execute.ts";
import { findFile, loadNotes } from "./load.ts";
import type { Outcome } from "./operate.ts";
import type { Refusal } from "./refusal.ts";
import { isRefusal, refuse, withNotes } from "./refusal.ts";
import type { Scope } from "./values.ts";
import { createScope, setFailed } from "./scope.ts";
import type { Session } from "./session.ts";
import { spendSteps } from "./session.ts";
import { settle } from "./settle.ts";
import type { Context, Request, Task } from "./task.ts";
import { DONE, placeOf } from "./task.ts";

/** Calls that a diagnostic names; it counts the others. */
const CALLS_SHOWN = 4;

type Evaluation = Extract<Request, { kind: "evaluate" }>;
type Call = Extract<Request, { kind: "call" }>;

interface Frame {
  readonly task: Task;
  /** What the task evaluates, where it evaluates an expression. */
  readonly evaluation: Evaluation | null;
  readonly call: Call | null;
}

/** Runs a file's statements; each that fails is reported, and the next is run. */
export function runFile(session: Session, tree: SyntaxTree, scope: Scope): void {
  const broken = tree.broken.toReversed();
  for (const statement of tree.statements) {
    failBroken(broken, statement.span.start, scope);
    if (session.stopped || statement.kind === "exit") return;
    session.statement += 1;
    const began = session.statement;
    const context: Context = { scope, alternate: null, topLevel: scope.kind === "console" };
    const outcome = run(session, { kind: "execute", statement, context });
    if (isRefusal(outcome)) settleFailure(session, { statement, began, scope }, outcome);
  }
  failBroken(broken, Infinity, scope);
}

/** Fails the names that statements before `end` would have set, had they parsed; the last name comes first. */
function failBroken(broken: BrokenName[], end: number, scope: Scope): void {
  for (let next = broken.at(-1); next !== undefined && next.name.span.start < end; next = broken.at(-1)) {
    setFailed(scope, next.name.text, next.diagnostic);
    broken.pop();
  }
}

interface Failed {
  readonly statement: Statement;
  /** The count of statements when it began; what it set before it failed has this number or a greater one. */
  readonly began: number;
  readonly scope: Scope;
}

/** Reports what failed, unless it was, and remembers the names that therefore have no value. */
function settleFailure(session: Session, { statement, began, scope }: Failed, refusal: Refusal): void {
  let diagnostic: Diagnostic = refusal.diagnostic;
  if (!refusal.silent) {
    ({ diagnostic } = withNotes(refusal, loadNotes(session)));
    session.diagnostics.push(diagnostic);
  }
  for (const { text: name } of namesSetBy(statement)) {
    const wasSet = (scope.variables.get(name)?.statement ?? 0) >= began;
    if (!wasSet) setFailed(scope, name, diagnostic);
  }
}

/** Meets a request, with all that follow from it. */
function run(session: Session, request: Request): Outcome {
  const depth = session.depth;
  const frames: Frame[] = [];
  let outcome: Outcome = start(session, frames, request) ?? DONE;
  for (;;) {
    if (isRefusal(outcome)) {
      session.depth = depth;
      return withNotes(outcome, callNotes(frames));
    }
    const frame = frames.at(-1);
    if (frame === undefined) return outcome;
    const result = frame.task.next(outcome);
    if (result.done !== true) {
      outcome = start(session, frames, result.value) ?? DONE;
      continue;
    }
    frames.pop();
    if (frame.call !== null) session.depth -= 1;
    outcome = result.value;
    if (frame.evaluation !== null && !isRefusal(outcome)) {
      const { expression, context, printing } = frame.evaluation;
      outcome = settle(session, outcome, expression, context, printing);
    }
  }
}

/** Meets a request at once, or puts its task on the stack and gives null. */
function start(session: Session, frames: Frame[], request: Request): Outcome | null {
  switch (request.kind) {
    case "evaluate": {
      const begun = beginEvaluation(session, request.expression, request.context);
      if (!isTask(begun)) return begun;
      frames.push({ task: begun, evaluation: request, call: null });
      return null;
    }
    case "execute": {
      const { statement, context } = request;
      const spent = spendSteps(session, 1, placeOf(statement, context));
      if (spent !== null) return spent;
      const begun = beginStatement(session, statement, context);
      if (!isTask(begun)) return begun;
      frames.push({ task: begun, evaluation: null, call: null });
      return null;
    }
    case "call": {
      const { body } = request.function;
      if (body === "selector-width") throw new Error("internal: a primitive has no body");
      if (session.depth >= session.limits.depth) return refuseDepth(session, request);
      session.depth += 1;
      const context: Context = { scope: request.scope, alternate: null, topLevel: false };
      frames.push({ task: executeBody(body, context), evaluation: null, call: request });
      return null;
    }
    case "load":
      return load(session, request.path, request.span, request.scope);
    default:
      return request satisfies never;
  }
}

function isTask(begun: Outcome | Task): begun is Task {
  return "next" in begun;
}

function load(session: Session, path: string, span: Span, scope: Scope): Outcome {
  const file = findFile(session, path, span);
  if (isRefusal(file)) return file;
  const source: Source = file.source;
  session.loading.push({ source, span });
  runFile(session, file.tree, createScope("file", session.base, { exportsTo: scope }));
  session.loading.pop();
  return DONE;
}

function refuseDepth(session: Session, call: Call): Refusal {
  return refuse("too-deep", { name: call.function.name, most: session.limits.depth }, call.span);
}

/** Where the calls are that lead to an error, the innermost first, the outermost last. */
function callNotes(frames: readonly Frame[]): readonly Note[] {
  const all = frames.flatMap(({ call }) => (call === null || call.note === null ? [] : [call.note]));
  all.reverse();
  // A recursion is at the same place again and again: once is enough.
  const notes = all.filter((note, index) => {
    const inner = all[index - 1];
    return inner === undefined || inner.message !== note.message || inner.span?.start !== note.span?.start;
  });
  const more = notes.length - CALLS_SHOWN;
  if (more <= 0) return notes;
  const between = { message: `and ${more} more calls` };
  return [...notes.slice(0, CALLS_SHOWN - 1), between, ...notes.slice(-1)];
}
