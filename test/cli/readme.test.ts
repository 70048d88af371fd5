/** What README.md shows is what the command prints. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { install, type Installed } from "./command.ts";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

/** A command line and what it is shown to print. */
interface Session {
  readonly line: string;
  readonly shown: string;
}

const sessions: readonly Session[] = blocks("console").flatMap((block) =>
  block
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf("\n");
      return { line: part.slice(0, end), shown: part.slice(end + 1) };
    })
    .filter(({ line }) => line.startsWith("npx rasp ")),
);

function blocks(language: string): readonly string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"))].map(
    ([, block]) => block ?? "",
  );
}

let installed: Installed;
beforeAll(() => {
  installed = install();
  installed.write("often.rasp", blocks("rasp")[0] ?? "");
  installed.write(
    "wrong.rasp",
    "opposite = lenght - 1 - indices;\nflip = select(indices, length - 1 - indices, ==)\n",
  );
});
afterAll(() => {
  installed.remove();
});

test("README.md shows sessions", () => {
  expect(sessions.length).toBeGreaterThanOrEqual(6);
});

test.each(sessions)("$line", ({ line, shown }) => {
  const { stdout, stderr } = installed.rasp(line.split(" ").slice(2));
  // The block that `compile` prints holds a time, and sizes that may improve.
  const comparable = (text: string): string => {
    const trimmed = text.replaceAll(/ +$/gm, "");
    return line.startsWith("npx rasp compile") ? trimmed.replaceAll(/\d[\d.,]*/g, "#") : trimmed;
  };
  expect(comparable(stderr + stdout)).toBe(comparable(shown));
});
