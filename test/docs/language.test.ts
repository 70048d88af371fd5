/** What docs/language.md shows is so. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { check, renderDiagnostic, test as runExpectations, type Options } from "../../commands/index.ts";

const page = readFileSync(new URL("../../docs/language.md", import.meta.url), "utf8");

/** A program, and the diagnostics that the page shows after it, if it does. */
interface Example {
  readonly name: string;
  readonly program: string;
  readonly shown: string | null;
}

const examples: readonly Example[] = [
  ...page.matchAll(/^```rasp\n((?:(?!```).*\n)*)```\n(?:\n```text\n((?:(?!```).*\n)*)```\n)?/gm),
].map((match) => ({
  name: `line ${String(page.slice(0, match.index).split("\n").length)}`,
  program: match[1] ?? "",
  shown: match[2] ?? null,
}));

/** Examples that do not name their tokens are about letters, six of them at most. */
function defaultsFor(program: string): Options {
  return {
    ...(program.includes("#: vocabulary") ? {} : { vocabulary: "abcdefghijklmnopqrstuvwxyz" }),
    ...(program.includes("#: max-length") ? {} : { maxLength: 6 }),
  };
}

function requestOf({ program }: Example): Parameters<typeof check>[0][number] {
  return { source: { name: "example.rasp", text: program }, options: defaultsFor(program) };
}

const correct = examples.filter(({ shown }) => shown === null);
const mistaken = examples.filter(({ shown }) => shown !== null);

test("the page holds examples of both kinds", () => {
  expect(correct.length).toBeGreaterThanOrEqual(11);
  expect(mistaken.length).toBeGreaterThanOrEqual(3);
});

describe("expectations hold, in the interpreter and in the compiled model", () => {
  test.each(correct)("$name", (example) => {
    const { report } = runExpectations([requestOf(example)]);
    expect(report.diagnostics).toEqual([]);
    const expectations = report.files.flatMap((file) => file.expectations);
    expect(expectations.length).toBeGreaterThan(0);
    for (const { name, interpreter, model, passed } of expectations) {
      expect({ name, passed }).toEqual({ name, passed: true });
      const isSOp = interpreter !== null && "kind" in interpreter && interpreter.kind === "s-op";
      expect({ name, compiled: model !== null }).toEqual({ name, compiled: isSOp });
    }
  });
});

describe("mistakes are reported as shown", () => {
  test.each(mistaken)("$name", (example) => {
    const { diagnostics } = check([requestOf(example)]);
    const plain = { color: (_style: string, text: string): string => text };
    const rendered = diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, plain));
    expect(`${rendered.join("\n\n")}\n`).toBe(example.shown);
  });
});
