/**
 * Proves what heads select: for every state that a key can have and every state
 * that a query can have, the scores are where the selector says.
 *
 * Scores and comparisons fall into components that share no variable; each is
 * gone through by itself, and only its outcomes are combined with the others'.
 */
import { pairKey, pairsOf, selects } from "../program/formula.ts";
import type { Program } from "../program/program.ts";
import type { Examined, Levels, Outcome, Prepared } from "./pairs.ts";
import { examine, prepare } from "./pairs.ts";
import type { Leaf, Part } from "./terms.ts";
import { scoreTerms, split } from "./terms.ts";
import { EQUAL } from "../state/atoms.ts";
import type { Variables } from "../state/domain.ts";
import { unite } from "../state/domain.ts";
import { Mismatch, Unproved } from "../unproved.ts";

/**
 * Proves that the heads' selections, each with its sign, add up to the selector's.
 *
 * @param ways       in which it may be proved
 * @param underflow  how far below BOS a key has no weight
 * @returns the levels of each head; null for one that gives no key any weight
 */
export function proveSelection(
  program: Program,
  parts: readonly Part[],
  selector: number | null,
  ways: readonly Way[],
  underflow: number,
): readonly (Levels | null)[] {
  const [terms, constants] = scoreTerms(parts);
  const keyVariables = unite(...terms.map(({ key }) => key?.variables ?? []));
  const queryVariables = unite(...terms.map(({ query }) => query?.variables ?? []));
  const leaves = pairsOf(program.graph, selector).map((pair): Leaf => {
    return {
      pair,
      keys: program.tableOf(pair.keys, keyVariables),
      queries: program.tableOf(pair.queries, queryVariables),
    };
  });
  // What is quick comes first: variables without those that constrain them, lengths without regard to each other.
  for (const together of [false, true]) {
    const bonds = together ? program.domain.bonds : [];
    const prepared = split(terms, leaves, bonds).map((component) =>
      prepare(program, parts.length, component, together),
    );
    for (const way of ways) {
      try {
        return judge(program, parts, constants, selector, prepared, way, underflow);
      } catch (error) {
        const isLast = together && way === ways.at(-1);
        if (!(error instanceof Mismatch)) throw error;
        if (isLast)
          throw new Mismatch(error.verdict, error.message, sidesOf(leaves, keyVariables, queryVariables));
      }
    }
  }
  throw new Error("internal: no way to prove a selection");
}

/** All that a key's state is of, and a query's. */
function sidesOf(leaves: readonly Leaf[], keys: Variables, queries: Variables): readonly Variables[] {
  return [
    unite(keys, ...leaves.map((leaf) => leaf.keys.variables)),
    unite(queries, ...leaves.map((leaf) => leaf.queries.variables)),
  ];
}

/** levelled: selected keys score the same for all queries; free: for each query, where some key is always selected. */
export type Way = "levelled" | "free";

/** Whether what the components come to is the selector. */
function judge(
  program: Program,
  parts: readonly Part[],
  constants: readonly number[],
  selector: number | null,
  prepared: readonly Prepared[],
  way: Way,
  underflow: number,
): readonly (Levels | null)[] {
  const components = prepared.map((component) => examine(program.atoms, component, way === "levelled"));
  const totals = parts.map(({ head }, part) => {
    let [least, greatest, gap] = [constants[part]!, constants[part]!, Infinity];
    for (const component of components) {
      const levels = component.levels[part]!;
      least += levels.least;
      greatest += levels.greatest;
      gap = Math.min(gap, levels.gap);
    }
    return head.bosScore.least - greatest >= underflow + 1 ? null : { least, greatest, gap };
  });
  const alive = parts.map((part, i) => (totals[i] === null ? { ...part, sign: 0 } : part));
  requireEqual(program, alive, selector, components);
  return totals;
}

/** Combinations of outcomes beyond this many are not gone through. */
const MOST_COMBINATIONS = 1e6;

/** Whatever the components come to: Σ sign · (all components let the head select) is the selector's answer. */
function requireEqual(
  program: Program,
  parts: readonly Part[],
  selector: number | null,
  components: readonly Examined[],
): void {
  const combinations = components.reduce((size, { outcomes }) => size * outcomes.length, 1);
  if (combinations > MOST_COMBINATIONS)
    throw new Unproved("unproved", "too many combinations of comparisons");
  const chosen: Outcome[] = [];
  const go = (next: number): void => {
    const component = components[next];
    if (component !== undefined) {
      for (const outcome of component.outcomes) {
        chosen[next] = outcome;
        go(next + 1);
      }
      return;
    }
    const outcomes = new Map<string, number>();
    for (const [c, { leaves }] of components.entries()) {
      for (const [i, { pair }] of leaves.entries()) outcomes.set(pairKey(pair), chosen[c]!.outcomes[i]!);
    }
    const wanted = selects(program.graph, selector, (pair) => outcomes.get(pairKey(pair)) ?? EQUAL);
    if (wanted === null) return;
    let found = 0;
    for (const [part, { sign }] of parts.entries()) {
      if (chosen.slice(0, components.length).every(({ lets }) => lets[part])) found += sign;
    }
    if (found === (wanted ? 1 : 0)) return;
    const example = chosen.map(({ example: text }) => text()).join("");
    const says = wanted ? "is selected by the program" : "is not selected by the program";
    const scored = found === 0 ? "is not" : `counts ${String(found)}`;
    throw new Mismatch("unproved", `${example.trim()} ${says}, and by the scores ${scored}`, []);
  };
  go(0);
}
