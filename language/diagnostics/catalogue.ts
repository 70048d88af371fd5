/** Everything that there is to say about a user's text, input or command line: an entry a code. */
import { characters } from "./catalogue/characters.ts";
import { commandLine } from "./catalogue/command-line.ts";
import { compiling } from "./catalogue/compiling.ts";
import { expressions } from "./catalogue/expressions.ts";
import { files } from "./catalogue/files.ts";
import { limits } from "./catalogue/limits.ts";
import { models } from "./catalogue/models.ts";
import { pragmas } from "./catalogue/pragmas.ts";
import { refusals } from "./catalogue/refusals.ts";
import { settings } from "./catalogue/settings.ts";
import { statements } from "./catalogue/statements.ts";
import { types } from "./catalogue/types.ts";
import { values } from "./catalogue/values.ts";

/** By wing, in the order in which a program meets them. */
export const wings = {
  characters,
  expressions,
  statements,
  pragmas,
  values,
  types,
  limits,
  settings,
  compiling,
  refusals,
  models,
  files,
  commandLine,
} as const;

export const catalogue = {
  ...characters,
  ...expressions,
  ...statements,
  ...pragmas,
  ...values,
  ...types,
  ...limits,
  ...settings,
  ...compiling,
  ...refusals,
  ...models,
  ...files,
  ...commandLine,
} as const;

type Catalogue = typeof catalogue;

/** Stable, kebab-case: `unknown-name`, `missing-semicolon`. */
export type Code = keyof Catalogue;

export function isCode(text: string): text is Code {
  return Object.hasOwn(catalogue, text);
}

/** What the words of each code are made of. */
export type CodeParameters = {
  readonly [C in Code]: Catalogue[C]["says"] extends (parameters: infer P) => unknown
    ? unknown extends P
      ? Readonly<Record<string, never>>
      : Readonly<P>
    : never;
};
