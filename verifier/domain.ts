/**
 * What a position can be: the states of its variables (token, index, what
 * attention left there), which of them can stand together, and tables over them.
 */
import { Unproved } from "./unproved.ts";

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

/** Tuples beyond this are not gone through. */
export const MOST_TUPLES = 1 << 22;

export function jointSize(variables: Variables): number {
  return variables.reduce((size, variable) => size * variable.size, 1);
}

export function unite(...lists: readonly Variables[]): Variables {
  const byId = new Map<number, Variable>();
  for (const list of lists) for (const variable of list) byId.set(variable.id, variable);
  return [...byId.values()].toSorted((a, b) => a.id - b.id);
}

export function keyOf(variables: Variables): string {
  return variables.map(({ id }) => String(id)).join(" ");
}

/** For each tuple of `joint`, the place of its part in a table over `own`. */
export function placesWithin(own: Variables, joint: Variables): Int32Array {
  requireFeasible(joint);
  const strides = new Map<number, number>();
  let stride = 1;
  for (let i = own.length - 1; i >= 0; i--) {
    strides.set(own[i]!.id, stride);
    stride *= own[i]!.size;
  }
  let places = new Int32Array(1);
  for (const { id, size } of joint) {
    const step = strides.get(id) ?? 0;
    const longer = new Int32Array(places.length * size);
    for (let i = 0, to = 0; i < places.length; i++) {
      for (let state = 0, place = places[i]!; state < size; state++, place += step) longer[to++] = place;
    }
    places = longer;
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

/** Which tuples of some variables can stand at a position. */
interface Constraint {
  readonly variables: Variables;
  readonly allowed: Uint8Array;
}

export class Domain {
  readonly #constraints: Constraint[] = [];
  readonly #masks = new Map<string, Uint8Array | null>();
  #next = 0;

  variable(name: string, readings: Float64Array): Variable {
    return { id: this.#next++, name, size: readings.length, readings };
  }

  /** Rules tuples out. */
  constrain(left: Variable, right: Variable, allows: (left: number, right: number) => boolean): void {
    const [first, second] = left.id < right.id ? [left, right] : [right, left];
    const allowed = new Uint8Array(first.size * second.size);
    for (let a = 0; a < first.size; a++) {
      for (let b = 0; b < second.size; b++) {
        const holds = first === left ? allows(a, b) : allows(b, a);
        allowed[a * second.size + b] = holds ? 1 : 0;
      }
    }
    this.restrict([first, second], allowed);
  }

  /** Constraints, for whoever must look at variables together that have one. */
  get bonds(): readonly Variables[] {
    return this.#constraints.map(({ variables }) => variables);
  }

  restrict(variables: Variables, allowed: Uint8Array): void {
    this.#constraints.push({ variables, allowed });
    this.#masks.clear();
  }

  /** What a restriction of several variables says of each two of them. */
  project(variables: Variables, allowed: Uint8Array): void {
    if (variables.length < 3) return;
    for (const [i, right] of variables.entries()) {
      for (const left of variables.slice(0, i)) {
        const pair = [left, right];
        const places = placesWithin(pair, variables);
        const projected = new Uint8Array(left.size * right.size);
        for (let tuple = 0; tuple < places.length; tuple++) projected[places[tuple]!]! |= allowed[tuple]!;
        if (projected.includes(0)) this.restrict(pair, projected);
      }
    }
  }

  /** 1 for each tuple that may stand at a position; null where all may. */
  mask(variables: Variables): Uint8Array | null {
    if (variables.length === 0) return null;
    const key = keyOf(variables);
    const known = this.#masks.get(key);
    if (known !== undefined) return known;
    const own = new Set(variables.map(({ id }) => id));
    let mask: Uint8Array | null = null;
    for (const constraint of this.#constraints) {
      if (!constraint.variables.every(({ id }) => own.has(id))) continue;
      const places = placesWithin(constraint.variables, variables);
      mask ??= new Uint8Array(places.length).fill(1);
      for (let i = 0; i < places.length; i++) mask[i]! &= constraint.allowed[places[i]!]!;
    }
    this.#masks.set(key, mask);
    return mask;
  }

  /** The size of a joint table, which must not be too large to go through. */
  sizeOf(variables: Variables): number {
    requireFeasible(variables);
    return jointSize(variables);
  }
}

function requireFeasible(variables: Variables): void {
  const size = jointSize(variables);
  if (size <= MOST_TUPLES) return;
  const factors = variables.map((each) => `${String(each.size)} of ${each.name}`).join(" × ");
  throw new Unproved(
    "unproved",
    `${size.toLocaleString("en")} combinations of states (${factors}) are more than are gone through`,
  );
}
