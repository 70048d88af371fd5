/** Widths and sums that go with what else is known of a position. */
import type { Facts } from "../rules/facts.ts";
import type { Averages, Codes, Selections } from "./averages.ts";
import { averagesOf } from "./averages.ts";
import type { Program } from "../program/program.ts";
import type { AtomTable } from "../program/table.ts";
import { cellsOver, NONE } from "../program/table.ts";
import type { Variable, Variables } from "../state/variables.ts";
import { jointSize, unite } from "../state/variables.ts";
import { bytes } from "../state/spread.ts";
import { proved, unknown } from "../report/answer.ts";
import type { Rule, TriedRule } from "../report/rule.ts";
import { proveBy } from "../report/rule.ts";
import { attempt } from "../report/unproved.ts";

/** Which tuples of some variables can be. */
interface Restriction {
  readonly variables: Variables;
  readonly allowed: Uint8Array;
}

/** A width or a sum, and what it is of. */
interface Tied {
  readonly program: Program;
  readonly facts: Facts;
  readonly variable: Variable;
}

/** Ways to tie the width of a selector's rows to where they are. */
export const WIDTH_TIES: readonly TriedRule<Tied, number, Restriction>[] = [
  {
    name: "tied to the index",
    of: "ruled out",
    why: "Positions alone select, and the row at an index is equally wide in inputs of every length: no other width goes with that index.",
    applies: ({ facts }, selector) => facts.widths(selector) !== null,
    proves: ({ program, facts, variable }, selector) => {
      const byIndex = facts.widths(selector)?.byIndex ?? null;
      if (byIndex === null) return unknown("the width depends on the length as well");
      const { index } = program;
      const allowed = bytes(index.size * variable.size);
      for (let position = 0, i = 0; position < index.size; position++) {
        for (let state = 0; state < variable.size; state++, i++)
          if (variable.readings[state] === byIndex[position]) allowed[i] = 1;
      }
      // The index is older than any width.
      return proved({ variables: [index, variable], allowed });
    },
  },
  {
    name: "tied to index and length",
    of: "ruled out",
    why: "Positions alone select, so the row at an index of an input of a certain length has one width, which is counted: no other goes with the two.",
    applies: ({ program, facts, variable }, selector) =>
      facts.matrix(selector) !== null &&
      program.length !== null &&
      program.setting.maxLength ** 2 * variable.size <= LARGEST_TIE,
    proves: ({ program, facts, variable }, selector) => {
      const matrix = facts.matrix(selector);
      const { index, length, setting } = program;
      if (matrix === null || length === null) return unknown("the width depends on more than positions");
      const size = setting.maxLength;
      const [first] = variable.readings;
      const states = variable.size;
      const allowed = bytes(size * size * states);
      for (let query = 0; query < size; query++) {
        for (let key = 0, width = 0; key < size; key++) {
          width += matrix[query * size + key]!;
          const state = width - (first ?? 0);
          if (key >= query && state >= 0 && state < states)
            allowed[(query * size + key) * states + state] = 1;
        }
      }
      // Index and length are older than any width.
      return proved({ variables: [index, length, variable], allowed });
    },
  },
];

/** Where the rows depend on positions alone, index and length determine the width. */
export function tieToPositions(program: Program, facts: Facts, variable: Variable, selector: number): void {
  const answer = proveBy(WIDTH_TIES, { program, facts, variable }, selector);
  if (answer.kind !== "proved") return;
  restrictTo(program, answer.value);
  program.steps?.note(answer.by, { kind: "node", node: selector });
}

/** Rules out what the restriction does not allow, of all of its variables and of each two. */
function restrictTo({ domain }: Program, { variables, allowed }: Restriction): void {
  domain.restrict(variables, allowed);
  domain.project(variables, allowed);
}

/** A sum of codes, and what it is the sum of. */
interface OwnSum {
  readonly variable: Variable;
  readonly width: AtomTable;
  /** The node whose values are summed. */
  readonly value: number;
  readonly codes: Codes;
  readonly selections: Selections;
}

export const OWN_VALUE: Rule = {
  name: "its own value among them",
  of: "ruled out",
  why: "The position selects itself, so the sum of k codes is its own code and a sum of k − 1 that can be selected; where k is 1 it is its own code.",
};

/** Where a position selects itself, its own value is one of those that a sum is of. */
export function tieToOwnValue(program: Program, aggregate: number, sum: OwnSum): void {
  const restriction = ownValueIn(program, sum);
  if (restriction === null) return;
  restrictTo(program, restriction);
  program.steps?.note(OWN_VALUE, { kind: "node", node: aggregate });
}

function ownValueIn(
  program: Program,
  { variable, width, value, codes, selections }: OwnSum,
): Restriction | null {
  const { atoms } = program;
  const own = program.tableOf(value, []);
  const sources = unite(own.variables, width.variables);
  // Variables ascend: mostly this one is the youngest.
  const joint = [...sources, variable];
  if (sources.some(({ id }) => id >= variable.id) || jointSize(joint) > LARGEST_TIE) return null;
  const others = othersOf(program, codes, selections);
  if (others === null) return null;
  const codeOf = new Map([...codes].map(([atom, code]) => [atoms.classOf(atom), code]));
  const [values, widths] = [cellsOver(own, sources), cellsOver(width, sources)];
  const allowed = bytes(jointSize(joint));
  for (let tuple = 0, at = 0; tuple < values.length; tuple++) {
    const [atom, count] = [values[tuple]!, widths[tuple]!];
    const code = atom === NONE ? undefined : codeOf.get(atoms.classOf(atom));
    const rest = count === NONE ? NONE : atoms.number(count) - 1;
    for (let state = 0; state < variable.size; state++, at++) {
      const total = variable.readings[state]!;
      const isKnown = code !== undefined && rest >= 0;
      if (!isKnown || (rest === 0 ? total === code : others.occurs(total - code, rest))) allowed[at] = 1;
    }
  }
  return { variables: joint, allowed };
}

/** Sums of any values that can be selected; null where they are too many. */
function othersOf({ atoms }: Program, codes: Codes, selections: Selections): Averages | null {
  const others = attempt(() =>
    averagesOf(atoms, codes, { ...selections, at: null, rows: null, alike: false }),
  );
  return others.kind === "proved" ? others.value : null;
}

/** Larger tables of a variable and what determines it are not made. */
const LARGEST_TIE = 1 << 16;
