/** Holding an s-op in the residual stream as integers, over whichever of its tables is cheapest. */
import type { Atom } from "../../../language/atom.ts";
import { equalityKey } from "../../../language/atom.ts";
import type { NodeId } from "../../../language/graph.ts";
import type { Affine } from "../circuit/affine.ts";
import type { Costed } from "../circuit/best.ts";
import { best, costed } from "../circuit/best.ts";
import type { Lowering } from "../context/lowering.ts";
import { isRefused } from "../context/refused.ts";
import { codesFor, distinctAtoms } from "../tables/codes.ts";
import type { Table } from "../tables/table.ts";
import type { Variable } from "../tables/variable.ts";
import { exactStates } from "../tables/variable.ts";
import { numericFunction } from "./numeric.ts";
import { realise } from "./realise.ts";

/** A way that depends on no more than this ends the search for a better one … */
const CHEAP = 48;
/** … and one that depends on no more than this is not compared with ways over large tables. */
const ACCEPTABLE = 256;
/** Cells beyond which a table is not tried where a way at hand is acceptable. */
const LARGE_TABLE = 1 << 9;
/** The part of the work left that may go into a better way than the one at hand. */
const SPARE = 1 / 4;

/**
 * Tries an s-op's tables, smallest first, until one way is cheap; the table over
 * decoded operands, mostly a layer later, only where no other will do; and the
 * one over operands that are one number each, many layers later, if nothing does.
 */
export function overTables<T>(
  lowering: Lowering,
  id: NodeId,
  attempt: (table: Table) => Costed<T> | null,
): Costed<T> | null {
  let chosen: Costed<T> | null = null;
  const tables = lowering.tablesOf(id);
  for (const table of tables.toSorted((a, b) => a.cells.length - b.cells.length)) {
    if (chosen !== null && chosen.size <= ACCEPTABLE && table.cells.length > LARGE_TABLE) continue;
    const known: Costed<T> | null = chosen;
    const tried: Costed<T> | null =
      known === null ? attempt(table) : lowering.budget.within(SPARE, () => attempt(table));
    chosen = best([known, tried]);
    if (chosen !== null && chosen.size <= CHEAP) return chosen;
  }
  if (chosen !== null && chosen.size <= ACCEPTABLE) return chosen;
  const over = (representation: "decoded" | "stepwise"): Costed<T> | null => {
    const table = lowering.tableOf(id, representation);
    return isRefused(table) || tables.includes(table) ? null : attempt(table);
  };
  if (chosen === null) return over("decoded") ?? over("stepwise");
  return best([chosen, lowering.budget.within(SPARE, () => over("decoded"))]);
}

/** The expression that is `numberFor(value)` at every position; null if no exact way is known. */
export function holdNumbers(
  lowering: Lowering,
  id: NodeId,
  numberFor: (atom: Atom) => number,
): Affine | null {
  const held = overTables(lowering, id, (table) =>
    costed(lowering, () => {
      const affine = realise(
        lowering,
        numericFunction(table, table.atoms.map(numberFor)),
        lowering.label(id),
      );
      return affine === null ? null : { result: affine, reads: [affine], extra: 0 };
    }),
  );
  return held?.result ?? null;
}

/** A channel that holds an s-op's value as an integer code. */
export interface CodeVariable {
  readonly variable: Variable;
  /** The atom of each state. */
  readonly atoms: readonly Atom[];
}

/** More values than this are not decoded: hinges for all of them would not sum exactly. */
const MOST_CODES = 1 << 16;

/** Decodes an s-op with these possible values into a channel of its own; null if no exact way is known. */
export function codeVariable(lowering: Lowering, id: NodeId, values: readonly Atom[]): CodeVariable | null {
  if (values.length > MOST_CODES) return null;
  const codes = codesFor(distinctAtoms(values));
  const codeOf = new Map(codes.map(({ atom, code }) => [equalityKey(atom), code]));
  const carrier = holdNumbers(lowering, id, (atom) => codeOf.get(equalityKey(atom)) ?? NaN);
  if (carrier === null) return null;
  const states = [...codes].toSorted((a, b) => a.code - b.code);
  const readings = states.map(({ code }) => code);
  const variable = lowering.channel(lowering.label(id).name, exactStates(readings), carrier);
  lowering.claim(variable, "code", id);
  return { variable, atoms: states.map(({ atom }) => atom) };
}
