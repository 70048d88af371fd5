/**
 * What a position can be: the states of its variables (token, index, what
 * attention left there), which of them can stand together, and tables over them.
 */
import { bytes, keepBoth, spread } from "./spread.ts";
import type { Variable, Variables } from "./variables.ts";
import { holdsAll, jointSize, keyOf, unite } from "./variables.ts";
import { Unproved } from "../report/unproved.ts";

/** Tuples beyond this are not gone through. */
export const MOST_TUPLES = 1 << 24;

/** For each tuple of `joint`, the place of its part in a table over `own`, which `joint` holds all of. */
export function placesWithin(own: Variables, joint: Variables): Int32Array {
  requireFeasible(joint);
  const places = new Int32Array(jointSize(own));
  for (let i = 0; i < places.length; i++) places[i] = i;
  return spread(places, own, joint);
}

/** Which tuples of some variables can stand at a position. */
interface Constraint {
  readonly variables: Variables;
  readonly allowed: Uint8Array;
}

interface Mask {
  readonly variables: Variables;
  readonly mask: Uint8Array | null;
}

export class Domain {
  readonly #constraints: Constraint[] = [];
  readonly #masks = new Map<string, Mask>();
  #next = 0;

  variable(name: string, readings: Float64Array): Variable {
    return { id: this.#next++, name, size: readings.length, readings };
  }

  /** Rules tuples out. */
  constrain(left: Variable, right: Variable, allows: (left: number, right: number) => boolean): void {
    const [first, second] = left.id < right.id ? [left, right] : [right, left];
    const allowed = bytes(first.size * second.size);
    for (let a = 0, i = 0; a < first.size; a++) {
      for (let b = 0; b < second.size; b++, i++) {
        if (first === left ? allows(a, b) : allows(b, a)) allowed[i] = 1;
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
    for (const [key, mask] of this.#masks) if (holdsAll(mask.variables, variables)) this.#masks.delete(key);
  }

  /** What a restriction of several variables says of each two of them. */
  project(variables: Variables, allowed: Uint8Array): void {
    if (variables.length < 3) return;
    for (const [i, right] of variables.entries()) {
      for (const left of variables.slice(0, i)) {
        const pair = [left, right];
        const places = placesWithin(pair, variables);
        const projected = bytes(left.size * right.size);
        for (let tuple = 0; tuple < places.length; tuple++) projected[places[tuple]!]! |= allowed[tuple]!;
        if (projected.includes(0)) this.restrict(pair, projected);
      }
    }
  }

  /**
   * Rules out tuples that stand together with no state of one or two other
   * variables, by what is known of these and them.
   *
   * @returns whether there were any
   */
  tighten(variables: Variables): boolean {
    if (jointSize(variables) > MOST_TIGHTENED) return false;
    const allowed = this.mask(variables)?.slice() ?? bytes(jointSize(variables)).fill(1);
    let isLess = false;
    for (const others of this.#companionsOf(variables)) {
      const joint = unite(variables, others);
      const mask = jointSize(joint) > MOST_TIGHTENED ? null : this.mask(joint);
      if (mask === null) continue;
      const places = placesWithin(variables, joint);
      const seen = bytes(allowed.length);
      for (let tuple = 0; tuple < mask.length; tuple++) seen[places[tuple]!]! |= mask[tuple]!;
      for (let tuple = 0; tuple < allowed.length; tuple++) {
        if (allowed[tuple] === 0 || seen[tuple] === 1) continue;
        allowed[tuple] = 0;
        isLess = true;
      }
    }
    if (isLess) this.restrict(variables, allowed);
    return isLess;
  }

  /** Other variables that are bound to some of these, alone and with one that is bound to them in turn. */
  #companionsOf(variables: Variables): readonly Variables[] {
    const boundTo = (given: Variables): Variables => {
      const near = this.bonds.filter((bond) => bond.some(({ id }) => given.some((own) => own.id === id)));
      return unite(...near).filter(({ id }) => !given.some((own) => own.id === id));
    };
    const first = boundTo(variables);
    const pairs = first.flatMap((one) =>
      boundTo([...variables, one]).flatMap((other) =>
        other.id > one.id || !first.includes(other) ? [[one, other]] : [],
      ),
    );
    return [...first.map((one) => [one]), ...pairs];
  }

  /** 1 for each tuple that may stand at a position; null where all may. The same one until more is ruled out. */
  mask(variables: Variables): Uint8Array | null {
    if (variables.length === 0) return null;
    const key = keyOf(variables);
    const known = this.#masks.get(key);
    if (known !== undefined) return known.mask;
    requireFeasible(variables);
    let mask: Uint8Array | null = null;
    let isOwn = false;
    for (const { variables: bound, allowed } of this.#constraints) {
      if (!holdsAll(variables, bound)) continue;
      const cells = spread(allowed, bound, variables);
      if (mask === null) {
        mask = cells;
        isOwn = cells !== allowed;
        continue;
      }
      if (!isOwn) {
        const copy = bytes(mask.length);
        copy.set(mask);
        mask = copy;
        isOwn = true;
      }
      keepBoth(mask, cells);
    }
    this.#masks.set(key, { variables, mask });
    return mask;
  }

  /** The size of a joint table, which must not be too large to go through. */
  sizeOf(variables: Variables): number {
    requireFeasible(variables);
    return jointSize(variables);
  }
}

/** Larger joint tables are not gone through to rule out tuples of smaller ones. */
const MOST_TIGHTENED = 1 << 22;

export function requireFeasible(variables: Variables): void {
  const size = jointSize(variables);
  if (size <= MOST_TUPLES) return;
  const factors = variables.map((each) => `${String(each.size)} of ${each.name}`).join(" × ");
  throw new Unproved(
    "unproved",
    `${size.toLocaleString("en")} combinations of states (${factors}) are more than are gone through`,
  );
}
