/** How outputs are read from the last residual stream: one logit a value, or one number. */
import type { Atom } from "../../language/atom.ts";
import { equalityKey } from "../../language/atom.ts";
import type { NodeId } from "../../language/graph.ts";
import { greatestOf } from "../numbers.ts";
import type { Affine } from "./circuit/affine.ts";
import { shift } from "./circuit/affine.ts";
import type { Costed } from "./circuit/best.ts";
import { best, costed } from "./circuit/best.ts";
import type { CircuitOutput } from "./circuit/circuit.ts";
import type { Lowering } from "./context/lowering.ts";
import type { Refused } from "./context/refused.ts";
import { overTables } from "./functions/hold.ts";
import { numericFunction } from "./functions/numeric.ts";
import { realise } from "./functions/realise.ts";
import { codesFor, distinctAtoms } from "./tables/codes.ts";
import type { Table } from "./tables/table.ts";

/** One output's reading, or why there is none. */
export function lowerOutput(lowering: Lowering, name: string, node: NodeId): CircuitOutput | Refused {
  const tables = lowering.tablesOf(node);
  if (tables.length === 0) return lowering.refusalOf(node);
  const count = greatestOf(tables.map(({ atoms }) => atoms.length));
  const output = count === 0 || count > MOST_VALUES ? null : readOutput(lowering, name, node, tables);
  return output ?? tooRich(lowering, node, tables);
}

/** An output with more values than this is not told apart value by value. */
export const MOST_VALUES = 1 << 17;

/** More values than this are read as one number, not as one logit each. */
const MOST_LOGITS = 1024;

/** So many values of a channel that tells them apart already are read from it as they are. */
const FEW_VALUES = 64;

/** The cheapest way to tell the output's values apart; null if none is exact. */
function readOutput(
  lowering: Lowering,
  name: string,
  node: NodeId,
  tables: readonly Table[],
): CircuitOutput | null {
  // Exact counts come first and know the values best; what only means seem to take is never there.
  const values = distinctAtoms(tables[0]?.atoms ?? []);
  const known =
    values.length > FEW_VALUES ? tables.map((table) => readInterval(lowering, name, table, values)) : [];
  const interval = known.find((way) => way !== null);
  if (interval !== undefined && interval !== null) return interval.result;
  const read = overTables(lowering, node, (table) =>
    best([readCode(lowering, name, node, table, values), readInterval(lowering, name, table, values)]),
  );
  return read?.result ?? null;
}

/** By an integer code: one logit per value, or one number where the values are many. */
function readCode(
  lowering: Lowering,
  name: string,
  node: NodeId,
  table: Table,
  values: readonly Atom[],
): Costed<CircuitOutput> | null {
  const codes = codesFor(values).map((entry) => ({ ...entry }));
  const codeOf = new Map(codes.map(({ atom, code }) => [equalityKey(atom), code]));
  const ordered = codes.toSorted((a, b) => a.code - b.code);
  return costed(lowering, () => {
    const numbers = table.atoms.map((atom) => codeOf.get(equalityKey(atom)) ?? NaN);
    const reading = realise(lowering, numericFunction(table, numbers), lowering.label(node));
    if (reading === null) return null;
    const result: CircuitOutput = {
      name,
      kind: ordered.length > MOST_LOGITS || !fitsLogits(lowering, reading, ordered) ? "readout" : "logits",
      reading,
      values: ordered.map(({ atom }) => atom),
      readings: ordered.map(({ code }) => ({ low: code, high: code, exact: code })),
    };
    return { result, reads: [reading], extra: 0 };
  });
}

/** True if the terms of every logit 2·code·x − code² stay exact (unembed.ts writes them). */
function fitsLogits(
  lowering: Lowering,
  reading: Affine,
  ordered: readonly { readonly code: number }[],
): boolean {
  const middle = Math.round(((ordered[0]?.code ?? 0) + (ordered.at(-1)?.code ?? 0)) / 2);
  const code = ordered.reduce((bound, entry) => Math.max(bound, Math.abs(entry.code - middle)), 0);
  const terms = lowering.builder.termsOf(shift(reading, -middle));
  return 2 * code * terms + code * code < lowering.exactLimit;
}

/** States that stand for the same value are read one by one where they are no more than so many times the values. */
const MOST_STATES_A_VALUE = 4;

/** By the number that a single channel already holds, if its states are hardly more than the values. */
function readInterval(
  lowering: Lowering,
  name: string,
  table: Table,
  possible: readonly Atom[],
): Costed<CircuitOutput> | null {
  const [variable, ...others] = table.variables;
  if (variable?.kind !== "channel" || others.length > 0 || variable.exact) return null;
  const reading = variable.carrier;
  const wanted = new Set(possible.map(equalityKey));
  const values: Atom[] = [];
  const readings: { low: number; high: number; exact: number }[] = [];
  for (const [state, cell] of table.cells.entries()) {
    const atom = table.atoms[cell];
    if (atom === undefined || !wanted.has(equalityKey(atom))) continue;
    const [low, high] = [variable.low[state] ?? 0, variable.high[state] ?? 0];
    values.push(atom);
    readings.push({ low, high, exact: (low + high) / 2 });
  }
  if (values.length > MOST_STATES_A_VALUE * wanted.size) return null;
  return costed(lowering, () => ({
    result: { name, kind: "readout", reading, values, readings },
    reads: [reading],
    extra: 0,
  }));
}

function tooRich(lowering: Lowering, node: NodeId, tables: readonly Table[]): ReturnType<Lowering["refuse"]> {
  const [table] = tables.toSorted((a, b) => a.atoms.length - b.atoms.length);
  if (table?.atoms.length === 0) {
    return lowering.refuse("uncompilable", node, { case: "nowhere" });
  }
  const values = table?.atoms.length ?? 0;
  const output = { case: "output", values, sources: table?.variables ?? [] } as const;
  return values > MOST_VALUES
    ? lowering.refuse("too-large", node, { ...output, most: MOST_VALUES })
    : lowering.refuse("uncertified", node, { ...output, precision: lowering.precision.name });
}
