/** docs/constructions.md: its entries have one form, cite what there is, and leave nothing out. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Circuit, Feature, HeadKind } from "../../compiler/lowering/circuit/circuit.ts";
import { RULES } from "../../verifier/catalogue.ts";

const root = new URL("../../", import.meta.url);
const ledger = readFileSync(new URL("docs/constructions.md", root), "utf8");

const LINES = ["Exact because", "Bound", "Compiler", "Kinds", "Checker", "Tests"] as const;
type Line = (typeof LINES)[number];

interface Entry {
  readonly title: string;
  /** What the construction is. */
  readonly statement: string;
  readonly lines: ReadonlyMap<string, string>;
}

const entries = ledger
  .split(/^## /mu)
  .slice(1)
  .map((text): Entry => {
    const [title = "", ...others] = text.split(/^# /mu)[0]!.split("\n");
    const bullets = others.flatMap((line) => {
      const parsed = /^- \*\*([^*]+)\*\*: (.+)$/u.exec(line);
      return parsed === null ? [] : [[parsed[1] ?? "", parsed[2] ?? ""] as const];
    });
    const statement = others.filter((line) => line !== "" && !line.startsWith("- "));
    return { title, statement: statement.join("\n"), lines: new Map(bullets) };
  });

function quotedIn(text: string): readonly string[] {
  return [...text.matchAll(/`([^`]+)`/gu)].map(([, inner = ""]) => inner);
}

function isPath(cited: string): boolean {
  return cited.includes("/") && cited.endsWith(".ts");
}

function citedBy(line: Line): ReadonlySet<string> {
  return new Set(entries.flatMap(({ lines }) => quotedIn(lines.get(line) ?? "")));
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(new URL(`${folder}/`, root), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map(({ parentPath, name }) => `${parentPath.slice(root.pathname.length).replace(/\/$/u, "")}/${name}`);
}

test("there are entries, each with a title of its own", () => {
  expect(entries.length).toBeGreaterThan(40);
  expect(new Set(entries.map(({ title }) => title)).size).toBe(entries.length);
});

describe.each(entries.map((entry) => [entry.title, entry] as const))("%s", (_title, { statement, lines }) => {
  test("has a statement and the fixed lines in order", () => {
    expect(statement).not.toBe("");
    expect([...lines.keys()]).toEqual(LINES);
  });
  test.each(["Compiler", "Checker", "Tests"] as const)("%s: files exist", (line) => {
    const paths = quotedIn(lines.get(line) ?? "").filter(isPath);
    expect(paths.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
    expect(paths.length > 0 || lines.get(line) === "none").toBe(true);
  });
  test("rules exist, in a file that is cited with them", () => {
    const known = new Set(RULES.map(({ name }) => name));
    const cited = quotedIn(lines.get("Checker") ?? "");
    const rules = cited.filter((each) => !isPath(each));
    expect(rules).not.toEqual([]);
    expect(rules.filter((rule) => !known.has(rule))).toEqual([]);
    const misplaced = cited.filter((rule, i) => {
      const file = cited.slice(i).find(isPath) ?? "";
      return !isPath(rule) && !readFileSync(new URL(file, root), "utf8").includes(`name: "${rule}"`);
    });
    expect(misplaced).toEqual([]);
  });
  test("tests are in the files that are said to hold them", () => {
    const cited = [...(lines.get("Tests") ?? "").matchAll(/`([^`]+)` "([^"]+)"/gu)];
    expect(cited).toHaveLength(quotedIn(lines.get("Tests") ?? "").length);
    for (const [, path = "", title = ""] of cited)
      expect(readFileSync(new URL(path, root), "utf8")).toContain(title);
  });
});

test("every rule is cited", () => {
  const cited = citedBy("Checker");
  expect(RULES.map(({ name }) => name).filter((name) => !cited.has(name))).toEqual([]);
});

test("every kind of head, feature, claim and output is cited", () => {
  const heads: Readonly<Record<HeadKind, string>> = {
    move: "head `move`",
    mean: "head `mean`",
    count: "head `count`",
  };
  const features: Readonly<Record<Feature["kind"], string>> = {
    flag: "feature `flag`",
    token: "feature `token`",
    index: "feature `index`",
    channel: "feature `channel`",
    table: "feature `table`",
  };
  const claims: Readonly<Record<Circuit["claims"][number]["kind"], string>> = {
    count: "claim `count`",
    sum: "claim `sum`",
    move: "claim `move`",
    mean: "claim `mean`",
    code: "claim `code`",
  };
  const outputs: Readonly<Record<Circuit["outputs"][number]["kind"], string>> = {
    logits: "output `logits`",
    readout: "output `readout`",
  };
  const kinds = [heads, features, claims, outputs].flatMap((group) => Object.values(group));
  const cited = entries.flatMap(({ lines }) => (lines.get("Kinds") ?? "").split(", "));
  expect(new Set(cited)).toEqual(new Set([...kinds, "none"]));
});

/** Files of lowering and assembly that hold no construction, by what they do. */
const OTHERS: Readonly<Record<string, string>> = {
  "compiler/lowering/lower.ts": "the pass",
  "compiler/lowering/tabulate.ts": "the pass over the graph",
  "compiler/lowering/circuit/best.ts": "choosing between constructions",
  "compiler/lowering/context/budget.ts": "how much work there may be",
  "compiler/lowering/context/describe.ts": "words for messages",
  "compiler/lowering/context/knowledge.ts": "what facts are proved from",
  "compiler/lowering/context/lowering.ts": "what all of lowering shares",
  "compiler/lowering/context/memo.ts": "what was found before",
  "compiler/lowering/context/refused.ts": "refusals as data",
  "compiler/lowering/circuit/meaning.ts": "words for features",
  "compiler/lowering/facts/merged.ts": "what was noted",
  "compiler/lowering/aggregates/mean-refusal.ts": "words for messages",
  "compiler/assembly/gather.ts": "the parts of a model, together",
  "compiler/assembly/manifest.ts": "words for the file",
  "compiler/assembly/state.ts": "the statement of what is to be proved",
  "compiler/assembly/tensor.ts": "sparse tensors",
  "compiler/assembly/weaken.ts": "claims no more than is proved",
};

test("every file of lowering and assembly is cited, or holds no construction", () => {
  const cited = citedBy("Compiler");
  const files = [...filesIn("compiler/lowering"), ...filesIn("compiler/assembly")];
  expect(files.filter((file) => !cited.has(file) && OTHERS[file] === undefined)).toEqual([]);
  expect(Object.keys(OTHERS).filter((file) => !files.includes(file) || cited.has(file))).toEqual([]);
});

test("comments that cite a construction cite one that is here", () => {
  const titles = new Set(entries.map(({ title }) => title.toLowerCase()));
  const sources = ["language", "compiler", "interpreter", "runtime", "verifier", "commands"].flatMap(filesIn);
  const missing = sources.flatMap((file) => {
    const text = readFileSync(new URL(file, root), "utf8").replaceAll(/\s*\n\s*\*\s+/gu, " ");
    const cited = [...text.matchAll(/\(constructions: ([^)]+)\)/gu)].flatMap(([, list = ""]) =>
      list.split("; "),
    );
    return cited.filter((title) => !titles.has(title.toLowerCase())).map((title) => `${file}: ${title}`);
  });
  expect(missing).toEqual([]);
});
