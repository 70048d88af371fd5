/** A program's model, compiled and checked: the way that every command takes. */
import * as compiler from "../../compiler/compile.ts";
import { weightOptionsOf, type Compiled, type Refusal } from "../../compiler/compile.ts";
import type { Checked, Engines } from "../../compiler/engines.ts";
import type { Reading } from "../../compiler/settings/reading.ts";
import type { Request } from "../../compiler/settings/request.ts";
import type { Target } from "../../compiler/settings/target.ts";
import type { Observer } from "../../compiler/stages.ts";
import { createInterpreter } from "../../interpreter/evaluate.ts";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import { report } from "../../language/diagnostics/report.ts";
import type { Model } from "../../runtime/model.ts";
import { verifyModel } from "../../verifier/verify.ts";
import { planInputs } from "../inputs/plan.ts";
import { compareAll, pairOf, shrinkMismatch, type Mismatch } from "./compare.ts";
import { statesProgram } from "./statement.ts";

const engines: Engines = {
  interpret: createInterpreter,
  verify: (model, target) => {
    requireStated(model, target);
    return verifyModel(model);
  },
};

/** What the file states, and the checker proves of the weights, is the program as it was elaborated. */
function requireStated({ circuit }: Model, { program, outputs }: Target): void {
  const { statement } = circuit;
  if (statement === undefined || !statesProgram(statement, program, outputs).every(Boolean))
    throw new Error("internal: the model does not state the program");
}

/** From text to a model that the checker has been asked about. */
export function build(
  request: Request,
  see?: Observer,
): (Compiled | Refusal) & { readonly reading: Reading } {
  return compiler.compile(request, engines, see);
}

/** The same for a target of one's own, with the reading's options. */
export function buildTarget(reading: Reading, target: Target): Compiled | Refusal {
  return compiler.compileTarget(target, weightOptionsOf(reading), engines);
}

/** What the checker has said of a model; a weights file that is only run has not been checked. */
export type Standing = "proved" | "unproved" | "unchecked";

export function standingOf(checked: Checked | null): Standing {
  return checked?.proved === true ? "proved" : "unproved";
}

/** The checker is independent of the compiler: where it finds no proof, one of the two is to be improved. */
export function unproved(checked: Checked | null): Diagnostic | null {
  const [finding] = checked?.findings ?? [];
  if (finding === undefined) return null;
  return report("not-verified", { place: finding.place, finding: finding.message });
}

/**
 * What there is to say of a model without a proof. The checker knows less than there
 * is to know of what can occur: where it is not satisfied, inputs decide. An error
 * shows one on which the model is wrong.
 */
export function judge({ target, model, checked }: Compiled): Diagnostic | null {
  const [finding] = checked?.findings ?? [];
  if (finding === undefined) return null;
  const mismatch = findMismatch(target, model);
  if (mismatch === null) return unproved(checked);
  const text = JSON.stringify(mismatch.input.map(({ value }) => value));
  const { place, message } = finding;
  return report("refuted", { output: mismatch.output, input: text, place, finding: message });
}

function findMismatch(target: Target, model: Model): Mismatch | null {
  const pair = pairOf(target, model);
  const plan = planInputs(target.space, { limit: 1_000, samples: 300, seed: 1 });
  const { first } = compareAll(pair, plan);
  return first === null ? null : shrinkMismatch(pair, first);
}
