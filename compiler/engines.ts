/**
 * What the compiler is handed rather than imports: whoever says what a program
 * means, and whoever proves what was made of it. Both know nothing of the compiler.
 */
import type { Atom } from "../language/atom.ts";
import type { Failure } from "../language/failure.ts";
import type { Graph, NodeId } from "../language/graph.ts";
import type { Model, ModelCertificate } from "../runtime/model.ts";
import type { Target } from "./settings/target.ts";

export interface Engines {
  /** The interpreter, made ready for a graph: which nodes have no value on an input. */
  readonly interpret: (
    graph: Graph,
    options: { readonly causal: boolean },
  ) => (input: readonly Atom[]) => { readonly failure: (node: NodeId) => Failure | null };
  /** The checker: whether the model's weights compute the target's program, as exactly as they claim. */
  readonly verify: (model: Model, target: Target) => Checked;
}

/** What the checker says of a model. */
export interface Checked {
  readonly proved: boolean;
  readonly findings: readonly Finding[];
  /** What was found of heads, neurons, features and outputs; as far as the proof went. */
  readonly figures: Figures;
}

/** One thing that is not as the file says, or not proved. */
export interface Finding {
  /** overstated: it holds, but with less room than is claimed. */
  readonly verdict: "wrong" | "unproved" | "overstated";
  readonly place: string;
  readonly message: string;
}

/** A certificate's figures. */
export type Figures = Pick<ModelCertificate, "heads" | "neuronGroups" | "features" | "outputs">;
