/** Source texts and places in them. */
import type { Code } from "./diagnostics/catalogue.ts";

/** One text that was read: a file, a pragma's value, a line typed at the console. */
export interface Source {
  /** As the user named it, or `<library>` and the like for texts of ours. */
  readonly name: string;
  readonly text: string;
}

/** Why a file that is there cannot be read. */
export interface Unreadable {
  readonly code: Code;
  /** Lower case, no full stop. */
  readonly reason: string;
  /** What to do about it. */
  readonly help?: string;
}

/** Finds what `load "path";` names; null if there is no such file. The host decides where it looks. */
export type Load = (path: string, from: Source) => Source | Unreadable | null;

/** A half-open range of UTF-16 offsets in one source. */
export interface Span {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

/** A place as people count it: lines and columns from 1, columns in code points. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The position of a UTF-16 offset. A line ends at LF, CR LF or a lone CR. */
export function positionAt(source: Source, offset: number): Position {
  const before = source.text.slice(0, offset);
  const lines = before.split(/\r\n|\n|\r/);
  const last = lines[lines.length - 1] ?? "";
  return { line: lines.length, column: Array.from(last).length + 1 };
}
