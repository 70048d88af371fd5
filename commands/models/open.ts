/** Opens a weights file. */
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import type { Source } from "../../language/source.ts";
import { loadModel } from "../../runtime/file/load.ts";
import type { Model } from "../../runtime/model.ts";
import { report } from "../../language/diagnostics/report.ts";

export type Opened =
  | {
      readonly kind: "model";
      readonly model: Model;
      /** What a user of the model's answers should know. */
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly kind: "refused"; readonly diagnostics: readonly Diagnostic[] };

/** A weights file's model, or what is wrong with the file. */
export function openModel(file: Source): Opened {
  const loaded = loadModel(file.text);
  if ("model" in loaded) {
    const { model } = loaded;
    return { kind: "model", model, diagnostics: assumptionsOf(model) };
  }
  const shown = loaded.problems.slice(0, 10);
  const rest = loaded.problems.length - shown.length;
  const diagnostics = shown.map(({ path, message: problem }, i) => {
    const isProgram = i === 0 && file.name.endsWith(".rasp");
    return report("bad-model", { case: "problem", file: file.name, path, problem, isProgram });
  });
  if (rest > 0) diagnostics.push(report("bad-model", { case: "more", file: file.name, problems: rest }));
  return { kind: "refused", diagnostics };
}

function assumptionsOf({ certificate, program }: Model): readonly Diagnostic[] {
  const said = program.partial ? [report("partial-model", {})] : [];
  const { certified, assumptions } = certificate;
  if (certified === true) return said;
  return [...said, report("not-certified", { isConditional: certified === "conditional", assumptions })];
}

/** A weights file by its name, or by its look where the name does not tell. */
export function isWeights({ name, text }: Source): boolean {
  if (name.endsWith(".rasp")) return false;
  return name.endsWith(".json") || /^\s*\{\s*"format"/.test(text.slice(0, 100));
}

/** As every file that `compile` has written begins. */
export function statesFormat({ text }: Source): boolean {
  return /^\s*\{\s*"format"\s*:\s*"rasp-compiler-weights"/.test(text.slice(0, 100));
}
