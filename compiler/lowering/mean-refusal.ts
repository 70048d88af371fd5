/** Why a mean is not certain to be exact, in numbers. */
import { leastOf } from "../analysis/extremes.ts";
import type { Scaled } from "./averages.ts";
import { averagesThatOccur } from "./averages.ts";
import type { Lowering, Refused } from "./context.ts";
import type { Aggregation } from "./values.ts";
import { largestCountable, largestOf, scalingsOf } from "./values.ts";

/** Refuses the mean of up to so many values. */
export function refuseMean(lowering: Lowering, aggregation: Aggregation, most: number): Refused {
  const { node, values } = aggregation;
  const { precision } = lowering;
  const known = scalingsOf(lowering, aggregation).toSorted((a, b) => largestOf(a.codes) - largestOf(b.codes));
  const [scaled] = known;
  const subject = `means of up to ${String(most)} of ${values.length.toLocaleString("en")} values`;
  const message =
    scaled === undefined
      ? `${subject} cannot be told apart: the values are not multiples of one unit, and no sums of integers were found that tell their means`
      : `${subject} are not certain in ${precision}: ${inNumbers(lowering, scaled, most)}`;
  const wider = precision === "float32" ? "`--precision float64`, " : "";
  const help = `${wider}a shorter \`max-length\`, or averaging integers and dividing afterwards may help`;
  return lowering.refuse("uncertified", node.id, message, help);
}

/** How close means lie, how large sums get, and how large they may be. */
function inNumbers(lowering: Lowering, scaled: Scaled, most: number): string {
  const largest = largestOf(scaled.codes);
  const countable = largestCountable(lowering);
  const reached = (largest * most).toLocaleString("en");
  const step = Number(scaled.line.unit) / Number(scaled.line.denominator);
  const gap = (step * leastGap(scaled, most)).toPrecision(2);
  const counted =
    largest * most > countable
      ? `in steps of their unit they add up to ${reached}, and up to ${Math.floor(countable).toLocaleString("en")} is counted exactly`
      : `their sums take too many values`;
  return `two of them may lie ${gap} apart; ${counted}`;
}

/** The least distance between two different means of codes, or a bound for it. */
function leastGap({ means }: Scaled, most: number): number {
  const bound = 1 / (most * Math.max(1, most - 1));
  const averages = means === null ? null : averagesThatOccur(means, MOST_AVERAGES);
  if (averages === null) return bound;
  const gaps = averages.map(({ sum, count }, i) => {
    const previous = averages[i - 1];
    if (previous === undefined) return Infinity;
    const apart = sum * previous.count - previous.sum * count;
    return apart === 0 ? Infinity : apart / (count * previous.count);
  });
  return Math.min(1, leastOf(gaps));
}

const MOST_AVERAGES = 1 << 18;
