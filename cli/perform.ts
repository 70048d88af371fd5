/** Does a command's work: reads files, calls the command, and words the result. Prints nothing. */
import { commands } from "../commands/commands.ts";
import { statesFormat } from "../commands/models/open.ts";
import type { Answer, Host } from "../commands/shared/command.ts";
import { flags as allFlags, type Flag } from "../commands/shared/flags.ts";
import { refusal } from "../commands/shared/outcome.ts";
import type { Opened } from "../commands/shared/opened.ts";
import type { Spec } from "../commands/shared/spec.ts";
import { specs } from "../commands/specs.ts";
import type { Diagnostic } from "../language/diagnostics/diagnostic.ts";
import { renderDiagnostic } from "../language/diagnostics/render.ts";
import { report } from "../language/diagnostics/report.ts";
import type { Source } from "../language/source.ts";
import { createLoad, isSameFile, openFolder, readNamed, weightsPath, writeWhole } from "./files.ts";
import type { Job, Message, Result } from "./job.ts";
import { createColour } from "./style.ts";

type Send = (message: Message) => void;

export async function perform(job: Job, send: Send, loadOracle: Host["loadOracle"]): Promise<Result> {
  try {
    return await answer(job, send, loadOracle);
  } catch (error) {
    return present(job, internal(job, error));
  }
}

function internal({ flags }: Job, error: unknown): Answer {
  const message = error instanceof Error ? error.message : String(error);
  const trace = flags.debug === true && error instanceof Error ? error.stack : undefined;
  const mistake = { case: "mistake", message: message.replace(/^internal: /, "") } as const;
  return { ...refusal([report("internal-error", mistake)]), talk: trace === undefined ? "" : `${trace}\n` };
}

/** One JSON document, or words; the preface is for people, and comes first. */
function present(job: Job, answered: Answer, preface = ""): Result {
  const { status, report: document, diagnostics, text, talk = "" } = answered;
  const { json = false, quiet = false } = job.flags;
  if (json) return { status, stdout: `${JSON.stringify(document)}\n`, stderr: "" };
  const color = createColour(job.colour.stderr);
  const shown = diagnostics.filter(({ severity }) => severity === "error" || !quiet);
  const frames = shown.map((diagnostic) => `${renderDiagnostic(diagnostic, { color })}\n`);
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  // Where results are printed, they say as much.
  const summary = errors > 1 && text.length === 0 ? `${String(errors)} errors\n` : "";
  return {
    status,
    stdout: text,
    stderr: quiet ? frames.join("\n") : preface + frames.join("\n") + summary + talk,
  };
}

async function answer(job: Job, send: Send, loadOracle: Host["loadOracle"]): Promise<Result> {
  const spec = specs.find(({ name }) => name === job.command);
  if (spec === undefined) throw new Error(`internal: no command ${job.command}`);
  const opened = openFiles(job, spec);
  if (opened.kind === "problem") return present(job, refusal(opened.diagnostics));
  const { sources, against, notes } = opened;
  const answered = await commands[job.command].perform(
    { sources, against, flags: job.flags },
    createHost(job, send, loadOracle),
  );
  return present(job, answered, notes);
}

function createHost(job: Job, send: Send, loadOracle: Host["loadOracle"]): Host {
  const load = createLoad(job.bundled);
  const onTemporary = (path: string): void => {
    send({ kind: "temporary", path });
  };
  const onProgress: Host["onProgress"] = (progress) => {
    send({ kind: "progress", progress });
  };
  return {
    requestFor: (source) => ({ source, load, options: job.flags, onProgress }),
    write: (path, data) => writeWhole(path, data, onTemporary),
    openFolder: (path) => openFolder(path, onTemporary),
    isSameFile,
    weightsPath,
    onProgress,
    loadOracle,
  };
}

type OpenedFiles =
  | {
      readonly kind: "files";
      readonly sources: readonly Source[];
      readonly against: Source | null;
      /** Which of them are bundled programs. */
      readonly notes: string;
    }
  | { readonly kind: "problem"; readonly diagnostics: readonly Diagnostic[] };

/** Reads what arguments name and, behind them, what flags do. */
function openFiles(job: Job, spec: Spec): OpenedFiles {
  const sources: Source[] = [];
  const diagnostics: Diagnostic[] = [];
  let notes = "";
  const { against } = job.flags;
  for (const name of against === undefined ? job.files : [...job.files, against]) {
    const read = readNamed(name, job.bundled);
    if (read.kind === "problem") {
      diagnostics.push(read.diagnostic);
      continue;
    }
    sources.push(read.source);
    if (read.bundled) notes += `using the bundled program ${name}\n`;
  }
  if (diagnostics.length > 0) return { kind: "problem", diagnostics };
  const misplaced = sources.flatMap((source, at) => misplacedFile(spec, source, at, job.files.length));
  if (misplaced.length > 0) return { kind: "problem", diagnostics: misplaced };
  return {
    kind: "files",
    sources: sources.slice(0, job.files.length),
    against: sources[job.files.length] ?? null,
    notes,
  };
}

/** A weights file where a program is wanted. */
function misplacedFile(spec: Spec, source: Source, at: number, files: number): readonly Diagnostic[] {
  const against: Flag = allFlags.against;
  const opens: Opened | undefined = at < files ? (argumentAt(spec, at)?.opens ?? undefined) : against.opens;
  if (opens?.kind !== "program" || !statesFormat(source)) return [];
  const { name } = source;
  const help = opens.instead?.(name) ?? `\`rasp run ${name}\` and \`rasp verify ${name}\` take it`;
  return [report("not-a-program", { name, help })];
}

/** The argument that the file at a place belongs to; the last one may take several. */
function argumentAt(spec: Spec, at: number): Spec["arguments"][number] | undefined {
  const opening = spec.arguments.filter(({ opens }) => opens !== null);
  return opening[Math.min(at, opening.length - 1)];
}
