/** Whether a weights file states a program: the same steps for each output, on the same terms. */
import type { Program } from "../../compiler/elaborate/program.ts";
import { elaborateReading, read } from "../../compiler/frontend.ts";
import { chooseOutputs } from "../../compiler/settings/choose.ts";
import type { Reading } from "../../compiler/settings/reading.ts";
import type { Request } from "../../compiler/settings/request.ts";
import { hasErrors, type Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import type { Atom } from "../../language/atom.ts";
import { atomKey } from "../../language/atom.ts";
import { displayAtom } from "../../language/display.ts";
import type { NodeId } from "../../language/graph.ts";
import type { Model, ModelStatement } from "../../runtime/model.ts";
import { sameProgram } from "../../verifier/same.ts";
import type { Finding } from "../../verifier/report/finding.ts";

export interface Compared {
  readonly findings: readonly Finding[];
  readonly diagnostics: readonly Diagnostic[];
  /** The greatest length that the program asks for; null where it asks for none. */
  readonly maxLength: number | null;
}

/** What a file states that the program is not, and what is wrong with the program itself. */
export function compareStatement(model: Model, request: Request): Compared {
  const { outputs } = model.program;
  const asked = read({ ...request, options: { ...request.options, outputs } });
  const { vocabulary, maxLength } = asked.settings;
  const reading = vocabulary === null ? withTokensOf(model, asked) : asked;
  const elaborated = elaborateReading(reading);
  const chosen = chooseOutputs(elaborated, reading.settings);
  const { diagnostics } = elaborated;
  if (hasErrors(diagnostics)) return { findings: [], diagnostics, maxLength };
  const { statement } = model.circuit;
  const finding = (message: string): Finding => ({ verdict: "wrong", place: request.source.name, message });
  const missing = chosen.diagnostics.filter(({ severity }) => severity === "error");
  if (missing.length > 0)
    return { findings: missing.map(({ message }) => finding(message)), diagnostics, maxLength };
  if (statement === undefined) return { findings: [], diagnostics, maxLength };
  if (reading.settings.causal !== model.config.causal) {
    const [is, not] = model.config.causal ? ["", " not"] : [" not", ""];
    const findings = [finding(`the model is${is} causal, and the program is${not}`)];
    return { findings, diagnostics, maxLength };
  }
  const strange = vocabulary === null ? null : strangeToken(model.tokenizer.vocabulary, vocabulary);
  if (strange !== null) return { findings: [finding(strange)], diagnostics, maxLength };
  const findings = statesProgram(statement, elaborated.program, chosen.outputs)
    .flatMap((same, i) => (same ? [] : [outputs[i] ?? ""]))
    .map((name) => finding(`its output \`${name}\` is not what the model states to compute`));
  return { findings, diagnostics, maxLength };
}

/** A program that names no tokens is read over the model's, types included. */
function withTokensOf({ tokenizer }: Model, reading: Reading): Reading {
  const { vocabulary } = tokenizer;
  const type = vocabulary[0]?.type ?? "string";
  const tokens = type === "string" ? "str" : type;
  return { ...reading, settings: { ...reading.settings, vocabulary, tokens } };
}

/** A token that one of the two has and the other has not, of the same type; null where there is none. */
function strangeToken(model: readonly Atom[], program: readonly Atom[]): string | null {
  const lacking = (all: readonly Atom[], others: readonly Atom[]): Atom | undefined => {
    const keys = new Set(others.map(atomKey));
    return all.find((atom) => !keys.has(atomKey(atom)));
  };
  const missing = lacking(program, model);
  if (missing !== undefined) {
    return `the program takes the ${missing.type} ${displayAtom(missing)} for a token, and the model does not`;
  }
  const added = lacking(model, program);
  return added === undefined
    ? null
    : `the model takes the ${added.type} ${displayAtom(added)} for a token, and the program does not`;
}

/** For each output, whether the statement's is the program's. */
export function statesProgram(
  statement: ModelStatement,
  { graph }: Pick<Program, "graph">,
  outputs: readonly { readonly node: NodeId }[],
): readonly boolean[] {
  return sameProgram(
    statement,
    graph,
    outputs.map(({ node }) => node),
  );
}
