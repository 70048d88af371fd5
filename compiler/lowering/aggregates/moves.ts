/** One value moved: at most one key is selected, and its value arrives as it is. */
import type { Atom } from "../../../language/atom.ts";
import { equalityKey } from "../../../language/atom.ts";
import { featureAffine } from "../circuit/affine.ts";
import { headLayerAfter } from "../circuit/circuit.ts";
import type { Lowering } from "../context/lowering.ts";
import { Memo } from "../context/memo.ts";
import type { Refused } from "../context/refused.ts";
import { isRefused } from "../context/refused.ts";
import { scoreSum } from "../scores/score.ts";
import { codesFor, distinctAtoms } from "../tables/codes.ts";
import type { Table } from "../tables/table.ts";
import { constantTable, variableTable } from "../tables/table.ts";
import type { ChannelVariable, Variable } from "../tables/variable.ts";
import { exactStates } from "../tables/variable.ts";
import type { Aggregation } from "./aggregation.ts";
import { aggregationKey, holdValue } from "./aggregation.ts";
import { countingVariable } from "./widths.ts";

/** Channels that hold moved values, by selector, value and default. */
const movedChannels = new Memo<Aggregation, ChannelVariable>(aggregationKey);

/**
 * A channel that holds the code of the one selected value, or of the default.
 * A conjunction moves it with one head, exactly; a formula sums codes over its
 * heads, with 0 for nothing selected.
 */
export function tabulateMoved(lowering: Lowering, aggregation: Aggregation): Table | Refused {
  const { node, sum, values } = aggregation;
  const all = distinctAtoms(aggregation.default === null ? values : [...values, aggregation.default]);
  const codes = codesFor(all);
  const single = sum.length === 1 && sum[0]?.sign === 1;
  const scored = scoreSum(lowering, node.selector, sum, {
    levelled: !single || aggregation.default !== null,
    counted: !single,
  });
  if (isRefused(scored)) return scored;
  const [only, ...others] = scored.parts;
  if (only === undefined) return constantTable(node.default);
  const counted = others.length > 0 || only.sign < 0;
  const least = codes.reduce((a, { code }) => Math.min(a, code), Infinity);
  // Summed codes start at 1, so that an empty row's 0 is told apart.
  const offset = counted ? 1 - least : 0;
  const states = codes
    .map(({ atom, code }) => ({ atom, reading: code + offset }))
    .toSorted((a, b) => a.reading - b.reading);
  const readingOf = new Map(states.map(({ atom, reading }) => [equalityKey(atom), reading]));
  const known = movedChannels.recall(lowering, aggregation);
  if (known !== undefined) {
    lowering.claim(known, "move", node.id);
    return variableTable(known, movedAtoms(known, states, node.default));
  }
  const value = holdValue(lowering, node, (atom) => readingOf.get(equalityKey(atom)) ?? NaN);
  if (isRefused(value)) return value;
  const largest = states.reduce((bound, { reading }) => Math.max(bound, Math.abs(reading)), 0);
  const label = lowering.label(node.id);
  const selector = lowering.label(node.selector).meaning;
  let variable: ChannelVariable;
  if (counted) {
    const range = { least: 0, greatest: largest };
    variable = countingVariable(lowering, scored, { value, range, largestValue: largest, selector, label });
  } else {
    const { builder } = lowering;
    const layer = headLayerAfter(Math.max(scored.time, builder.timeOf(value)));
    const head = builder.head({ ...only.score, kind: "move", layer, selector, span: label.span });
    const atBos = aggregation.default === null ? 0 : (readingOf.get(equalityKey(node.default)) ?? 0);
    const bounds = { least: states[0]?.reading ?? 0, greatest: states[states.length - 1]?.reading ?? 0 };
    const feature = builder.channel([{ head, value, atBos, coefficient: 1 }], null, bounds, label);
    const readings = states.map(({ reading }) => reading);
    variable = lowering.channel(label.name, exactStates(readings), featureAffine(feature));
  }
  movedChannels.keep(lowering, aggregation, variable);
  lowering.claim(variable, "move", node.id);
  return variableTable(variable, movedAtoms(variable, states, node.default));
}

/** The atom of each state; readings between codes, and 0 of a summed code, stand for the default. */
function movedAtoms(
  variable: Variable,
  states: readonly { readonly atom: Atom; readonly reading: number }[],
  fallback: Atom,
): readonly Atom[] {
  const byReading = new Map(states.map(({ atom, reading }) => [reading, atom]));
  return Array.from(variable.low, (reading) => byReading.get(reading) ?? fallback);
}
