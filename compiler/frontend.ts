/** From text to a program: parse, settle, elaborate. */
import type { Atom } from "../language/atom.ts";
import type { Diagnostic } from "../language/diagnostics/diagnostic.ts";
import type { Graph, NodeId } from "../language/graph.ts";
import type { Failure } from "../language/failure.ts";
import { elaborate } from "./elaborate/elaborate.ts";
import type { ElaborateOptions, Program } from "./elaborate/program.ts";
import type { Engines } from "./engines.ts";
import type { Request } from "./settings/request.ts";
import type { Elaborated, Reading } from "./settings/reading.ts";
import { settle } from "./settings/settle.ts";
import { unobserved, type Observer } from "./stages.ts";
import { parse } from "./syntax/parse.ts";

/** Parses the text, and settles what its pragmas and the request's options ask for. */
export function read(request: Request, see: Observer = unobserved): Reading {
  const { tree, diagnostics } = parse(request.source);
  see({ stage: "parse", value: tree });
  const settled = settle(tree.pragmas, request.options ?? {});
  see({ stage: "settle", value: settled.settings });
  return {
    request,
    tree,
    settings: settled.settings,
    diagnostics: [...diagnostics, ...settled.diagnostics],
  };
}

/** Statements are also run on an input while they are elaborated, as the original does, and reported where they fail. */
export interface Trial {
  readonly example: readonly Atom[];
  readonly interpret: Engines["interpret"];
}

export function elaborateReading(
  reading: Reading,
  trial: Trial | null = null,
  see: Observer = unobserved,
): Elaborated {
  const { request, settings } = reading;
  const elaborated = elaborate(reading.tree, {
    tokens: settings.tokens,
    example: trial?.example ?? null,
    probe: trial === null ? null : createProbe(trial, settings.causal),
    load: request.load ?? (() => null),
  });
  const program = withoutEchoes(reading, elaborated);
  see({ stage: "elaborate", value: program });
  return { program, diagnostics: [...reading.diagnostics, ...program.diagnostics] };
}

/** Runs nodes on the running example; one evaluation serves as long as graph and input stay the same. */
function createProbe({ interpret }: Trial, causal: boolean): NonNullable<ElaborateOptions["probe"]> {
  let current: {
    graph: Graph;
    input: readonly Atom[];
    evaluation: { readonly failure: (node: NodeId) => Failure | null };
  } | null = null;
  return (graph, node, input) => {
    if (current === null || current.graph !== graph || current.input !== input) {
      current = { graph, input, evaluation: interpret(graph, { causal })(input) };
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
