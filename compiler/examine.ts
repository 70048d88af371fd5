/** Whether what could make an input fail does: searched for, else assumed. */
import type { Diagnostic } from "../language/diagnostics/diagnostic.ts";
import { report } from "../language/diagnostics/report.ts";
import type { Atom } from "../language/atom.ts";
import type { Failure } from "../language/failure.ts";
import { nodeOf } from "../language/graph.ts";
import { positionAt } from "../language/source.ts";
import { searchFailure } from "./search.ts";
import type { Engines } from "./engines.ts";
import type { Doubt } from "./lowering/context/lowering.ts";
import type { Target } from "./settings/target.ts";

export interface Examined {
  /** Some input fails, and such programs are not asked for. */
  readonly fatal: boolean;
  /** Some input is known to fail, and the program is compiled all the same. */
  readonly partial: boolean;
  /** What is neither proved nor refuted, as the certificate states it. */
  readonly assumptions: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Searches for an input that makes a doubt come true; what is neither proved nor found is assumed. */
export function examine(
  target: Target,
  doubts: readonly Doubt[],
  partial: boolean,
  interpret: Engines["interpret"],
): Examined {
  if (doubts.length === 0) return { fatal: false, partial: false, assumptions: [], diagnostics: [] };
  const { graph } = target.program;
  const probe = createProbe(target, interpret);
  const { found, tried, exhaustive } = searchFailure({ ...target.space, probe });
  if (found !== null) {
    const diagnostic = failingInput(target, found, partial);
    return { fatal: !partial, partial, assumptions: [], diagnostics: [diagnostic] };
  }
  if (exhaustive) return { fatal: false, partial: false, assumptions: [], diagnostics: [] };
  const inputs = tried.toLocaleString("en");
  const assumptions = doubts.map(({ node, reason }) => {
    const { span } = nodeOf(graph, node);
    const { line } = positionAt(span.source, span.start);
    return `never so at ${span.source.name} line ${String(line)}: ${reason} (not proved, no counterexample in ${inputs} inputs)`;
  });
  const diagnostics = doubts.map(({ node, reason }) =>
    report("unproved-assumption", { doubt: reason, inputs }, nodeOf(graph, node).span),
  );
  return { fatal: false, partial: false, assumptions, diagnostics };
}

/** Why some output has no value on an input; null where all have one. */
function createProbe(
  { program, outputs, causal }: Target,
  interpret: Engines["interpret"],
): (input: readonly Atom[]) => Failure | null {
  const evaluate = interpret(program.graph, { causal });
  return (input) => {
    const evaluation = evaluate(input);
    for (const { node } of outputs) {
      const failure = evaluation.failure(node);
      if (failure !== null) return failure;
    }
    return null;
  };
}

function failingInput(
  { program }: Target,
  { input, failure }: { readonly input: readonly Atom[]; readonly failure: Failure },
  partial: boolean,
): Diagnostic {
  const { failed, message, node } = failure;
  const text = JSON.stringify(input.map(({ value }) => value));
  const fails = { case: "program", failed, input: text, failure: message, partial } as const;
  return report("failing-input", fails, node === undefined ? null : nodeOf(program.graph, node).span);
}
