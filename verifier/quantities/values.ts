/** Ways to tell the value of an aggregate that no single channel holds. */
import { float } from "../../language/atom.ts";
import type { ModelNode } from "../../runtime/model.ts";
import type { Program } from "../program/program.ts";
import { toAtom } from "../program/stated.ts";
import type { AtomTable } from "../program/table.ts";
import { NONE, reduced } from "../program/table.ts";
import type { Answer } from "../report/answer.ts";
import { proved, unknown } from "../report/answer.ts";
import type { TriedRule } from "../report/rule.ts";
import type { Facts } from "../rules/facts.ts";
import type { AtomId } from "../state/atoms.ts";
import type { Codes } from "./averages.ts";
import { neverSelects } from "./constant.ts";
import { positional } from "./positional.ts";
import { selectionsOf } from "./selections.ts";
import { meansOf, ownCodes } from "./unheld.ts";
import type { Widths } from "./widths.ts";

/** What values are told from. */
export interface Sources {
  readonly program: Program;
  readonly facts: Facts;
  readonly widths: Widths;
  /** A node's value from a sum of these codes and the width. */
  readonly bySumOf: (aggregate: number, codes: Codes) => readonly AtomTable[];
}

export interface Asked {
  readonly id: number;
  readonly node: ModelNode & { readonly kind: "aggregate" };
  /** Its value from the sums of codes that are known of it; of each, with the width. */
  readonly sums: readonly AtomTable[];
  /** True if a channel holds it as well. */
  readonly isHeld: boolean;
}

/** Tables, and whether they are all that there will ever be to say. */
interface Told {
  readonly tables: readonly AtomTable[];
  readonly isLasting: boolean;
}

export const VALUE_RULES: readonly TriedRule<Sources, Asked, Told>[] = [
  {
    name: "value by position",
    of: "value",
    why: "Positions alone select, and the values are a function of the index: each row of each length is averaged as the program averages it.",
    applies: ({ facts }, { node }) => facts.widths(node.selector) !== null,
    proves: ({ program, facts }, { node }) => {
      const table = positional(program, facts, node.selector, node.value, defaultOf(program, node));
      return table === null ? unknown("rows or values depend on more than positions") : lasting(table);
    },
  },
  {
    name: "the only value",
    of: "value",
    why: "The averaged s-op has one value, or no key is ever selected: the result is that value where the row is not empty, as it is of one key and as a mean of more, and the default where it is.",
    applies: () => true,
    proves: (sources, { node }) => theOnlyValue(sources, node),
  },
  {
    name: "sum and number",
    of: "value",
    why: "A channel holds the sum of the values' codes and the width is known: both together have one mean, and no key is the default.",
    applies: (_, { sums }) => sums.length > 0,
    proves: (_, { sums }) => passing(sums),
  },
  {
    name: "a sum that nothing holds",
    of: "value",
    why: "No channel holds the value, so nothing in the model depends on which it is: every mean that a row may have is gone through, as a sum of small codes of the checker's own.",
    applies: (_, { isHeld }) => !isHeld,
    proves: ({ program, facts, bySumOf }, { id, node }) => {
      const codes = ownCodes(program, valuesOf(program, node));
      if (codes === null) return unknown("its values have no small codes");
      return facts.atMostOne(node.selector)
        ? unknown("a single value is none of many")
        : passing(bySumOf(id, codes));
    },
  },
  {
    name: "a value that nothing holds",
    of: "value",
    why: "No channel holds the value, so nothing in the model depends on which it is: a variable of its own has a state for each value that may be selected, or for each mean, and one for the default.",
    applies: (_, { isHeld }) => !isHeld,
    proves: (sources, asked) => lasting(anyValue(sources, asked)),
  },
];

function lasting(table: AtomTable): Answer<Told> {
  return proved({ tables: [table], isLasting: true });
}

function passing(tables: readonly AtomTable[]): Answer<Told> {
  return proved({ tables, isLasting: false });
}

export function defaultOf({ atoms }: Program, node: ModelNode & { readonly kind: "aggregate" }): AtomId {
  return atoms.intern(toAtom(node.default));
}

/** The atoms that are averaged. */
function valuesOf(
  program: Program,
  { value }: ModelNode & { readonly kind: "aggregate" },
): readonly AtomId[] {
  return program.atomsIn(program.tableOf(value, []));
}

/** The one value there is, or the default. */
function theOnlyValue(
  { program, facts, widths }: Sources,
  node: ModelNode & { readonly kind: "aggregate" },
): Answer<Told> {
  const { atoms } = program;
  const fallback = defaultOf(program, node);
  const values = valuesOf(program, node);
  const [only, ...others] = [...new Set(values.map((atom) => atoms.classOf(atom)))];
  if (only === undefined || others.length > 0)
    return neverSelects(program, facts, node.selector)
      ? lasting(program.constant(fallback))
      : unknown("several values may be selected");
  const single = values.reduce((a, b) => atoms.preferred(a, b), values[0]!);
  const number = atoms.number(only);
  const width = widths.table(node.selector);
  const cells = width.cells.map((cell) => {
    const count = cell === NONE ? 0 : atoms.number(cell);
    if (cell === NONE || count === 0) return cell === NONE ? NONE : fallback;
    if (count === 1) return single;
    return Number.isNaN(number) || atoms.atom(single).type === "bool" ? NONE : atoms.intern(float(number));
  });
  return lasting(reduced({ variables: width.variables, cells }));
}

/** A variable with a state for each value that may be selected, or be the mean of those that are. */
function anyValue({ program, facts, widths }: Sources, { id, node }: Asked): AtomTable {
  const { atoms, domain } = program;
  const { selector } = node;
  const found = valuesOf(program, node);
  const isPlain =
    found.every((atom) => atoms.isString(atom)) || found.every((atom) => atoms.atom(atom).type === "bool");
  const isSingle = isPlain || facts.atMostOne(selector);
  const bounds = widths.boundsOf(selector);
  const selections = selectionsOf(program, facts, [selector], node.value, bounds.greatest);
  // Of a single value it does not matter of how many.
  const means = isSingle ? null : meansOf(program, bounds, selections, found);
  const values = new Set(means === null ? found : means.keys());
  const fallback = defaultOf(program, node);
  const states = [...values];
  if (!values.has(fallback) && !facts.neverEmpty(selector)) states.push(fallback);
  const variable = domain.variable(
    `value of node ${String(id)}`,
    Float64Array.from({ length: states.length }, (_, i) => i),
  );
  widths.constrain(variable, selector, (state, count) => {
    const atom = states[state]!;
    if (count === 0) return atom === fallback;
    return means === null ? values.has(atom) : means.get(atom)?.has(count) === true;
  });
  return { variables: [variable], cells: Int32Array.from(states) };
}
