/** Does a command's work: reads files, calls the pipeline, and words the results. Prints nothing. */
import type { Diagnostic } from "../language/diagnostics/diagnostic.ts";
import { renderDiagnostic } from "../language/diagnostics/render.ts";
import { check } from "../commands/check/check.ts";
import { compile } from "../commands/compile/compile.ts";
import { diff } from "../commands/diff/diff.ts";
import { interpret } from "../commands/interpret/interpret.ts";
import { statusOf, toJsonDiagnostics, type Outcome } from "../commands/shared/outcome.ts";
import { report } from "../language/diagnostics/report.ts";
import type { Request } from "../compiler/settings/request.ts";
import { run, runWeights } from "../commands/run/run.ts";
import { test } from "../commands/test/test.ts";
import { verify } from "../commands/verify/verify.ts";
import type { Source } from "../language/source.ts";
import { count } from "../language/words.ts";
import { createLoad, isSameFile, readNamed, weightsPath, writeWhole } from "./files.ts";
import { performGenerate } from "./generate.ts";
import type { CommandName, FileCommand, Job, Message, Result } from "./job.ts";
import { printCompiled, printDiff, printInterpreted, printRun, printVerified } from "./print.ts";
import { createColour } from "./style.ts";

type Send = (message: Message) => void;

/** What a command has to say, before it is put into JSON or words. */
interface Answer extends Pick<Outcome<object>, "status" | "report" | "diagnostics"> {
  /** For people, on standard output. */
  readonly text: string;
  /** For people, on standard error before and after the diagnostics; left out with `--quiet`. */
  readonly preface?: string;
  readonly talk?: string;
}

export function perform(job: Job, send: Send): Result {
  try {
    return present(job, answer(job, send));
  } catch (error) {
    return present(job, internal(job, error));
  }
}

function internal(job: Job, error: unknown): Answer {
  const message = error instanceof Error ? error.message : String(error);
  const trace = job.debug && error instanceof Error ? error.stack : undefined;
  const mistake = { case: "mistake", message: message.replace(/^internal: /, "") } as const;
  return failing([report("internal-error", mistake)], trace === undefined ? "" : `${trace}\n`);
}

function failing(diagnostics: readonly Diagnostic[], talk = ""): Answer {
  return {
    status: statusOf(diagnostics),
    report: { version: 1, diagnostics: toJsonDiagnostics(diagnostics) },
    diagnostics,
    text: "",
    talk,
  };
}

/** One JSON document, or words. */
function present(job: Job, answered: Answer): Result {
  const { status, report: document, diagnostics, text, preface = "", talk = "" } = answered;
  if (job.json) return { status, stdout: `${JSON.stringify(document)}\n`, stderr: "" };
  const color = createColour(job.colour.stderr);
  const shown = diagnostics.filter(({ severity }) => severity === "error" || !job.quiet);
  const frames = shown.map((diagnostic) => `${renderDiagnostic(diagnostic, { color })}\n`);
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  // Where results are printed, they say as much.
  const summary = errors > 1 && text === "" ? `${String(errors)} errors\n` : "";
  return {
    status,
    stdout: text,
    stderr: job.quiet ? frames.join("\n") : preface + frames.join("\n") + summary + talk,
  };
}

function answer(job: Job, send: Send): Answer {
  if (job.command === "generate") return generated(job, send);
  const opened = openFiles(job);
  if (opened.kind === "problem") return failing(opened.diagnostics);
  const misplaced = programsOf(job, opened.sources).filter(statesFormat);
  if (misplaced.length > 0) return failing(misplaced.map(({ name }) => notAProgram(job, name)));
  const load = createLoad(job.bundled);
  const requestFor = (source: Source): Request => ({
    source,
    load,
    options: job.options,
    onProgress: (progress) => {
      send({ kind: "progress", progress });
    },
  });
  const [first, second] = opened.sources;
  const { command } = job;
  const done = dispatch({ ...job, command }, first, second ?? null, opened.sources, requestFor, send);
  return { ...done, preface: opened.notes };
}

/** Those of the files that are to be programs. */
function programsOf({ command }: Job, sources: readonly Source[]): readonly Source[] {
  if (command === "verify") return sources.slice(1);
  if (command === "run") return [];
  return command === "diff" ? sources.slice(0, 1) : sources;
}

function notAProgram({ command }: Job, name: string): Diagnostic {
  const helps: Partial<Record<CommandName, string>> = {
    diff: `name the program first: \`rasp diff PROGRAM ${name}\``,
    verify: "name the program after `--against`",
  };
  const help = helps[command] ?? `\`rasp run ${name}\` and \`rasp verify ${name}\` take it`;
  return report("not-a-program", { name, help });
}

