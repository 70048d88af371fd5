/**
 * What the numbers of a precision can do: everything that exactness rests on
 * (docs/architecture.md, "Numbers") as a record, so that a precision is a row here.
 *
 * A format with p bits of mantissa (float32: 24, float64: 53) holds every integer
 * up to 2^p, and rounds every other result by at most u = 2^−p of itself.
 */

type PrecisionName = "float32" | "float64";

export interface Precision {
  readonly name: PrecisionName;
  /** 2^p. Terms that are integers, and whose magnitudes add up to less, have the same sum in any order, without rounding. */
  readonly exactLimit: number;
  /** u: a sum, product or quotient is off by no more than this part of it. */
  readonly roundingUnit: number;
  /**
   * β, nats between a selected and an unselected key: a power of two such that both half of
   * it and all of it underflow to weight 0 (exp(−104) in float32, exp(−745.2) in float64).
   */
  readonly sharpness: number;
  /**
   * 1.5 · 2^(p−1), in steps of a grid. It lies in the middle of the binade whose last place is 1:
   * adding it to a number, and taking it away, rounds to the grid.
   */
  readonly snapOffset: number;
  /** 2^(p−2), in steps of the grid: numbers within this of 0 stay in the offset's binade when it is added. */
  readonly snapRange: number;
  /** The nearest number that the precision holds. */
  readonly round: (value: number) => number;
}

const FLOAT32: Precision = {
  name: "float32",
  exactLimit: 2 ** 24,
  roundingUnit: 2 ** -24,
  sharpness: 256,
  snapOffset: 1.5 * 2 ** 23,
  snapRange: 2 ** 22,
  round: Math.fround,
};

const FLOAT64: Precision = {
  name: "float64",
  exactLimit: 2 ** 53,
  roundingUnit: 2 ** -53,
  sharpness: 2048,
  snapOffset: 1.5 * 2 ** 52,
  snapRange: 2 ** 51,
  round: (value) => value,
};

export function precisionOf(name: PrecisionName): Precision {
  switch (name) {
    case "float32":
      return FLOAT32;
    case "float64":
      return FLOAT64;
    default:
      return name satisfies never;
  }
}
