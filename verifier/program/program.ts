/**
 * The program's values as functions of a position's state: elementwise steps
 * are applied tuple by tuple; what comes from other positions is looked up in
 * the variables that are proved to hold it.
 */
import type { ModelNode, ModelOperator, ModelStatement } from "../../runtime/model.ts";
import type { Numbered } from "./apply.ts";
import { applyTo, combinationsOf } from "./apply.ts";
import type { Given } from "./given.ts";
import { givenTable } from "./given.ts";
import { resultsOf } from "./operate.ts";
import type { Setting } from "./setting.ts";
import type { AtomTable } from "./table.ts";
import { NONE, cellsOver, constantTable, reduced } from "./table.ts";
import { Uniform } from "./uniform.ts";
import type { AtomId, Atoms } from "../state/atoms.ts";
import type { Domain } from "../state/domain.ts";
import type { Variable, Variables } from "../state/variables.ts";
import { jointSize, keyOf, unite } from "../state/variables.ts";
import { bytes } from "../state/spread.ts";
import type { Rule } from "../report/rule.ts";
import type { Steps } from "../report/steps.ts";
import { Unproved, attempt } from "../report/unproved.ts";

/** What a map's table was made of: made of the same again, it is the same. */
interface Made {
  readonly operands: readonly AtomTable[];
  readonly mask: Uint8Array | null;
  readonly table: AtomTable;
}

export class Program implements Given {
  readonly graph: readonly ModelNode[];
  readonly domain: Domain;
  readonly atoms: Atoms;
  readonly setting: Setting;
  readonly token: Variable;
  readonly index: Variable;
  readonly length: Variable | null;
  /** Ways to read nodes from variables, by node. */
  readonly #readings = new Map<number, AtomTable[]>();
  /** Further ways, found when they are asked for; later ones may come with later variables. */
  derive: (id: number, isHeld: boolean) => readonly AtomTable[] = () => [];
  readonly #tables = new Map<number | string, AtomTable>();
  /** Tables that are being made. */
  readonly #making = new Set<number | string>();
  /** Of each node, by which variables were preferred. */
  readonly #made = new Map<number, Made[]>();
  readonly #given = new Map<number, AtomTable>();
  readonly #numbered = new WeakMap<AtomTable, Numbered>();
  readonly #related = new Set<string>();
  /** Nodes without a value on some tuples that are not ruled out otherwise. */
  readonly failing = new Set<number>();
  readonly uniform: Uniform;

  /** Where the steps of the proof are noted; null where nobody asks for them. */
  readonly steps: Steps | null;

  constructor(
    statement: ModelStatement,
    domain: Domain,
    atoms: Atoms,
    setting: Setting,
    steps: Steps | null,
  ) {
    this.steps = steps;
    this.graph = statement.graph;
    this.domain = domain;
    this.atoms = atoms;
    this.setting = setting;
    this.uniform = new Uniform(this.graph, setting.causal);
    this.token = domain.variable("token", Float64Array.from(setting.vocabulary.keys()));
    this.index = domain.variable(
      "index",
      Float64Array.from({ length: setting.maxLength }, (_, i) => i),
    );
    const hasLength = !setting.causal && setting.maxLength > 1;
    this.length = hasLength
      ? domain.variable(
          "length",
          this.index.readings.map((i) => i + 1),
        )
      : null;
    if (this.length !== null) {
      const size = setting.maxLength;
      const allowed = bytes(size * size);
      for (let index = 0; index < size; index++) allowed.fill(1, index * size + index, (index + 1) * size);
      domain.restrict([this.index, this.length], allowed);
      this.uniform.variables.push(this.length);
    }
  }

  node(id: number): ModelNode {
    const node = this.graph[id];
    if (node === undefined) throw new Error(`internal: no node ${String(id)}`);
    return node;
  }

  /** The same where it can be told by now; null where not. */
  knownTable(id: number): AtomTable | null {
    const found = attempt(() => this.tableOf(id, []));
    return found.kind === "proved" ? found.value : null;
  }

  /** Adds a way to read a node; tables made before stay as they are. */
  addReading(id: number, table: AtomTable): void {
    const known = this.#readings.get(id);
    if (known === undefined) this.#readings.set(id, [table]);
    else known.push(table);
    this.#tables.clear();
  }

  /** Forgets tables: more may be known now. */
  refresh(): void {
    this.#tables.clear();
  }

  /** The node's value as a function of variables, of these where it can be. */
  tableOf(id: number, preferred: Variables): AtomTable {
    const others = this.#othersIn(preferred);
    const key = others.length === 0 ? id : `${String(id)}: ${keyOf(others)}`;
    const known = this.#tables.get(key);
    if (known !== undefined) return known;
    // One channel may hold the widths of two selectors, one of which reads the other's width.
    if (this.#making.has(key))
      throw new Unproved("unproved", `node ${String(id)} would have to be known first`);
    this.#making.add(key);
    try {
      const table = this.#make(id, others);
      this.#tables.set(key, table);
      return table;
    } finally {
      this.#making.delete(key);
    }
  }

  /** Token, index and length are preferred always. */
  #othersIn(preferred: Variables): Variables {
    const isOther = ({ id }: Variable): boolean => !this.#isGiven(id);
    return preferred.every(isOther) ? preferred : preferred.filter(isOther);
  }

