/** `rasp generate`: programs to standard output, or a folder of programs and models. */
import type { Answer, Command, Host } from "../shared/command.ts";
import type { Flags } from "../shared/flags.ts";
import { refusal } from "../shared/outcome.ts";
import { count } from "../shared/words.ts";
import {
  compileDataset,
  generate,
  type DatasetEntry,
  type DatasetIndex,
  type GenerateOptions,
} from "./generate.ts";

export const command: Command = {
  perform: ({ flags }, host) => {
    const options = { seed: flags.seed ?? 1, count: flags.count ?? 1, size: flags.size ?? 3 };
    if (flags.folder !== undefined) return writeDataset(flags.folder, options, flags, host);
    const report = generate(options);
    const text = report.programs.map((program) => program.text).join("\n");
    return { status: 0, report, diagnostics: [], text };
  },
};

/** The index comes last: a folder with an index is whole. */
function writeDataset(path: string, options: GenerateOptions, flags: Flags, host: Host): Answer {
  const folder = host.openFolder(path);
  if (!("write" in folder)) return refusal([folder]);
  const entries: DatasetEntry[] = [];
  let models = 0;
  for (const { entry, program, model } of compileDataset(options, flags)) {
    entries.push(entry);
    const refused =
      folder.write(entry.program, program) ??
      (model === null || entry.model === null ? null : folder.write(entry.model, model));
    if (refused !== null) return refusal([refused]);
    if (model !== null) models++;
    host.onProgress({
      task: "generate",
      done: entries.length,
      total: options.count,
      found: `${count(models)} models`,
    });
  }
  const index: DatasetIndex = { version: 1, size: options.size, programs: entries };
  const refused = folder.write("index.json", `${JSON.stringify(index, null, 2)}\n`);
  if (refused !== null) return refusal([refused]);
  const without = entries.length - models;
  const rest = without === 0 ? "" : `, ${count(without)} refused`;
  const text = `${path}: ${count(entries.length)} programs, ${count(models)} models${rest}; see index.json\n`;
  const report = { ...index, folder: path, diagnostics: [] };
  return { status: 0, report, diagnostics: [], text: flags.quiet === true ? "" : text };
}
