/** What one elaboration knows and has used up; shared by all parts of the elaborator. */
import type { Atom } from "../../language/atom.ts";
import type { GraphBuilder } from "../../language/build.ts";
import { createGraphBuilder } from "../../language/build.ts";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import type { Failure } from "../../language/failure.ts";
import type { NodeId } from "../../language/graph.ts";
import type { Source, Span } from "../../language/source.ts";
import type { Expression, SyntaxTree } from "../syntax/ast.ts";
import type { ElaborateOptions, Limits, Program } from "./program.ts";
import type { Refusal } from "./refusal.ts";
import { refuse } from "./refusal.ts";
import type { Scope } from "./values.ts";
import { createScope } from "./scope.ts";
import type { FunctionValue, Value } from "./values.ts";
import { sizeOf } from "./values.ts";

/** A candidate for the default output. */
interface Candidate {
  readonly name: string;
  readonly node: NodeId;
  readonly span: Span;
  readonly order: number;
}

export interface Session {
  /** The name of the main program's file; null if that is empty. */
  readonly main: string | null;
  readonly builder: GraphBuilder;
  readonly options: ElaborateOptions;
  readonly limits: Limits;
  readonly diagnostics: Diagnostic[];
  readonly applications: Program["applications"][number][];
  /** By name, the last of the main program's assignments and expressions whose value is an s-op. */
  readonly candidates: Map<string, Candidate>;
  /** Expressions that were found to need no task, or to need one. */
  readonly direct: Map<Expression, boolean>;
  readonly base: Scope;
  readonly console: Scope;
  /** The running example of s-ops; null when nothing is to be run. */
  example: readonly Atom[] | null;
  /** What was found out about nodes on the running example. */
  readonly checked: Map<NodeId, Failure | null>;
  /** The loads under way, the outermost first. */
  readonly loading: { readonly source: Source; readonly span: Span }[];
  /** Files that were parsed already. */
  readonly parsed: Map<string, { readonly source: Source; readonly tree: SyntaxTree }>;
  /** The library's functions that were needed so far. */
  readonly library: Map<string, FunctionValue>;
  /** Names set and candidates added so far: what gives them their order. */
  settings: number;
  /** Statements of files begun so far, loaded files included. */
  statement: number;
  steps: number;
  elements: number;
  depth: number;
  /** True once a limit on the whole program was passed: nothing more is run. */
  stopped: boolean;
}

/** Expressions and statements evaluated while a program is elaborated. */
const MOST_STEPS = 2_000_000;
/** Calls inside calls. */
const DEEPEST_CALL = 5_000;
/** Nodes of the program graph; equal ones are one. */
const MOST_NODES = 300_000;
/** List items, dict entries and string characters made in all. */
const MOST_ELEMENTS = 1_000_000;

const DEFAULT_LIMITS: Limits = {
  steps: MOST_STEPS,
  depth: DEEPEST_CALL,
  nodes: MOST_NODES,
  elements: MOST_ELEMENTS,
};

/** Lists inside lists; what walks values may recurse that deep. */
const GREATEST_VALUE_DEPTH = 200;

export function createSession(tree: SyntaxTree, options: ElaborateOptions): Session {
  const base = createScope("base", null);
  return {
    main: tree.statements[0]?.span.source.name ?? null,
    builder: createGraphBuilder(),
    options,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    diagnostics: [],
    applications: [],
    direct: new Map(),
    candidates: new Map(),
    base,
    console: createScope("console", base),
    example: options.example,
    checked: new Map(),
    loading: [],
    parsed: new Map(),
    library: new Map(),
    settings: 0,
    statement: 0,
    steps: 0,
    elements: 0,
    depth: 0,
    stopped: false,
  };
}

/** Remembers a candidate as the last one. */
export function addCandidate(session: Session, candidate: Omit<Candidate, "order">): void {
  session.settings += 1;
  session.candidates.set(candidate.name, { ...candidate, order: session.settings });
}

/** Takes `count` steps of the allowance. */
export function spendSteps(session: Session, count: number, span: Span): Refusal | null {
  session.steps += count;
  if (session.steps <= session.limits.steps) return null;
  session.stopped = true;
  return refuse("too-many-steps", { most: session.limits.steps }, span);
}

/** Takes `count` list items, dict entries or characters of the allowance, before they are made. */
export function spendElements(session: Session, count: number, span: Span): Refusal | null {
  const { elements: limit } = session.limits;
  if (count > limit) {
    return refuse("value-too-large", { case: "elements", elements: count, most: limit }, span);
  }
  session.elements += count;
  if (session.elements <= limit) return null;
  session.stopped = true;
  return refuse("too-many-elements", { most: limit }, span);
}

/** Refuses a new value that would be too large or too deep to walk. */
export function checkExtent(session: Session, value: Value, span: Span): Refusal | null {
  if (value.kind !== "list" && value.kind !== "dict") return null;
  if (value.depth > GREATEST_VALUE_DEPTH) {
    return refuse("value-too-deep", { most: GREATEST_VALUE_DEPTH }, span);
  }
  if (sizeOf(value) <= session.limits.elements) return null;
  return refuse("value-too-large", { case: "written", most: session.limits.elements }, span);
}

/** Refuses when the graph has grown beyond its limit. */
export function checkGraph(session: Session, span: Span): Refusal | null {
  const { nodes } = session.limits;
  if (session.builder.graph.nodes.length <= nodes) return null;
  session.stopped = true;
  return refuse("too-many-nodes", { most: nodes }, span);
}
