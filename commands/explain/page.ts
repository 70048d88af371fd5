/** What `rasp explain` and docs/errors.md say of a code. */

/** Files in a folder of their own, and command lines that are run there; the last one shows what is meant. */
export interface Example {
  readonly files: Readonly<Record<string, string>>;
  readonly commands: readonly (readonly string[])[];
}

export interface Page {
  /** What the code means, in a sentence or two. */
  readonly meaning: string;
  /** Gives the code. */
  readonly fails: Example;
  /** The same without the mistake; does not give the code. */
  readonly repaired: Example;
}

/** Why a code has no example. */
export interface Exempt {
  readonly meaning: string;
  readonly because: string;
}

/** Two programs under one command. */
export function programs(
  meaning: string,
  fails: string,
  repaired: string,
  command: readonly string[] = ["check", "program.rasp"],
): Page {
  const example = (text: string): Example => ({
    files: { "program.rasp": `${text}\n` },
    commands: [command],
  });
  return { meaning, fails: example(fails), repaired: example(repaired) };
}

/** One program under two commands, both after the same preparations. */
export function lines(
  meaning: string,
  program: string,
  {
    before = [],
    fails,
    repaired,
  }: {
    readonly before?: readonly (readonly string[])[];
    readonly fails: readonly string[];
    readonly repaired: readonly string[];
  },
): Page {
  const files = { "program.rasp": `${program}\n` };
  return {
    meaning,
    fails: { files, commands: [...before, fails] },
    repaired: { files, commands: [...before, repaired] },
  };
}
