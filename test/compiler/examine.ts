/** Everything that must hold of a compiled model, tried on one program. */
import { permute } from "./permute.ts";
import { singlePrecision } from "./single.ts";
import { attempt, differences, statesAtBos, type Options, type Subject } from "./subject.ts";

/** Numbers of inputs to try. */
export interface Effort {
  /** On the runtime: all where they are no more than this. */
  readonly most?: number;
  /** With PAD behind the input, and again in single precision with all sums in another order. */
  readonly fewer?: number;
}

/**
 * What is wrong with a program's model: nothing, for a compiler without
 * mistakes. The program gets a small vocabulary and length where it names none.
 */
export function examine(text: string, effort: Effort = {}, options: Options = {}): readonly string[] {
  const tried = attempt(withHeader(text), options);
  if (tried.kind === "refused") return tried.diagnostics.map(({ message }) => `refused: ${message}`);
  return [
    ...tried.diagnostics.map(({ message }) => `diagnostic: ${message}`),
    ...examineModel(tried.subject, effort),
  ];
}

export function withHeader(text: string): string {
  const vocabulary = text.includes("#: vocabulary ") ? "" : '#: vocabulary "ab"\n';
  const maxLength = text.includes("#: max-length ") ? "" : "#: max-length 4\n";
  return `${vocabulary}${maxLength}${text}`;
}

export function examineModel(subject: Subject, { most = 400, fewer = 30 }: Effort = {}): readonly string[] {
  const { model } = subject;
  const problems: string[] = [];
  const note = (trial: string, first: string | null): void => {
    if (first !== null) problems.push(`${trial}: ${first}`);
  };
  note("plain", differences(subject, { most }).first);
  note("padded", differences(subject, { most: fewer, padding: 2 }).first);
  const permuted = { model: permute(model, 7), most: fewer, seed: 2 };
  note("permuted", differences(subject, permuted).first);
  if (model.config.precision === "float32") {
    const engine = singlePrecision;
    note("single precision", differences(subject, { ...permuted, engine, padding: 1 }).first);
  }
  if (new Set(statesAtBos(subject, 12)).size !== 1) problems.push("BOS depends on the input");
  for (const [name, tensor] of Object.entries(model.tensors)) {
    const numbers = "data" in tensor ? tensor.data : tensor.values;
    if (!numbers.every(Number.isFinite)) problems.push(`${name} has a number that is not finite`);
  }
  if (model.certificate.certified !== true) {
    problems.push(`certified: ${String(model.certificate.certified)}`);
  }
  return problems;
}
