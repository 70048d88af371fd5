/** `aggregate` and `width` on values. */
import type { Atom, AtomType } from "../language/atom.ts";
import { float, int, numberOf } from "../language/atom.ts";
import type { Failure } from "../language/failure.ts";
import { isFailure } from "../language/failure.ts";
import type { FixedPoint } from "../language/numbers/mean.ts";
import { meanOfSums, toFixedPoint } from "../language/numbers/mean.ts";
import type { Selection } from "./selection.ts";
import { collectKeys, countKeys, rowAt } from "./selection.ts";

/** A sequence's atoms, [n], and the type that the sequence type rule gives them. */
export interface Sequence {
  readonly atoms: readonly Atom[];
  readonly type: AtomType;
}

/**
 * Per row: the default where it selects nothing, the value unchanged where it
 * selects one, else the mean, for which the whole of `value` must be numbers
 * (a sequence of only bools is not). Causal rows see keys up to their own query.
 */
export function aggregate(
  selection: Selection,
  value: Sequence,
  defaultValue: Atom,
  causal: boolean,
): readonly Atom[] | Failure {
  const mean = value.type === "string" || value.type === "bool" ? null : createMean(value.atoms);
  const keys = new Int32Array(selection.size);
  return eachRow(selection, causal, (row, end, query) => {
    const count = collectKeys(row, end, keys);
    if (count === 0) return defaultValue;
    if (count > 1) return mean === null ? averaged(value.type, query, keys) : float(mean(keys, count));
    const only = value.atoms[keys[0]!];
    if (only === undefined) throw new Error("internal: a selected key is outside the input");
    return only;
  });
}

/** How many positions each row selects. */
export function width(selection: Selection, causal: boolean): readonly Atom[] | Failure {
  return eachRow(selection, causal, (row, end) => int(countKeys(row, end)));
}

/** One atom a query; without the causal mask once for all queries that share a row. */
function eachRow(
  selection: Selection,
  causal: boolean,
  evaluate: (row: Uint32Array, end: number, query: number) => Atom | Failure,
): readonly Atom[] | Failure {
  const atoms: Atom[] = [];
  const known: Atom[] = [];
  for (let query = 0; query < selection.size; query++) {
    const index = selection.rowOf[query]!;
    const shared = causal ? undefined : known[index];
    const atom = shared ?? evaluate(rowAt(selection, query), causal ? query + 1 : selection.size, query);
    if (isFailure(atom)) return atom;
    known[index] = atom;
    atoms.push(atom);
  }
  return atoms;
}

/** The exact mean of the atoms at the first `count` of `keys`, rounded once; made ready when first asked. */
function createMean(atoms: readonly Atom[]): (keys: Int32Array, count: number) => number {
  let fixed: FixedPoint | undefined;
  return (keys, count) => {
    fixed ??= toFixedPoint(Float64Array.from(atoms, (atom) => numberOf(atom) ?? NaN));
    const sums = fixed.limbs.map((limb) => {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += limb[keys[i]!]!;
      return sum;
    });
    return meanOfSums(sums, fixed.exponent, count);
  };
}

function averaged(type: AtomType, query: number, keys: Int32Array): Failure {
  const message = `cannot average ${type}s: position ${query} selects positions ${keys[0]!} and ${keys[1]!}`;
  return { failed: "type", message };
}
