/** Which numbers stand together with which values of the program. */
import type { Program } from "./program.ts";
import type { AtomTable } from "./table.ts";
import type { AtomId } from "../state/atoms.ts";
import { axisOf } from "../state/axis.ts";
import type { Variables } from "../state/variables.ts";
import { unite } from "../state/variables.ts";
import type { Expression } from "../state/expression.ts";
import { variablesOf } from "../state/expression.ts";
import { appendDigits, markInts } from "../state/kernels.ts";
import { spread } from "../state/spread.ts";

/** In some state a number has this value while the program's node has that. */
export interface Pairing {
  readonly number: number;
  readonly atom: AtomId;
  /** Such a state, found when it is asked for. */
  readonly tuple: () => number;
}

export interface Pairings {
  readonly joint: Variables;
  /** Ascending in the number. */
  readonly list: readonly Pairing[];
}

/** More kinds of pairs than this are told apart one by one. */
const MOST_MARKS = 1 << 23;

/** All pairs of an expression's number and a table's atom that some state has, each once. */
export function pairingsOf(program: Program, expression: Expression, table: AtomTable): Pairings {
  const joint = unite(variablesOf(expression), table.variables);
  const { distinct, slots, slotOf, size } = axisOf(program.domain, expression, joint);
  const { numbers, atoms } = program.numbered(table);
  const codes = spread(numbers, table.variables, joint).slice();
  const list: Pairing[] = [];
  // Tuples that no input gives have a slot without a rank.
  const rankOf = new Int32Array(size).fill(NOTHING);
  for (let rank = 0; rank < slots.length; rank++) rankOf[slots[rank]!] = rank;
  if (size * atoms.length <= MOST_MARKS) {
    appendDigits(codes, slotOf, size);
    const marks = new Uint8Array(size * Math.max(1, atoms.length));
    markInts(marks, codes);
    for (let code = marks.indexOf(1); code !== NOTHING; code = marks.indexOf(1, code + 1)) {
      const rank = rankOf[code % size]!;
      if (rank === NOTHING) continue;
      const [number, atom] = [distinct[rank]!, atoms[Math.floor(code / size)]!];
      list.push({ number, atom, tuple: () => codes.indexOf(code) });
    }
    list.sort((left, right) => left.number - right.number);
    return { joint, list };
  }
  const seen = new Map<number, number>();
  for (let tuple = 0; tuple < codes.length; tuple++) {
    const [number, rank] = [codes[tuple]!, rankOf[slotOf[tuple]!]!];
    if (number === NOTHING || rank === NOTHING) continue;
    const code = rank * atoms.length + number;
    if (!seen.has(code)) seen.set(code, tuple);
  }
  for (const [code, tuple] of [...seen].toSorted(([a], [b]) => a - b)) {
    const rank = Math.floor(code / atoms.length);
    list.push({ number: distinct[rank]!, atom: atoms[code % atoms.length]!, tuple: () => tuple });
  }
  return { joint, list };
}

const NOTHING = -1;
