/** Opens a weights file. */
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import type { Source } from "../../language/source.ts";
import { loadModel } from "../../runtime/file/load.ts";
import type { Model } from "../../runtime/model.ts";
import { remark } from "../../language/diagnostics/diagnostic.ts";

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
  const help = file.name.endsWith(".rasp")
    ? `a weights file is wanted here: \`rasp compile ${file.name}\` makes one`
    : undefined;
  const diagnostics = shown.map(({ path, message }, i) =>
    remark(
      "model",
      "bad-model",
      `${file.name}: ${path === "" ? "" : `${path}: `}${message}`,
      i === 0 ? help : undefined,
    ),
  );
  if (rest > 0) {
    diagnostics.push(remark("model", "bad-model", `${file.name}: and ${String(rest)} more problems`));
  }
  return { kind: "refused", diagnostics };
}

function assumptionsOf({ certificate, program }: Model): readonly Diagnostic[] {
  const said: Diagnostic[] = [];
  if (program.partial) {
    said.push(
      remark(
        "value",
        "partial-model",
        "the program has no value on some inputs; there the model's answers mean nothing",
        undefined,
        "warning",
      ),
    );
  }
  if (certificate.certified === true) return said;
  const assumptions = certificate.assumptions.length > 0 ? `: ${certificate.assumptions.join("; ")}` : "";
  const message =
    certificate.certified === "conditional"
      ? `the model is exact under assumptions that are not proved${assumptions}`
      : `the model is not certified to be exact${assumptions}`;
  return [...said, remark("uncertified", "not-certified", message, undefined, "warning")];
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
