/** What README.md shows: sessions at a terminal and the files that they need. */

/** A command line and what it is shown to print. */
export interface Session {
  readonly line: string;
  readonly shown: string;
}

/** Of the blocks marked `console`, each `npx rasp` line with what follows it. */
export function sessionsOf(readme: string): readonly Session[] {
  return blocksOf(readme, "console").flatMap((block) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((part) => {
        const end = part.indexOf("\n");
        return { line: part.slice(0, end), shown: part.slice(end + 1) };
      })
      .filter(({ line }) => line.startsWith("npx rasp ")),
  );
}

/** By their names: the program that README.md shows, and one with the mistakes that it shows the messages of. */
export function filesOf(readme: string): Readonly<Record<string, string>> {
  return {
    "often.rasp": blocksOf(readme, "rasp")[0] ?? "",
    "wrong.rasp": "opposite = lenght - 1 - indices;\nflip = select(indices, length - 1 - indices, ==)\n",
  };
}

function blocksOf(readme: string, language: string): readonly string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"))].map(
    ([, block]) => block ?? "",
  );
}

/** Without what may differ: the block that `compile` prints holds a time, and sizes that may improve. */
export function comparable({ line }: Session, printed: string): string {
  const trimmed = printed.replaceAll(/ +$/gm, "");
  return line.startsWith("npx rasp compile") ? trimmed.replaceAll(/\d[\d.,]*/g, "#") : trimmed;
}
