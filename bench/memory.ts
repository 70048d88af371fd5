/**
 * How much memory opening a weights file takes, as a multiple of the file's size:
 * `npm run memory -- [--json] [--size MB] [NAME ...]`. Each file is read, loaded and
 * made ready to run in a process of its own; what that process has at most is compared
 * with what it had before. 4 is the most that a file may take.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Loaded } from "./memory-load.ts";
import { memorySubjects, smallFile } from "./memory-subjects.ts";

const { values: options, positionals: names } = parseArgs({
  options: { json: { type: "boolean", default: false }, size: { type: "string", default: "60" } },
  allowPositionals: true,
});

/**
 * What a process may take whatever the file: V8's young generation, three times
 * 16 MB, grows as it is used; and the loader gives small parts 16 MB (scan.ts).
 */
const FIXED_MB = 64;
const MOST_TIMES = 4;

const programs = join(process.argv[1] ?? "", "../../../programs");
const loader = fileURLToPath(new URL("memory-load.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "rasp-memory-"));
const small = join(folder, "small.weights.json");
const file = join(folder, "subject.weights.json");

interface Row {
  readonly name: string;
  readonly megabytes: number;
  readonly peakMb: number;
  readonly keptMb: number;
  /** The peak beyond the fixed part, over the size of the file. */
  readonly times: number;
  readonly good: boolean;
  readonly milliseconds: number;
  readonly answer: string;
}

const rows: Row[] = [];
try {
  writeFileSync(small, smallFile());
  for (const { name, text } of memorySubjects(programs, Number(options.size) * 1e6)) {
    if (names.length > 0 && !names.some((part) => name.includes(part))) continue;
    writeFileSync(file, text());
    const bytes = statSync(file).size;
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--expose-gc", loader, small, file], {
      encoding: "utf8",
      maxBuffer: 2 ** 26,
    });
    if (status !== 0) throw new Error(`${name}: ${stderr}`);
    const { peak, kept, answer, milliseconds }: Loaded = JSON.parse(stdout);
    const over = Math.max(0, peak - FIXED_MB * 1e6) / bytes;
    const row: Row = {
      name,
      megabytes: round(bytes / 1e6, 3),
      peakMb: round(peak / 1e6, 1),
      keptMb: round(kept / 1e6, 1),
      times: round(over, 2),
      good: over <= MOST_TIMES,
      milliseconds: Math.round(milliseconds),
      answer,
    };
    rows.push(row);
    if (!options.json) process.stdout.write(lineOf(row));
  }
} finally {
  rmSync(folder, { recursive: true });
}
if (options.json) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
if (rows.some(({ good }) => !good)) process.exitCode = 1;

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

function lineOf({ name, megabytes, peakMb, keptMb, times, good, milliseconds, answer }: Row): string {
  const figures = [`${String(megabytes)} MB`, `peak ${String(peakMb)}`, `kept ${String(keptMb)}`];
  const shown = [...figures, `× ${String(times)}${good ? "" : " !"}`, `${String(milliseconds)} ms`];
  return `${name.padEnd(32)} ${shown.map((figure) => figure.padStart(11)).join(" ")}  ${answer}\n`;
}
