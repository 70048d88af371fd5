/** The two kinds of numbers that the oracle's formulas are worked out in: doubles, and decimals of 64 digits. */
import { bignumber, type BigNumber } from "mathjs";
import type { ModelConfig } from "../runtime/model.ts";

/** What mathjs keeps of a decimal unless it is told otherwise. */
const DIGITS = 64;

export type Scalar = number | BigNumber;
/** A matrix, row by row. */
export type Rows = Scalar[][];

/** A kind of number. */
export interface Numbers {
  /** The number of a double: a weight, a reading, a scale. */
  readonly of: (double: number) => Scalar;
  /** The number as the model's precision stores it. */
  readonly round: (x: Scalar, precision: ModelConfig["precision"]) => Scalar;
}

/** Doubles: sums, products, quotients and `exp` are those of JavaScript. */
export const doubles: Numbers = { of: (double) => double, round: stored };

/**
 * Decimals of 64 digits. A double is taken for the number that it stands for,
 * not for its shortest name: 0.1 is 0.1000000000000000055511151231257827…
 */
export const decimals: Numbers = {
  of: exactly,
  round: (x, precision) => exactly(stored(x, precision)),
};

function exactly(double: number): BigNumber {
  return bignumber(double.toPrecision(DIGITS));
}

/** The nearest double, and for float32 what is nearest to that. */
function stored(x: Scalar, precision: ModelConfig["precision"]): number {
  const double = toDouble(x);
  return precision === "float32" ? Math.fround(double) : double;
}

export function toDouble(x: Scalar): number {
  return typeof x === "number" ? x : x.toNumber();
}
