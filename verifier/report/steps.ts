/** The steps of a proof, collected for whoever asks how it went. */
import type { Rule } from "./rule.ts";

/** What a step is about, as the proof numbers it. */
export type Subject =
  /** A node of the stated program: an s-op or a selector. */
  | { readonly kind: "node"; readonly node: number }
  | { readonly kind: "head"; readonly layer: number; readonly head: number }
  /** A residual dimension from a half-layer on. */
  | { readonly kind: "dimension"; readonly dimension: number }
  /** The neurons of a layer that write a dimension. */
  | { readonly kind: "neurons"; readonly layer: number; readonly dimension: number }
  /** Tuples of states of variables, by the names of these. */
  | { readonly kind: "states"; readonly variables: readonly string[] }
  | { readonly kind: "output"; readonly name: string };

export interface Step {
  /** The half-layer at which it was first needed: 0 is the embedding, 2l + 1 layer l's attention, 2l + 2 its MLP. */
  readonly half: number;
  readonly rule: Rule;
  readonly subject: Subject;
}

/** Each rule is noted once for a subject. */
export class Steps {
  /** The half-layer at which the proof is. */
  half = 0;
  readonly list: Step[] = [];
  readonly #seen = new Set<string>();

  note(rule: Rule, subject: Subject): void {
    const key = `${rule.name}: ${JSON.stringify(subject)}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    this.list.push({ half: this.half, rule, subject });
  }
}
