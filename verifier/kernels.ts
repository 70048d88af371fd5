/**
 * The loops over joint tables, each by itself and over one type of array. A table
 * may have a million cells in a process that has just begun: small loops that are
 * called from everywhere are soon compiled, large functions are not.
 */

/** Of a tuple without an answer. */
const NONE = -1;

/** into += other */
export function addFloats(into: Float64Array, other: Float64Array): void {
  for (let i = 0; i < into.length; i++) into[i]! += other[i]!;
}

/** into += factor · other */
export function addScaled(into: Float64Array, other: Float64Array, factor: number): void {
  for (let i = 0; i < into.length; i++) into[i]! += factor * other[i]!;
}

/** into += other */
export function addInts(into: Int32Array, other: Int32Array): void {
  for (let i = 0; i < into.length; i++) into[i]! += other[i]!;
}

/** Puts another number where the mask is 0. */
export function hideInts(into: Int32Array, mask: Uint8Array, absent: number): void {
  for (let i = 0; i < into.length; i++) if (mask[i] === 0) into[i] = absent;
}

export function hideFloats(into: Float64Array, mask: Uint8Array): void {
  for (let i = 0; i < into.length; i++) if (mask[i] === 0) into[i] = NaN;
}

/** Puts `most` where a number is above it. */
export function capInts(into: Int32Array, most: number): void {
  for (let i = 0; i < into.length; i++) if (into[i]! > most) into[i] = most;
}

/** into[i] = table[places[i]] */
export function takeFloats(into: Float64Array, table: Float64Array, places: Int32Array): void {
  for (let i = 0; i < into.length; i++) into[i] = table[places[i]!]!;
}

/** into[i] += table[places[i]] */
export function addTaken(into: Float64Array, table: Float64Array, places: Int32Array): void {
  for (let i = 0; i < into.length; i++) into[i]! += table[places[i]!]!;
}

/** places[i] = table[places[i]]; NONE stays. */
export function replaceInts(places: Int32Array, table: Int32Array): void {
  for (let i = 0; i < places.length; i++) {
    const place = places[i]!;
    if (place !== NONE) places[i] = table[place]!;
  }
}

/** Writes 1 at each place that there is. */
export function markInts(marks: Uint8Array, places: Int32Array): void {
  for (let i = 0; i < places.length; i++) {
    const place = places[i]!;
    if (place !== NONE) marks[place] = 1;
  }
}

/** into = into · radix + digit; NONE where either is. */
export function appendDigits(into: Int32Array, digits: Int32Array, radix: number): void {
  for (let i = 0; i < into.length; i++) {
    const before = into[i]!;
    const digit = digits[i]!;
    into[i] = before === NONE || digit === NONE ? NONE : before * radix + digit;
  }
}

/** Puts NONE where a number is above the most. */
export function dropAbove(into: Int32Array, most: number): void {
  for (let i = 0; i < into.length; i++) if (into[i]! > most) into[i] = NONE;
}

/** At each place that there is, the first index that has it. */
export function firstWith(first: Int32Array, places: Int32Array): void {
  for (let i = places.length - 1; i >= 0; i--) {
    const place = places[i]!;
    if (place !== NONE) first[place] = i;
  }
}
