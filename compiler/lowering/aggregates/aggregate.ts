/** Aggregates: one value moved, or several averaged. */
import type { Atom } from "../../../language/atom.ts";
import { equalityKey } from "../../../language/atom.ts";
import { sumKey } from "../facts/formula.ts";
import type { Table } from "../tables/table.ts";
import { constantTable, failingTable, reachable, tabulate, variableTable } from "../tables/table.ts";
import type { Variable } from "../tables/variable.ts";
import { unite } from "../tables/variable.ts";
import { featureAffine } from "../circuit/affine.ts";
import { headLayerAfter } from "../circuit/circuit.ts";
import type { Lowering, Refused, Representation } from "../context/lowering.ts";
import { codesFor, distinctAtoms } from "../tables/codes.ts";
import { isRefused } from "../context/lowering.ts";
import { neverEmpty } from "../facts/emptiness.ts";
import { positionalAggregate } from "../facts/positional.ts";
import { atMostOne } from "../facts/uniqueness.ts";
import { meanVariable } from "./means.ts";
import { scoreSum, signedSumOf } from "../scores/score.ts";
import { tabulateSums } from "./sums.ts";
import type { Aggregate, Aggregation } from "./aggregation.ts";
import { holdValue } from "./aggregation.ts";
import { countingVariable, lengthTable } from "./widths.ts";

export function tabulateAggregate(
  lowering: Lowering,
  node: Aggregate,
  representation: Representation,
): Table | Refused {
  const tables = lowering.tablesOf(node.value);
  if (tables.length === 0) return lowering.refusalOf(node.value);
  const sum = signedSumOf(lowering, node.selector);
  if (isRefused(sum)) return sum;
  // Exact counts come first and know the values best; what only means seem to take is never there.
  const values = distinctAtoms(tables[0]?.atoms ?? []);
  noticeMerging(lowering, node, tables[0]?.atoms ?? []);
  const aggregation: Aggregation = {
    node,
    sum,
    values,
    default: neverEmpty(lowering, sum) ? null : node.default,
  };
  const [failing] = tables;
  if (values.length === 0 && failing !== undefined && failing.failure !== null)
    return failingTable(failing.failure);
  if (sum.length === 0) return constantTable(node.default);
  const positional = positionalAggregate(lowering, sum, node.value, node.default);
  if (positional?.byLength === false) {
    return representation === "means"
      ? lowering.tableOf(node.id, "sums")
      : variableTable(lowering.index, positional.values);
  }
  if (positional !== null && representation === "sums") return byIndexAndLength(lowering, positional.values);
  if (isMoved(lowering, aggregation)) {
    return representation === "means"
      ? lowering.tableOf(node.id, "sums")
      : tabulateMoved(lowering, aggregation);
  }
  if (representation === "sums") return tabulateSums(lowering, aggregation);
  return tabulateMean(lowering, aggregation) ?? lowering.tableOf(node.id, "sums");
}

/** Notes where values of several types become one, and booleans that may be averaged among numbers. */
function noticeMerging(lowering: Lowering, node: Aggregate, atoms: readonly Atom[]): void {
  const bools = atoms.some(({ type }) => type === "bool");
  const merges = distinctAtoms(atoms).length < atoms.length;
  const types = lowering.merged.types || merges;
  lowering.merged = { types, bools: lowering.merged.bools || (merges && bools) };
  const numbers = atoms.some(({ type }) => type === "int" || type === "float");
  if (numbers && (bools || lowering.merged.bools)) {
    lowering.doubt(
      node.id,
      "more than one key may be selected while all values are booleans, which have no mean",
    );
  }
}

/** A table over index and length; values[index · N + length − 1]. */
function byIndexAndLength(lowering: Lowering, values: readonly Atom[]): Table {
  const [length] = lengthTable(lowering).variables;
  const variables = unite([lowering.index], length === undefined ? [] : [length]);
  const mask = reachable(variables, lowering.constraints);
  const indexFirst = variables[0]?.id === lowering.index.id;
  return tabulate(variables, mask, (states) => {
    const [first, second] = [states[0] ?? 0, states[1] ?? 0];
    const [index, longer] = indexFirst ? [first, second] : [second, first];
    return values[index * lowering.maxLength + longer] ?? null;
  });
}

/**
 * True where values are moved, not averaged: at most one key is selected, or
 * the values cannot be averaged, and an input that selects two fails.
 */
function isMoved(lowering: Lowering, { node, sum, values }: Aggregation): boolean {
  if (atMostOne(lowering, sum)) return true;
  const strings = values.some(({ type }) => type === "string");
  const bools = values.filter(({ type }) => type === "bool").length;
  if (strings) lowering.doubt(node.id, "more than one key may be selected, and strings have no mean");
  else if (bools > 0) lowering.doubt(node.id, "more than one key may be selected, and booleans have no mean");
  return strings || bools === values.length;
}

/**
 * A channel that holds the code of the one selected value, or of the default.
 * A conjunction moves it with one head, exactly; a formula sums codes over its
 * heads, with 0 for nothing selected.
 */
function tabulateMoved(lowering: Lowering, aggregation: Aggregation): Table | Refused {
  const { node, sum, values } = aggregation;
  const key = `move ${sumKey(sum)} ${String(node.value)} ${aggregation.default === null ? "" : equalityKey(node.default)}`;
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
  const known = lowering.channels.get(key);
  if (known !== undefined) {
    lowering.claim(known, "move", node.id);
    return variableTable(known, movedAtoms(known, states, node.default));
  }
  const value = holdValue(lowering, node, (atom) => readingOf.get(equalityKey(atom)) ?? NaN);
  if (isRefused(value)) return value;
  const largest = states.reduce((bound, { reading }) => Math.max(bound, Math.abs(reading)), 0);
  const label = lowering.label(node.id);
  const selector = lowering.label(node.selector).meaning;
  let variable: Variable;
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
    variable = lowering.variable(label.name, "channel", readings, featureAffine(feature), 2 * layer + 1);
  }
  lowering.channels.set(key, variable);
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

/** A mean as one channel, known to an interval; null where the aggregate has no such channel. */
function tabulateMean(lowering: Lowering, aggregation: Aggregation): Table | null {
  const mean = meanVariable(lowering, aggregation);
  return mean === null ? null : variableTable(mean.variable, mean.atoms);
}
