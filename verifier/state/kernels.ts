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

/** into = factor · other */
export function setScaled(into: Float64Array, other: Float64Array, factor: number): void {
  for (let i = 0; i < into.length; i++) into[i] = factor * other[i]!;
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

/**
 * values += Σ weight · ReLU(point + bias), and magnitudes by as much in size: in one
 * pass, since both go straight between points at which neurons begin to be active.
 *
 * Before: points ascend, biases descend.
 * After:  exact where all sums of |weight · activation| are.
 */
export function addHinges(
  values: Float64Array,
  magnitudes: Float64Array,
  points: Float64Array,
  biases: Float64Array,
  weights: Float64Array,
): void {
  let value = 0;
  let magnitude = 0;
  let slope = 0;
  let steepness = 0;
  let next = 0;
  for (let i = 0; i < points.length; i++) {
    const point = points[i]!;
    if (next > 0) {
      const step = point - points[i - 1]!;
      value += slope * step;
      magnitude += steepness * step;
    }
    for (; next < biases.length; next++) {
      const activation = point + biases[next]!;
      if (activation <= 0) break;
      const weight = weights[next]!;
      value += weight * activation;
      magnitude += Math.abs(weight) * activation;
      slope += weight;
      steepness += Math.abs(weight);
    }
    values[i]! += value;
    magnitudes[i]! += magnitude;
  }
}

/** start + place · unit for each place. */
export function pointsAt(places: Int32Array, start: number, unit: number): Float64Array {
  const points = new Float64Array(places.length);
  for (let i = 0; i < places.length; i++) points[i] = start + places[i]! * unit;
  return points;
}

/** The places that are marked, ascending. */
export function markedPlaces(marks: Uint8Array): Int32Array {
  const places = new Int32Array(marks.length);
  let count = 0;
  for (let i = 0; i < marks.length; i++) if (marks[i] === 1) places[count++] = i;
  return places.slice(0, count);
}

/** Numbers the places that are marked. */
export function numberMarked(numbers: Int32Array, marks: Uint8Array): number {
  let next = 0;
  for (let i = 0; i < marks.length; i++) if (marks[i] === 1) numbers[i] = next++;
  return next;
}
