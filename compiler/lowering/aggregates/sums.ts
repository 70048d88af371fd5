/** A mean as a function of two exact counts: the sum of the selected values' codes and their number. */
import { equalityKey, float, numberOf } from "../../../language/atom.ts";
import { greatestOf, leastOf } from "../../numbers.ts";
import type { Lowering } from "../context/lowering.ts";
import { Memo } from "../context/memo.ts";
import type { Refused } from "../context/refused.ts";
import { isRefused } from "../context/refused.ts";
import { scoreSum } from "../scores/score.ts";
import type { Table } from "../tables/table.ts";
import { LARGEST_TABLE, mapTables, reachable, tabulate } from "../tables/table.ts";
import type { ChannelVariable } from "../tables/variable.ts";
import { jointSize, unite } from "../tables/variable.ts";
import type { Aggregation } from "./aggregation.ts";
import { holdValue, selectionKey } from "./aggregation.ts";
import type { Scaled } from "./averages.ts";
import { meanOf } from "./averages.ts";
import { countsExactly, largestOf } from "./exactness.ts";
import { refuseMean } from "./mean-refusal.ts";
import { scalingsOf } from "./scalings.ts";
import { boundByLength, countingVariable, widthTable } from "./widths.ts";

export function tabulateSums(lowering: Lowering, aggregation: Aggregation): Table | Refused {
  const { node, values } = aggregation;
  const width = widthTable(lowering, node.selector, {
    ...lowering.label(node.selector),
    name: `${lowering.label(node.id).name} width`,
  });
  if (isRefused(width)) return width;
  const [constant, ...others] = values;
  if (constant !== undefined && others.length === 0) {
    return mapTables([width], null, ([count]) => {
      const keys = count === undefined ? 0 : (numberOf(count) ?? 0);
      if (keys === 0) return node.default;
      return keys === 1 ? constant : float(numberOf(constant) ?? 0);
    });
  }
  const counts = width.atoms.map((atom) => numberOf(atom) ?? 0);
  const scaled = scalingsOf(lowering, aggregation).find(
    (way) =>
      countsExactly(lowering, largestOf(way.codes) * greatestOf(counts)) && sumsOf(way, counts) !== null,
  );
  if (scaled === undefined) return refuseMean(lowering, aggregation, greatestOf(counts));
  const total = sumVariable(lowering, aggregation, scaled, width);
  if (isRefused(total)) return total;
  const variables = unite([total], width.variables);
  if (jointSize(variables) > LARGEST_TABLE) {
    return lowering.refuse("too-large", node.id, { case: "mean", pairs: jointSize(variables) });
  }
  const atomOf = new Map(values.map((atom) => [equalityKey(atom), atom]));
  const totalAt = variables.findIndex(({ id }) => id === total.id);
  const widthAt = variables.findIndex(({ id }) => id === width.variables[0]?.id);
  const occurs = occurrence(scaled);
  return tabulate(variables, reachable(variables, lowering.constraints), (states) => {
    const sum = total.low[states[totalAt] ?? 0] ?? 0;
    const keys = counts[width.cells[states[widthAt] ?? 0] ?? 0] ?? 0;
    if (!occurs(sum, keys)) return null;
    if (keys === 0) return node.default;
    const mean = meanOf(scaled, sum, keys);
    if (mean === null) return null;
    const average = float(mean);
    return (keys === 1 ? atomOf.get(equalityKey(average)) : undefined) ?? average;
  });
}

/** Whether so many values can have a sum. */
function occurrence({ codes, means }: Scaled): (sum: number, count: number) => boolean {
  const [low, high] = [leastOf(codes), greatestOf(codes)];
  return (sum, count) => {
    if (means === null || count === 0) return sum >= low * count && sum <= high * count;
    return means[count]?.has(sum) === true;
  };
}

/** The sums that occur with one of the counts, ascending; null if they are too many. */
function sumsOf({ codes, means }: Scaled, counts: readonly number[]): readonly number[] | null {
  const [few, many] = [leastOf(counts), greatestOf(counts)];
  if (means === null) {
    const [low, high] = [leastOf(codes), greatestOf(codes)];
    const least = Math.min(low * few, low * many);
    const size = Math.max(high * few, high * many) - least + 1;
    return size > LARGEST_TABLE + 1 ? null : Array.from({ length: size }, (_, i) => least + i);
  }
  const sums = new Set(few === 0 ? [0] : []);
  for (const count of counts) for (const sum of means[count]?.keys() ?? []) sums.add(sum);
  return sums.size > LARGEST_TABLE ? null : [...sums].toSorted((a, b) => a - b);
}

/** Channels that hold sums, by selector and value. */
const sumChannels = new Memo<Aggregation, ChannelVariable>(selectionKey);

/** The counting channel of Σ code over the selected keys. */
function sumVariable(
  lowering: Lowering,
  aggregation: Aggregation,
  scaled: Scaled,
  width: Table,
): ChannelVariable | Refused {
  const { node, sum, values } = aggregation;
  const known = sumChannels.recall(lowering, aggregation);
  if (known !== undefined) {
    lowering.claim(known, "sum", node.id);
    return known;
  }
  const scored = scoreSum(lowering, node.selector, sum, { levelled: true, counted: true });
  if (isRefused(scored)) return scored;
  const codeOf = new Map(values.map((atom, i) => [equalityKey(atom), scaled.codes[i] ?? 0]));
  const value = holdValue(lowering, node, (atom) => codeOf.get(equalityKey(atom)) ?? NaN);
  if (isRefused(value)) return value;
  const counts = width.atoms.map((atom) => numberOf(atom) ?? 0);
  const readings = sumsOf(scaled, counts) ?? [];
  const label = lowering.label(node.id);
  const variable = countingVariable(lowering, scored, {
    value,
    range: { least: readings[0] ?? 0, greatest: readings.at(-1) ?? 0 },
    readings,
    largestValue: largestOf(scaled.codes),
    selector: lowering.label(node.selector).meaning,
    label: { ...label, name: `${label.name} sum`, meaning: `sum of ${lowering.label(node.value).meaning}` },
  });
  sumChannels.keep(lowering, aggregation, variable);
  lowering.claim(variable, "sum", node.id);
  const occurs = occurrence(scaled);
  const [only, ...others] = width.variables;
  if (only !== undefined && others.length === 0) {
    lowering.constrain(variable, only, (state, widthState) => {
      const cell = width.cells[widthState] ?? -1;
      return cell < 0 || occurs(variable.low[state] ?? 0, counts[cell] ?? 0);
    });
  }
  const [low, high] = [leastOf(scaled.codes), greatestOf(scaled.codes)];
  boundByLength(
    lowering,
    variable,
    (total, longest) => total >= Math.min(0, low * longest) && total <= Math.max(0, high * longest),
  );
  return variable;
}
