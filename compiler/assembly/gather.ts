/** Circuit, tensors and certificate → the model, as a weights file holds it. */
import type { Source } from "../../language/source.ts";
import { sha256Of } from "../../runtime/file/hash.ts";
import type { Model, ModelCertificate } from "../../runtime/model.ts";
import type { Circuit } from "../lowering/circuit/circuit.ts";
import type { Target } from "../settings/target.ts";
import type { Assembled } from "./assemble.ts";
import { describeCircuit, describeFeatures } from "./manifest.ts";

export interface Gathered {
  readonly target: Target;
  /** The program's text and name. */
  readonly source: Source;
  /** Some input is known to have no value. */
  readonly partial: boolean;
  readonly circuit: Circuit;
  readonly assembled: Assembled;
  readonly certificate: ModelCertificate;
}

/** All of the model but the hash of its content, which is that of the file's text. */
export function gather(gathered: Gathered): Omit<Model, "contentHash"> {
  const { target, source, partial, circuit, assembled, certificate } = gathered;
  const { program, outputs, space } = target;
  const { vocabulary } = space;
  return {
    format: "rasp-compiler-weights",
    version: 1,
    program: {
      file: source.name,
      source: source.text,
      hash: sha256Of(source.text),
      outputs: outputs.map(({ name }) => name),
      partial,
    },
    config: assembled.config,
    tokenizer: { vocabulary, bos: vocabulary.length, pad: vocabulary.length + 1 },
    features: describeFeatures(circuit, assembled),
    tensors: assembled.tensors,
    outputs: assembled.outputs,
    circuit: describeCircuit(circuit, assembled, {
      graph: program.graph,
      outputs: outputs.map(({ node }) => node),
    }),
    certificate,
  };
}
