/** Runs a model on an input of atoms: token ids, the forward pass, and what is read off its end. */
import { decode } from "./decode.ts";
import { runOf, type Engine, type InputProblem, type Run } from "./engine.ts";
import { forward, type Observe } from "./forward.ts";
import type { ModelAtom } from "./model.ts";
import { prepare, type PreparedModel } from "./prepare.ts";
import { tokenise } from "./tokenise.ts";

/** Every output of the model on the input, or why there is none. */
export function run(
  model: PreparedModel,
  input: readonly ModelAtom[],
  observe?: Observe,
): Run | InputProblem {
  const tokenIds = tokenise(model, input);
  if ("problem" in tokenIds) return tokenIds;
  return runOf(decode(model, forward(model, tokenIds, observe), input.length));
}

/** The engine that everything uses unless it is handed another. */
export const runtime: Engine = {
  name: "runtime",
  open: (model) => {
    const prepared = prepare(model);
    return (input) => run(prepared, input);
  },
};
