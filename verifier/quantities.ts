/** What attention computes of the program, as variables: widths, sums, means, moved values. */
import { float, int } from "../language/atom.ts";
import { exactMean } from "../language/mean.ts";
import { dyadic, nearestDouble } from "../language/rational.ts";
import type { ModelStatement } from "../runtime/model.ts";
import type { AtomId } from "./atoms.ts";
import type { Averages, Codes, Selections } from "./averages.ts";
import { averagesOf } from "./averages.ts";
import type { Variable, Variables } from "./domain.ts";
import { jointSize, placesWithin, unite } from "./domain.ts";
import { bytes } from "./spread.ts";
import type { Facts } from "./facts.ts";
import type { AtomTable, Program } from "./program.ts";
import { NONE, reduced, toAtom } from "./program.ts";
import { rowsOf } from "./rows.ts";
import type { Part } from "./selection/terms.ts";
import { proveSelection } from "./selection/prove.ts";
import { Unproved } from "./unproved.ts";

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
    const isLength = widths === null ? this.#selectsAll(selector) : widths.isLength;
    if (isLength && length !== null) return byState(length, length.readings);
    if (!this.#groups.has(selector) && this.#neverSelects(selector))
      return this.#program.constant(atoms.intern(int(0)));
    const variable = this.widthVariable(selector);
    return byState(variable, variable.readings);
  }

  /** A variable for the width, whether a channel holds it or not. */
  widthVariable(selector: number): Variable {
    const known = this.#widths.get(selector);
    if (known !== undefined) return known;
    const { domain, length } = this.#program;
    if (length !== null && this.#selectsAll(selector)) {
      this.#widths.set(selector, length);
      return length;
    }
    const group = this.#groups.get(selector) ?? [selector];
    const bounds = group.map((id) => this.boundsOf(id));
    const least = bounds.reduce((most, own) => Math.max(most, own.least), 0);
    const greatest = bounds.reduce((fewest, own) => Math.min(fewest, own.greatest), Infinity);
    const size = Math.max(1, greatest - least + 1);
    const readings = Float64Array.from({ length: size }, (_, i) => least + i);
    const variable = domain.variable(`width of selector ${String(selector)}`, readings);
    for (const id of group) this.#widths.set(id, variable);
    this.boundByLength(variable, (width, longest) => width <= longest);
    for (const id of group) this.#tieToPositions(variable, id);
    return variable;
  }

  /** Where the rows depend on positions alone, index and length determine the width. */
  #tieToPositions(variable: Variable, selector: number): void {
    const { index, length, setting, domain } = this.#program;
    const matrix = this.#facts.matrix(selector);
    const size = setting.maxLength;
    if (matrix === null || length === null || size * size * variable.size > LARGEST_TIE) return;
    // Index and length are older than any width.
    const joint = [index, length, variable];
    const [first] = variable.readings;
    const states = variable.size;
    const allowed = bytes(size * size * states);
    for (let query = 0; query < size; query++) {
      for (let key = 0, width = 0; key < size; key++) {
        width += matrix[query * size + key]!;
        const state = width - (first ?? 0);
        if (key >= query && state >= 0 && state < states) allowed[(query * size + key) * states + state] = 1;
      }
    }
    domain.restrict(joint, allowed);
    domain.project(joint, allowed);
  }

  /** A row holds no more keys than there are, or than are seen. */
  boundByLength(variable: Variable, allows: (reading: number, longest: number) => boolean): void {
    const { length, index, setting, domain } = this.#program;
    const longest = setting.causal ? index : length;
    if (longest === null) return;
    domain.constrain(variable, longest, (state, last) => allows(variable.readings[state]!, last + 1));
  }

  #neverSelects(selector: number): boolean {
    return this.#facts.maySelectNone(selector) && this.#isAlike(selector, []);
  }

  #selectsAll(selector: number): boolean {
    return this.#facts.maySelectAll(selector) && this.#isAlike(selector, [EVERY_KEY]);
  }

  /** True if it is proved that the selector selects just what heads without weights would. */
  #isAlike(selector: number, parts: readonly Part[]): boolean {
    try {
      proveSelection(this.#program, parts, selector, ["levelled"], Infinity);
      return true;
    } catch (error) {
      if (error instanceof Unproved) return false;
      throw error;
    }
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
    const averages = averagesOf(
      this.#program.atoms,
      codes,
      this.selectionsOf([node.selector], node.value, most),
    );
    const occurring = new Set<number>();
    for (const count of new Set(counts)) {
      for (const sum of averages.sums(count)) occurring.add(sum);
      if (occurring.size > MOST_SUMS) throw new Unproved("unproved", "a sum takes too many values");
    }
    const readings = Float64Array.from([...occurring].toSorted((a, b) => a - b));
    // Of several aggregates that one channel sums, the first one's sums are all that there are.
    const variable = shared ?? this.#program.domain.variable(`sum of node ${String(aggregate)}`, readings);
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
    const list = [...codes.values()];
    const low = list.reduce((a, b) => Math.min(a, b), 0);
    const high = list.reduce((a, b) => Math.max(a, b), 0);
    this.boundByLength(variable, (sum, longest) => sum >= low * longest && sum <= high * longest);
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
    const { index, atoms, setting } = this.#program;
    const { maxLength: size, causal } = setting;
    const table = this.#program.tableOf(value, []);
    let at: Set<AtomId>[] | null = null;
    const joint = unite([index], table.variables);
    const mask = jointSize(joint) > MOST_SUMS ? null : this.#program.domain.mask(joint);
    if (
      mask !== null ||
      (table.variables.some(({ id }) => id === index.id) && jointSize(joint) <= MOST_SUMS)
    ) {
      const [indices, places] = [placesWithin([index], joint), placesWithin(table.variables, joint)];
      at = Array.from({ length: size }, () => new Set<AtomId>());
      for (let tuple = 0; tuple < places.length; tuple++) {
        const cell = table.cells[places[tuple]!]!;
        if (cell !== NONE && mask?.[tuple] !== 0) at[indices[tuple]!]!.add(atoms.classOf(cell));
      }
      const [first] = at;
      if (
        first !== undefined &&
        at.every((own) => own.size === first.size && [...own].every((atom) => first.has(atom)))
      )
        at = null;
    }
    const matrix =
      size > LONGEST_ROWS ? null : selectors.map((id) => this.#facts.matrix(id)).find((own) => own !== null);
    if (matrix === null || matrix === undefined) return { at, rows: null, most };
    return { at, rows: rowsOf(matrix, size, causal), most };
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
      this.#positional(node.selector, node.value, this.#default(id)) ??
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

  /** Rows and values that are functions of the index alone, rows growing with the length at most. */
  #positional(selector: number, value: number, fallback: AtomId): AtomTable | null {
    const { index, length, setting } = this.#program;
    const widths = this.#facts.widths(selector);
    const matrix = this.#facts.matrix(selector);
    const values = this.#facts.byPosition(value);
    if (widths === null || matrix === null || values === null) return null;
    const grows = widths.byIndex === null;
    const size = setting.maxLength;
    if (grows && (length === null || size > LONGEST_BY_LENGTH)) return null;
    const means = new Means(
      this.#program,
      values.every((atom) => this.#program.atoms.atom(atom).type === "bool"),
    );
    const variables: Variables = grows && length !== null ? unite([index], [length]) : [index];
    const cells = new Int32Array(jointSize(variables)).fill(NONE);
    const indexPlaces = placesWithin([index], variables);
    const lengthPlaces = grows && length !== null ? placesWithin([length], variables) : null;
    for (let tuple = 0; tuple < cells.length; tuple++) {
      const query = indexPlaces[tuple]!;
      const last = lengthPlaces === null ? query : lengthPlaces[tuple]!;
      if (last < query) continue;
      const row: AtomId[] = [];
      for (let key = 0; key <= last; key++) if (matrix[query * size + key] === 1) row.push(values[key]!);
      const [first, ...more] = row;
      cells[tuple] = first === undefined ? fallback : more.length === 0 ? first : means.of(row);
    }
    return reduced({ variables, cells });
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
    return this.#neverSelects(selector) ? this.#program.constant(fallback) : null;
  }

  /** A value that no channel holds, because nothing depends on which it is: any that may be selected. */
  #unheld(id: number): AtomTable | null {
    const node = this.#program.node(id);
    if (node.kind !== "aggregate") return null;
    const { atoms, domain } = this.#program;
    const found = this.#program.atomsIn(this.#program.tableOf(node.value, []));
    const codes = this.#ownCodes(found);
    if (codes !== null && !this.#facts.atMostOne(node.selector)) {
      this.sumVariable(id, codes);
      const [sum] = this.#sums.get(id) ?? [];
      return sum === undefined ? null : this.#fromSum(id, sum);
    }
    const isPlain =
      found.every((atom) => atoms.isString(atom)) || found.every((atom) => atoms.atom(atom).type === "bool");
    const states = new Set(
      isPlain || this.#facts.atMostOne(node.selector) ? found : this.#meansOf(node, found),
    );
    if (!this.#facts.neverEmpty(node.selector)) states.add(this.#default(id));
    const variable = domain.variable(
      `value of node ${String(id)}`,
      Float64Array.from({ length: states.size }, (_, i) => i),
    );
    return { variables: [variable], cells: Int32Array.from(states) };
  }

  /** Small whole numbers for values; null where there are none. */
  #ownCodes(found: readonly AtomId[]): Codes | null {
    const { atoms, setting } = this.#program;
    const classes = [...new Set(found.map((atom) => atoms.classOf(atom)))];
    const numbers = classes.map((atom) => atoms.number(atom));
    if (numbers.some(Number.isNaN)) return null;
    const parts = numbers.map(dyadic);
    const exponent = parts.reduce((least, own) => Math.min(least, own.exponent), 0);
    const integers = parts.map(({ mantissa, exponent: own }) => mantissa << BigInt(own - exponent));
    const first = integers[0] ?? 0n;
    const unit = integers.reduce((divisor, integer) => greatestDivisor(divisor, integer - first), 0n) || 1n;
    const codes = integers.map((integer) => Number((integer - first) / unit));
    if (codes.some((code) => Math.abs(code) * setting.maxLength > MOST_OWN_SUMS)) return null;
    return new Map(classes.map((atom, i) => [atom, codes[i]!]));
  }

  /** All means that there may be. */
  #meansOf(
    { selector, value }: { readonly selector: number; readonly value: number },
    found: readonly AtomId[],
  ): readonly AtomId[] {
    const { atoms } = this.#program;
    const classes = [...new Set(found.map((atom) => atoms.classOf(atom)))];
    if (classes.some((atom) => atoms.isString(atom)))
      throw new Unproved("unproved", "strings may be averaged");
    const parts = classes.map((atom) => dyadic(atoms.number(atom)));
    const exponent = parts.reduce((least, own) => Math.min(least, own.exponent), 0);
    const integers = parts.map(({ mantissa, exponent: own }) => mantissa << BigInt(own - exponent));
    const scale = 1n << BigInt(-exponent);
    const { least, greatest } = this.boundsOf(selector);
    const { at, rows } = this.selectionsOf([selector], value, greatest);
    const placesAt = at?.map((set) => classes.flatMap((atom, i) => (set.has(atom) ? [integers[i]!] : [])));
    const means = new Set<AtomId>();
    let additions = 0;
    const extend = (sums: ReadonlySet<bigint>, values: readonly bigint[]): ReadonlySet<bigint> => {
      additions += sums.size * values.length;
      if (additions > MOST_OWN_ADDITIONS) throw new Unproved("unproved", "a mean takes too many values");
      const longer = new Set<bigint>();
      for (const sum of sums) for (const own of values) longer.add(sum + own);
      return longer;
    };
    const put = (sums: ReadonlySet<bigint>, count: number): void => {
      for (const sum of sums) means.add(atoms.intern(float(nearestDouble(sum, BigInt(count) * scale) + 0)));
    };
    if (rows !== null) {
      const known: ReadonlySet<bigint>[] = [new Set([0n])];
      for (let node = 1; node < rows.parents.length; node++) {
        const sums = extend(known[rows.parents[node]!]!, placesAt?.[rows.keys[node]!] ?? integers);
        known[node] = sums;
        if (rows.isRow[node] === true) put(sums, rows.sizes[node]!);
      }
    } else {
      let sums: ReadonlySet<bigint> = new Set([0n]);
      for (let count = 1; count <= greatest; count++) {
        sums = extend(sums, integers);
        if (count >= least) put(sums, count);
      }
    }
    // A single selected value keeps its type.
    for (const atom of found) if (means.has(atoms.classOf(atom)) || least <= 1) means.add(atom);
    return [...means];
  }
}

