/** Rows of keys that may be selected together, as a tree: those that begin alike have their beginning once. */

export interface Rows {
  /** Of each node but the first, the node before it (which has a smaller number) and the key that it adds. */
  readonly parents: readonly number[];
  readonly keys: readonly number[];
  /** Of each node, its number of keys, and whether some row ends there. */
  readonly sizes: readonly number[];
  readonly isRow: readonly boolean[];
}

/** @param matrix  [query · size + key]: 1 where selected */
export function rowsOf(matrix: Uint8Array, size: number, causal: boolean): Rows {
  const [parents, keys, sizes, isRow] = [[-1], [-1], [0], [false]];
  const known = new Map<number, number>();
  const extend = (node: number, key: number): number => {
    const name = node * size + key;
    const longer = known.get(name);
    if (longer !== undefined) return longer;
    const next = parents.length;
    known.set(name, next);
    parents.push(node);
    keys.push(key);
    sizes.push(sizes[node]! + 1);
    isRow.push(false);
    return next;
  };
  for (let query = 0; query < size; query++) {
    const end = causal ? query + 1 : size;
    let node = 0;
    for (let key = 0; key < end; key++) {
      if (matrix[query * size + key] === 1) node = extend(node, key);
      // The row of an input that ends here, if the query is in it.
      if (key >= query) isRow[node] = true;
    }
  }
  return { parents, keys, sizes, isRow };
}
