/** From the atoms of an input to token ids, or why the model does not take it. */
import { finderOf, showAtom } from "./atoms.ts";
import type { InputProblem } from "./engine.ts";
import type { Model, ModelAtom, ModelConfig, ModelTokenizer } from "./model.ts";

/** What of a model decides which inputs it takes. A `PreparedModel` is one. */
export interface Tokeniser {
  readonly config: Pick<ModelConfig, "maxLength">;
  readonly tokenizer: ModelTokenizer;
  /** The token id of an atom that is `==` to one of the vocabulary. */
  readonly tokenIdOf: (atom: ModelAtom) => number | undefined;
}

export function createTokeniser({ config, tokenizer }: Pick<Model, "config" | "tokenizer">): Tokeniser {
  return { config, tokenizer, tokenIdOf: finderOf(tokenizer.vocabulary) };
}

/** BOS and the input's token ids. Tokens match the vocabulary by RASP's `==`. */
export function tokenise(
  { config, tokenizer, tokenIdOf }: Tokeniser,
  input: readonly ModelAtom[],
): readonly number[] | InputProblem {
  const { maxLength } = config;
  if (input.length === 0)
    return { problem: "empty", message: "the input is empty: a model needs at least one token" };
  if (input.length > maxLength) {
    return {
      problem: "too-long",
      message: `the input has ${input.length} tokens; the model was compiled for at most ${maxLength}`,
    };
  }
  const tokenIds = [tokenizer.bos];
  for (const [position, atom] of input.entries()) {
    const id = tokenIdOf(atom);
    if (id === undefined) {
      const sample = vocabularySample(tokenizer);
      const message = `${showAtom(atom)} at position ${position} is not in the vocabulary: ${sample}`;
      return { problem: "unknown-token", position, message };
    }
    tokenIds.push(id);
  }
  return tokenIds;
}

function vocabularySample({ vocabulary }: ModelTokenizer): string {
  const shown = vocabulary.slice(0, 12).map(showAtom).join(", ");
  return vocabulary.length > 12 ? `${shown}, … (${vocabulary.length} in all)` : shown;
}
