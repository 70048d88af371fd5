/** Opens a weights file. */
import type { Diagnostic } from "../language/diagnostic.ts";
import type { Source } from "../language/source.ts";
import { loadModel } from "../runtime/load.ts";
import type { Model } from "../runtime/model.ts";
import { remark } from "./outcome.ts";

export type Opened =
  | { readonly kind: "model"; readonly model: Model }
  | { readonly kind: "refused"; readonly diagnostics: readonly Diagnostic[] };

/** A weights file's model, or what is wrong with the file. */
export function openModel(file: Source): Opened {
  const loaded = loadModel(file.text);
  if ("model" in loaded) return { kind: "model", model: loaded.model };
  const shown = loaded.problems.slice(0, 10);
  const rest = loaded.problems.length - shown.length;
  const diagnostics = shown.map(({ path, message }) =>
    remark("model", "bad-model", `${file.name}: ${path === "" ? "" : `${path}: `}${message}`),
  );
  if (rest > 0) {
    diagnostics.push(remark("model", "bad-model", `${file.name}: and ${String(rest)} more problems`));
  }
  return { kind: "refused", diagnostics };
}
