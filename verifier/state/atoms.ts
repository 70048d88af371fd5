/** Atoms as numbers: each distinct one once, with what comparing needs. */
import type { Atom } from "../../language/atom.ts";
import { atomKey, compareStrings, int } from "../../language/atom.ts";
import { Unproved } from "../report/unproved.ts";

export type AtomId = number;

/** Outcomes of comparing a key with a query. */
export const LESS = 1;
export const EQUAL = 2;
export const GREATER = 4;
/** A string and a number. */
export const UNRELATED = 8;
export const ANY = LESS | EQUAL | GREATER | UNRELATED;

/** Which type stands for atoms that are `==`: the one that most operators take. */
const RANK = { int: 0, float: 1, bool: 2, string: 3 } as const;

const SURROGATE = /[\ud800-\udfff]/;

export class Atoms {
  readonly #list: Atom[] = [];
  readonly #byInt = new Map<number, AtomId>();
  readonly #byFloat = new Map<number, AtomId>();
  readonly #byKey = new Map<string, AtomId>();
  /** The first atom that is `==` to each. */
  readonly #classes: AtomId[] = [];
  readonly #byNumber = new Map<number, AtomId>();
  /** NaN for strings. */
  readonly #numbers: number[] = [];

  /** True where no character takes two code units. */
  readonly #plain: boolean[] = [];

  intern(atom: Atom): AtomId {
    if (atom.type === "int" && !Object.is(atom.value, -0)) return this.internInt(atom.value);
    if (atom.type === "float" && !Object.is(atom.value, -0)) {
      const known = this.#byFloat.get(atom.value);
      if (known !== undefined) return known;
      const id = this.#add(atom);
      this.#byFloat.set(atom.value, id);
      return id;
    }
    const key = atomKey(atom);
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    const id = this.#add(atom);
    this.#byKey.set(key, id);
    return id;
  }

  /** Of an int other than −0. */
  internInt(value: number): AtomId {
    const known = this.#byInt.get(value);
    if (known !== undefined) return known;
    const id = this.#add(int(value));
    this.#byInt.set(value, id);
    return id;
  }

  #add(atom: Atom): AtomId {
    if (atom.type === "float" && !Number.isFinite(atom.value))
      throw new Unproved("unproved", `an expression takes the value ${String(atom.value)}`);
    const id = this.#list.length;
    this.#list.push(atom);
    // Numbers are `==` whatever their types; of a string there is but one atom.
    const number = atom.type === "string" ? NaN : Number(atom.value);
    const first = atom.type === "string" ? id : (this.#byNumber.get(number) ?? id);
    if (atom.type !== "string") this.#byNumber.set(number, first);
    this.#classes.push(first);
    this.#numbers.push(number);
    this.#plain.push(atom.type !== "string" || !SURROGATE.test(atom.value));
    return id;
  }

  get size(): number {
    return this.#list.length;
  }

  atom(id: AtomId): Atom {
    const atom = this.#list[id];
    if (atom === undefined) throw new Error(`internal: no atom ${String(id)}`);
    return atom;
  }

  /** Equal for atoms that are `==`. */
  classOf(id: AtomId): AtomId {
    return this.#classes[id] ?? id;
  }

  /** NaN for strings. */
  number(id: AtomId): number {
    return this.#numbers[id] ?? NaN;
  }

  isString(id: AtomId): boolean {
    return this.atom(id).type === "string";
  }

  /** True once atoms of several types stand for one another: an int may then be a float in truth. */
  merged = false;

  /** Of two atoms that are `==`, the one whose type more operators take. */
  preferred(left: AtomId, right: AtomId): AtomId {
    if (left !== right) this.merged = true;
    return RANK[this.atom(right).type] < RANK[this.atom(left).type] ? right : left;
  }

  /** How a key compares with a query: one of the outcomes. */
  outcome(key: AtomId, query: AtomId): number {
    const [a, b] = [this.number(key), this.number(query)];
    if (a < b) return LESS;
    if (a > b) return GREATER;
    if (a === b) return EQUAL;
    const [left, right] = [this.atom(key), this.atom(query)];
    if (left.type !== "string" || right.type !== "string") return UNRELATED;
    if (left.value === right.value) return EQUAL;
    // Without surrogates the order of code units is that of code points.
    if (this.#plain[key] === true && this.#plain[query] === true)
      return left.value < right.value ? LESS : GREATER;
    return compareStrings(left.value, right.value) < 0 ? LESS : GREATER;
  }

  /** For messages. */
  text(id: AtomId): string {
    const { type, value } = this.atom(id);
    return type === "string" ? JSON.stringify(value) : String(value);
  }
}
