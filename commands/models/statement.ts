/** Whether a weights file states a program: the same steps for each output, on the same terms. */
import { stateGraph } from "../../compiler/assembly/state.ts";
import type { Program } from "../../compiler/elaborate/program.ts";
import { elaborateReading, read } from "../../compiler/frontend.ts";
import { chooseOutputs } from "../../compiler/settings/choose.ts";
import type { Request } from "../../compiler/settings/request.ts";
import { hasErrors, type Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import type { NodeId } from "../../language/graph.ts";
import type { Model, ModelStatement } from "../../runtime/model.ts";
import { sameProgram } from "../../verifier/same.ts";
import type { Finding } from "../../verifier/verify.ts";

/** What a file states that the program is not, and what is wrong with the program itself. */
export function compareStatement(
  model: Model,
  request: Request,
): { readonly findings: readonly Finding[]; readonly diagnostics: readonly Diagnostic[] } {
  const vocabulary = JSON.stringify(model.tokenizer.vocabulary.map(({ value }) => value));
  const { outputs } = model.program;
  const options = { ...request.options, vocabulary: request.options?.vocabulary ?? vocabulary, outputs };
  const reading = read({ ...request, options });
  const elaborated = elaborateReading(reading);
  const chosen = chooseOutputs(elaborated, reading.settings);
  const { diagnostics } = elaborated;
  if (hasErrors(diagnostics)) return { findings: [], diagnostics };
  const { statement } = model.circuit;
  const finding = (message: string): Finding => ({ verdict: "wrong", place: request.source.name, message });
  const missing = chosen.diagnostics.filter(({ severity }) => severity === "error");
  if (missing.length > 0) return { findings: missing.map(({ message }) => finding(message)), diagnostics };
  if (statement === undefined) return { findings: [], diagnostics };
  if (reading.settings.causal !== model.config.causal) {
    const [is, not] = model.config.causal ? ["", " not"] : [" not", ""];
    return { findings: [finding(`the model is${is} causal, and the program is${not}`)], diagnostics };
  }
  const findings = statesProgram(statement, elaborated.program, chosen.outputs)
    .flatMap((same, i) => (same ? [] : [outputs[i] ?? ""]))
    .map((name) => finding(`its output \`${name}\` is not what the model states to compute`));
  return { findings, diagnostics };
}

/** For each output, whether the statement's is the program's. */
export function statesProgram(
  statement: ModelStatement,
  { graph }: Pick<Program, "graph">,
  outputs: readonly { readonly node: NodeId }[],
): readonly boolean[] {
  return sameProgram(
    statement,
    stateGraph(
      graph,
      outputs.map(({ node }) => node),
    ),
  );
}
