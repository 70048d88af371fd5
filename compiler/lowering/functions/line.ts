/** Straight lines that separate the pairs of two counts: "the mean is above 3" is "sum − 3 · count is above 0". */

/** Where a function of two counts goes over from one value to another, at one reading of the second count. */
export interface Edge {
  /** Of the second count. */
  readonly reading: number;
  /** Greatest first count before the change, −∞ if there is none … */
  readonly low: number;
  /** … and least one after it, ∞ if there is none. */
  readonly high: number;
}

export interface Fraction {
  readonly numerator: number;
  readonly denominator: number;
}

/** The simplest slope s for which low(y) − s·y < high(z) − s·z at any two readings y and z; null if there is none. */
export function slopeBetween(edges: readonly Edge[]): Fraction | null {
  let least = -Infinity;
  let greatest = Infinity;
  for (const one of edges) {
    for (const other of edges) {
      const distance = other.reading - one.reading;
      if (distance > 0) greatest = Math.min(greatest, (other.high - one.low) / distance);
      else if (distance < 0) least = Math.max(least, (other.high - one.low) / distance);
    }
  }
  return least < greatest ? simplestBetween(least, greatest) : null;
}

/** Fractions with larger denominators than this make sums that are not worth it. */
const LARGEST_DENOMINATOR = 1 << 12;

/** The fraction of least denominator strictly between two bounds. */
function simplestBetween(least: number, greatest: number): Fraction | null {
  for (let denominator = 1; denominator <= LARGEST_DENOMINATOR; denominator++) {
    const from = Math.floor(least * denominator) + 1;
    const to = Math.ceil(greatest * denominator) - 1;
    if (from <= to) return { numerator: from > 0 ? from : Math.min(to, 0), denominator };
  }
  return null;
}
