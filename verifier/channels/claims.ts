/** What the file says of a channel. */
import type { ModelChannel, ModelNode } from "../../runtime/model.ts";
import type { Proof } from "./proof.ts";
import type { Program } from "../program/program.ts";
import { toAtom } from "../program/stated.ts";
import type { AtomId } from "../state/atoms.ts";
import type { Rule } from "../report/rule.ts";
import { Unproved } from "../report/unproved.ts";

export function aggregateOf(program: Program, id: number): ModelNode & { readonly kind: "aggregate" } {
  const node = program.node(id);
  if (node.kind !== "aggregate") throw new Error("internal: not an aggregate");
  return node;
}

export function selectorsOf(program: Program, claim: ModelChannel): readonly number[] {
  if (claim.kind === "count") return claim.selectors;
  const selectors = claim.aggregates.map((id) => {
    const node = program.node(id);
    if (node.kind !== "aggregate") throw new Error("internal: not an aggregate");
    return node.selector;
  });
  return [...new Set(selectors)];
}

/** Of each of them by itself: what holds of one selector of a channel is no fact about another. */
export function isNeverEmpty({ program, facts }: Proof, claim: ModelChannel): boolean {
  return selectorsOf(program, claim).every((selector) => facts.neverEmpty(selector));
}

export function defaultOf(program: Program, aggregate: number): AtomId {
  return program.atoms.intern(toAtom(aggregateOf(program, aggregate).default));
}

export const NO_MEAN: Rule = {
  name: "no mean of two",
  of: "at most one key",
  why: "The values are all strings or all booleans, of which two have no mean: where a query selects two keys the program has no value, and nothing is claimed of such inputs.",
};

/** No query selects two keys; or the values have no mean, and the program no value where one does. */
export function requireSingle(proof: Proof, claim: ModelChannel & { readonly kind: "move" | "mean" }): void {
  const { program, facts } = proof;
  for (const id of claim.aggregates) {
    const node = program.node(id);
    if (node.kind !== "aggregate") throw new Error("internal: not an aggregate");
    if (facts.atMostOne(node.selector)) continue;
    const atoms = program
      .atomsIn(program.tableOf(node.value, []))
      .map((atom) => program.atoms.atom(atom).type);
    const plain = atoms.every((type) => type === "string") || atoms.every((type) => type === "bool");
    if (!plain) throw new Unproved("unproved", "it is not proved that no query selects two keys");
    program.failing.add(id);
    program.steps?.note(NO_MEAN, { kind: "node", node: id });
  }
}
