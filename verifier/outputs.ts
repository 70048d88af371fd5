/** Proves that each output is read as the value of its node, in every state. */
import type { ModelOutput } from "../runtime/model.ts";
import { pairingsOf } from "./program/pairings.ts";
import type { Program } from "./program/program.ts";
import { provedWithout } from "./program/without.ts";
import { toAtom } from "./program/stated.ts";
import type { AtomId } from "./state/atoms.ts";
import type { Variables } from "./state/variables.ts";
import { describeTuple } from "./state/variables.ts";
import { unitOf, variablesOf } from "./state/expression.ts";
import type { Residual } from "./state/residual.ts";
import type { Proved } from "./report/answer.ts";
import { proved } from "./report/answer.ts";
import type { Rule } from "./report/rule.ts";
import { Unproved } from "./report/unproved.ts";
import type { Mismatch } from "./state/mismatch.ts";
import { mismatch } from "./state/mismatch.ts";
import type { Functional, Terms } from "./state/weights.ts";

export const NEAREST_READING: Rule = {
  name: "nearest reading",
  of: "output",
  why: "In every state the reading nearest to the number is one of a value that is equal to the node's, and no other value's is as near.",
};

export const GREATEST_LOGIT: Rule = {
  name: "greatest logit",
  of: "output",
  why: "All logits are linear in one number. At each number that it takes, the greatest belongs to a value that is equal to the node's in every state with that number, and every other value's is less.",
};

/** @returns the least margin: of a reading from where another value begins, in units of the reading */
export function proveOutput(
  program: Program,
  residual: Residual,
  output: ModelOutput,
  columns: readonly Functional[],
  node: number,
): number {
  const values = output.values.map((atom) => program.atoms.intern(toAtom(atom)));
  const prove = (): Proved<number> | Mismatch =>
    output.kind === "readout"
      ? proveReadout(program, residual, output, columns, node, values)
      : proveLogits(program, residual, columns, node, values);
  const margin = provedWithout(program, prove);
  program.steps?.note(output.kind === "readout" ? NEAREST_READING : GREATEST_LOGIT, {
    kind: "output",
    name: output.name,
  });
  if (margin > 0) return margin;
  throw new Unproved("unproved", "two values are as near to what is read: which is given is chance");
}

function proveReadout(
  program: Program,
  residual: Residual,
  { readings = [] }: ModelOutput,
  [column]: readonly Functional[],
  node: number,
  values: readonly AtomId[],
): Proved<number> | Mismatch {
  if (column === undefined) throw new Error("internal: a readout has a column");
  const expression = residual.read(column, "the readout");
  const table = program.tableOf(node, variablesOf(expression));
  const { joint, list } = pairingsOf(program, expression, table);
  requireStates(list);
  let margin = Infinity;
  for (const { number, atom: wanted, tuple } of list) {
    const nearest = nearestReading(readings, number);
    const difference = differenceAt(program, joint, tuple, values[nearest], wanted);
    if (difference !== null) return difference;
    for (const other of [nearest - 1, nearest + 1]) {
      const reading = readings[other];
      if (reading === undefined) continue;
      // Neighbours that stand for the same value need no telling apart.
      const border = (reading + readings[nearest]!) / 2;
      if (program.atoms.classOf(values[other]!) !== program.atoms.classOf(wanted))
        margin = Math.min(margin, Math.abs(number - border));
    }
  }
  return proved(margin);
}

/** What holds of no state is no proof. */
function requireStates(list: readonly unknown[]): void {
  if (list.length === 0) throw new Unproved("unproved", "no input is left that gives the program a value");
}

function nearestReading(readings: readonly number[], number: number): number {
  let [from, to] = [0, readings.length - 1];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((readings[middle]! + readings[middle + 1]!) / 2 < number) from = middle + 1;
    else to = middle;
  }
  return from;
}

