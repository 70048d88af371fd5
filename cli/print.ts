/** Results as people read them: values in the original's printed forms. */
import { sequenceType } from "../language/operators.ts";
import type { Atom } from "../language/atom.ts";
import {
  displayAtom,
  displayDict,
  displayElements,
  displayInput,
  displayList,
  displaySelection,
  displaySequence,
} from "../language/display.ts";
import { isFailure } from "../language/failure.ts";
import type { Compiled, CompileReport } from "../commands/compile/compile.ts";
import type { Mismatch } from "../commands/models/compare.ts";
import type { DiffOutcome } from "../commands/diff/diff.ts";
import type { Departure } from "../commands/diff/locate.ts";
import type { Interpreted } from "../commands/interpret/interpret.ts";
import type { ModelRun } from "../commands/run/run.ts";
import type { VerifyReport } from "../commands/verify/verify.ts";
import type { Failed, Value } from "../commands/shared/values.ts";

export function printInterpreted(run: Interpreted): string {
  const blocks = [...run.outputs].map(([name, value]) => printNamed(name, value, run.input));
  const applications = run.applications.map(({ input, value }) => printApplication(value, input));
  return [...applications, ...blocks].join("");
}

/** One name's block; nothing for what failed, which is reported elsewhere. */
function printNamed(name: string, value: Value | Failed, input: readonly Atom[]): string {
  const on = displayInput(input);
  switch (value.kind) {
    case "failed":
      return "";
    case "atom":
      return `    value: ${name} =  ${displayAtom(value.atom)}\n`;
    case "function":
      return `     console function: ${name}(${value.parameters.join(", ")})\n`;
    case "s-op":
      return `     s-op: ${name}\n \t Example: ${name}(${on}) = ${displaySequence(value.atoms, value.type)}\n`;
    case "selector":
      return `     selector: ${name}\n \t Example:\n${displaySelection(input, value.rows)}`;
    case "list":
    case "dict":
      return `     ${value.kind}: ${name} = ${printCollection(value)}\n`;
    default:
      return value satisfies never;
  }
}

function printApplication(value: Value | Failed, input: readonly Atom[]): string {
  if (value.kind === "s-op") return `\t =  ${displaySequence(value.atoms, value.type)}\n`;
  if (value.kind === "selector") return `\t = \n${displaySelection(input, value.rows)}`;
  return value.kind === "failed" ? "" : `\t =  ${printInside(value)}\n`;
}

/** Flat collections as Python literals; others with each item's own short form. */
function printCollection(value: Extract<Value, { kind: "list" | "dict" }>): string {
  if (value.kind === "list") {
    const atoms = value.items.flatMap((item) => (item.kind === "atom" ? [item.atom] : []));
    if (atoms.length === value.items.length) return displayList(atoms);
    return `[${value.items.map(printInside).join(", ")}]`;
  }
  const entries = value.entries.flatMap(([key, item]) =>
    item.kind === "atom" ? [[key, item.atom] as const] : [],
  );
  if (entries.length === value.entries.length) return displayDict(entries);
  return `{${value.entries.map(([key, item]) => `${displayList([key]).slice(1, -1)}: ${printInside(item)}`).join(", ")}}`;
}

function printInside(value: Value | Failed): string {
  switch (value.kind) {
    case "atom":
      return displayList([value.atom]).slice(1, -1);
    case "s-op":
      return `s-op ${displaySequence(value.atoms, value.type)}`;
    case "selector":
      return `selector [${value.rows.map((row) => row.map((on) => (on ? "1" : "0")).join("")).join(" ")}]`;
    case "function":
      return `function (${value.parameters.join(", ")})`;
    case "failed":
      return "(no value)";
    case "list":
    case "dict":
      return printCollection(value);
    default:
      return value satisfies never;
  }
}

export function printRun({ input, outputs }: ModelRun): string {
  return [...outputs]
    .map(([name, atoms]) => `${name}(${displayInput(input)}) = ${printSequence(atoms)}\n`)
    .join("");
}

function printSequence(atoms: readonly Atom[]): string {
  const type = sequenceType(atoms);
  return isFailure(type) ? displayElements(atoms) : displaySequence(atoms, type);
}

/** What was compiled, how big it is, how exact, and, if asked for, why it has its layers. */
export function printCompiled(report: CompileReport, { model, verified }: Compiled): string {
  const { path, bytes = 0, heads = [], dMlp = [], explanation = [] } = report;
  const rows = [
    ["outputs", report.outputs.join(", ")],
    ["layers", `${count(report.layers)}, heads ${perLayer(heads)}, neurons ${perLayer(dMlp)}`],
    ["width", `${count(report.dModel)}, each head ${count(report.dHead)}`],
    ["parameters", `${count(report.parameters)}, ${count(report.nonzero)} not zero`],
    [
      "inputs",
      `up to ${count(report.maxLength)} of ${count(report.vocabularySize)} tokens${report.causal === true ? ", causal" : ""}`,
    ],
    ["exactness", model.certificate.summary],
    ["verified", verified ? "proved anew from the weights" : "no"],
    ["time", `${report.milliseconds.toFixed(0)} ms`],
  ] as const;
  const title = `${path ?? "standard output"}  ${kilobytes(bytes)}`;
  const layers = explanation.flatMap(({ layer, reasons }) => [
    `layer ${String(layer)}`,
    ...reasons.map((reason) => `  ${reason}`),
  ]);
  return [title, ...rows.map(([name, value]) => `  ${name.padEnd(11)} ${value}`), ...layers, ""].join("\n");
}

function perLayer(counts: readonly number[]): string {
  return counts.length === 0 ? "none" : counts.map(count).join(" + ");
}

function kilobytes(bytes: number): string {
  return bytes < 1_000 ? `${String(bytes)} B` : `${(bytes / 1_000).toFixed(1)} kB`;
}

export function count(value: number | undefined): string {
  return (value ?? 0).toLocaleString("en-US");
}

/** What was proved, for how many inputs, and how nearly it would have failed. */
export function printVerified({ model, against, certified, partial, inputs, found }: VerifyReport): string {
  const least = (numbers: readonly number[]): number => numbers.reduce((a, b) => Math.min(a, b), Infinity);
  const figures = [
    ["score gap", least(found?.heads.map(({ leastScoreGap }) => leastScoreGap) ?? [])],
    ["step margin", least(found?.neuronGroups.map(({ leastMargin }) => leastMargin) ?? [])],
    ["output margin", least(found?.outputs.map(({ leastMargin }) => leastMargin) ?? [])],
  ] as const;
  const said = figures.flatMap(([name, figure]) =>
    Number.isFinite(figure) ? [`least ${name} ${String(Number(figure.toPrecision(6)))}`] : [],
  );
  const of = against === null ? "the program that it states" : against;
  const under = certified === "conditional" ? ", under the assumptions that it states" : "";
  const where = partial ? " that give the program a value" : "";
  const margins = said.length === 0 ? "" : ` (${said.join(", ")})`;
  return `${model}: proved to compute ${of} on all ${countOfInputs(inputs ?? "0")} inputs${where}${under}${margins}\n`;
}

function countOfInputs(digits: string): string {
  if (digits.length <= 15) return Number(digits).toLocaleString("en-US");
  return `${digits[0] ?? ""}.${digits[1] ?? ""}e${String(digits.length - 1)}`;
}

export function printDiff({ report, first, departure }: DiffOutcome): string {
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
