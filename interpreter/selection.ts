/** Selections: a selector's value on one input, as rows of bits that equal queries share. */

/** One boolean per pair, [n query, n key]. */
export interface Selection {
  /** n */
  readonly size: number;
  /** [n query] → index in `rows`. */
  readonly rowOf: Int32Array;
  /** [rows][ceil(n / 32)]: key k is bit k % 32 of word floor(k / 32); bits from n on are 0. */
  readonly rows: readonly Uint32Array[];
}

export function wordCount(size: number): number {
  return Math.ceil(size / 32);
}

export function selects(selection: Selection, query: number, key: number): boolean {
  return (((rowAt(selection, query)[key >>> 5] ?? 0) >>> (key & 31)) & 1) === 1;
}

/** The row of a query, [ceil(n / 32)]. */
export function rowAt(selection: Selection, query: number): Uint32Array {
  const row = selection.rows[selection.rowOf[query] ?? -1];
  if (row === undefined) throw new Error(`internal: no row for query ${query}`);
  return row;
}

/** [n query][n key] */
export function toMatrix(selection: Selection): readonly (readonly boolean[])[] {
  const positions = Array.from({ length: selection.size }, (_, position) => position);
  return positions.map((query) => positions.map((key) => selects(selection, query, key)));
}

export function both(left: Selection, right: Selection): Selection {
  return combine(left, right, (a, b, out) => {
    for (let w = 0; w < out.length; w++) out[w] = a[w]! & b[w]!;
  });
}

export function either(left: Selection, right: Selection): Selection {
  return combine(left, right, (a, b, out) => {
    for (let w = 0; w < out.length; w++) out[w] = a[w]! | b[w]!;
  });
}

export function complement({ size, rowOf, rows }: Selection): Selection {
  const used = size & 31;
  return {
    size,
    rowOf,
    rows: rows.map((row) => {
      const out = row.map((word) => ~word);
      if (used !== 0) out[out.length - 1]! &= (1 << used) - 1;
      return out;
    }),
  };
}

/**
 * Writes the keys below `end` that a row selects to `keys`, ascending.
 *
 * @param row   [ceil(n / 32)]
 * @param keys  [n] result
 * @returns     how many there are
 */
export function collectKeys(row: Uint32Array, end: number, keys: Int32Array): number {
  let count = 0;
  for (let w = 0; w << 5 < end; w++) {
    let word = row[w]!;
    if (end - (w << 5) < 32) word &= (1 << (end & 31)) - 1;
    while (word !== 0) {
      keys[count++] = (w << 5) + 31 - Math.clz32(word & -word);
      word &= word - 1;
    }
  }
  return count;
}

/** How many keys below `end` a row selects. */
export function countKeys(row: Uint32Array, end: number): number {
  let count = 0;
  for (let w = 0; w << 5 < end; w++) {
    let word = row[w]!;
    if (end - (w << 5) < 32) word &= (1 << (end & 31)) - 1;
    count += ones(word);
  }
  return count;
}

/** Rows are combined once for each pair of rows that meet. */
function combine(
  left: Selection,
  right: Selection,
  write: (a: Uint32Array, b: Uint32Array, out: Uint32Array) => void,
): Selection {
  const { size } = left;
  const rowOf = new Int32Array(size);
  const rows: Uint32Array[] = [];
  const known = new Map<number, number>();
  for (let query = 0; query < size; query++) {
    const pair = left.rowOf[query]! * right.rows.length + right.rowOf[query]!;
    let index = known.get(pair);
    if (index === undefined) {
      index = rows.length;
      const out = new Uint32Array(wordCount(size));
      write(rowAt(left, query), rowAt(right, query), out);
      rows.push(out);
      known.set(pair, index);
    }
    rowOf[query] = index;
  }
  return { size, rowOf, rows };
}

/** Bits set in a 32-bit word, summed in pairs, nibbles and bytes. */
function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
