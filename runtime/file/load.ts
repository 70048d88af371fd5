/** Reads a weights file: everything is checked before anything is trusted. */
import { checkModel } from "./check.ts";
import { readDocument } from "./document.ts";
import { format, limits, modelShape, version } from "./format.ts";
import type { Model } from "../model.ts";
import { sha256Of } from "./hash.ts";
import { contentHashOf } from "./serialise.ts";
import type { Problem } from "./shape.ts";
import { describe, isRecord } from "./shape.ts";

/**
 * The model in the text, or at least one problem with it; never throws.
 * A problem's path says where: `tensors["blocks.0.attn.W_Q"].shape[1]`.
 */
export function loadModel(
  text: string,
): { readonly model: Model } | { readonly problems: readonly Problem[] } {
  if (text.length > limits.text) {
    return failed("", `the file has ${text.length} characters, more than the limit of ${limits.text}`);
  }
  const read = readDocument(text);
  if ("problems" in read) return read;
  const { document } = read;

  // Another kind of file, or another version's, would fill the screen with unknown fields.
  if (!isRecord(document)) return failed("", `must be an object, is ${describe(document)}`);
  if (document["format"] !== format) return failed("format", `not a weights file: must be "${format}"`);
  if (document["version"] !== version) {
    return failed("version", `this runtime reads version ${version}, not ${describe(document["version"])}`);
  }

  const problems: Problem[] = [];
  if (!modelShape.check(document, "", problems)) return { problems };
  const inconsistent = checkModel(document);
  if (inconsistent.length > 0) return { problems: inconsistent };
  if (document.program.hash !== sha256Of(document.program.source)) {
    return failed("program.hash", "is not the SHA-256 of program.source");
  }
  if (document.contentHash !== contentHashOf(document)) {
    return failed("contentHash", "is not the hash of this content: the file was changed or damaged");
  }
  return { model: document };
}

function failed(path: string, message: string): { readonly problems: readonly Problem[] } {
  return { problems: [{ path, message }] };
}
