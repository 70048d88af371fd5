/**
 * Sizes of compiled models and times of compiling: `node dist/bench/compiler.js
 * [--json] [WORD ...]`, with words only the subjects whose names hold one of
 * them. "first ms" is what `rasp compile --json` reports, from text to file, the
 * median of a few runs; "later ms" is a compile in a process that is warm.
 */
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { compile, type CompileReport, type Request } from "../commands/index.ts";
import { programsIn } from "../scripts/subjects/bundled.ts";
import { growing, measured, type Subject } from "../scripts/subjects/measured.ts";

interface Row {
  readonly name: string;
  readonly layers: number | null;
  readonly heads: readonly number[];
  readonly neurons: readonly number[];
  readonly dModel: number | null;
  readonly dHead: number | null;
  readonly parameters: number | null;
  readonly nonzero: number | null;
  readonly bytes: number | null;
  readonly certified: boolean | "conditional";
  /** Code of the first error, where there is no model. */
  readonly refused: string | null;
  readonly firstMs: number | null;
  /** Median of the compiles after the first. */
  readonly laterMs: number | null;
  readonly tracr: number | null;
}

/** Runs of the command. */
const COMMANDS = 5;
/** Compiles after the first, as many as fit in the time. */
const MOST_REPEATS = 15;
const REPEAT_MS = 1_500;

const { values: flags, positionals: words } = parseArgs({
  allowPositionals: true,
  options: { json: { type: "boolean", default: false }, only: { type: "string" } },
});
const [, script = ""] = process.argv;
const subjects = new Map<string, Subject>();
const bundled = programsIn(join(script, "../../../programs")).map((source): Subject => ({
  name: source.name,
  request: { source },
  tracr: null,
}));
for (const subject of [...measured, ...bundled, ...growing]) {
  if (!subjects.has(subject.name)) subjects.set(subject.name, subject);
}

function subjectNamed(name: string): Subject {
  const subject = subjects.get(name);
  if (subject === undefined) throw new Error(`there is no subject ${name}`);
  return subject;
}

function measureSubject({ name, request, tracr }: Subject): Row {
  const { report, diagnostics } = compile(request);
  const first = Array.from({ length: COMMANDS }, () => commandMs(request));
  const later: number[] = [];
  const end = performance.now() + REPEAT_MS;
  while (later.length < MOST_REPEATS && performance.now() < end) {
    later.push(compile(request).report.milliseconds);
  }
  return {
    name,
    layers: report.layers ?? null,
    heads: report.heads ?? [],
    neurons: report.dMlp ?? [],
    dModel: report.dModel ?? null,
    dHead: report.dHead ?? null,
    parameters: report.parameters ?? null,
    nonzero: report.nonzero ?? null,
    bytes: report.bytes ?? null,
    certified: report.certified,
    refused: diagnostics.find(({ severity }) => severity === "error")?.code ?? null,
    firstMs: median(first),
    laterMs: median(later),
    tracr,
  };
}

/** What the command reports for one compile in a process of its own. */
function commandMs({ source, options }: Request): number {
  const asked = [
    ...(typeof options?.vocabulary === "string" ? ["--vocab", options.vocabulary] : []),
    ...(options?.maxLength === undefined ? [] : ["--max-length", String(options.maxLength)]),
  ];
  const command = join(script, "../../cli.js");
  const destination = join(tmpdir(), `rasp-bench-${String(process.pid)}.weights.json`);
  const { stdout } = spawnSync(
    process.execPath,
    [command, "compile", "-", "--json", "-o", destination, ...asked],
    { input: source.text, encoding: "utf8" },
  );
  rmSync(destination, { force: true });
  const report: CompileReport = JSON.parse(stdout);
  return report.milliseconds;
}

function median(numbers: readonly number[]): number | null {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? null;
}

function measureApart(name: string): Row {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, "--only", name], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${name}: ${stderr}`);
  const row: Row = JSON.parse(stdout);
  return row;
}

function reportAll(): void {
  const rows: Row[] = [];
  if (!flags.json) process.stdout.write(`${line(headings)}\n`);
  for (const name of subjects.keys()) {
    if (words.length > 0 && !words.some((word) => name.includes(word))) continue;
    const row = measureApart(name);
    rows.push(row);
    if (!flags.json) process.stdout.write(`${line(cellsOf(row))}\n`);
  }
  if (flags.json) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
}

const headings = [
  "program",
  "layers",
  "heads",
  "d_model",
  "d_head",
  "neurons",
  "parameters",
  "nonzero",
  "kB",
  "certified",
  "first ms",
  "later ms",
  "Tracr's parameters",
] as const;

const widths = [24, 6, 10, 7, 6, 20, 11, 8, 7, 11, 8, 8, 19];

function line(cells: readonly string[]): string {
  return cells
    .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
    .join(" ")
    .trimEnd();
}

function cellsOf(row: Row): readonly string[] {
  return [
    row.name,
    shown(row.layers),
    row.heads.join("+"),
    shown(row.dModel),
    shown(row.dHead),
    row.neurons.join("+"),
    shown(row.parameters),
    shown(row.nonzero),
    row.bytes === null ? "" : (row.bytes / 1000).toFixed(1),
    row.refused ?? String(row.certified),
    milliseconds(row.firstMs),
    milliseconds(row.laterMs),
    shown(row.tracr),
  ];
}

function milliseconds(number: number | null): string {
  return number?.toFixed(number < 10 ? 1 : 0) ?? "";
}

function shown(number: number | null): string {
  return number?.toLocaleString("en") ?? "";
}

if (flags.only === undefined) reportAll();
else process.stdout.write(JSON.stringify(measureSubject(subjectNamed(flags.only))));
