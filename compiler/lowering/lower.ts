/** Program graph → circuit: every s-op an output depends on, in the order of the graph. */
import { greatestOf } from "../analysis/extremes.ts";
import type { Atom } from "../../language/atom.ts";
import { equalityKey } from "../../language/atom.ts";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import type { NodeId } from "../../language/graph.ts";
import { isSelector, nodeOf, operandsOf } from "../../language/graph.ts";
import type { Graph } from "../../language/graph.ts";
import type { Table } from "../analysis/table.ts";
import type { Affine } from "./circuit/affine.ts";
import { shift } from "./circuit/affine.ts";
import type { Costed } from "./circuit/best.ts";
import { best, costed } from "./circuit/best.ts";
import type { Circuit, CircuitOutput } from "./circuit/circuit.ts";
import type { Doubt, LoweringOptions, Refused } from "./context.ts";
import { codesFor, distinctAtoms } from "./values/codes.ts";
import { isRefused, Lowering, TooMuchWork } from "./context.ts";
import { richestOperand, valuesOf } from "./values/describe.ts";
import { overTables } from "./functions/hold.ts";
import { numericFunction } from "./functions/numeric.ts";
import { prune } from "./circuit/prune.ts";
import { realise } from "./functions/realise.ts";
import { noticeComparison, tabulate } from "./values/tables.ts";

export interface NamedNode {
  readonly name: string;
  readonly node: NodeId;
}

export type Lowered = (
  | { readonly kind: "lowered"; readonly circuit: Circuit }
  | { readonly kind: "refused"; readonly diagnostic: Diagnostic }
) & {
  readonly doubts: readonly Doubt[];
  /** Table cells gone through. */
  readonly work: number;
};

/**
 * Lowers the outputs and what they depend on.
 *
 * After: each output's reading tells its values apart at every position of every
 * input up to the maximum length; nothing in the circuit is unused. `doubts`
 * are what would make an input fail, if it can happen.
 */
export function lower(options: LoweringOptions, outputs: readonly NamedNode[]): Lowered {
  const lowering = new Lowering(options, tabulate);
  let current = outputs[0]?.node ?? 0;
  try {
    for (const id of dependencies(options.graph, outputs)) {
      const node = nodeOf(options.graph, id);
      if (node.kind === "select") noticeComparison(lowering, node);
      if (isSelector(node)) continue;
      current = id;
      if (node.kind === "aggregate") {
        const refused = tooManyMoved(lowering, node.value);
        if (refused !== null) return refusal(lowering, refused);
      }
      lowering.tableOf(id, "sums");
      lowering.tableOf(id, "means");
    }
    const readings: CircuitOutput[] = [];
    for (const { name, node } of outputs) {
      current = node;
      const output = lowerOutput(lowering, name, node);
      if (isRefused(output)) return refusal(lowering, output);
      readings.push(output);
    }
    const circuit = prune(lowering.builder.circuit(readings, lowering.claims));
    return { kind: "lowered", circuit, doubts: lowering.doubts, work: lowering.work };
  } catch (error) {
    if (!(error instanceof TooMuchWork)) throw error;
    return refusal(lowering, tooMuchWork(lowering, current));
  }
}

function refusal(lowering: Lowering, { refused }: Refused): Lowered {
  return { kind: "refused", diagnostic: refused, doubts: lowering.doubts, work: lowering.work };
}

function tooMuchWork(lowering: Lowering, node: NodeId): Refused {
  const richest = richestOperand(lowering, node) ?? node;
  const values = valuesOf(lowering, richest);
  return lowering.refuse("too-large", node, { case: "work", most: lowering.mostWork, reads: values });
}

/** Refuses to move or average what takes more values than an output may: codes of them would not be exact. */
function tooManyMoved(lowering: Lowering, value: NodeId): Refused | null {
  const [table, ...others] = lowering.tablesOf(value);
  if (table === undefined || others.length > 0 || table.atoms.length <= MOST_VALUES) return null;
  const reads = valuesOf(lowering, value) ?? "";
  return lowering.refuse("too-large", value, { case: "moved", reads, most: MOST_VALUES });
}

/** One output's reading, or why there is none. */
function lowerOutput(lowering: Lowering, name: string, node: NodeId): CircuitOutput | Refused {
  const tables = lowering.tablesOf(node);
  if (tables.length === 0) return lowering.refusalOf(node);
  const count = greatestOf(tables.map(({ atoms }) => atoms.length));
  const output = count === 0 || count > MOST_VALUES ? null : readOutput(lowering, name, node, tables);
  return output ?? tooRich(lowering, node, tables);
}

/** The outputs and all they depend on, operands first. */
export function dependencies(graph: Graph, outputs: readonly NamedNode[]): readonly NodeId[] {
  const needed = new Set<NodeId>();
  const waiting = outputs.map(({ node }) => node);
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (needed.has(id)) continue;
    needed.add(id);
    waiting.push(...operandsOf(nodeOf(graph, id)));
  }
  return [...needed].toSorted((a, b) => a - b);
}

/** An output with more values than this is not told apart value by value. */
const MOST_VALUES = 1 << 17;

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
  if (variable === undefined || others.length > 0 || variable.exact || variable.carrier === null) return null;
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
    : lowering.refuse("uncertified", node, { ...output, precision: lowering.precision });
}
