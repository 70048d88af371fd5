/**
 * Tables over few variables laid out over more of them. Joint tables are large
 * and this is done for every part of every one, so it is left to `fill`, `set`
 * and `copyWithin` wherever a run of cells is the same or already there.
 */
import type { Variables } from "./variables.ts";

type Cells = Float64Array | Int32Array | Uint8Array;

/**
 * A table's cell for each tuple of more variables; the table itself where they
 * are the same, so that the result is not to be written to.
 *
 * Before: both lists are ascending, and `joint` holds all of `own`.
 */
export function spread<T extends Cells>(cells: T, own: Variables, joint: Variables): T {
  const dimensions = joint.length;
  // For each joint variable: the step in the own table, and how many tuples there are of those behind it.
  const steps = new Int32Array(dimensions);
  const blocks = new Int32Array(dimensions + 1).fill(1);
  // From each joint variable on: whether all of the rest are the table's own, or none.
  const whole = new Uint8Array(dimensions + 1).fill(1);
  const absent = new Uint8Array(dimensions + 1).fill(1);
  let [stride, o] = [1, own.length - 1];
  for (let d = dimensions - 1; d >= 0; d--) {
    const { id, size } = joint[d]!;
    const isOwn = o >= 0 && own[o]!.id === id;
    if (isOwn) {
      steps[d] = stride;
      stride *= size;
      o -= 1;
    }
    blocks[d] = blocks[d + 1]! * size;
    whole[d] = isOwn ? whole[d + 1]! : 0;
    absent[d] = isOwn ? 0 : absent[d + 1]!;
  }
  if (o >= 0 || stride !== cells.length) throw new Error("internal: a table is not over joint variables");
  if (whole[0] === 1) return cells;
  const out = emptyLike(cells, blocks[0]!);
  const place = (d: number, from: number, to: number): void => {
    const block = blocks[d]!;
    if (absent[d] === 1) {
      if (block === 1) out[to] = cells[from]!;
      else out.fill(cells[from]!, to, to + block);
      return;
    }
    if (whole[d] === 1) {
      if (block < 16) for (let i = 0; i < block; i++) out[to + i] = cells[from + i]!;
      else out.set(cells.subarray(from, from + block), to);
      return;
    }
    const inner = blocks[d + 1]!;
    const step = steps[d]!;
    if (step > 0) {
      for (let done = 0; done < block; done += inner, from += step) place(d + 1, from, to + done);
      return;
    }
    place(d + 1, from, to);
    for (let done = inner; done < block; done *= 2) {
      out.copyWithin(to + done, to, to + Math.min(done, block - done));
    }
  };
  place(0, 0, 0);
  return out;
}

function emptyLike<T extends Cells>(cells: T, size: number): T;
function emptyLike(cells: Cells, size: number): Cells {
  if (cells instanceof Float64Array) return new Float64Array(size);
  if (cells instanceof Int32Array) return new Int32Array(size);
  return bytes(size);
}

/** Bytes in whole words, so that `keepBoth` can take four at a time. */
export function bytes(size: number): Uint8Array {
  return new Uint8Array(new ArrayBuffer((size + 3) & ~3), 0, size);
}

/** into &= other, cell by cell. */
export function keepBoth(into: Uint8Array, other: Uint8Array): void {
  if (isPadded(into) && isPadded(other)) {
    const words = into.buffer.byteLength >> 2;
    const [a, b] = [new Int32Array(into.buffer, 0, words), new Int32Array(other.buffer, 0, words)];
    for (let i = 0; i < words; i++) a[i]! &= b[i]!;
    return;
  }
  for (let i = 0; i < into.length; i++) into[i]! &= other[i]!;
}

function isPadded({ byteOffset, length, buffer }: Uint8Array): boolean {
  return byteOffset === 0 && buffer.byteLength === ((length + 3) & ~3);
}
