/**
 * The oracle: two engines that run a model by the textbook's formulas, slow and
 * plain, and share no arithmetic with the runtime. `textbook` works in doubles,
 * `bignumber` in 64 digits. What an input's token ids are they ask the runtime.
 */
import { runOf, type Engine, type InputProblem, type Run } from "../runtime/engine.ts";
import type { Model, ModelAtom } from "../runtime/model.ts";
import { createTokeniser, tokenise } from "../runtime/tokenise.ts";
import { decode } from "./decode.ts";
import { decimals, doubles, type Numbers } from "./numbers.ts";
import { transform, type See } from "./transformer.ts";
import { weightsOf } from "./weights.ts";

/** An engine that also shows what it computes on the way. */
export interface Oracle extends Engine {
  readonly open: (model: Model) => (input: readonly ModelAtom[], see?: See) => Run | InputProblem;
}

export const textbook: Oracle = { name: "textbook", open: (model) => open(model, doubles) };
export const bignumber: Oracle = { name: "bignumber", open: (model) => open(model, decimals) };

function open(model: Model, numbers: Numbers): ReturnType<Oracle["open"]> {
  const tokeniser = createTokeniser(model);
  const weights = weightsOf(model, numbers);
  return (input, see) => {
    const tokenIds = tokenise(tokeniser, input);
    if ("problem" in tokenIds) return tokenIds;
    const X = transform(weights, numbers, tokenIds, see);
    return runOf(weights.readers.map((reader) => decode(reader, numbers, X)));
  };
}