/** A head that selects every key. */
const EVERY_KEY: Part = {
  sign: 1,
  head: {
    layer: 0,
    head: 0,
    products: [],
    values: [],
    bosScore: { least: 0, greatest: 0, unit: Infinity },
    bosIsOneProduct: true,
    greatestScore: 0,
  },
};

/** Rows of longer inputs that grow with the length are not tabulated. */
const LONGEST_BY_LENGTH = 128;
const MOST_SUMS = 1 << 21;
/** Sums that no channel holds are gone through only if they are few. */
const MOST_OWN_SUMS = 1 << 12;
const MOST_OWN_ADDITIONS = 1 << 16;
/** Larger tables of index, length and width are not made. */
const LARGEST_TIE = 1 << 16;
/** Rows of longer inputs are not gone through one by one. */
const LONGEST_ROWS = 64;

/** Means of lists of atoms, as the program computes them. */
class Means {
  readonly #program: Program;
  readonly #averages = new Map<string, AtomId>();
  readonly #onlyBools: boolean;

  constructor(program: Program, onlyBools: boolean) {
    this.#program = program;
    this.#onlyBools = onlyBools;
  }

  of(row: readonly AtomId[]): AtomId {
    const { atoms } = this.#program;
    const list = row.map((atom) => atoms.atom(atom));
    // A sequence with strings, or of booleans only, has no means: the program has no value then.
    if (this.#onlyBools || list.some(({ type }) => type === "string")) return NONE;
    const key = row.join(" ");
    const known = this.#averages.get(key);
    if (known !== undefined) return known;
    const mean = atoms.intern(float(exactMean(list)));
    this.#averages.set(key, mean);
    return mean;
  }
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

function sameCodes(left: Codes, right: Codes): boolean {
  return left.size === right.size && [...left].every(([atom, code]) => right.get(atom) === code);
}
