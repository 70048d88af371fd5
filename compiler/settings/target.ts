/** What a program is compiled for: its outputs, right on every input of a space. */
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import { hasErrors } from "../../language/diagnostics/diagnostic.ts";
import { report } from "../../language/diagnostics/report.ts";
import type { Atom } from "../../language/atom.ts";
import type { Program } from "../elaborate/program.ts";
import type { Elaborated, Reading } from "./reading.ts";
import { chooseOutputs, type Output } from "./choose.ts";

/** Inputs of 1 to `maxLength` elements of the vocabulary. */
export interface InputSpace {
  readonly vocabulary: readonly Atom[];
  readonly maxLength: number;
}

export interface Target {
  readonly program: Program;
  readonly outputs: readonly Output[];
  readonly space: InputSpace;
  readonly causal: boolean;
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
export function chooseTarget(reading: Reading, elaborated: Elaborated): Targeted {
  const { outputs, diagnostics: ofOutputs } = chooseOutputs(elaborated, reading.settings);
  const { space, diagnostics: ofSpace } = inputSpaceOf(reading);
  const diagnostics = [...elaborated.diagnostics, ...ofOutputs, ...ofSpace];
  if (hasErrors(diagnostics) || space === null) return { kind: "refused", outputs, diagnostics };
  const { program } = elaborated;
  return {
    kind: "target",
    target: { program, outputs, space, causal: reading.settings.causal },
    diagnostics,
  };
}

/** Pairs of positions are tabulated: beyond this they do not fit in memory. */
const GREATEST_LENGTH = 16_384;

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
    diagnostics.push(report("missing-vocabulary", {}));
  }
  if (maxLength === null && !isWrong) {
    diagnostics.push(report("missing-max-length", {}));
  }
  if (maxLength !== null && maxLength > GREATEST_LENGTH) {
    diagnostics.push(report("max-length-too-large", { length: maxLength, most: GREATEST_LENGTH }));
    return { space: null, diagnostics };
  }
  const space = vocabulary === null || maxLength === null ? null : { vocabulary, maxLength };
  return { space, diagnostics };
}
