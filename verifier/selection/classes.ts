/** States of one side of a score: those that agree in all that matters are one class. */
import type { Program } from "../program/program.ts";
import type { AtomTable } from "../program/table.ts";
import { NONE } from "../program/table.ts";
import type { Column, Columns } from "./terms.ts";
import { axisOf } from "../state/axis.ts";
import type { Domain } from "../state/domain.ts";
import type { Variable, Variables } from "../state/variables.ts";
import { describeTuple, keyOf, placesAt, unite } from "../state/variables.ts";
import { combine } from "../state/expression.ts";
import {
  appendDigits,
  dropAbove,
  firstWith,
  hideInts,
  markInts,
  numberMarked,
  replaceInts,
} from "../state/kernels.ts";
import { spread } from "../state/spread.ts";

export interface Classes {
  readonly size: number;
  /** For each leaf, the atom of each class. */
  readonly atoms: readonly Int32Array[];
  /** For each product, its factor in each class. */
  readonly factors: readonly Float64Array[];
  /** For each head, what is added by this side alone. */
  readonly sums: readonly (Float64Array | null)[];
  readonly describe: (place: number, side: string) => string;
  /** The state of a variable in each class; null where classes do not tell it. */
  readonly statesOf: (variable: Variable) => Int32Array | null;
}

/** @param told  variables whose states are told apart */
export function classesOf(
  program: Program,
  { sums, factors }: Columns,
  leaves: readonly AtomTable[],
  told: Variables,
): Classes {
  const columns = [...sums, ...factors].filter((column) => column !== null);
  const variables = unite(
    ...columns.flatMap(({ tables }) => tables.map(({ table }) => table.variables)),
    ...leaves.map((table) => table.variables),
  );
  const tell = told.filter(({ id }) => variables.some((variable) => variable.id === id));
  const { codes, radix: count } = partitionOf(program, variables, columns, leaves, tell);
  // One tuple for each class.
  const kept = new Int32Array(count);
  firstWith(kept, codes);
  const numbersOf = ({ tables }: Column): Float64Array => {
    const numbers = new Float64Array(count);
    for (const { table, factor } of tables) {
      const places = placesAt(table.variables, variables, kept);
      for (let i = 0; i < count; i++) numbers[i]! += factor * table.values[places[i]!]!;
    }
    return numbers;
  };
  return {
    size: count,
    atoms: leaves.map((table) => placesAt(table.variables, variables, kept).map((at) => table.cells[at]!)),
    factors: factors.map(numbersOf),
    sums: sums.map((column) => (column === null ? null : numbersOf(column))),
    statesOf: (variable) =>
      tell.some(({ id }) => id === variable.id) ? placesAt([variable], variables, kept) : null,
    describe: (place, name) => {
      const tuple = kept[place];
      return variables.length === 0 || tuple === undefined
        ? ""
        : ` ${name} (${describeTuple(variables, tuple)})`;
    },
  };
}

/** A number below the radix for each tuple; NONE where no input gives it. */
interface Digits {
  readonly codes: Int32Array;
  readonly radix: number;
}

/** What tells the states of the same variables apart. */
interface Told {
  readonly own: Variables;
  readonly values: Digits[];
  readonly numbers: Column[];
}

/**
 * Numbers tuples by all that is to be told apart.
 *
 * What reads the same few variables tells their states apart first, over these
 * alone; only sums of tables over different variables are made over all of them.
 */
function partitionOf(
  program: Program,
  variables: Variables,
  columns: readonly Column[],
  leaves: readonly AtomTable[],
  told: Variables,
): Digits {
  const { domain } = program;
  const byVariables = new Map<string, Told>();
  const toldBy = (own: Variables): Told => {
    const key = keyOf(own);
    const known = byVariables.get(key) ?? { own, values: [], numbers: [] };
    byVariables.set(key, known);
    return known;
  };
  for (const leaf of leaves) {
    const { numbers, atoms } = program.numbered(leaf);
    toldBy(leaf.variables).values.push({ codes: numbers, radix: atoms.length });
  }
  for (const variable of told) {
    const codes = Int32Array.from({ length: variable.size }, (_, i) => i);
    toldBy([variable]).values.push({ codes, radix: variable.size });
  }
  for (const column of columns) {
    toldBy(unite(...column.tables.map(({ table }) => table.variables))).numbers.push(column);
  }
  let all: Digits = { codes: new Int32Array(domain.sizeOf(variables)), radix: 1 };
  for (const { own, values, numbers } of byVariables.values()) {
    let joined: Digits = { codes: new Int32Array(domain.sizeOf(own)), radix: 1 };
    for (const digits of values) joined = append(joined, digits);
    for (const { tables } of numbers) {
      // Where each tuple is a class of its own numbers have nothing left to tell apart.
      if (joined.radix >= joined.codes.length) joined = renumber(joined);
      if (joined.radix === joined.codes.length) break;
      joined = append(joined, digitsOf(domain, tables, own));
    }
    const part = own.length < variables.length ? renumber(joined) : joined;
    all = append(all, { codes: spread(part.codes, own, variables), radix: part.radix });
  }
  const mask = domain.mask(variables);
  if (mask === null) return renumber(all);
  const codes = all.codes.slice();
  hideInts(codes, mask, NONE);
  return renumber({ ...all, codes });
}

/** The different values of a number, as digits. */
function digitsOf(domain: Domain, tables: Column["tables"], variables: Variables): Digits {
  const parts = tables.map(({ table, factor }) => [factor, { constant: 0, parts: [table] }] as const);
  const expression = combine(parts, 0);
  const { slotOf, size } = axisOf(domain, expression, variables);
  dropAbove(slotOf, size - 2);
  return { codes: slotOf, radix: size - 1 };
}

/** Two digits in one; made of their pairs that occur where there may be too many. */
function append(left: Digits, right: Digits): Digits {
  if (left.radix === 1 && !left.codes.includes(NONE)) return right;
  if (right.radix === 1 && !right.codes.includes(NONE)) return left;
  const [a, b] = [isFew(left, right) ? left : renumber(left), right];
  if (isFew(a, b)) {
    const codes = a.codes.slice();
    appendDigits(codes, b.codes, b.radix);
    return { codes, radix: a.radix * b.radix };
  }
  const pairs = new Map<number, number>();
  const codes = new Int32Array(a.codes.length).fill(NONE);
  for (let i = 0; i < codes.length; i++) {
    const [one, two] = [a.codes[i]!, b.codes[i]!];
    if (one === NONE || two === NONE) continue;
    const pair = one * b.radix + two;
    let code = pairs.get(pair);
    if (code === undefined) {
      code = pairs.size;
      pairs.set(pair, code);
    }
    codes[i] = code;
  }
  return { codes, radix: pairs.size };
}

function isFew(left: Digits, right: Digits): boolean {
  return left.radix * right.radix <= 1024 + 4 * left.codes.length;
}

/** With the digits that occur alone. */
function renumber({ codes, radix }: Digits): Digits {
  const marks = new Uint8Array(radix);
  markInts(marks, codes);
  const numbers = new Int32Array(radix);
  const next = numberMarked(numbers, marks);
  if (next === radix) return { codes, radix };
  const own = codes.slice();
  replaceInts(own, numbers);
  return { codes: own, radix: next };
}
