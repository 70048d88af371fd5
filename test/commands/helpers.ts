/** Requests and models for the pipeline's tests. */
import type { Atom } from "../../language/atom.ts";
import { string } from "../../language/atom.ts";
import type { Source } from "../../language/source.ts";
import type { Options, Request } from "../../compiler/settings/request.ts";
import type { Model } from "../../runtime/model.ts";
import { serialise } from "../../runtime/file/serialise.ts";
import { tiny } from "../runtime/tiny.ts";

export function request(text: string, options: Options = {}, name = "program.rasp"): Request {
  return { source: { name, text }, options };
}

/** `text` with this header: tokens a and b, up to three of them. */
export function small(text: string, options: Options = {}): Request {
  return request(`#: vocabulary "ab"\n#: max-length 3\n${text}`, options);
}

/** A model over a and b, up to four of them, that answers the token; or always `a`. */
export function weights(kind: "copies" | "always a"): Source {
  const rows = kind === "copies" ? [1, 0, 0, 1] : [1, 0, 1, 0];
  const model: Model = tiny({
    config: { dModel: 2 },
    tensors: { "embed.W_E": [...rows, 0, 0, 0, 0], "unembed.out.W_U": [1, 0, 0, 1] },
  });
  const { contentHash: _, ...rest } = model;
  return { name: "copy.weights.json", text: serialise(rest) };
}

export function letters(text: string): readonly Atom[] {
  return Array.from(text, string);
}

/** The codes of a report's diagnostics, in order. */
export function codes({
  diagnostics,
}: {
  readonly diagnostics: readonly { readonly code: string }[];
}): readonly string[] {
  return diagnostics.map(({ code }) => code);
}
