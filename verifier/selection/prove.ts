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
import type { Variables } from "../state/variables.ts";
import { unite } from "../state/variables.ts";
import type { Answer, Proved } from "../report/answer.ts";
import { proved, unknown } from "../report/answer.ts";
import type { Rule, TriedRule } from "../report/rule.ts";
import { proveBy } from "../report/rule.ts";
import { Unproved } from "../report/unproved.ts";
import type { Mismatch } from "../state/mismatch.ts";
import { mismatch } from "../state/mismatch.ts";

/** What heads select: their levels, and the rule that shows it. */
export interface Selection {
  /** Of each head; null for one that gives no key any weight. */
  readonly levels: readonly (Levels | null)[];
  readonly by: Rule;
}

/** What is to be proved, and what it is proved of. */
interface Selecting {
  readonly program: Program;
  readonly parts: readonly Part[];
  /** Of each head, what is constant in its score. */
  readonly constants: readonly number[];
  readonly selector: number | null;
  readonly underflow: number;
  /** The components; made when a rule asks for them. */
  readonly prepared: (together: boolean) => readonly Prepared[];
}

/** Ways to see that heads select what the selector does. What is quick comes first. */
export const SELECTION_RULES: readonly TriedRule<Selecting, readonly Way[], readonly (Levels | null)[]>[] = [
  {
    name: "one level",
    of: "selection",
    why: "Scores and comparisons are sums and functions over components that share no variable, so each component's pairs of key and query states are gone through by themselves. A head lets a key through where every component's part of the score is at its greatest, and for every combination of what the components can come to, the signed number of heads that let the key through is 1 where the selector holds and 0 elsewhere. The level of selected keys is the same for all queries.",
    applies: (_, ways) => ways.includes("levelled"),
    proves: (selecting) => judge(selecting, false, "levelled"),
  },
  {
    name: "a level for each query",
    of: "selection",
    why: "As with one level, but the greatest score is each query's own. That is enough where every query selects some key: then its greatest score is a selected key's.",
    applies: (_, ways) => ways.includes("free"),
    proves: (selecting) => judge(selecting, false, "free"),
  },
  {
    name: "one level, of one input",
    of: "selection",
    why: "As with one level, over states of key and query that one input can give: variables that constrain one another are in one component, what is the same at all positions of an input is the same on both sides, and under causal attention the key is not behind the query.",
    applies: (_, ways) => ways.includes("levelled"),
    proves: (selecting) => judge(selecting, true, "levelled"),
  },
  {
    name: "a level for each query, of one input",
    of: "selection",
    why: "Both at once: each query's own greatest score, over states that one input can give.",
    applies: (_, ways) => ways.includes("free"),
    proves: (selecting) => judge(selecting, true, "free"),
  },
];

/**
 * Proves that the heads' selections, each with its sign, add up to the selector's.
 *
 * @param ways       in which it may be proved
 * @param underflow  how far below BOS a key has no weight
 */
export function proveSelection(
  program: Program,
  parts: readonly Part[],
  selector: number | null,
  ways: readonly Way[],
  underflow: number,
): Proved<Selection> | Mismatch {
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
  const made = new Map<boolean, readonly Prepared[]>();
  const prepared = (together: boolean): readonly Prepared[] => {
    const known = made.get(together);
    if (known !== undefined) return known;
    const bonds = together ? program.domain.bonds : [];
    const components = split(terms, leaves, bonds).map((component) =>
      prepare(program, parts.length, component, together),
    );
    made.set(together, components);
    return components;
  };
  const selecting = { program, parts, constants, selector, underflow, prepared };
  const answer = proveBy(SELECTION_RULES, selecting, ways);
  if (answer.kind === "proved") return proved({ levels: answer.value, by: answer.by });
  return mismatch("unproved", answer.why, sidesOf(leaves, keyVariables, queryVariables));
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

/** Whether what the components come to is the selector; the levels of each head. */
function judge(
  { program, parts, constants, selector, underflow, prepared }: Selecting,
  together: boolean,
  way: Way,
): Answer<readonly (Levels | null)[]> {
  const components = prepared(together).map((component) =>
    examine(program.atoms, component, way === "levelled"),
  );
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
  const difference = differenceIn(program, alive, selector, components);
  return difference === null ? proved(totals) : unknown(difference);
}

/** Combinations of outcomes beyond this many are not gone through. */
const MOST_COMBINATIONS = 1e6;

/**
 * Whatever the components come to, Σ sign · (all components let the head select) must be the
 * selector's answer: a combination of which it is not, in words; null where there is none.
 */
function differenceIn(
  program: Program,
  parts: readonly Part[],
  selector: number | null,
  components: readonly Examined[],
): string | null {
  const combinations = components.reduce((size, { outcomes }) => size * outcomes.length, 1);
  if (combinations > MOST_COMBINATIONS)
    throw new Unproved("unproved", "too many combinations of comparisons");
  const chosen: Outcome[] = [];
  const go = (next: number): string | null => {
    const component = components[next];
    if (component !== undefined) {
      for (const outcome of component.outcomes) {
        chosen[next] = outcome;
        const difference = go(next + 1);
        if (difference !== null) return difference;
      }
      return null;
    }
    const outcomes = new Map<string, number>();
    for (const [c, { leaves }] of components.entries()) {
      for (const [i, { pair }] of leaves.entries()) outcomes.set(pairKey(pair), chosen[c]!.outcomes[i]!);
    }
    const wanted = selects(program.graph, selector, (pair) => outcomes.get(pairKey(pair)) ?? EQUAL);
    if (wanted === null) return null;
    let counted = 0;
    for (const [part, { sign }] of parts.entries()) {
      if (chosen.slice(0, components.length).every(({ lets }) => lets[part])) counted += sign;
    }
    if (counted === (wanted ? 1 : 0)) return null;
    const example = chosen.map(({ example: text }) => text()).join("");
    const says = wanted ? "is selected by the program" : "is not selected by the program";
    const scored = counted === 0 ? "is not" : `counts ${String(counted)}`;
    return `${example.trim()} ${says}, and by the scores ${scored}`;
  };
  return go(0);
}
