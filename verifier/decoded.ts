/** Decoded values: expressions over dimensions that tell a node's value by a number, proved to do so. */
import type { ModelCode } from "../runtime/model.ts";
import { pairingsOf } from "./program/pairings.ts";
import type { Program } from "./program/program.ts";
import type { AtomId } from "./state/atoms.ts";
import { variablesOf } from "./state/expression.ts";
import { NONE } from "./program/table.ts";
import { axisOf } from "./state/axis.ts";
import type { Variable, Variables } from "./state/variables.ts";
import { placesWithin } from "./state/domain.ts";
import { jointSize, unite } from "./state/variables.ts";
import type { Expression } from "./state/expression.ts";
import { appendDigits, hideInts, markInts, replaceInts } from "./state/kernels.ts";
import { bytes, spread } from "./state/spread.ts";
import type { Residual } from "./state/residual.ts";
import type { Rule } from "./report/rule.ts";
import { attempt } from "./report/unproved.ts";

/**
 * Lets readers take the number for a variable of its own, where it tells the
 * node's value. It is a help only: where there is no proof, nothing is said.
 */
export function proveCode(program: Program, residual: Residual, code: ModelCode): void {
  const taken = attempt(() => takeCode(program, residual, code));
  if (taken.kind === "proved" && taken.value) program.steps?.note(DECODED, { kind: "node", node: code.node });
}

export const DECODED: Rule = {
  name: "decoded",
  of: "value",
  why: "In all states in which the expression has a certain number the node has one and the same value, so whoever reads that number reads the value.",
};

/** @returns whether the number tells the value */
function takeCode(program: Program, residual: Residual, { node, constant, terms }: ModelCode): boolean {
  const pairs = terms.map(([dimension = 0, coefficient = 0]) => [dimension, coefficient] as const);
  // Readers take the number for the sum: it has to be that, whatever the order.
  residual.requireExact("a code", pairs, constant);
  const axis = residual.readAxis(pairs);
  const expression = { ...axis, constant: axis.constant + constant };
  if (axis.parts.length < 2 && (axis.parts[0]?.variables.length ?? 0) < 2) return false;
  const table = program.tableOf(node, variablesOf(expression));
  const atoms = new Map<number, AtomId>();
  for (const { number, atom } of pairingsOf(program, expression, table).list) {
    const known = atoms.get(number);
    if (known !== undefined && program.atoms.classOf(known) !== program.atoms.classOf(atom)) return false;
    atoms.set(number, known === undefined ? atom : program.atoms.preferred(known, atom));
  }
  const entries = [...atoms].toSorted(([a], [b]) => a - b);
  const readings = Float64Array.from(entries, ([number]) => number);
  const variable = residual.domain.variable(`code of node ${String(node)}`, readings);
  program.addReading(node, { variables: [variable], cells: Int32Array.from(entries, ([, atom]) => atom) });
  tieToSources(program, variable, expression, unite(variablesOf(expression), table.variables));
  const reading = { constant: 0, parts: [{ variables: [variable], values: readings }] };
  residual.shortcuts = [...residual.shortcuts, { terms: pairs, constant, reading }];
  return true;
}

/**
 * The number follows from its sources: it has no reading together with a state of
 * theirs, or of token, index and length, that it has in none of the states of all;
 * and where these are few, none but their own.
 */
function tieToSources(program: Program, variable: Variable, expression: Expression, joint: Variables): void {
  const { domain, token, index, length } = program;
  if (jointSize(joint) > LARGEST_TIE) return;
  const { distinct, slots, slotOf, size } = axisOf(domain, expression, joint);
  const stateOf = new Map([...variable.readings].map((reading, state) => [reading, state]));
  const states = new Int32Array(size).fill(NONE);
  for (const [rank, slot] of slots.entries()) states[slot] = stateOf.get(distinct[rank]!) ?? NONE;
  replaceInts(slotOf, states);
  const given = length === null ? [token, index] : [token, index, length];
  for (const source of unite(joint, given)) {
    const wider = unite(joint, [source]);
    if (jointSize(wider) > LARGEST_TIE) continue;
    const mask = domain.mask(wider);
    if (mask === null && !joint.includes(source)) continue;
    const pairs = placesWithin([source], wider).slice();
    appendDigits(pairs, spread(slotOf, joint, wider), variable.size);
    if (mask !== null) hideInts(pairs, mask, NONE);
    const allowed = bytes(source.size * variable.size);
    markInts(allowed, pairs);
    if (allowed.includes(0)) domain.restrict([source, variable], allowed);
  }
  // The variable is younger than its sources.
  const all = [...joint, variable];
  if (joint.length < 2 || jointSize(all) > LARGEST_TIE) return;
  const allowed = bytes(jointSize(all));
  for (let tuple = 0; tuple < slotOf.length; tuple++) {
    const state = slotOf[tuple]!;
    if (state !== NONE) allowed[tuple * variable.size + state] = 1;
  }
  domain.restrict(all, allowed);
}

/** Larger joint tables are not gone through for that. */
const LARGEST_TIE = 1 << 16;
