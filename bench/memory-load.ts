/** Opens a weights file and makes it ready to run, as the command does, in a process of its own, and tells what that took. */
import { readNamed } from "../cli/files.ts";
import { loadModel } from "../runtime/file/load.ts";
import { prepare, type PreparedModel } from "../runtime/prepare.ts";

export interface Loaded {
  /** Bytes: the most that the process had, less what it had before. */
  readonly peak: number;
  /** Bytes: what it still has when the file is loaded and nothing else is left over. */
  readonly kept: number;
  /** `loads`, or the first reason why not. */
  readonly answer: string;
  readonly milliseconds: number;
}

type Opened =
  { readonly prepared: PreparedModel } | Exclude<ReturnType<typeof loadModel>, { readonly model: unknown }>;

const [small, file] = process.argv.slice(2);
if (small !== undefined && file !== undefined) {
  open(small);
  collect();
  const before = { most: process.resourceUsage().maxRSS, held: held() };
  const started = performance.now();
  const opened = open(file);
  const milliseconds = performance.now() - started;
  const after = process.resourceUsage().maxRSS;
  collect();
  const loaded: Loaded = {
    peak: (after - before.most) * 1_024,
    kept: held() - before.held,
    answer: answerOf(opened),
    milliseconds,
  };
  process.stdout.write(JSON.stringify(loaded));
}

function open(path: string): Opened {
  const read = readNamed(path, "");
  if (read.kind === "problem") return { problems: [{ path: "", message: read.diagnostic.message }] };
  const loaded = loadModel(read.source.text);
  return "model" in loaded ? { prepared: prepare(loaded.model) } : loaded;
}

function answerOf(opened: Opened): string {
  if ("prepared" in opened) return "loads";
  const [problem] = opened.problems;
  return `${problem?.path ?? ""} ${problem?.message ?? ""}`.trim().slice(0, 100);
}

/** Twice: what the first round sets free may hold on to buffers. */
function collect(): void {
  globalThis.gc?.();
  globalThis.gc?.();
}

function held(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