function generated(job: Job, send: Send): Answer {
  const made = performGenerate(job, send);
  if (made.kind === "problem") return failing([made.diagnostic]);
  const text = job.quiet && job.destination !== null ? "" : made.text;
  return { status: 0, report: made.report, diagnostics: [], text };
}

function dispatch(
  job: Job & { readonly command: FileCommand },
  first: Source,
  second: Source | null,
  sources: readonly Source[],
  requestFor: (source: Source) => Request,
  send: Send,
): Answer {
  switch (job.command) {
    case "interpret": {
      const outcome = interpret(requestFor(first));
      return { ...outcome, text: outcome.runs.map(printInterpreted).join("\n") };
    }
    case "compile":
      return compileTo(job, requestFor(first), send);
    case "run": {
      const outcome = isWeights(first) ? runWeights(first, job.options) : run(requestFor(first));
      return { ...outcome, text: outcome.runs.map(printRun).join("") };
    }
    case "diff": {
      const outcome = diff(requestFor(first), second);
      return { ...outcome, text: outcome.report.inputs === 0 ? "" : printDiff(outcome) };
    }
    case "check": {
      const outcome = check(sources.map(requestFor));
      const lines = outcome.report.files.map(({ program, errors, warnings }) =>
        errors + warnings === 0
          ? `${program}: nothing wrong\n`
          : `${program}: ${count(errors, "error")}, ${count(warnings, "warning")}\n`,
      );
      return { ...outcome, text: job.quiet ? "" : lines.join("") };
    }
    case "test": {
      const outcome = test(sources.map(requestFor));
      const lines = outcome.report.files.map(({ program, passed, failed }) =>
        passed + failed === 0
          ? `${program}: expects nothing\n`
          : `${program}: ${String(passed)} passed, ${String(failed)} failed\n`,
      );
      return { ...outcome, text: job.quiet ? "" : lines.join("") };
    }
    case "verify": {
      const outcome = verify(first, second === null ? null : requestFor(second));
      const { proved } = outcome.report;
      return { ...outcome, text: job.quiet || !proved ? "" : printVerified(outcome.report) };
    }
    default:
      return job.command satisfies never;
  }
}

function compileTo(job: Job, request: Request, send: Send): Answer {
  const name = request.source.name;
  const destination = job.destination ?? (name === "<stdin>" ? null : weightsPath(name));
  if (destination === null) {
    return failing([report("no-destination", { isEmpty: false })]);
  }
  if (destination === "") {
    return failing([report("no-destination", { isEmpty: true })]);
  }
  if (destination === "-" && job.json) {
    return failing([report("two-documents", {})]);
  }
  if (destination !== "-" && isSameFile(destination, name)) {
    return failing([report("overwrites-program", { destination })]);
  }
  const outcome = compile(request);
  if (outcome.compiled === null) return { ...outcome, text: "" };
  const { text } = outcome.compiled;
  if (destination === "-") return { ...outcome, text, talk: printCompiled(outcome.report, outcome.compiled) };
  const refused = writeWhole(destination, text, (path) => {
    send({ kind: "temporary", path });
  });
  if (refused !== null) {
    const diagnostics = [...outcome.diagnostics, refused];
    const failed = { ...outcome.report, diagnostics: toJsonDiagnostics(diagnostics) };
    return { status: 2, report: failed, diagnostics, text: "" };
  }
  const written = { ...outcome.report, path: destination };
  return { ...outcome, report: written, text: job.quiet ? "" : printCompiled(written, outcome.compiled) };
}

type OpenedFiles =
  | { readonly kind: "files"; readonly sources: readonly [Source, ...Source[]]; readonly notes: string }
  | { readonly kind: "problem"; readonly diagnostics: readonly Diagnostic[] };

function openFiles(job: Job): OpenedFiles {
  const sources: Source[] = [];
  const diagnostics: Diagnostic[] = [];
  let notes = "";
  for (const name of job.against === null ? job.files : [...job.files, job.against]) {
    const read = readNamed(name, job.bundled);
    if (read.kind === "problem") {
      diagnostics.push(read.diagnostic);
      continue;
    }
    sources.push(read.source);
    if (read.bundled) notes += `using the bundled program ${name}\n`;
  }
  const [first, ...others] = sources;
  if (diagnostics.length > 0 || first === undefined) return { kind: "problem", diagnostics };
  return { kind: "files", sources: [first, ...others], notes };
}

/** A weights file by its name, or by its look where the name does not tell. */
function isWeights({ name, text }: Source): boolean {
  if (name.endsWith(".rasp")) return false;
  return name.endsWith(".json") || /^\s*\{\s*"format"/.test(text.slice(0, 100));
}

/** As every file that `compile` has written begins. */
function statesFormat({ text }: Source): boolean {
  return /^\s*\{\s*"format"\s*:\s*"rasp-compiler-weights"/.test(text.slice(0, 100));
}