function proveLogits(
  program: Program,
  residual: Residual,
  columns: readonly Functional[],
  node: number,
  values: readonly AtomId[],
): Proved<number> | Mismatch {
  for (const { terms, bias } of columns) residual.requireExact("a logit", terms, bias);
  const axis = axisOf(columns);
  const reading = residual.combined(axis, 0);
  const table = program.tableOf(node, variablesOf(reading));
  const { joint, list } = pairingsOf(program, reading, table);
  requireStates(list);
  // The logits of a number are slope · number + bias.
  const slopes = Float64Array.from(columns, ({ terms }) =>
    terms[0] === undefined ? 0 : terms[0][1] / axis[0]![1],
  );
  const biases = Float64Array.from(columns, ({ bias }) => bias);
  const classes = Int32Array.from(values, (value) => program.atoms.classOf(value));
  let least = Infinity;
  let [last, place] = [NaN, 0];
  for (const { number, atom: wanted, tuple } of list) {
    const isNew = number !== last;
    if (isNew) place = greatestAt(slopes, biases, number);
    last = number;
    const difference = differenceAt(program, joint, tuple, values[place], wanted);
    if (difference !== null) return difference;
    if (isNew) least = Math.min(least, leadAt(slopes, biases, number, place, classes));
  }
  // Logits 2cx − c² are apart by the square of the codes' distance; of the two best, half the distance is the margin.
  return proved(Math.sqrt(least) / 2);
}

/** The first of the greatest logits. */
function greatestAt(slopes: Float64Array, biases: Float64Array, number: number): number {
  let [place, greatest] = [0, -Infinity];
  for (let i = 0; i < slopes.length; i++) {
    const logit = slopes[i]! * number + biases[i]!;
    if (logit > greatest) {
      place = i;
      greatest = logit;
    }
  }
  return place;
}

/** By how much it is above all that stand for another value. */
function leadAt(
  slopes: Float64Array,
  biases: Float64Array,
  number: number,
  place: number,
  classes: Int32Array,
): number {
  const [own, greatest] = [classes[place]!, slopes[place]! * number + biases[place]!];
  let least = Infinity;
  for (let i = 0; i < slopes.length; i++) {
    const lead = greatest - (slopes[i]! * number + biases[i]!);
    if (lead < least && classes[i] !== own) least = lead;
  }
  return least;
}

/** The smallest whole functional of which every logit is a multiple, but for its bias. */
function axisOf(columns: readonly Functional[]): Terms {
  const given = columns.find(({ terms }) => terms.length > 0)?.terms ?? [];
  const unit = given.reduce((least, [, weight]) => unitOf(weight, least), Infinity);
  const divisor = given.reduce((common, [, weight]) => greatestDivisor(common, Math.abs(weight) / unit), 0);
  const axis = given.map(([dimension, weight]) => [dimension, weight / unit / divisor] as const);
  const [first] = axis;
  for (const { terms } of columns) {
    if (terms.length === 0 || first === undefined) continue;
    const ratio = terms[0]![1] / first[1];
    const isMultiple =
      terms.length === axis.length &&
      terms.every(([dimension, weight], i) => dimension === axis[i]![0] && weight === ratio * axis[i]![1]);
    if (!isMultiple) throw new Unproved("unproved", "its logits do not read one and the same number");
  }
  return axis;
}

function greatestDivisor(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}

/** Null where what is read is `==` to the program's value. */
function differenceAt(
  program: Program,
  joint: Variables,
  tuple: () => number,
  found: AtomId | undefined,
  wanted: AtomId,
): Mismatch | null {
  const { atoms } = program;
  if (found !== undefined && atoms.classOf(found) === atoms.classOf(wanted)) return null;
  const text = found === undefined ? "nothing" : atoms.text(found);
  const where = joint.length === 0 ? "" : ` at ${describeTuple(joint, tuple())}`;
  // Any token stands at any index of inputs that are longer; other states may be none of any input.
  const given = new Set([program.token.id, program.index.id, program.length?.id ?? -1]);
  const isSure = program.failing.size === 0 && joint.every(({ id }) => given.has(id));
  const message = `it is read as ${text}${where}, and the program's value is ${atoms.text(wanted)}`;
  return mismatch(isSure ? "wrong" : "unproved", message, [joint]);
}
