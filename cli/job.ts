/** What the main thread hands to the worker, and what comes back. Plain data, so that it can be sent. */
import type { Progress } from "../compiler/settings/request.ts";
import type { Flags } from "../commands/shared/flags.ts";
import type { CommandName } from "../commands/specs.ts";

export interface Job {
  readonly command: CommandName;
  /** Files to be read, as the user named them; `-` is standard input. */
  readonly files: readonly string[];
  /** Inputs that stood behind the files are among them. */
  readonly flags: Flags;
  readonly colour: { readonly stdout: boolean; readonly stderr: boolean };
  /** Where the programs that come with the tool are. */
  readonly bundled: string;
}

/** Everything a command has to say; the main thread prints it. */
export interface Result {
  readonly status: 0 | 1 | 2;
  readonly stdout: string | Uint8Array;
  readonly stderr: string;
}

export type Message =
  | { readonly kind: "progress"; readonly progress: Progress }
  /** A file that will be renamed when complete, to be removed if the work is cut short. */
  | { readonly kind: "temporary"; readonly path: string }
  | { readonly kind: "result"; readonly result: Result };
