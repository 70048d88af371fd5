/** Numbers that stand for values, read off value columns, and variables that hold them. */
import type { ModelChannel } from "../../runtime/model.ts";
import { aggregateOf } from "./claims.ts";
import type { Contribution, Held, Proof } from "./proof.ts";
import { pairingsOf } from "../program/pairings.ts";
import type { Program } from "../program/program.ts";
import { NONE } from "../program/table.ts";
import { provedWithout } from "../program/without.ts";
import type { AtomId } from "../state/atoms.ts";
import type { Variables } from "../state/variables.ts";
import { describeTuple } from "../state/variables.ts";
import type { Expression } from "../state/expression.ts";
import { variablesOf } from "../state/expression.ts";
import type { Proved } from "../report/answer.ts";
import { proved } from "../report/answer.ts";
import type { Rule } from "../report/rule.ts";
import { Unproved } from "../report/unproved.ts";
import type { Mismatch } from "../state/mismatch.ts";
import { mismatch } from "../state/mismatch.ts";

export type Codes = ReadonlyMap<AtomId, number>;

export const A_CODE_EACH: Rule = {
  name: "a code for each value",
  of: "channel",
  why: "In every state of a key, what the head's value column reads is one and the same number for values that are equal. Heads that write a channel together have the same numbers.",
};

/** The code that heads give each value of each aggregate, read from the weights. */
export function codesOf(
  proof: Proof,
  claim: ModelChannel & { readonly kind: "sum" | "move" | "mean" },
  contributions: readonly Contribution[],
): ReadonlyMap<number, Codes> {
  const codes = new Map<number, Codes>();
  for (const aggregate of claim.aggregates) {
    const { value: node } = aggregateOf(proof.program, aggregate);
    proof.program.steps?.note(A_CODE_EACH, { kind: "node", node });
    for (const { value } of contributions) {
      const own = codesOfValue(proof, value, node);
      const known = codes.get(aggregate) ?? own;
      if (known.size !== own.size || ![...own].every(([atom, code]) => known.get(atom) === code))
        throw new Unproved("unproved", "its heads have different codes for the same values");
      codes.set(aggregate, known);
    }
  }
  return codes;
}

/** The greatest magnitude of a code. */
export function largestOf(codes: ReadonlyMap<number, Codes>): number {
  let largest = 0;
  for (const own of codes.values())
    for (const code of own.values()) largest = Math.max(largest, Math.abs(code));
  return largest;
}

/** Tables by code hold one value each: of two values with one code the second would hide the first. */
export function requireApart(codes: Codes): void {
  if (new Set(codes.values()).size < codes.size)
    throw new Unproved("unproved", "two values have the same code");
}

/** Each reading's value. */
export function decode(codes: Codes, weight: number): Map<number, AtomId> {
  requireApart(codes);
  const atoms = new Map<number, AtomId>([...codes].map(([atom, code]) => [code * weight, atom]));
  // Scaling may have made two of them one.
  if (atoms.size < codes.size) throw new Unproved("unproved", "two values have the same code");
  return atoms;
}

/** What each value of a node is told by, over the variables of both. */
interface CodesOver {
  readonly codes: Codes;
  readonly joint: Variables;
}

/** The number that stands for each value of a node; each value must have one. */
function codesOfValue({ program }: Proof, value: Expression, node: number): Codes {
  const { codes } = provedWithout(program, () => {
    const answer = codesOver(program, value, node);
    if (answer.kind !== "proved") return answer;
    const { codes: first, joint } = answer.value;
    // Of two values with one number, one may be none of any input.
    if (new Set(first.values()).size === first.size || !program.domain.tighten(joint)) return answer;
    program.refresh();
    return codesOver(program, value, node);
  });
  return codes;
}

function codesOver(program: Program, value: Expression, node: number): Proved<CodesOver> | Mismatch {
  const { atoms } = program;
  const table = program.tableOf(node, variablesOf(value));
  const { joint, list } = pairingsOf(program, value, table);
  const codes = new Map<AtomId, number>();
  const first = new Map<AtomId, AtomId>();
  for (const { number, atom, tuple } of list) {
    const own = atoms.classOf(atom);
    const known = codes.get(own);
    if (known === undefined) codes.set(own, number);
    else if (known !== number) {
      const [one, two] = [String(known), String(number)];
      const text = `the value ${atoms.text(own)} is ${two} at ${describeTuple(joint, tuple())}, and ${one} elsewhere`;
      return mismatch("unproved", text, [joint]);
    }
    first.set(own, atoms.preferred(first.get(own) ?? atom, atom));
  }
  return proved({ codes: new Map([...codes].map(([own, code]) => [first.get(own) ?? own, code])), joint });
}

/** One reading cannot stand for two values. */
export function addState(
  { program }: Proof,
  atoms: Map<number, AtomId>,
  reading: number,
  atom: AtomId,
): void {
  if (atom === NONE) return;
  const known = atoms.get(reading);
  if (known !== undefined && program.atoms.classOf(known) !== program.atoms.classOf(atom)) {
    const [one, two] = [program.atoms.text(known), program.atoms.text(atom)];
    throw new Unproved("unproved", `both ${one} and ${two} may be read as ${String(reading)}`);
  }
  atoms.set(reading, known === undefined ? atom : program.atoms.preferred(known, atom));
}

/** A variable with a state for each reading, and what each aggregate is then. */
export function holdAtoms(
  { program }: Proof,
  claim: ModelChannel & { readonly kind: "move" | "mean" },
  atomsOf: ReadonlyMap<number, ReadonlyMap<number, AtomId>>,
): Held {
  const all = [...atomsOf.values()];
  const [first] = all;
  if (first === undefined) throw new Error("internal: a channel that holds nothing");
  // Each aggregate's readings are all that there can be, so there are no others than they have in common.
  const reading = Float64Array.from(
    [...first.keys()].filter((number) => all.every((own) => own.has(number))).toSorted((a, b) => a - b),
  );
  const variable = program.domain.variable(`${claim.kind} of node ${String(claim.aggregates[0])}`, reading);
  for (const [aggregate, atoms] of atomsOf) {
    const cells = Int32Array.from(reading, (number) => atoms.get(number) ?? NONE);
    program.addReading(aggregate, { variables: [variable], cells });
  }
  return { variable, reading };
}
