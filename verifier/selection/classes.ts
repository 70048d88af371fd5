/** States of one side of a score: those that agree in all that matters are one class. */
import type { Domain, Variable, Variables } from "../domain.ts";
import { describeTuple, keyOf, placesAt, unite } from "../domain.ts";
import { spread } from "../spread.ts";
import type { AtomTable } from "../program.ts";
import { NONE } from "../program.ts";
import type { Column, Columns } from "./terms.ts";

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

/** Of a tuple that no input gives. */
const NO_CLASS = -1;

/** Tuples by class. */
interface Partition {
  readonly classOf: Int32Array;
  count: number;
}

/** @param told  variables whose states are told apart */
export function classesOf(
  domain: Domain,
  { sums, factors }: Columns,
  leaves: readonly AtomTable[],
  told: Variables,
): Classes {
  const columns = [...sums, ...factors].filter((column) => column !== null);
  const variables = unite(
    ...columns.flatMap(({ tables }) => tables.map(({ table }) => table.variables)),
    ...leaves.map((table) => table.variables),
  );
  const partition = partitionOf(domain, variables, columns, leaves);
  const tell = told.filter(({ id }) => variables.some((variable) => variable.id === id));
  for (const variable of tell) {
    const states = Int32Array.from({ length: variable.size }, (_, i) => i);
    refine(partition, spread(states, [variable], variables));
  }
  // One tuple for each class.
  const { classOf, count } = partition;
  const kept = new Int32Array(count);
  for (let i = classOf.length - 1; i >= 0; i--) if (classOf[i] !== NO_CLASS) kept[classOf[i]!] = i;
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

/**
 * What reads the same few variables tells their states apart first, over these
 * alone; only sums of tables over different variables are made over all of them.
 */
function partitionOf(
  domain: Domain,
  variables: Variables,
  columns: readonly Column[],
  leaves: readonly AtomTable[],
): Partition {
  const size = domain.sizeOf(variables);
  const byVariables = new Map<string, { readonly own: Variables; readonly partition: Partition }>();
  const partitionOver = (own: Variables): Partition => {
    const key = keyOf(own);
    const known = byVariables.get(key);
    if (known !== undefined) return known.partition;
    const partition = { classOf: new Int32Array(domain.sizeOf(own)), count: 1 };
    byVariables.set(key, { own, partition });
    return partition;
  };
  for (const { variables: own, cells } of leaves) refine(partitionOver(own), cells, NONE);
  const mixed: Float64Array[] = [];
  for (const { tables } of columns) {
    const [first, ...others] = tables;
    if (first === undefined) continue;
    const own = first.table.variables;
    if (others.every(({ table }) => keyOf(table.variables) === keyOf(own))) {
      refine(partitionOver(own), summed(tables, own, first.table.values.length));
    } else mixed.push(summed(tables, variables, size));
  }
  const whole = byVariables.get(keyOf(variables))?.partition;
  const partition = whole ?? { classOf: new Int32Array(size), count: 1 };
  const mask = domain.mask(variables);
  const { classOf } = partition;
  if (mask !== null) for (let i = 0; i < size; i++) if (mask[i] === 0) classOf[i] = NO_CLASS;
  for (const { own, partition: part } of byVariables.values()) {
    if (part !== partition) refine(partition, spread(part.classOf, own, variables), NO_CLASS);
  }
  for (const values of mixed) refine(partition, values);
  if (mask !== null) renumber(partition);
  return partition;
}

/** Classes of which the mask left no tuple are none. */
function renumber(partition: Partition): void {
  const { classOf, count } = partition;
  const numbers = new Int32Array(count).fill(NO_CLASS);
  let next = 0;
  for (let i = 0; i < classOf.length; i++) {
    const before = classOf[i]!;
    if (before === NO_CLASS) continue;
    if (numbers[before] === NO_CLASS) numbers[before] = next++;
    classOf[i] = numbers[before]!;
  }
  partition.count = next;
}

function summed(tables: Column["tables"], variables: Variables, size: number): Float64Array {
  const sums = new Float64Array(size);
  for (const { table, factor } of tables) {
    const values = spread(table.values, table.variables, variables);
    for (let i = 0; i < size; i++) sums[i]! += factor * values[i]!;
  }
  return sums;
}

/**
 * Splits classes by one more number.
 *
 * @param absent  the number of tuples that no input gives; NaN is one always
 */
function refine(partition: Partition, values: Float64Array | Int32Array, absent = NaN): void {
  const { classOf } = partition;
  let [least, greatest, whole, missing] = [Infinity, -Infinity, true, false];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value === absent || value !== value) {
      missing = true;
      continue;
    }
    if (value < least) least = value;
    if (value > greatest) greatest = value;
    if (whole && !Number.isInteger(value)) whole = false;
  }
  if (least === greatest && !missing) return;
  if (least > greatest) {
    classOf.fill(NO_CLASS);
    partition.count = 0;
    return;
  }
  const range = greatest - least + 1;
  let next = 0;
  if (whole && range * partition.count <= 1024 + 2 * values.length) {
    const ids = new Int32Array(range * partition.count).fill(NO_CLASS);
    for (let i = 0; i < values.length; i++) {
      const [before, value] = [classOf[i]!, values[i]!];
      if (before === NO_CLASS) continue;
      if (value === absent || value !== value) {
        classOf[i] = NO_CLASS;
        continue;
      }
      const key = before * range + value - least;
      if (ids[key] === NO_CLASS) ids[key] = next++;
      classOf[i] = ids[key]!;
    }
    partition.count = next;
    return;
  }
  const numbers = new Map<number, number>();
  const pairs = new Map<number, number>();
  for (let i = 0; i < values.length; i++) {
    const [before, value] = [classOf[i]!, values[i]!];
    if (before === NO_CLASS) continue;
    if (value === absent || value !== value) {
      classOf[i] = NO_CLASS;
      continue;
    }
    let number = numbers.get(value);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(value, number);
    }
    const key = number * partition.count + before;
    let id = pairs.get(key);
    if (id === undefined) {
      id = next++;
      pairs.set(key, id);
    }
    classOf[i] = id;
  }
  partition.count = next;
}
