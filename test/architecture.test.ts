/** The repository is built as docs/architecture.md says under *Folders*. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { circles, files, folders, type SourceFile } from "./imports.ts";

const MOST_LINES = 400;
const MOST_FILES = 14;

/** Larger folders: a file for each construct of the language. */
const largeFolders = ["compiler/elaborate", "compiler/syntax"];

/** Tests are long where they are lists of cases. */
const withoutTests = files.filter(({ path }) => !path.startsWith("test/"));

const manual = readFileSync(new URL("../docs/architecture.md", import.meta.url), "utf8");

/** A line of the table: whoever is in `folder`, and in no deeper one of the table, may import what `allows` says. */
interface Row {
  readonly folder: string;
  readonly allows: (path: string) => boolean;
}

const rows: readonly Row[] = [...manual.matchAll(/^\| `([\w/-]+\/)` +\|[^|\n]+\|([^|\n]+)\|$/gm)]
  .map(([, folder = "", imports = ""]) => ({ folder, imports: imports.trim() }))
  .filter(({ imports }) => imports === "nothing" || imports.startsWith("all but ") || imports.startsWith("`"))
  .map(({ folder, imports }) => {
    const named = namesIn(imports);
    const isNamed = (path: string): boolean => named.some((name) => path.startsWith(name));
    return { folder, allows: imports.startsWith("all but ") ? (path) => !isNamed(path) : isNamed };
  });

function namesIn(text: string): readonly string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
}

function rowOf(path: string): Row | undefined {
  return rows
    .filter(({ folder }) => path.startsWith(folder))
    .toSorted((a, b) => b.folder.length - a.folder.length)[0];
}

test("every folder has a row", () => {
  const described = new Set(rows.map(({ folder }) => folder.split("/")[0]));
  expect(folders.filter((folder) => !described.has(folder))).toEqual([]);
});

test.each(rows)("$folder imports what its row says", ({ folder, allows }) => {
  const foreign = files
    .filter(({ path }) => rowOf(path)?.folder === folder)
    .flatMap(({ path, imports }) =>
      imports
        // What lies in no folder is the package itself.
        .filter((other) => other.includes("/") && rowOf(other)?.folder !== folder && !allows(other))
        .map((other) => `${path} imports ${other}`),
    );
  expect(foreign).toEqual([]);
});

test("only the folders that the manual names know about Node", () => {
  const sentence = /^Only (.*) know about Node\./m.exec(manual)?.[1] ?? "";
  const named = namesIn(sentence);
  const knowing = files.filter(({ knowsNode }) => knowsNode).map(({ path }) => path);
  expect(knowing.filter((path) => !named.some((folder) => path.startsWith(folder)))).toEqual([]);
  expect(named.filter((folder) => !knowing.some((path) => path.startsWith(folder)))).toEqual([]);
});

test("no files import each other, types included", () => {
  expect(circles(files)).toEqual([]);
});

test(`no file has more than ${String(MOST_LINES)} lines`, () => {
  expect(withoutTests.filter(({ lines }) => lines > MOST_LINES).map(({ path }) => path)).toEqual([]);
});

test(`no folder has more than ${String(MOST_FILES)} files, but for those known`, () => {
  const counts = new Map<string, number>();
  for (const { path } of withoutTests) {
    const folder = path.slice(0, path.lastIndexOf("/"));
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  const large = [...counts].filter(([, count]) => count > MOST_FILES).map(([folder]) => folder);
  expect(large.toSorted()).toEqual(largeFolders);
});

describe("circles", () => {
  const file = (path: string, ...imports: string[]): SourceFile => ({
    path,
    lines: 1,
    imports,
    knowsNode: false,
  });

  test.each([
    ["a chain has none", [file("a", "b"), file("b", "c"), file("c")], []],
    ["two files", [file("a", "b"), file("b", "a")], ["a b"]],
    ["a long way round", [file("a", "b"), file("b", "c", "d"), file("c", "a"), file("d")], ["a b c"]],
    ["two apart", [file("a", "b"), file("b", "a", "c"), file("c", "d"), file("d", "c")], ["a b", "c d"]],
    ["what is no file of ours", [file("a", "a.json")], []],
  ])("%s", (_, sources, found) => {
    expect(circles(sources)).toEqual(found);
  });
});
