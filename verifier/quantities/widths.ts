/** Widths of a selector's rows: as functions of what is known, or as variables. */
import { int } from "../../language/atom.ts";
import type { ModelStatement } from "../../runtime/model.ts";
import type { Program } from "../program/program.ts";
import type { AtomTable } from "../program/table.ts";
import { NONE, reduced } from "../program/table.ts";
import { EQUAL_QUERIES } from "../program/uniform.ts";
import { holdsIf, proved, unknown } from "../report/answer.ts";
import type { Rule, TriedRule } from "../report/rule.ts";
import { proveBy } from "../report/rule.ts";
import type { Facts } from "../rules/facts.ts";
import type { Variable } from "../state/variables.ts";
import { neverSelects, selectsAll } from "./constant.ts";
import { tieToPositions } from "./ties.ts";

/** Between which bounds the width of a selector's rows lies. */
export interface WidthBounds {
  readonly least: number;
  readonly greatest: number;
}

/** Ways to tell the width of a selector's rows; the last one is a variable of its own. */
export const WIDTH_RULES: readonly TriedRule<Widths, number, AtomTable>[] = [
  {
    name: "width by index",
    of: "width",
    why: "Positions alone select, and in inputs of every length the row at an index is equally wide.",
    applies: ({ facts }, selector) => facts.widths(selector) !== null,
    proves: ({ program, facts, tableOver }, selector) => {
      const byIndex = facts.widths(selector)?.byIndex ?? null;
      return byIndex === null
        ? unknown("the width depends on more than the index")
        : proved(reduced(tableOver(program.index, byIndex)));
    },
  },
  {
    name: "every key",
    of: "width",
    why: "The selector holds for every key, so a row is as wide as the input is long. By position, or because it selects what a head without scores would.",
    applies: () => true,
    proves: ({ program, facts, tableOver }, selector) => {
      const widths = facts.widths(selector);
      const isLength = widths === null ? selectsAll(program, facts, selector) : widths.isLength;
      const { length } = program;
      return isLength && length !== null
        ? proved(tableOver(length, length.readings))
        : unknown("a key may be left out");
    },
  },
  {
    name: "no key",
    of: "width",
    why: "The selector holds for no key: it selects what no head at all would.",
    applies: ({ isStated }, selector) => !isStated(selector),
    proves: ({ program, facts }, selector) => {
      const holds = holdsIf(neverSelects(program, facts, selector), "a key may be selected");
      return holds.kind === "proved" ? proved(program.constant(program.atoms.intern(int(0)))) : holds;
    },
  },
  {
    name: "between bounds",
    of: "width",
    why: "A row has at least one key where none is empty, at most one where no query selects two, and never more than there are positions, or positions up to the query's own: each number between is a state.",
    applies: () => true,
    proves: (widths, selector) => {
      const variable = widths.variable(selector);
      return proved(widths.tableOver(variable, variable.readings));
    },
  },
];

export const NO_MORE_THAN_THERE_ARE: Rule = {
  name: "no more than there are",
  of: "ruled out",
  why: "A row holds no more keys than the input has positions, or than there are up to the query under causal attention; one less where no position selects itself. Sums and means of so many values are bounded by that.",
};

export class Widths {
  readonly program: Program;
  readonly facts: Facts;
  /** Selectors of which the file states a channel that holds the width. */
  readonly #stated: ReadonlySet<number>;
  readonly #variables = new Map<number, Variable>();
  readonly #tables = new Map<number, AtomTable>();

  constructor(program: Program, facts: Facts, { channels }: ModelStatement) {
    this.program = program;
    this.facts = facts;
    this.#stated = new Set(
      channels.flatMap((channel) => (channel.kind === "count" ? channel.selectors : [])),
    );
  }

  /** True if the file states a channel that holds the width. */
  readonly isStated = (selector: number): boolean => this.#stated.has(selector);

  /** Whole numbers, one a state. */
  readonly tableOver = (variable: Variable, numbers: ArrayLike<number>): AtomTable => ({
    variables: [variable],
    cells: Int32Array.from(numbers, (number) => this.program.atoms.intern(int(number))),
  });

  /** Bounds on how many keys a query selects. */
  boundsOf(selector: number): WidthBounds {
    const widths = this.facts.widths(selector);
    if (widths !== null) return widths;
    return {
      least: this.facts.neverEmpty(selector) ? 1 : 0,
      greatest: this.facts.atMostOne(selector) ? 1 : this.program.setting.maxLength,
    };
  }

  /** The width of a selector's rows. */
  table(selector: number): AtomTable {
    const known = this.#tables.get(selector);
    if (known !== undefined) return known;
    const answer = proveBy(WIDTH_RULES, this, selector);
    if (answer.kind !== "proved") throw new Error("internal: a width without bounds");
    this.program.steps?.note(answer.by, { kind: "node", node: selector });
    this.#tables.set(selector, answer.value);
    return answer.value;
  }

  /** A variable for the width, whether a channel holds it or not. */
  variable(selector: number): Variable {
    const known = this.#variables.get(selector);
    if (known !== undefined) return known;
    const { domain, length, uniform, steps } = this.program;
    if (length !== null && selectsAll(this.program, this.facts, selector)) {
      this.#variables.set(selector, length);
      return length;
    }
    const { least, greatest } = this.boundsOf(selector);
    // Its facts may read its own width, which was made for that.
    const made = this.#variables.get(selector);
    if (made !== undefined) return made;
    const size = Math.max(1, greatest - least + 1);
    const readings = Float64Array.from({ length: size }, (_, i) => least + i);
    const variable = domain.variable(`width of selector ${String(selector)}`, readings);
    if (uniform.rows(selector)) {
      uniform.variables.push(variable);
      steps?.note(EQUAL_QUERIES, { kind: "node", node: selector });
    }
    this.#variables.set(selector, variable);
    const left = this.facts.neverItself(selector) ? 1 : 0;
    this.boundByLength(variable, (width, longest) => width <= longest - left);
    steps?.note(NO_MORE_THAN_THERE_ARE, { kind: "node", node: selector });
    tieToPositions(this.program, this.facts, variable, selector);
    return variable;
  }

  /**
   * Makes one variable of the widths of selectors that are proved to select the same keys.
   * Before that each has its own, so that no fact about one is used in the proof of another.
   */
  unify(variable: Variable, selectors: readonly number[]): void {
    for (const selector of selectors) {
      const known = this.#variables.get(selector);
      if (known === variable) continue;
      if (known === undefined) this.#variables.set(selector, variable);
      else
        this.program.domain.constrain(
          variable,
          known,
          (one, other) => variable.readings[one] === known.readings[other],
        );
    }
  }

  /** A row holds no more keys than there are, or than are seen. */
  boundByLength(variable: Variable, allows: (reading: number, longest: number) => boolean): void {
    const { length, index, setting, domain } = this.program;
    const longest = setting.causal ? index : length;
    if (longest === null) return;
    domain.constrain(variable, longest, (state, last) => allows(variable.readings[state]!, last + 1));
  }

  /** Rules out states of a variable that do not go with a selector's width. */
  constrain(variable: Variable, selector: number, allows: (state: number, count: number) => boolean): void {
    const width = this.table(selector);
    const [only, ...others] = width.variables;
    if (only === undefined || others.length > 0) return;
    this.program.domain.constrain(variable, only, (state, widthState) => {
      const cell = width.cells[widthState]!;
      return cell !== NONE && allows(state, this.program.atoms.number(cell));
    });
  }
}
