/**
 * The program's values as functions of a position's state: elementwise steps
 * are applied tuple by tuple; what comes from other positions is looked up in
 * the variables that are proved to hold it.
 */
import type { Atom } from "../language/atom.ts";
import { bool, float, int, string } from "../language/atom.ts";
import { isFailure } from "../language/failure.ts";
import { convertToken, prepareOperator } from "../language/operators.ts";
import type { Operator } from "../language/graph.ts";
import type { ModelNode, ModelOperator, ModelStatement, StatedAtom } from "../runtime/model.ts";
import type { AtomId, Atoms } from "./atoms.ts";
import type { Domain, Variable, Variables } from "./domain.ts";
import { jointSize, keyOf, placesWithin, unite } from "./domain.ts";
import { Unproved } from "./unproved.ts";

/** An atom for each tuple; NONE where no input gives the tuple, or one without a value. */
export interface AtomTable {
  readonly variables: Variables;
  readonly cells: Int32Array;
}

export const NONE = -1;

const UNKNOWN = -2;
/** So many combinations of operands are looked up in a table. */
const DENSE = 1 << 22;

/** An operand of a map. */
interface Side {
  /** For each tuple, the place in the operand's own table; null where they are the same. */
  readonly places: Int32Array | null;
  /** At each place, the number of its atom; NONE where it has none. */
  readonly numbers: Int32Array;
  readonly atoms: readonly AtomId[];
}

export interface Setting {
  readonly vocabulary: readonly Atom[];
  readonly maxLength: number;
  readonly causal: boolean;
}

export class Program {
  readonly graph: readonly ModelNode[];
  readonly domain: Domain;
  readonly atoms: Atoms;
  readonly setting: Setting;
  readonly token: Variable;
  readonly index: Variable;
  /** The number of positions; null under causal attention, where a position's own is index + 1, and where it is always 1. */
  readonly length: Variable | null;
  /** Ways to read nodes from variables, by node. */
  readonly #readings = new Map<number, AtomTable[]>();
  /** Further ways, found when they are asked for; later ones may come with later variables. */
  derive: (id: number, isHeld: boolean) => readonly AtomTable[] = () => [];
  readonly #tables = new Map<string, AtomTable>();
  readonly #related = new Set<string>();
  /** Nodes without a value on some tuples that are not ruled out otherwise. */
  readonly failing = new Set<number>();

  constructor(statement: ModelStatement, domain: Domain, atoms: Atoms, setting: Setting) {
    this.graph = statement.graph;
    this.domain = domain;
    this.atoms = atoms;
    this.setting = setting;
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
    if (this.length !== null) domain.constrain(this.index, this.length, (index, length) => index <= length);
  }

  node(id: number): ModelNode {
    const node = this.graph[id];
    if (node === undefined) throw new Error(`internal: no node ${String(id)}`);
    return node;
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
    const key = `${String(id)}: ${keyOf(preferred)}`;
    const known = this.#tables.get(key);
    if (known !== undefined) return known;
    const table = this.#make(id, preferred);
    this.#tables.set(key, table);
    return table;
  }