  #isGiven(variable: number): boolean {
    return variable === this.token.id || variable === this.index.id || variable === this.length?.id;
  }

  #make(id: number, preferred: Variables): AtomTable {
    const node = this.node(id);
    const held = this.#readings.get(id) ?? [];
    const derived =
      node.kind === "aggregate" || node.kind === "width" ? this.derive(id, held.length > 0) : [];
    const readings = [...held, ...derived];
    if (readings.length > 1) this.#relate(id, readings);
    if (readings.length > 0) {
      const isOwn = ({ id: each }: Variable): boolean =>
        this.#isGiven(each) || preferred.some((variable) => variable.id === each);
      const best = readings.find(({ variables }) => variables.every(isOwn));
      if (best !== undefined) return best;
    }
    switch (node.kind) {
      case "tokens":
      case "indices":
      case "length":
      case "constant": {
        // The same one always, so that what is made of it is the same too.
        const known = this.#given.get(id);
        if (known !== undefined) return known;
        const table = givenTable(this, node);
        this.#given.set(id, table);
        return table;
      }
      case "map":
        return this.#map(id, node.operator, node.operands, preferred);
      case "aggregate":
      case "width": {
        const [first] = readings;
        if (first !== undefined) return first;
        throw new Unproved(
          "unproved",
          `nothing is known to hold the value of node ${String(id)} (${node.kind}) yet`,
        );
      }
      case "select":
      case "both":
      case "either":
      case "not":
        throw new Error("internal: a selector has no table");
      default:
        return node satisfies never;
    }
  }

  /** Two ways to read one value agree: tuples where they do not are none of any input. */
  #relate(id: number, readings: readonly AtomTable[]): void {
    for (const [i, left] of readings.entries()) {
      for (const right of readings.slice(0, i)) {
        const key = `${String(id)}: ${keyOf(left.variables)} and ${keyOf(right.variables)}`;
        const joint = unite(left.variables, right.variables);
        if (this.#related.has(key) || joint.length < 2 || jointSize(joint) > LARGEST_RESTRICTION) continue;
        this.#related.add(key);
        const [a, b] = [cellsOver(left, joint), cellsOver(right, joint)];
        const allowed = bytes(jointSize(joint));
        for (let tuple = 0; tuple < allowed.length; tuple++) {
          const [one, two] = [a[tuple]!, b[tuple]!];
          if (one !== NONE && two !== NONE && this.atoms.classOf(one) === this.atoms.classOf(two))
            allowed[tuple] = 1;
        }
        this.domain.restrict(joint, allowed);
        this.domain.project(joint, allowed);
        this.steps?.note(ONE_VALUE, { kind: "node", node: id });
      }
    }
  }

  constant(atom: AtomId): AtomTable {
    return constantTable(atom);
  }

  #map(id: number, operator: ModelOperator, operands: readonly number[], preferred: Variables): AtomTable {
    const tables = operands.map((operand) => this.tableOf(operand, preferred));
    const variables = unite(...tables.map((table) => table.variables));
    const size = this.domain.sizeOf(variables);
    const mask = this.domain.mask(variables);
    const made = this.#made.get(id) ?? [];
    const known = made.find(
      (each) => each.mask === mask && tables.every((table, o) => table === each.operands[o]),
    );
    if (known !== undefined) return known.table;
    const sides = tables.map((table) => this.numbered(table));
    const combinations = sides.reduce((product, { atoms }) => product * atoms.length, 1);
    if (combinations > Number.MAX_SAFE_INTEGER)
      throw new Unproved("unproved", "an operator takes more values than are told apart");
    const chosen = combinationsOf(sides, tables, variables, size, mask);
    const { results: cells, fails } = applyTo(chosen, combinations, resultsOf(this.atoms, operator, sides));
    if (fails) this.#failsAt(id, { variables, cells });
    const table = reduced({ variables, cells });
    this.#made.set(id, [...made.slice(-3), { operands: tables, mask, table }]);
    return table;
  }

  /** A table with its atoms numbered among themselves. */
  numbered(table: AtomTable): Numbered {
    const known = this.#numbered.get(table);
    if (known !== undefined) return known;
    const numberOf = new Int32Array(this.atoms.size).fill(NONE);
    const atoms: AtomId[] = [];
    const { cells } = table;
    const numbers = new Int32Array(cells.length);
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i]!;
      if (cell === NONE) {
        numbers[i] = NONE;
        continue;
      }
      let number = numberOf[cell]!;
      if (number === NONE) {
        number = atoms.push(cell) - 1;
        numberOf[cell] = number;
      }
      numbers[i] = number;
    }
    const made = { numbers, atoms };
    this.#numbered.set(table, made);
    return made;
  }

  /** A step without a value on a tuple: the program has none on an input with it, so nothing is claimed there. */
  #failsAt(id: number, { variables, cells }: AtomTable): void {
    this.failing.add(id);
    this.steps?.note(NO_VALUE, { kind: "node", node: id });
    if (cells.length > LARGEST_RESTRICTION) return;
    this.domain.restrict(
      variables,
      Uint8Array.from(cells, (cell) => (cell === NONE ? 0 : 1)),
    );
  }

  /** The atoms that stand in some cell. */
  atomsIn(table: AtomTable): readonly AtomId[] {
    return this.numbered(table).atoms;
  }
}

export const ONE_VALUE: Rule = {
  name: "one value, read twice",
  of: "ruled out",
  why: "Two sets of variables both tell the node's value: tuples on which they tell different values are of no input.",
};

export const NO_VALUE: Rule = {
  name: "no value",
  of: "ruled out",
  why: "A step of the program fails on these tuples, so the program has no value on an input with one, and nothing is claimed of it. Outputs depend on every step, so no other value of that input matters either.",
};

/** Larger tables do not rule out tuples. */
const LARGEST_RESTRICTION = 1 << 20;
