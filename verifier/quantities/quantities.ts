/** What attention computes of the program, as variables: widths, sums, means, moved values. */
import { float, int } from "../../language/atom.ts";
import type { ModelStatement } from "../../runtime/model.ts";
import type { Facts } from "../facts/facts.ts";
import type { Program } from "../program/program.ts";
import { toAtom } from "../program/stated.ts";
import type { AtomTable } from "../program/table.ts";
import { NONE, reduced } from "../program/table.ts";
import type { Averages, Codes, Selections } from "./averages.ts";
import { averagesOf } from "./averages.ts";
import { neverSelects, selectsAll } from "./constant.ts";
import { positional } from "./positional.ts";
import { reachOf, selectionsOf } from "./selections.ts";
import { tieToOwnValue, tieToPositions } from "./ties.ts";
import { meansOf, ownCodes } from "./unheld.ts";
import type { AtomId } from "../state/atoms.ts";
import type { Variable } from "../state/domain.ts";
import { placesWithin, unite } from "../state/domain.ts";
import { Unproved } from "../unproved.ts";

/** Between which bounds the width of a selector's rows lies. */
export interface Bounds {
  readonly least: number;
  readonly greatest: number;
}

interface Sum {
  readonly codes: Codes;
  readonly variable: Variable;
  readonly averages: Averages;
}

export class Quantities {
  readonly #program: Program;
  readonly #facts: Facts;
  /** Selectors that are stated to be of equal width, by selector; proved where the channel is. */
  readonly #groups = new Map<number, readonly number[]>();
  readonly #widths = new Map<number, Variable>();
  readonly #tables = new Map<number, AtomTable>();
  readonly #sums = new Map<number, Sum[]>();
  readonly #derived = new Map<number, AtomTable>();
  readonly #fromSums = new Map<Sum, AtomTable>();

