/** What the main thread hands to the worker, and what comes back. Plain data, so that it can be sent. */
import type { GenerateOptions } from "../commands/generate/generate.ts";
import type { Options, Progress } from "../compiler/settings/request.ts";

/** Commands that read files. */
export type FileCommand = "interpret" | "compile" | "run" | "diff" | "check" | "test" | "verify";
export type CommandName = FileCommand | "generate";

export interface Job {
  readonly command: CommandName;
  /** As the user named them; `-` is standard input. */
  readonly files: readonly string[];
  readonly options: Options;
  /** `-o`: a path, `-` for standard output, null for the usual place. `generate --compile`: a folder. */
  readonly destination: string | null;
  /** What `generate` makes. */
  readonly generate: GenerateOptions;
  /** `--against`: the program whose model `verify` is to find. */
  readonly against: string | null;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly colour: { readonly stdout: boolean; readonly stderr: boolean };
  /** Where the programs that come with the tool are. */
  readonly bundled: string;
  readonly debug: boolean;
}

/** Everything a command has to say; the main thread prints it. */
export interface Result {
  readonly status: 0 | 1 | 2;
  readonly stdout: string;
  readonly stderr: string;
}

export type Message =
  | { readonly kind: "progress"; readonly progress: Progress }
  /** A file that will be renamed when complete, to be removed if the work is cut short. */
  | { readonly kind: "temporary"; readonly path: string }
  | { readonly kind: "result"; readonly result: Result };
