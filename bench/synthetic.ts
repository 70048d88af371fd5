/** Models without a program, whose weights mean nothing. */
import { sha256Of } from "../runtime/file/hash.ts";
import type { Model } from "../runtime/model.ts";

type Given = Pick<Model, "config" | "tokenizer" | "outputs" | "tensors">;

/** What a file needs besides its weights, with a certificate that claims nothing. */
export function syntheticModel(given: Given, source: string): Omit<Model, "contentHash"> {
  const { precision, maxLength } = given.config;
  return {
    format: "rasp-compiler-weights",
    version: 1,
    program: { file: "synthetic.rasp", source, hash: sha256Of(source), outputs: ["out"], partial: false },
    ...given,
    features: [],
    circuit: { heads: [], neuronGroups: [] },
    certificate: {
      certified: false,
      precision,
      maxLength,
      assumptions: [],
      heads: [],
      neuronGroups: [],
      features: [],
      outputs: [],
      summary: "",
    },
  };
}
