/** `rasp diff`, for people: how many inputs agree, and the smallest that does not. */
import { displayAtom, displayInput } from "../../language/display.ts";
import type { Mismatch } from "../models/compare.ts";
import { engineFor, sourceAt, type Command } from "../shared/command.ts";
import { count, printSequence, runAsItIs } from "../shared/words.ts";
import { diff, type DiffOutcome } from "./diff.ts";
import type { Departure } from "./locate.ts";

export const command: Command = {
  perform: async (call, host) => {
    const weights = call.sources[1] ?? null;
    const engine = await engineFor(call, host);
    const outcome = diff(host.requestFor(sourceAt(call, 0)), weights, engine);
    const text = outcome.report.inputs === 0 ? "" : printDiff(outcome);
    const isUnchecked = weights !== null && outcome.report.checked === "unchecked";
    return { ...outcome, text, talk: isUnchecked ? runAsItIs(weights.name) : "" };
  },
};

function printDiff({ report, first, departure }: DiffOutcome): string {
  const { inputs, skipped, mismatches, positions, exhaustive, seed } = report;
  const which = exhaustive ? "every input" : `a sample (seed ${String(seed)})`;
  const tried = `${count(inputs)} inputs, ${which}; ${count(positions)} values compared`;
  const without = skipped === 0 ? "" : `; ${count(skipped)} skipped, where the program has no value`;
  if (first === null) return `no difference: ${tried}${without}\n`;
  return `different on ${count(mismatches)} of ${tried}${without}\n${printMismatch(first)}${departure === null ? "" : printDeparture(departure)}`;
}

/** The first part of the model that is not as it should be. */
function printDeparture({ place, name, meaning, position, expected, actual, span }: Departure): string {
  if (position === null) return `    it departs in ${place} of \`${name}\`: every feature is right\n`;
  const where = position < 0 ? "at the beginning of the sequence" : `at position ${String(position)}`;
  const line = span === null ? "" : ` (${span.file}:${String(span.line)}:${String(span.column)})`;
  const what = meaning === name ? "" : `, ${meaning}`;
  return `    it departs in ${place}: \`${name}\` ${where} is ${String(actual)}, not ${String(expected)}${what}${line}\n`;
}

/** The smallest input found, with both sequences and the positions that differ. */
function printMismatch({ input, output, position, interpreter, model }: Mismatch): string {
  const lines = [`  ${output}(${displayInput(input)})`];
  if (interpreter.kind === "failed") {
    lines.push(`    interpreter  no value: ${interpreter.diagnostic.message}`);
    lines.push(`    model        ${printSequence(model)}`);
    return `${lines.join("\n")}\n`;
  }
  const left = interpreter.atoms.map(displayAtom);
  const right = model.map(displayAtom);
  const widths = left.map((text, at) => Math.max(text.length, right[at]?.length ?? 0));
  const row = (cells: readonly string[]): string =>
    cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join("  ");
  const marks = left.map((text, at) => (text === right[at] ? "" : "^".repeat(widths[at] ?? 1)));
  lines.push(`    interpreter  ${row(left)}`, `    model        ${row(right)}`);
  lines.push(`                 ${row(marks).trimEnd()} first at position ${String(position)}`);
  return `${lines.join("\n")}\n`;
}