  constructor(program: Program, facts: Facts, statement: ModelStatement) {
    this.#program = program;
    this.#facts = facts;
    for (const channel of statement.channels) {
      if (channel.kind !== "count") continue;
      const all = [...new Set(channel.selectors.flatMap((id) => [id, ...(this.#groups.get(id) ?? [])]))];
      for (const id of all) this.#groups.set(id, all);
    }
    program.derive = (id, isHeld) => this.#derive(id, isHeld);
  }

  /** Bounds on how many keys a query selects. */
  boundsOf(selector: number): Bounds {
    const { maxLength } = this.#program.setting;
    const widths = this.#facts.widths(selector);
    if (widths !== null) return widths;
    return {
      least: this.#facts.neverEmpty(selector) ? 1 : 0,
      greatest: this.#facts.atMostOne(selector) ? 1 : maxLength,
    };
  }

  /** The width of a selector's rows. */
  widthTable(selector: number): AtomTable {
    const known = this.#tables.get(selector);
    if (known !== undefined) return known;
    const table = this.#makeWidth(selector);
    this.#tables.set(selector, table);
    return table;
  }

  #makeWidth(selector: number): AtomTable {
    const { atoms, index, length } = this.#program;
    const widths = this.#facts.widths(selector);
    const byState = (variable: Variable, numbers: ArrayLike<number>): AtomTable => ({
      variables: [variable],
      cells: Int32Array.from(numbers, (number) => atoms.intern(int(number))),
    });
    if (widths !== null && widths.byIndex !== null) return reduced(byState(index, widths.byIndex));
    const isLength = widths === null ? selectsAll(this.#program, this.#facts, selector) : widths.isLength;
    if (isLength && length !== null) return byState(length, length.readings);
    if (!this.#groups.has(selector) && neverSelects(this.#program, this.#facts, selector))
      return this.#program.constant(atoms.intern(int(0)));
    const variable = this.widthVariable(selector);
    return byState(variable, variable.readings);
  }

  /** A variable for the width, whether a channel holds it or not. */
  widthVariable(selector: number): Variable {
    const known = this.#widths.get(selector);
    if (known !== undefined) return known;
    const { domain, length } = this.#program;
    if (length !== null && selectsAll(this.#program, this.#facts, selector)) {
      this.#widths.set(selector, length);
      return length;
    }
    const group = this.#groups.get(selector) ?? [selector];
    const bounds = group.map((id) => this.boundsOf(id));
    // One of the group may read another's width, which was made for that.
    const made = this.#widths.get(selector);
    if (made !== undefined) return made;
    const least = bounds.reduce((most, own) => Math.max(most, own.least), 0);
    const greatest = bounds.reduce((fewest, own) => Math.min(fewest, own.greatest), Infinity);
    const size = Math.max(1, greatest - least + 1);
    const readings = Float64Array.from({ length: size }, (_, i) => least + i);
    const variable = domain.variable(`width of selector ${String(selector)}`, readings);
    if (group.some((id) => this.#program.uniform.rows(id))) this.#program.uniform.variables.push(variable);
    for (const id of group) this.#widths.set(id, variable);
    const left = group.some((id) => this.#facts.neverItself(id)) ? 1 : 0;
    this.boundByLength(variable, (width, longest) => width <= longest - left);
    for (const id of group) tieToPositions(this.#program, this.#facts, variable, id);
    return variable;
  }

  /** A row holds no more keys than there are, or than are seen. */
  boundByLength(variable: Variable, allows: (reading: number, longest: number) => boolean): void {
    const { length, index, setting, domain } = this.#program;
    const longest = setting.causal ? index : length;
    if (longest === null) return;
    domain.constrain(variable, longest, (state, last) => allows(variable.readings[state]!, last + 1));
  }

  /** The variable of a sum of codes over the selected keys of an aggregate. */
  sumVariable(aggregate: number, codes: Codes, shared: Variable | null = null): Variable {
    const node = this.#program.node(aggregate);
    if (node.kind !== "aggregate") throw new Error("internal: not an aggregate");
    const known = this.#sums.get(aggregate)?.find((sum) => sameCodes(sum.codes, codes));
    if (known !== undefined && (shared === null || shared === known.variable)) return known.variable;
    const width = this.widthTable(node.selector);
    const counts = this.#numbersOf(width);
    const most = counts.reduce((a, b) => Math.max(a, b), 0);
    const selections = this.selectionsOf([node.selector], node.value, most);
    const averages = averagesOf(this.#program.atoms, codes, selections);
    const occurring = new Set<number>();
    for (const count of new Set(counts)) {
      for (const sum of averages.sums(count)) occurring.add(sum);
      if (occurring.size > MOST_SUMS) throw new Unproved("unproved", "a sum takes too many values");
    }
    const readings = Float64Array.from([...occurring].toSorted((a, b) => a - b));
    // Of several aggregates that one channel sums, the first one's sums are all that there are.
    const variable = shared ?? this.#program.domain.variable(`sum of node ${String(aggregate)}`, readings);
    if (shared === null && this.#program.uniform.rows(node.selector))
      this.#program.uniform.variables.push(variable);
    const sums = this.#sums.get(aggregate) ?? [];
    this.#sums.set(aggregate, [...sums, { variable, averages, codes }]);
    this.#program.refresh();
    const [only, ...others] = width.variables;
    if (only !== undefined && others.length === 0) {
      this.#program.domain.constrain(variable, only, (state, widthState) => {
        const cell = width.cells[widthState]!;
        return cell !== NONE && averages.occurs(variable.readings[state]!, this.#program.atoms.number(cell));
      });
    }
    if (this.#facts.alwaysItself(node.selector))
      tieToOwnValue(this.#program, variable, width, node.value, codes, selections);
    const list = [...codes.values()];
    const low = list.reduce((a, b) => Math.min(a, b), 0);
    const high = list.reduce((a, b) => Math.max(a, b), 0);
    const reach = reachOf(this.#program, codes, selections);
    this.boundByLength(variable, (sum, longest) => {
      const least = reach?.leastSum[longest] ?? low * longest;
      const greatest = reach?.greatestSum[longest] ?? high * longest;
      return sum >= least && sum <= greatest;
    });
    return variable;
  }

  /** Rules out states of a variable that do not go with a selector's width. */
  constrainByWidth(
    variable: Variable,
    selector: number,
    allows: (state: number, count: number) => boolean,
  ): void {
    const width = this.widthTable(selector);
    const [only, ...others] = width.variables;
    if (only === undefined || others.length > 0) return;
    this.#program.domain.constrain(variable, only, (state, widthState) => {
      const cell = width.cells[widthState]!;
      return cell !== NONE && allows(state, this.#program.atoms.number(cell));
    });
  }

  /** Which values can be selected together. */
  selectionsOf(selectors: readonly number[], value: number, most: number): Selections {
    return selectionsOf(this.#program, this.#facts, selectors, value, most);
  }

  #numbersOf({ cells }: AtomTable): readonly number[] {
    return Array.from(cells, (cell) => (cell === NONE ? 0 : this.#program.atoms.number(cell)));
  }

  /** Ways to tell a width or an aggregate that no single channel holds. */
  #derive(id: number, isHeld: boolean): readonly AtomTable[] {
    const node = this.#program.node(id);
    if (node.kind === "width") return [this.widthTable(node.selector)];
    if (node.kind !== "aggregate") return [];
    const known = this.#derived.get(id);
    const sums = (this.#sums.get(id) ?? []).map((sum) => this.#fromSum(id, sum));
    if (known !== undefined) return [...sums, known];
    const simple =
      positional(this.#program, this.#facts, node.selector, node.value, this.#default(id)) ??
      this.#fromWidth(node.selector, node.value, this.#default(id));
    if (simple !== null) {
      this.#derived.set(id, simple);
      return [simple];
    }
    if (sums.length > 0) return sums;
    if (isHeld) return [];
    const unheld = this.#unheld(id);
    if (unheld !== null && !this.#sums.has(id)) this.#derived.set(id, unheld);
    return unheld === null ? [] : [unheld];
  }

  #default(id: number): AtomId {
    const node = this.#program.node(id);
    if (node.kind !== "aggregate") throw new Error("internal: not an aggregate");
    return this.#program.atoms.intern(toAtom(node.default));
  }

  /** From the sum of codes and the width. */
  #fromSum(id: number, sum: Sum): AtomTable {
    const node = this.#program.node(id);
    if (node.kind !== "aggregate") throw new Error("internal: not an aggregate");
    const known = this.#fromSums.get(sum);
    if (known !== undefined) return known;
    const width = this.widthTable(node.selector);
    const { domain, atoms } = this.#program;
    const variables = unite([sum.variable], width.variables);
    const size = domain.sizeOf(variables);
    const [sumPlaces, widthPlaces] = [
      placesWithin([sum.variable], variables),
      placesWithin(width.variables, variables),
    ];
    const mask = domain.mask(variables);
    const fallback = this.#default(id);
    const cells = new Int32Array(size).fill(NONE);
    for (let tuple = 0; tuple < size; tuple++) {
      const cell = width.cells[widthPlaces[tuple]!]!;
      if (cell === NONE || (mask !== null && mask[tuple] === 0)) continue;
      const count = atoms.number(cell);
      const total = sum.variable.readings[sumPlaces[tuple]!]!;
      if (!sum.averages.occurs(total, count)) continue;
      cells[tuple] = count === 0 ? fallback : sum.averages.mean(total, count);
    }
    const table = reduced({ variables, cells });
    this.#fromSums.set(sum, table);
    return table;
  }

  /** The one value there is, or the default. */
  #fromWidth(selector: number, value: number, fallback: AtomId): AtomTable | null {
    const { atoms } = this.#program;
    const found = this.#program.atomsIn(this.#program.tableOf(value, []));
    const [only, ...others] = [...new Set(found.map((atom) => atoms.classOf(atom)))];
    if (only === undefined || others.length > 0) return this.#constantDefault(selector, fallback);
    const single = found.reduce((a, b) => atoms.preferred(a, b), found[0]!);
    const number = atoms.number(only);
    const width = this.widthTable(selector);
    const cells = width.cells.map((cell) => {
      const count = cell === NONE ? 0 : atoms.number(cell);
      if (cell === NONE || count === 0) return cell === NONE ? NONE : fallback;
      if (count === 1) return single;
      return Number.isNaN(number) || atoms.atom(single).type === "bool" ? NONE : atoms.intern(float(number));
    });
    return reduced({ variables: width.variables, cells });
  }

  #constantDefault(selector: number, fallback: AtomId): AtomTable | null {
    return neverSelects(this.#program, this.#facts, selector) ? this.#program.constant(fallback) : null;
  }

  /** A value that no channel holds, because nothing depends on which it is: any that may be selected. */
  #unheld(id: number): AtomTable | null {
    const node = this.#program.node(id);
    if (node.kind !== "aggregate") return null;
    const { atoms, domain } = this.#program;
    const found = this.#program.atomsIn(this.#program.tableOf(node.value, []));
    const codes = ownCodes(this.#program, found);
    if (codes !== null && !this.#facts.atMostOne(node.selector)) {
      this.sumVariable(id, codes);
      const [sum] = this.#sums.get(id) ?? [];
      return sum === undefined ? null : this.#fromSum(id, sum);
    }
    const isPlain =
      found.every((atom) => atoms.isString(atom)) || found.every((atom) => atoms.atom(atom).type === "bool");
    const isSingle = isPlain || this.#facts.atMostOne(node.selector);
    const bounds = this.boundsOf(node.selector);
    const selections = this.selectionsOf([node.selector], node.value, bounds.greatest);
    // Of a single value it does not matter of how many.
    const means = isSingle ? null : meansOf(this.#program, bounds, selections, found);
    const values = new Set(means === null ? found : means.keys());
    const fallback = this.#default(id);
    const states = [...values];
    if (!values.has(fallback) && !this.#facts.neverEmpty(node.selector)) states.push(fallback);
    const variable = domain.variable(
      `value of node ${String(id)}`,
      Float64Array.from({ length: states.length }, (_, i) => i),
    );
    this.constrainByWidth(variable, node.selector, (state, count) => {
      const atom = states[state]!;
      if (count === 0) return atom === fallback;
      return means === null ? values.has(atom) : means.get(atom)?.has(count) === true;
    });
    return { variables: [variable], cells: Int32Array.from(states) };
  }
}

/** Sums of more values than this are not held. */
const MOST_SUMS = 1 << 21;

function sameCodes(left: Codes, right: Codes): boolean {
  return left.size === right.size && [...left].every(([atom, code]) => right.get(atom) === code);
}
