/** Writes a model as a weights file: the same bytes for the same model. */
import { checkModel } from "./check.ts";
import { modelShape } from "./format.ts";
import { createHash } from "./hash.ts";
import type { Model } from "../model.ts";
import type { Problem } from "./shape.ts";
import { writeDocument } from "./write.ts";

/** A model and the weights file that holds it. */
export interface Sealed {
  readonly model: Model;
  readonly text: string;
}

/** Ends the outermost object. */
const END = "\n}\n";

/**
 * Before: the model is a valid one; one that its own loader would refuse is our mistake.
 * After:  JSON, a line for each field, list element and tensor, the content hash last.
 */
export function seal(model: Omit<Model, "contentHash">): Sealed {
  const malformed: Problem[] = [];
  modelShape.check({ ...model, contentHash: "0".repeat(64) }, "", malformed);
  const problem = malformed[0] ?? checkModel(model)[0];
  if (problem !== undefined) throw new Error(`internal: model not valid: ${problem.path} ${problem.message}`);
  const hash = createHash();
  const pieces: string[] = [];
  writeDocument(model, (piece) => {
    pieces.push(piece);
    hash.add(piece);
  });
  hash.add(END);
  const contentHash = hash.digest();
  pieces.push(`,\n"contentHash":"${contentHash}"${END}`);
  return { model: { ...model, contentHash }, text: pieces.join("") };
}

/** The weights file of a model. */
export function serialise(model: Omit<Model, "contentHash">): string {
  return seal(model).text;
}

/** SHA-256 of the file's text without its content hash, that is, without `,\n"contentHash":"…"`. */
export function contentHashOf(model: Omit<Model, "contentHash">): string {
  const hash = createHash();
  writeDocument(model, hash.add);
  hash.add(END);
  return hash.digest();
}
