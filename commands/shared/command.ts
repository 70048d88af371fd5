/** A command: what can be typed, and what is done and said. A folder of commands/ each. */
import type { Request } from "../../compiler/settings/request.ts";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import type { Source } from "../../language/source.ts";
import type { OracleName } from "../../oracle/load.ts";
import type { Engine } from "../../runtime/engine.ts";
import { runtime } from "../../runtime/run.ts";
import type { Flags } from "./flags.ts";
import type { Outcome } from "./outcome.ts";

export interface Command {
  readonly perform: (call: Call, host: Host) => Answer | Promise<Answer>;
}

/** What was typed, with the files read. */
export interface Call {
  /** What the arguments name, in their order. */
  readonly sources: readonly Source[];
  /** What `--against` names. */
  readonly against: Source | null;
  readonly flags: Flags;
}

/** The file that an argument names which has to be there. */
export function sourceAt({ sources }: Call, position: number): Source {
  const source = sources[position];
  if (source === undefined) throw new Error(`internal: no file for argument ${String(position)}`);
  return source;
}

/** What a command has to say, before it is put into JSON or words. */
export interface Answer extends Pick<Outcome<object>, "status" | "report" | "diagnostics"> {
  /** The result, for people or as bytes, on standard output. */
  readonly text: string | Uint8Array;
  /** For people, on standard error behind the diagnostics; left out with `--quiet`. */
  readonly talk?: string;
}

/** What a command may ask of where it runs. What is refused there is a diagnostic. */
export interface Host {
  /** The program's request, with the flags as options. */
  readonly requestFor: (source: Source) => Request;
  /** Writes the whole file or nothing. */
  readonly write: (path: string, data: string | Uint8Array) => Diagnostic | null;
  /** Opens a folder to write in, made if it is not there; made anew and still empty, it is removed where writing fails. */
  readonly openFolder: (path: string) => Folder | Diagnostic;
  readonly isSameFile: (one: string, other: string) => boolean;
  /** The place of a program's weights file where none is named: beside it. */
  readonly weightsPath: (program: string) => string;
  readonly onProgress: NonNullable<Request["onProgress"]>;
  /** Only where it is asked for is the oracle loaded. */
  readonly loadOracle: (name: OracleName) => Promise<Engine>;
}

/** What `--engine` names. */
export async function engineFor({ flags }: Call, host: Host): Promise<Engine> {
  const { engine = "runtime" } = flags;
  return engine === "runtime" ? runtime : host.loadOracle(engine);
}

export interface Folder {
  readonly write: (name: string, data: string | Uint8Array) => Diagnostic | null;
}
