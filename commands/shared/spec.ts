/** What can be typed, as data: a command's arguments and flags. Loads nothing of the compiler, so that help is quick. */
import type { Flag } from "./flags.ts";

export interface Spec {
  readonly name: string;
  /** One line, as help lists it. */
  readonly summary: string;
  readonly arguments: readonly Argument[];
  /** In the order of the help. */
  readonly flags: readonly Flag[];
  /** One line to paste. */
  readonly example: string;
}

export interface Argument {
  readonly name: string;
  readonly about: string;
  readonly count: "one" | "optional" | "some" | "any";
  /** The file it names is read; null for words that are taken as they are. */
  readonly opens: Opened | null;
}

/** What a file that is read has to be. */
export interface Opened {
  readonly kind: "program" | "weights" | "either";
  /** What to do where a weights file is named in a program's place. */
  readonly instead?: (name: string) => string;
}

export const programFile: Argument = {
  name: "file",
  about: "a RASP program; - for standard input",
  count: "one",
  opens: { kind: "program" },
};

export const programFiles: Argument = {
  name: "file",
  about: "RASP programs; - for standard input",
  count: "some",
  opens: { kind: "program" },
};

export const inputs: Argument = {
  name: "input",
  about: "inputs, as with --input",
  count: "any",
  opens: null,
};
