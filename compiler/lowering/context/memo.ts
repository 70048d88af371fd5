/**
 * What a lowering has found so far and keeps to its end. A module that finds
 * something declares a memo for it, with the types of its keys and values, and
 * is the only one that writes there.
 */

/** Findings of one kind. They belong to a lowering each, and go with it. */
export class Memo<Key, Value> {
  readonly #keyOf: (key: Key) => string | number;
  readonly #found = new WeakMap<object, Map<string | number, Value>>();

  /** @param keyOf  equal for keys that mean the same */
  constructor(keyOf: (key: Key) => string | number) {
    this.#keyOf = keyOf;
  }

  /** What was kept under the key; undefined for nothing. */
  recall(lowering: object, key: Key): Value | undefined {
    return this.#of(lowering).get(this.#keyOf(key));
  }

  keep(lowering: object, key: Key, value: Value): void {
    this.#of(lowering).set(this.#keyOf(key), value);
  }

  /** What was kept under the key, or what is now found and kept. */
  once(lowering: object, key: Key, find: () => Value): Value {
    const entries = this.#of(lowering);
    const name = this.#keyOf(key);
    const known = entries.get(name);
    if (known !== undefined) return known;
    const value = find();
    entries.set(name, value);
    return value;
  }

  #of(lowering: object): Map<string | number, Value> {
    let entries = this.#found.get(lowering);
    if (entries === undefined) {
      entries = new Map();
      this.#found.set(lowering, entries);
    }
    return entries;
  }
}
