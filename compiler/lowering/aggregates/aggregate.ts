/** Aggregates: one value moved, or several averaged. */
import type { Atom } from "../../../language/atom.ts";
import type { Lowering, Representation } from "../context/lowering.ts";
import type { Refused } from "../context/refused.ts";
import { isRefused } from "../context/refused.ts";
import { doubtOfMean } from "../facts/doubts.ts";
import { neverEmpty } from "../facts/emptiness.ts";
import { mayHideBools, noteMerged } from "../facts/merged.ts";
import { isMoved } from "../facts/moved.ts";
import { positionalAggregate } from "../facts/positional.ts";
import { signedSumOf } from "../scores/score.ts";
import { distinctAtoms } from "../tables/codes.ts";
import type { Table } from "../tables/table.ts";
import { constantTable, failingTable, reachable, tabulate, variableTable } from "../tables/table.ts";
import { unite } from "../tables/variable.ts";
import type { Aggregate, Aggregation } from "./aggregation.ts";
import { meanVariable } from "./means.ts";
import { tabulateMoved } from "./moves.ts";
import { tabulateSums } from "./sums.ts";
import { lengthTable } from "./widths.ts";

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
  const atoms = tables[0]?.atoms ?? [];
  const values = distinctAtoms(atoms);
  const fallback = neverEmpty(lowering, sum) ? null : node.default;
  // The default is one value with those that are `==` to it, too.
  noteMerged(lowering, fallback === null ? atoms : [...values, fallback]);
  noteMerged(lowering, atoms);
  lowering.doubt(node.id, doubtOfMean(atoms, mayHideBools(lowering)));
  const aggregation: Aggregation = { node, sum, values, default: fallback };
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
  const moved = isMoved(lowering, sum, values);
  lowering.doubt(node.id, moved.doubt);
  if (moved.holds) {
    return representation === "means"
      ? lowering.tableOf(node.id, "sums")
      : tabulateMoved(lowering, aggregation);
  }
  if (representation === "sums") return tabulateSums(lowering, aggregation);
  return tabulateMean(lowering, aggregation) ?? lowering.tableOf(node.id, "sums");
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

/** A mean as one channel, known to an interval; null where the aggregate has no such channel. */
function tabulateMean(lowering: Lowering, aggregation: Aggregation): Table | null {
  const mean = meanVariable(lowering, aggregation);
  return mean === null ? null : variableTable(mean.variable, mean.atoms);
}
