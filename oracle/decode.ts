/** Reads outputs off X, as docs/weights-file.md has it: the greatest logit, or the reading nearest to the only one. */
import { abs, add, multiply, subtract, unaryMinus } from "mathjs";
import type { Decoded } from "../runtime/engine.ts";
import { toDouble, type Numbers, type Rows, type Scalar } from "./numbers.ts";
import type { Reader } from "./weights.ts";

/** @param X [n, dModel] at the end, BOS first */
export function decode({ output, W_U, b_U }: Reader, numbers: Numbers, X: Rows): Decoded {
  const logits = add(multiply(X.slice(1), W_U), b_U);
  const readings = output.readings?.map(numbers.of);
  const choices = logits.map((row) =>
    choose(readings === undefined ? row : readings.map((reading) => nearness(reading, row))),
  );
  const values = choices.map(({ index }) => {
    const value = output.values[index];
    if (value === undefined) throw new Error(`internal: output ${output.name} has no value ${index}`);
    return value;
  });
  return { name: output.name, values, margins: choices.map(({ margin }) => margin) };
}

/** Greater for a nearer reading. */
function nearness(reading: Scalar, [x = Number.NaN]: readonly Scalar[]): Scalar {
  return unaryMinus(abs(subtract(reading, x)));
}

/** The greatest, of equal ones the first, and how far it lies above the next. */
function choose(scores: readonly Scalar[]): { readonly index: number; readonly margin: number } {
  const above = (left: Scalar, right: Scalar): number => toDouble(subtract(left, right));
  let index = 0;
  for (const [i, score] of scores.entries()) if (above(score, scores[index] ?? score) > 0) index = i;
  const gaps = scores.flatMap((score, i) => (i === index ? [] : [above(scores[index] ?? score, score)]));
  return { index, margin: Math.min(...gaps) };
}
