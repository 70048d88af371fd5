/** From text to a program: parse, settle, elaborate. */
import { elaborate } from "../elaborate/elaborate.ts";
import type { ElaborateOptions, Program } from "../elaborate/program.ts";
import type { SyntaxTree } from "../syntax/ast.ts";
import { parse } from "../syntax/parse.ts";
import type { Atom } from "../../language/atom.ts";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import { createEvaluation, type Evaluation } from "../../interpreter/evaluate.ts";
import type { Graph } from "../../language/graph.ts";
import type { Request } from "./request.ts";
import { settle, type Settings } from "./settle.ts";

/** A text as read, before anything of it runs. */
export interface Reading {
  readonly request: Request;
  readonly tree: SyntaxTree;
  readonly settings: Settings;
  readonly diagnostics: readonly Diagnostic[];
}

export function read(request: Request): Reading {
  const { tree, diagnostics } = parse(request.source);
  const settled = settle(tree.pragmas, request.options ?? {});
  return {
    request,
    tree,
    settings: settled.settings,
    diagnostics: [...diagnostics, ...settled.diagnostics],
  };
}

export interface Elaborated {
  readonly program: Program;
  /** Of reading and elaborating, without echoes. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Elaborates what was read. With an example every statement is also run on it,
 * as the original does, and reported where it fails.
 */
export function elaborateReading(reading: Reading, example: readonly Atom[] | null): Elaborated {
  const { request, settings } = reading;
  const program = elaborate(reading.tree, {
    tokens: settings.tokens,
    example,
    probe: example === null ? null : createProbe(settings.causal),
    load: request.load ?? (() => null),
  });
  const withCauses = withoutEchoes(reading, program);
  return { program: withCauses, diagnostics: [...reading.diagnostics, ...withCauses.diagnostics] };
}

/** Runs nodes on the running example; one evaluation serves as long as graph and input stay the same. */
function createProbe(causal: boolean): NonNullable<ElaborateOptions["probe"]> {
  let current: { graph: Graph; input: readonly Atom[]; evaluation: Evaluation } | null = null;
  return (graph, node, input) => {
    if (current === null || current.graph !== graph || current.input !== input) {
      current = { graph, input, evaluation: createEvaluation(graph, input, { causal }) };
    }
    return current.evaluation.failure(node);
  };
}

/**
 * A name set in a statement that could not be parsed is not reported again as
 * undefined where it is used: whatever needs it failed for the same cause.
 */
function withoutEchoes({ tree }: Reading, program: Program): Program {
  const causes = new Map(tree.broken.map(({ name, diagnostic }) => [name.text, diagnostic]));
  const causeOf = ({ kind, span }: Diagnostic): Diagnostic | undefined =>
    kind === "undefined-variable" && span !== null
      ? causes.get(span.source.text.slice(span.start, span.end))
      : undefined;
  const failed = new Map([...program.failed].map(([name, said]) => [name, causeOf(said) ?? said] as const));
  for (const [name, cause] of causes) {
    if (!program.bindings.has(name) && !failed.has(name)) failed.set(name, cause);
  }
  return {
    ...program,
    failed,
    diagnostics: program.diagnostics.filter((diagnostic) => causeOf(diagnostic) === undefined),
  };
}