  #make(id: number, preferred: Variables): AtomTable {
    const node = this.node(id);
    const held = this.#readings.get(id) ?? [];
    const derived =
      node.kind === "aggregate" || node.kind === "width" ? this.derive(id, held.length > 0) : [];
    const readings = [...held, ...derived];
    if (readings.length > 1) this.#relate(id, readings);
    const own = new Set(preferred.map((variable) => variable.id));
    const isOwn = ({ id: each }: Variable): boolean =>
      own.has(each) || each === this.token.id || each === this.index.id || each === this.length?.id;
    const best = readings.find(({ variables }) => variables.every(isOwn));
    if (best !== undefined) return best;
    switch (node.kind) {
      case "tokens":
        return this.#perState(this.token, (state) => {
          const value = convertToken(node.reading, this.setting.vocabulary[state]!);
          return isFailure(value) ? NONE : this.atoms.intern(value);
        });
      case "indices":
        return this.#perState(this.index, (state) => this.atoms.intern(int(state)));
      case "length": {
        if (this.setting.causal)
          return this.#perState(this.index, (state) => this.atoms.intern(int(state + 1)));
        if (this.length === null) return this.constant(this.atoms.intern(int(1)));
        const { readings: lengths } = this.length;
        return this.#perState(this.length, (state) => this.atoms.intern(int(lengths[state]!)));
      }
      case "constant":
        return this.constant(this.atoms.intern(toAtom(node.value)));
      case "map":
        return this.#map(id, toOperator(node.operator), node.operands, preferred);
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
        const [a, b] = [placesWithin(left.variables, joint), placesWithin(right.variables, joint)];
        const allowed = new Uint8Array(jointSize(joint));
        for (let tuple = 0; tuple < allowed.length; tuple++) {
          const [one, two] = [left.cells[a[tuple]!]!, right.cells[b[tuple]!]!];
          if (one !== NONE && two !== NONE && this.atoms.classOf(one) === this.atoms.classOf(two))
            allowed[tuple] = 1;
        }
        this.domain.restrict(joint, allowed);
        this.domain.project(joint, allowed);
      }
    }
  }

  constant(atom: AtomId): AtomTable {
    return { variables: [], cells: Int32Array.of(atom) };
  }

  #perState(variable: Variable, atomOf: (state: number) => AtomId): AtomTable {
    return reduced({
      variables: [variable],
      cells: Int32Array.from({ length: variable.size }, (_, i) => atomOf(i)),
    });
  }

  #map(id: number, operator: Operator, operands: readonly number[], preferred: Variables): AtomTable {
    const tables = operands.map((operand) => this.tableOf(operand, preferred));
    const variables = unite(...tables.map((table) => table.variables));
    const size = this.domain.sizeOf(variables);
    const apply = prepareOperator(operator);
    const sides = tables.map((table) => this.#sideOf(table, variables));
    const combinations = sides.reduce((product, { atoms }) => product * atoms.length, 1);
    if (combinations > Number.MAX_SAFE_INTEGER)
      throw new Unproved("unproved", "an operator takes more values than are told apart");
    const dense = combinations <= DENSE ? new Int32Array(combinations).fill(UNKNOWN) : null;
    const sparse = new Map<number, AtomId>();
    const mask = this.domain.mask(variables);
    const cells = new Int32Array(size);
    let fails = false;
    const resultOf = (combination: number): AtomId => {
      let rest = combination;
      const operandAtoms: Atom[] = [];
      for (let o = sides.length - 1; o >= 0; o--) {
        const { atoms } = sides[o]!;
        operandAtoms[o] = this.atoms.atom(atoms[rest % atoms.length]!);
        rest = Math.floor(rest / atoms.length);
      }
      const value = apply(operandAtoms);
      if (!isFailure(value)) return this.atoms.intern(value);
      if (value.failed === "overflow" && this.atoms.merged)
        throw new Unproved("unproved", "ints overflow where floats may stand in their place");
      return NONE;
    };
    for (let tuple = 0; tuple < size; tuple++) {
      let combination = mask !== null && mask[tuple] === 0 ? NONE : 0;
      for (let o = 0; o < sides.length && combination !== NONE; o++) {
        const { places, numbers, atoms } = sides[o]!;
        const number = numbers[places === null ? tuple : places[tuple]!]!;
        combination = number === NONE ? NONE : combination * atoms.length + number;
      }
      if (combination === NONE) {
        cells[tuple] = NONE;
        continue;
      }
      let result = dense === null ? (sparse.get(combination) ?? UNKNOWN) : dense[combination]!;
      if (result === UNKNOWN) {
        result = resultOf(combination);
        if (dense === null) sparse.set(combination, result);
        else dense[combination] = result;
      }
      if (result === NONE) fails = true;
      cells[tuple] = result;
    }
    if (fails) this.#failsAt(id, { variables, cells });
    return reduced({ variables, cells });
  }

  /** An operand's table with its atoms numbered among themselves. */
  #sideOf(table: AtomTable, variables: Variables): Side {
    const numberOf = new Int32Array(this.atoms.size).fill(NONE);
    const atoms: AtomId[] = [];
    const numbers = table.cells.map((cell) => {
      if (cell === NONE) return NONE;
      if (numberOf[cell] === NONE) numberOf[cell] = atoms.push(cell) - 1;
      return numberOf[cell]!;
    });
    const isWhole = table.variables.length === variables.length;
    return { places: isWhole ? null : placesWithin(table.variables, variables), numbers, atoms };
  }

  /** A step without a value on a tuple: the program has none on an input with it, so nothing is claimed there. */
  #failsAt(id: number, { variables, cells }: AtomTable): void {
    this.failing.add(id);
    if (cells.length > LARGEST_RESTRICTION) return;
    this.domain.restrict(
      variables,
      Uint8Array.from(cells, (cell) => (cell === NONE ? 0 : 1)),
    );
  }

  /** The atoms that stand in some cell. */
  atomsIn({ cells }: AtomTable): readonly AtomId[] {
    const seen = new Set<AtomId>();
    for (const cell of cells) if (cell !== NONE) seen.add(cell);
    return [...seen];
  }
}

/** Larger tables do not rule out tuples. */
const LARGEST_RESTRICTION = 1 << 16;

/** The table without variables on which it does not depend. */
export function reduced(table: AtomTable): AtomTable {
  let { variables, cells } = table;
  for (let axis = variables.length - 1; axis >= 0; axis--) {
    const shorter = withoutAxis(variables, cells, axis);
    if (shorter === null) continue;
    cells = shorter;
    variables = variables.filter((_, i) => i !== axis);
  }
  return variables === table.variables ? table : { variables, cells };
}

function withoutAxis(variables: Variables, cells: Int32Array, axis: number): Int32Array | null {
  const size = variables[axis]!.size;
  let stride = 1;
  for (let i = axis + 1; i < variables.length; i++) stride *= variables[i]!.size;
  const shorter = new Int32Array(cells.length / size).fill(NONE);
  for (let from = 0, block = 0; from < cells.length; block += stride) {
    for (let state = 0; state < size; state++) {
      for (let to = block; to < block + stride; to++, from++) {
        const cell = cells[from]!;
        if (cell === NONE) continue;
        const known = shorter[to]!;
        if (known === NONE) shorter[to] = cell;
        else if (known !== cell) return null;
      }
    }
  }
  return shorter;
}

export function toAtom(stated: StatedAtom): Atom {
  switch (stated.type) {
    case "int":
      return int(stated.value);
    case "bool":
      return bool(stated.value);
    case "string":
      return string(stated.value);
    case "float":
      if (typeof stated.value === "number") return float(stated.value);
      return float(stated.value === "nan" ? NaN : stated.value === "inf" ? Infinity : -Infinity);
    default:
      return stated satisfies never;
  }
}

function toOperator(stated: ModelOperator): Operator {
  switch (stated.kind) {
    case "member":
    case "element":
      return { kind: stated.kind, items: stated.items.map(toAtom) };
    case "entry":
      return {
        kind: "entry",
        entries: stated.entries.map(([key, value]) => {
          if (key === undefined || value === undefined) throw new Error("internal: an entry is a pair");
          return [toAtom(key), toAtom(value)] as const;
        }),
      };
    case "binary":
    case "unary":
    case "choose":
      return stated;
    default:
      return stated satisfies never;
  }
}
