/** `rasp explain`: one page, all codes, and a code that there is not. */
import { expect, test } from "vitest";
import { explain } from "../../commands/explain/explain.ts";
import { command } from "../../commands/explain/words.ts";
import type { Host } from "../../commands/shared/command.ts";
import { catalogue } from "../../language/diagnostics/catalogue.ts";

const host: Host = {
  requestFor: (source) => ({ source }),
  write: () => null,
  openFolder: () => ({ write: () => null }),
  isSameFile: () => false,
  weightsPath: (program) => program,
  onProgress: () => {},
  loadOracle: () => Promise.reject(new Error("no engine is asked for")),
};

async function printed(code: string | null): Promise<string> {
  const inputs = code === null ? {} : { inputs: [code] };
  const { text } = await command.perform({ sources: [], against: null, flags: inputs }, host);
  return String(text);
}

test("a page", async () => {
  expect(await printed("chained-assignment")).toBe(`\
chained-assignment: A statement sets its names once.

For example:

    x = y = indices;

    $ rasp check program.rasp

Repaired:

    y = indices;
    x = y;

    $ rasp check program.rasp
`);
});

test("where only what is typed differs, the program is shown once", async () => {
  const page = await printed("too-long");
  expect(page.match(/x = indices;/g)).toHaveLength(1);
  expect(page).toMatch(/Repaired:\n\n {4}\$ rasp run program\.rasp --input abc\n$/);
});

test("a code without an example has its meaning", async () => {
  expect(await printed("internal-error")).toMatch(/^internal-error: A mistake in rasp-compiler.*\n$/);
});

test("a line for each code of the catalogue", async () => {
  const lines = (await printed(null)).trimEnd().split("\n");
  expect(lines.map((line) => line.split(" ")[0])).toEqual(Object.keys(catalogue));
  expect(new Set(lines.map((line) => line.search(/(?<= {2})[^ ]/))).size).toBe(1);
});

test("an unknown code is wrong use, with the nearest one named", () => {
  const { status, diagnostics, report } = explain("unknown-nme");
  expect({ status, codes: report.codes }).toEqual({ status: 2, codes: [] });
  expect(diagnostics).toMatchObject([{ code: "unknown-code", help: "did you mean `unknown-name`?" }]);
  expect(explain("zzz").diagnostics).toMatchObject([{ help: "`rasp explain` lists them" }]);
});
