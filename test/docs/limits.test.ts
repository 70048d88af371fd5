/**
 * Every limit of the product is a constant with a comment beside what it bounds.
 * docs/limits.md lists them; `npm run docs` writes it anew.
 */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

const wings: readonly (readonly [folder: string, title: string, beyond: string])[] = [
  [
    "compiler/syntax/",
    "Reading a program",
    "Beyond one of these a program is refused, with the place and the number.",
  ],
  ["compiler/elaborate/", "Running its functions and loops", "Beyond one of these it is refused, too."],
  [
    "compiler/",
    "Compiling",
    "Most bound an attempt: beyond them another way is tried, and where there is none the program is refused, with the numbers.",
  ],
  ["verifier/", "Checking", "Beyond one of these the answer is “unproved”, never “proved”."],
  [
    "runtime/",
    "Weights files",
    "Beyond one of these a file is not loaded; the message names the place in it.",
  ],
  ["commands/", "Commands", "What a command tries, shows or waits for at most."],
  ["interpreter/", "Interpreting", ""],
  ["language/", "Values and messages", ""],
  ["cli/", "The command line", ""],
];

/** How constants that are limits begin. */
const NAMES = /^(?:MOST|LARGEST|LONGEST|GREATEST|DEEPEST|FEW|FEWEST|LARGE|MANY|TOO|LONG|SMALL|SHORT)(?:_|$)/;

interface Limit {
  readonly file: string;
  readonly name: string;
  readonly value: string;
  /** The comment's text; empty where there is none. */
  readonly about: string;
}

const limits: readonly Limit[] = [
  "cli",
  "commands",
  "compiler",
  "interpreter",
  "language",
  "runtime",
  "verifier",
]
  .flatMap((folder) =>
    readdirSync(root + folder, { recursive: true, encoding: "utf8" }).map((file) => `${folder}/${file}`),
  )
  .filter((file) => file.endsWith(".ts"))
  .toSorted()
  .flatMap(limitsIn);

function limitsIn(file: string): readonly Limit[] {
  const text = readFileSync(root + file, "utf8");
  const pattern =
    /((?:^\/\*\*(?:[^*]|\*(?!\/))*\*\/\n)?)^(?:export )?const ([A-Z][A-Z0-9_]*) = ([-0-9(][^;\n]*);/gm;
  return [...text.matchAll(pattern)].flatMap(([, comment = "", name = "", value = ""]) =>
    NAMES.test(name) ? [{ file, name, value, about: wordsOf(comment) }] : [],
  );
}

/** A comment without its stars, in one line. */
function wordsOf(comment: string): string {
  return comment
    .replace(/^\/\*\*|\*\/$/gm, "")
    .replaceAll(/^\s*\* ?/gm, "")
    .replaceAll(/\s+/g, " ")
    .trim();
}

/** `1 << 22` and `2 ** 24` as they are, with what they come to. */
function shown(value: string): string {
  const plain = value.replaceAll("_", "");
  const [, base, operator, exponent] = /^(\d+) (<<|\*\*) (\d+)$/.exec(plain) ?? [];
  if (base !== undefined) {
    const number = Number(base) * 2 ** Number(exponent);
    const power = operator === "<<" ? number : Number(base) ** Number(exponent);
    return `${value} = ${power.toLocaleString("en-US")}`;
  }
  return /^\d+$/.test(plain) ? Number(plain).toLocaleString("en-US") : value;
}

function wingOf(file: string): string {
  return wings.find(([folder]) => file.startsWith(folder))?.[0] ?? "";
}

test("every limit says what it bounds", () => {
  expect(limits.filter(({ about }) => about === "").map(({ file, name }) => `${file} ${name}`)).toEqual([]);
  expect(limits.length).toBeGreaterThan(80);
});

test("docs/limits.md lists them", async () => {
  const sections = wings.flatMap(([folder, title, beyond]) => {
    const own = limits.filter(({ file }) => wingOf(file) === folder);
    if (own.length === 0) return [];
    const rows = own.map(
      ({ file, name, value, about }) =>
        `| ${about.replaceAll("|", "\\|")} | ${shown(value)} | \`${name}\` in \`${file}\` |`,
    );
    return [
      `## ${title}`,
      beyond,
      ["| What is bounded | Limit | Where |", "| --- | --- | --- |", ...rows].join("\n"),
    ];
  });
  const page = [
    "# Limits",
    "Everything that this tool does ends, and takes no more memory than it says. What bounds it is listed here; the page is made from the sources (`npm run docs`).",
    ...sections.filter((part) => part !== ""),
  ].join("\n\n");
  await expect(`${page}\n`).toMatchFileSnapshot(`${root}docs/limits.md`);
});
