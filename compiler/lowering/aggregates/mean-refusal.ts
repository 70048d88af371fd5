/** Why a mean is not certain to be exact, in numbers. */
import { numberOf } from "../../../language/atom.ts";
import { leastOf } from "../../numbers.ts";
import { precisionOf } from "../../precision.ts";
import type { Lowering } from "../context/lowering.ts";
import type { Refused } from "../context/refused.ts";
import type { Aggregation } from "./aggregation.ts";
import type { Scaled } from "./averages.ts";
import { largestCountable, largestOf } from "./exactness.ts";
import { nearbyFractions, scalingsOf } from "./scalings.ts";

/** Refuses the mean of up to so many values. */
export function refuseMean(lowering: Lowering, aggregation: Aggregation, most: number): Refused {
  const { node, values } = aggregation;
  const [scaled] = scalingsOf(lowering, aggregation).toSorted(
    (a, b) => largestOf(a.codes) - largestOf(b.codes),
  );
  const reason =
    scaled === undefined ? unknownSums(aggregation, most) : largeSums(lowering, scaled, values.length, most);
  const float64Helps =
    scaled !== undefined &&
    lowering.precision.name === "float32" &&
    largestOf(scaled.codes) * most <
      largestCountable({ maxLength: lowering.maxLength, precision: precisionOf("float64") });
  return lowering.refuse("uncertified", node.id, { case: "mean", reason, float64Helps });
}

/** Codes are known, but their sums are not counted exactly. */
function largeSums(lowering: Lowering, scaled: Scaled, values: number, most: number): string {
  const precision = lowering.precision.name;
  const subject = `means of up to ${String(most)} of ${values.toLocaleString("en")} values`;
  const largest = largestOf(scaled.codes);
  const countable = largestCountable(lowering);
  if (largest * most <= countable) return `${subject} take too many sums`;
  const few = Math.floor(countable / largest);
  return (
    `${subject} are not certain in ${precision}: ${gapOf(scaled, most)}` +
    `their sums reach ${(largest * most).toLocaleString("en")} units, and ${precision} counts ${Math.floor(countable).toLocaleString("en")} exactly` +
    (few > 1 ? `, enough for ${few.toLocaleString("en")} of these values` : "")
  );
}

/** No codes are known, or there are too many sums to prove that they tell the means. */
function unknownSums({ values }: Aggregation, most: number): string {
  const numbers = values.map((atom) => numberOf(atom) ?? 0);
  const subject = `means of up to ${String(most)} of ${values.length.toLocaleString("en")} values are not certain`;
  const common = nearbyFractions(numbers).at(-1)?.denominator;
  if (common === undefined) return `${subject}: the values are not multiples of one unit, nor near to any`;
  const bound = 1 / (Number(common) * most * Math.max(1, most - 1));
  return `${subject}: as multiples of about 1/${common.toLocaleString("en")} two means may lie ${bound.toPrecision(2)} apart, those that only rounding sets apart still closer, and there are too many sums to prove that each tells its mean`;
}

/** The least distance between two different means, or a bound for it, in words. */
function gapOf({ line, means }: Scaled, most: number): string {
  if (means === null) {
    if (line === null) return "";
    const step = Number(line.unit) / Number(line.denominator);
    return `two of them may lie ${(step / (most * Math.max(1, most - 1))).toPrecision(2)} apart, `;
  }
  const doubles = new Set(means.flatMap((bySum) => [...bySum.values()]));
  const ascending = Float64Array.from(doubles).toSorted();
  const gap = leastOf(ascending.subarray(1).map((mean, i) => mean - (ascending[i] ?? 0)));
  return Number.isFinite(gap) ? `two of them lie ${gap.toPrecision(2)} apart, ` : "";
}
