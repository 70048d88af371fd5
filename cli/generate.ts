/** `rasp generate`: programs to standard output, or a folder of programs and models. */
import { existsSync, mkdirSync, readdirSync, rmdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Diagnostic } from "../language/diagnostics/diagnostic.ts";
import { report } from "../language/diagnostics/report.ts";
import {
  compileDataset,
  generate,
  type DatasetEntry,
  type DatasetIndex,
} from "../commands/generate/generate.ts";
import { explain, writeWhole } from "./files.ts";
import type { Job, Message } from "./job.ts";
import { count } from "./print.ts";

export type Generated =
  | { readonly kind: "programs"; readonly report: object; readonly text: string }
  | { readonly kind: "problem"; readonly diagnostic: Diagnostic };

export function performGenerate(job: Job, send: (message: Message) => void): Generated {
  if (job.destination !== null) return writeDataset(job, job.destination, send);
  const generated = generate(job.generate);
  return { kind: "programs", report: generated, text: generated.programs.map(({ text }) => text).join("\n") };
}

/** The index comes last: a folder with an index is whole. */
function writeDataset(job: Job, folder: string, send: (message: Message) => void): Generated {
  const isNew = !existsSync(folder);
  const write = (name: string, text: string): Diagnostic | null => {
    const refused = writeWhole(join(folder, name), text, (path) => {
      send({ kind: "temporary", path });
    });
    if (refused !== null && isNew && readdirSync(folder).length === 0) rmdirSync(folder);
    return refused;
  };
  try {
    if (isNew) mkdirSync(folder);
    else if (!statSync(folder).isDirectory()) {
      const diagnostic = report("not-a-directory", { case: "folder", folder });
      return { kind: "problem", diagnostic };
    }
  } catch (error) {
    return { kind: "problem", diagnostic: explain(folder, error, "write") };
  }
  const entries: DatasetEntry[] = [];
  let models = 0;
  for (const { entry, program, model } of compileDataset(job.generate, job.options)) {
    entries.push(entry);
    const refused =
      write(entry.program, program) ??
      (model === null || entry.model === null ? null : write(entry.model, model));
    if (refused !== null) return { kind: "problem", diagnostic: refused };
    if (model !== null) models++;
    send({
      kind: "progress",
      progress: {
        task: "generate",
        done: entries.length,
        total: job.generate.count,
        found: `${count(models)} models`,
      },
    });
  }
  const index: DatasetIndex = { version: 1, size: job.generate.size, programs: entries };
  const refused = write("index.json", `${JSON.stringify(index, null, 2)}\n`);
  if (refused !== null) return { kind: "problem", diagnostic: refused };
  const without = entries.length - models;
  const rest = without === 0 ? "" : `, ${count(without)} refused`;
  const text = `${folder}: ${count(entries.length)} programs, ${count(models)} models${rest}; see index.json\n`;
  return { kind: "programs", report: { ...index, folder, diagnostics: [] }, text };
}
