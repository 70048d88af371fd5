/** Proves that each output is read as the value of its node, in every state. */
import type { ModelOutput } from "../runtime/model.ts";
import type { AtomId } from "./atoms.ts";
import { describeTuple, placesWithin, unite } from "./domain.ts";
import { valuesOver, variablesOf } from "./expression.ts";
import type { Program } from "./program.ts";
import { NONE, toAtom } from "./program.ts";
import type { Residual } from "./residual.ts";
import { Unproved } from "./unproved.ts";
import type { Functional } from "./weights.ts";

/** @returns the least margin: of a reading from where another value begins, in units of the reading */
export function proveOutput(
  program: Program,
  residual: Residual,
  output: ModelOutput,
  columns: readonly Functional[],
  node: number,
): number {
  const values = output.values.map((atom) => program.atoms.intern(toAtom(atom)));
  return output.kind === "readout"
    ? proveReadout(program, residual, output, columns, node, values)
    : proveLogits(program, residual, columns, node, values);
}

function proveReadout(
  program: Program,
  residual: Residual,
  { readings = [] }: ModelOutput,
  [column]: readonly Functional[],
  node: number,
  values: readonly AtomId[],
): number {
  if (column === undefined) throw new Error("internal: a readout has a column");
  const expression = residual.read(column, "the readout");
  const table = program.tableOf(node, variablesOf(expression));
  const joint = unite(variablesOf(expression), table.variables);
  const numbers = valuesOver(residual.domain, expression, joint);
  const places = placesWithin(table.variables, joint);
  let margin = Infinity;
  for (let tuple = 0; tuple < numbers.length; tuple++) {
    const [number, wanted] = [numbers[tuple]!, table.cells[places[tuple]!]!];
    if (number !== number || wanted === NONE) continue;
    const nearest = nearestReading(readings, number);
    requireSame(program, joint, tuple, values[nearest], wanted);
    for (const other of [nearest - 1, nearest + 1]) {
      const reading = readings[other];
      if (reading === undefined) continue;
      // Neighbours that stand for the same value need no telling apart.
      const border = (reading + readings[nearest]!) / 2;
      if (program.atoms.classOf(values[other]!) !== program.atoms.classOf(wanted))
        margin = Math.min(margin, Math.abs(number - border));
    }
  }
  return margin;
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
): number {
  for (const { terms, bias } of columns) residual.requireExact("a logit", terms, bias);
  const dimensions = [...new Set(columns.flatMap(({ terms }) => terms.map(([dimension]) => dimension)))];
  const variables = variablesOf(...dimensions.map((dimension) => residual.contents[dimension]!));
  const table = program.tableOf(node, variables);
  const joint = unite(variables, table.variables);
  const places = placesWithin(table.variables, joint);
  // Tuples with the same logits and the same value are one case: of the dimensions read, each is one number.
  const read = dimensions.map((dimension) =>
    valuesOver(residual.domain, residual.contents[dimension]!, joint),
  );
  const size = residual.domain.sizeOf(joint);
  const cases = new Map<string, number>();
  const mask = residual.domain.mask(joint);
  const single = new Map<number, number>();
  for (let tuple = 0; tuple < size; tuple++) {
    const wanted = table.cells[places[tuple]!]!;
    if (wanted === NONE || (mask !== null && mask[tuple] === 0)) continue;
    const [first, ...others] = read;
    if (first !== undefined && others.length === 0 && Number.isInteger(first[tuple]!)) {
      const key = first[tuple]! * program.atoms.size + wanted;
      if (!single.has(key)) single.set(key, tuple);
      continue;
    }
    const key = `${read.map((numbers) => String(numbers[tuple]!)).join(" ")}|${String(wanted)}`;
    if (!cases.has(key)) cases.set(key, tuple);
  }
  let least = Infinity;
  for (const tuple of [...cases.values(), ...single.values()]) {
    const wanted = table.cells[places[tuple]!]!;
    const numbers = new Map(dimensions.map((dimension, i) => [dimension, read[i]![tuple]!]));
    let [best, place] = [-Infinity, -1];
    const logits = columns.map(({ terms, bias }) => {
      let logit = bias;
      for (const [dimension, weight] of terms) logit += weight * numbers.get(dimension)!;
      return logit;
    });
    for (const [i, logit] of logits.entries()) {
      if (logit > best) [best, place] = [logit, i];
    }
    requireSame(program, joint, tuple, values[place], wanted);
    for (const [i, logit] of logits.entries()) {
      if (program.atoms.classOf(values[i]!) !== program.atoms.classOf(wanted))
        least = Math.min(least, best - logit);
    }
  }
  // Logits 2cx − c² are apart by the square of the codes' distance; of the two best, half the distance is the margin.
  return Math.sqrt(least) / 2;
}

function requireSame(
  program: Program,
  joint: ReturnType<typeof unite>,
  tuple: number,
  found: AtomId | undefined,
  wanted: AtomId,
): void {
  const { atoms } = program;
  if (found !== undefined && atoms.classOf(found) === atoms.classOf(wanted)) return;
  const text = found === undefined ? "nothing" : atoms.text(found);
  const where = joint.length === 0 ? "" : ` at ${describeTuple(joint, tuple)}`;
  throw new Unproved(
    "wrong",
    `it is read as ${text}${where}, and the program's value is ${atoms.text(wanted)}`,
  );
}
