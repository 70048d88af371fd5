/** Variables of a position, lists of them, and tuples of their states. */

export interface Variable {
  readonly id: number;
  readonly name: string;
  /** Number of states. */
  readonly size: number;
  /** The number that its residual dimension holds in each state; of token and index their own number. */
  readonly readings: Float64Array;
}

export type Variables = readonly Variable[];

/** A number for each tuple of states, row-major, the last variable fastest; NaN where no input gives the tuple. */
export interface NumberTable {
  readonly variables: Variables;
  readonly values: Float64Array;
}

export function jointSize(variables: Variables): number {
  return variables.reduce((size, variable) => size * variable.size, 1);
}

export function unite(...lists: readonly Variables[]): Variables {
  let united: Variables = [];
  for (const list of lists) united = merge(united, list);
  return united;
}

/** Of two ascending lists; one of them itself where it holds the other. */
function merge(left: Variables, right: Variables): Variables {
  if (right.length === 0) return left;
  if (left.length === 0) return right;
  const merged: Variable[] = [];
  let [l, r] = [0, 0];
  while (l < left.length || r < right.length) {
    const [a, b] = [left[l], right[r]];
    if (b === undefined || (a !== undefined && a.id <= b.id)) {
      merged.push(a!);
      l += 1;
      if (b !== undefined && a!.id === b.id) r += 1;
    } else {
      merged.push(b);
      r += 1;
    }
  }
  return merged.length === left.length ? left : merged.length === right.length ? right : merged;
}

export function keyOf(variables: Variables): string {
  let key = "";
  for (const { id } of variables) key += key === "" ? String(id) : ` ${String(id)}`;
  return key;
}

/** For each of some tuples of `joint`, the place of its part in a table over `own`. */
export function placesAt(own: Variables, joint: Variables, tuples: Int32Array): Int32Array {
  const places = new Int32Array(tuples.length);
  let [block, stride] = [1, 1];
  for (let j = joint.length - 1, o = own.length - 1; o >= 0; j--) {
    const { id, size } = joint[j]!;
    if (id === own[o]!.id) {
      for (let i = 0; i < tuples.length; i++) places[i]! += (Math.floor(tuples[i]! / block) % size) * stride;
      stride *= size;
      o -= 1;
    }
    block *= size;
  }
  return places;
}

/** The states of one tuple. */
export function statesOf(variables: Variables, tuple: number): readonly number[] {
  const states: number[] = [];
  let rest = tuple;
  for (let i = variables.length - 1; i >= 0; i--) {
    const { size } = variables[i]!;
    states[i] = rest % size;
    rest = Math.floor(rest / size);
  }
  return states;
}

/** A tuple in words. */
export function describeTuple(variables: Variables, tuple: number): string {
  const states = statesOf(variables, tuple);
  return variables.map(({ name, readings }, i) => `${name} ${String(readings[states[i]!])}`).join(", ");
}

/** Whether one list of variables holds all of another; both ascending. */
export function holdsAll(outer: Variables, inner: Variables): boolean {
  let i = 0;
  for (const { id } of inner) {
    while (i < outer.length && outer[i]!.id < id) i++;
    if (outer[i]?.id !== id) return false;
  }
  return true;
}
