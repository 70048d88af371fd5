/** Runs a model on an input of atoms: atoms in, atoms out. */
import { showAtom } from "./atoms.ts";
import type { Decoded } from "./decode.ts";
import { decode } from "./decode.ts";
import type { Observe } from "./forward.ts";
import { forward } from "./forward.ts";
import type { ModelAtom } from "./model.ts";
import type { PreparedModel } from "./prepare.ts";

/** Why an input cannot be run. */
export interface InputProblem {
  readonly problem: "unknown-token" | "too-long" | "empty";
  /** Of the first unknown token, from 0. */
  readonly position?: number;
  /** Lower case, no full stop. */
  readonly message: string;
}

export interface Run {
  /** By output name, one atom a position. */
  readonly outputs: Readonly<Record<string, readonly ModelAtom[]>>;
  /** The same, with margins. */
  readonly decoded: readonly Decoded[];
}

/** Every output of the model on the input, or why there is none. */
export function run(
  model: PreparedModel,
  input: readonly ModelAtom[],
  observe?: Observe,
): Run | InputProblem {
  const tokenIds = tokenise(model, input);
  if ("problem" in tokenIds) return tokenIds;
  const decoded = decode(model, forward(model, tokenIds, observe), input.length);
  return { outputs: Object.fromEntries(decoded.map(({ name, values }) => [name, values])), decoded };
}

/** BOS and the input's token ids. Tokens match the vocabulary by RASP's `==`. */
export function tokenise(
  model: PreparedModel,
  input: readonly ModelAtom[],
): readonly number[] | InputProblem {
  const { maxLength } = model.config;
  if (input.length === 0)
    return { problem: "empty", message: "the input is empty: a model needs at least one token" };
  if (input.length > maxLength) {
    return {
      problem: "too-long",
      message: `the input has ${input.length} tokens; the model was compiled for at most ${maxLength}`,
    };
  }
  const tokenIds = [model.tokenizer.bos];
  for (const [position, atom] of input.entries()) {
    const id = model.tokenIdOf(atom);
    if (id === undefined) {
      const message = `${showAtom(atom)} at position ${position} is not in the vocabulary: ${vocabularySample(model)}`;
      return { problem: "unknown-token", position, message };
    }
    tokenIds.push(id);
  }
  return tokenIds;
}

function vocabularySample(model: PreparedModel): string {
  const { vocabulary } = model.tokenizer;
  const shown = vocabulary.slice(0, 12).map(showAtom).join(", ");
  return vocabulary.length > 12 ? `${shown}, … (${vocabulary.length} in all)` : shown;
}
