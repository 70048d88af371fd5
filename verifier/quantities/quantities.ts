/** What attention computes of the program, as variables: widths, sums, means, moved values. */
import type { ModelNode, ModelStatement } from "../../runtime/model.ts";
import type { Program } from "../program/program.ts";
import type { AtomTable } from "../program/table.ts";
import { NONE, reduced } from "../program/table.ts";
import { EQUAL_QUERIES } from "../program/uniform.ts";
import { proveBy } from "../report/rule.ts";
import { Unproved } from "../report/unproved.ts";
import type { Facts } from "../rules/facts.ts";
import { placesWithin } from "../state/domain.ts";
import type { Variable } from "../state/variables.ts";
import { unite } from "../state/variables.ts";
import type { Averages, Codes, Selections } from "./averages.ts";
import { averagesOf } from "./averages.ts";
import { reachOf, selectionsOf } from "./selections.ts";
import { tieToOwnValue } from "./ties.ts";
import { VALUE_RULES, defaultOf } from "./values.ts";
import { NO_MORE_THAN_THERE_ARE, Widths } from "./widths.ts";

interface Sum {
  readonly codes: Codes;
  readonly variable: Variable;
  readonly averages: Averages;
}

export class Quantities {
  readonly program: Program;
  readonly facts: Facts;
  readonly widths: Widths;
  readonly #sums = new Map<number, Sum[]>();
  /** What is all that there is to say of a node. */
  readonly #derived = new Map<number, readonly AtomTable[]>();
  readonly #fromSums = new Map<Sum, AtomTable>();

  constructor(program: Program, facts: Facts, statement: ModelStatement) {
    this.program = program;
    this.facts = facts;
    this.widths = new Widths(program, facts, statement);
    program.derive = (id, isHeld) => this.#derive(id, isHeld);
  }

  /** The variable of a sum of codes over the selected keys of an aggregate. */
  sumVariable(aggregate: number, codes: Codes, shared: Variable | null = null): Variable {
    const node = this.#aggregate(aggregate);
    const known = this.#sums.get(aggregate)?.find((sum) => sameCodes(sum.codes, codes));
    if (known !== undefined && (shared === null || shared === known.variable)) return known.variable;
    const { domain, atoms, uniform, steps } = this.program;
    const width = this.widths.table(node.selector);
    const counts = this.#numbersOf(width);
    const most = counts.reduce((a, b) => Math.max(a, b), 0);
    const selections = this.selectionsOf([node.selector], node.value, most);
    const averages = averagesOf(atoms, codes, selections);
    const occurring = new Set<number>();
    for (const count of new Set(counts)) {
      for (const sum of averages.sums(count)) occurring.add(sum);
      if (occurring.size > MOST_SUMS) throw new Unproved("unproved", "a sum takes too many values");
    }
    const readings = Float64Array.from([...occurring].toSorted((a, b) => a - b));
    // Of several aggregates that one channel sums, the first one's sums are all that there are.
    const variable = shared ?? domain.variable(`sum of node ${String(aggregate)}`, readings);
    if (shared === null && uniform.rows(node.selector)) {
      uniform.variables.push(variable);
      steps?.note(EQUAL_QUERIES, { kind: "node", node: node.selector });
    }
    const sums = this.#sums.get(aggregate) ?? [];
    this.#sums.set(aggregate, [...sums, { variable, averages, codes }]);
    this.program.refresh();
    const [only, ...others] = width.variables;
    if (only !== undefined && others.length === 0) {
      domain.constrain(variable, only, (state, widthState) => {
        const cell = width.cells[widthState]!;
        return cell !== NONE && averages.occurs(variable.readings[state]!, atoms.number(cell));
      });
    }
    if (this.facts.alwaysItself(node.selector))
      tieToOwnValue(this.program, aggregate, { variable, width, value: node.value, codes, selections });
    const list = [...codes.values()];
    const low = list.reduce((a, b) => Math.min(a, b), 0);
    const high = list.reduce((a, b) => Math.max(a, b), 0);
    const reach = reachOf(this.program, codes, selections);
    this.widths.boundByLength(variable, (sum, longest) => {
      const least = reach?.leastSum[longest] ?? low * longest;
      const greatest = reach?.greatestSum[longest] ?? high * longest;
      return sum >= least && sum <= greatest;
    });
    for (const rule of [...averages.by, NO_MORE_THAN_THERE_ARE])
      steps?.note(rule, { kind: "node", node: aggregate });
    return variable;
  }

  /** Which values can be selected together. */
  selectionsOf(selectors: readonly number[], value: number, most: number): Selections {
    return selectionsOf(this.program, this.facts, selectors, value, most);
  }

  /** An aggregate's value from a sum of these codes and the width. */
  readonly bySumOf = (aggregate: number, codes: Codes): readonly AtomTable[] => {
    this.sumVariable(aggregate, codes);
    return this.#bySums(aggregate);
  };

  #bySums(aggregate: number): readonly AtomTable[] {
    return (this.#sums.get(aggregate) ?? []).map((sum) => this.#fromSum(aggregate, sum));
  }

  #numbersOf({ cells }: AtomTable): readonly number[] {
    return Array.from(cells, (cell) => (cell === NONE ? 0 : this.program.atoms.number(cell)));
  }

  #aggregate(id: number): ModelNode & { readonly kind: "aggregate" } {
    const node = this.program.node(id);
    if (node.kind !== "aggregate") throw new Error("internal: not an aggregate");
    return node;
  }

  /** Ways to tell a width or an aggregate that no single channel holds. */
  #derive(id: number, isHeld: boolean): readonly AtomTable[] {
    const node = this.program.node(id);
    if (node.kind === "width") return [this.widths.table(node.selector)];
    if (node.kind !== "aggregate") return [];
    const known = this.#derived.get(id);
    const sums = this.#bySums(id);
    if (known !== undefined) return [...sums, ...known];
    const answer = proveBy(VALUE_RULES, this, { id, node, sums, isHeld });
    if (answer.kind !== "proved") return [];
    const { tables, isLasting } = answer.value;
    if (isLasting) this.#derived.set(id, tables);
    this.program.steps?.note(answer.by, { kind: "node", node: id });
    return tables;
  }

  /** From the sum of codes and the width. */
  #fromSum(id: number, sum: Sum): AtomTable {
    const node = this.#aggregate(id);
    const known = this.#fromSums.get(sum);
    if (known !== undefined) return known;
    const width = this.widths.table(node.selector);
    const { domain, atoms } = this.program;
    const variables = unite([sum.variable], width.variables);
    const size = domain.sizeOf(variables);
    const [sumPlaces, widthPlaces] = [
      placesWithin([sum.variable], variables),
      placesWithin(width.variables, variables),
    ];
    const mask = domain.mask(variables);
    const fallback = defaultOf(this.program, node);
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
}

/** Sums of more values than this are not held. */
const MOST_SUMS = 1 << 21;

function sameCodes(left: Codes, right: Codes): boolean {
  return left.size === right.size && [...left].every(([atom, code]) => right.get(atom) === code);
}
