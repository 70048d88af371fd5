/** From a program to a model and the text that `compile` writes. */
import { compileGraph } from "../../compiler/compile.ts";
import type { Program } from "../../compiler/elaborate/program.ts";
import { createInterpreter, type Evaluation } from "../../interpreter/evaluate.ts";
import type { Atom } from "../../language/atom.ts";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import type { Failure } from "../../language/failure.ts";
import type { Model } from "../../runtime/model.ts";
import { seal } from "../../runtime/file/serialise.ts";
import { elaborateReading, type Elaborated, type Reading } from "../../compiler/settings/frontend.ts";
import { hasErrors, remark } from "../shared/outcome.ts";
import { chooseOutputs, type Output } from "../../compiler/settings/choose.ts";
import type { InputSpace } from "../inputs/plan.ts";

/** What a program is compiled for: its outputs on every input of a space. */
export interface Target {
  readonly program: Program;
  readonly outputs: readonly Output[];
  readonly space: InputSpace;
  readonly interpret: (input: readonly Atom[]) => Evaluation;
}

export type Targeted =
  | { readonly kind: "target"; readonly target: Target; readonly diagnostics: readonly Diagnostic[] }
  | {
      readonly kind: "refused";
      /** The names, as far as they are known. */
      readonly outputs: readonly Output[];
      readonly diagnostics: readonly Diagnostic[];
    };

/** Finds what is to be compiled, or says why nothing can be. */
export function findTarget(reading: Reading): Targeted {
  const elaborated = elaborateReading(reading, null);
  const chosen = chooseOutputs(elaborated, reading.settings);
  const space = inputSpaceOf(reading);
  const diagnostics = [...elaborated.diagnostics, ...chosen.diagnostics, ...space.diagnostics];
  if (hasErrors(diagnostics) || space.space === null) {
    return { kind: "refused", outputs: chosen.outputs, diagnostics };
  }
  return {
    kind: "target",
    target: targetOf(reading, elaborated, chosen.outputs, space.space),
    diagnostics,
  };
}

export function targetOf(
  reading: Reading,
  { program }: Elaborated,
  outputs: readonly Output[],
  space: InputSpace,
): Target {
  const { causal } = reading.settings;
  return { program, outputs, space, interpret: createInterpreter(program.graph, { causal }) };
}

/** Pairs of positions are tabulated: beyond this they do not fit in memory. */
const greatestLength = 16_384;

/** The inputs a compiled model takes; a vocabulary and a length have no sensible default. */
export function inputSpaceOf({ settings, diagnostics: said }: Reading): {
  readonly space: InputSpace | null;
  readonly diagnostics: readonly Diagnostic[];
} {
  const { vocabulary, maxLength } = settings;
  const diagnostics: Diagnostic[] = [];
  // One that was given but is wrong is not missing, and has been reported already.
  const isWrong = hasErrors(said);
  if (vocabulary === null && !isWrong) {
    diagnostics.push(
      remark(
        "usage",
        "missing-vocabulary",
        "a model needs a vocabulary: the tokens that its inputs are made of",
        'add a line `#: vocabulary "abc"` to the file, or give `--vocab abc`',
      ),
    );
  }
  if (maxLength === null && !isWrong) {
    diagnostics.push(
      remark(
        "usage",
        "missing-max-length",
        "a model needs a maximum length: the longest input that it takes",
        "add a line `#: max-length 16` to the file, or give `--max-length 16`",
      ),
    );
  }
  if (maxLength !== null && maxLength > greatestLength) {
    const [asked, most] = [maxLength.toLocaleString("en-US"), greatestLength.toLocaleString("en-US")];
    diagnostics.push(
      remark(
        "too-large",
        "max-length-too-large",
        `a maximum length of ${asked} is more than a model can have: \`indices\` takes ${asked} values, the most is ${most}`,
        `give \`--max-length ${String(greatestLength)}\` or less`,
      ),
    );
    return { space: null, diagnostics };
  }
  const space = vocabulary === null || maxLength === null ? null : { vocabulary, maxLength };
  return { space, diagnostics };
}

export type Built =
  | {
      readonly kind: "built";
      readonly model: Model;
      /** The weights file. */
      readonly text: string;
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly kind: "refused"; readonly diagnostics: readonly Diagnostic[] };

/** Compiles, and writes what was compiled. */
export function build(reading: Reading, target: Target): Built {
  const options = reading.request.options ?? {};
  const result = compileGraph({
    graph: target.program.graph,
    outputs: target.outputs,
    vocabulary: target.space.vocabulary,
    maxLength: target.space.maxLength,
    causal: reading.settings.causal,
    precision: options.precision ?? "float32",
    partial: options.partial ?? false,
    uncertified: options.uncertified ?? false,
    source: reading.request.source,
    layout: options.layout ?? "named",
    probe: (input) => firstFailure(target, input),
  });
  if (result.kind === "refused") return result;
  const { model, text } = seal(result.model);
  return { kind: "built", model, text, diagnostics: result.diagnostics };
}

/** Why some output has no value on the input; null where all have one. */
export function firstFailure(target: Target, input: readonly Atom[]): Failure | null {
  const evaluation = target.interpret(input);
  for (const { node } of target.outputs) {
    const failure = evaluation.failure(node);
    if (failure !== null) return failure;
  }
  return null;
}
