/**
 * Every code's page: the failing example gives the code, the repaired one does not.
 * docs/errors.md holds them all, with what is said; `npm run docs` writes it.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { perform } from "../../cli/perform.ts";
import { runCommandLine } from "../../cli/program.ts";
import type { Example } from "../../commands/explain/page.ts";
import { pages } from "../../commands/explain/pages.ts";
import { commandLines } from "../../commands/explain/words.ts";
import { catalogue, isCode, type Code } from "../../language/diagnostics/catalogue.ts";
import { loadOracle } from "../../oracle/load.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const start = process.cwd();
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "rasp-pages-"));
  process.chdir(folder);
});

afterAll(() => {
  process.chdir(start);
  rmSync(folder, { recursive: true });
});

const codes = Object.keys(catalogue).filter(isCode);
const messages = new Map<Code, string>();

test.each(codes.filter((code) => "fails" in pages[code]))("%s", async (code) => {
  const page = pages[code];
  if (!("fails" in page)) throw new Error("an exempt code is tested");
  const failing = await runExample(page.fails);
  expect(codesIn(failing)).toEqual([code]);
  expect(codesIn(await runExample(page.repaired))).toEqual([]);
  messages.set(code, failing);
});

test("codes without an example are few, and say why", () => {
  const exempt = codes.filter((code) => !("fails" in pages[code]));
  expect(exempt).toMatchInlineSnapshot(`
    [
      "too-many-mistakes",
      "nesting",
      "too-many-nodes",
      "loads-too-deep",
      "bad-max-length",
      "unproved-assumption",
      "selection-not-shown",
      "not-certified",
      "not-verified",
      "overstated",
      "refuted",
      "empty",
      "no-permission",
      "cannot-read",
      "cannot-write",
      "binary-file",
      "not-utf-8",
      "internal-error",
    ]
  `);
});

test("docs/errors.md", async () => {
  const sections = codes.map((code) => sectionOf(code, messages.get(code) ?? ""));
  const text = `${preface}\n${sections.join("\n")}`;
  await expect(text).toMatchFileSnapshot(join(root, "docs/errors.md"));
});

const preface = `# Messages

Every message has a code, which stands in brackets behind \`error\`, \`warning\` or \`note\`, and which \`--json\` gives as \`code\`. Codes stay; words may improve. \`rasp explain CODE\` prints a section of this page.

Made by \`npm run docs\` from the catalogue of messages and their pages; each example is run by a test.
`;

function sectionOf(code: Code, message: string): string {
  const page = pages[code];
  const title = `## ${code}\n\n${page.meaning}\n`;
  if (!("fails" in page)) return `${title}\nThere is no example: ${page.because}.\n`;
  const { fails, repaired } = page;
  const better =
    JSON.stringify(fails.files) === JSON.stringify(repaired.files) ? "" : `${filesOf(repaired)}\n`;
  return `${title}\n${filesOf(fails)}\n${fenced("text", commandLines(fails) + message)}\nRepaired:\n\n${better}${fenced("text", commandLines(repaired))}`;
}

function filesOf({ files }: Example): string {
  return Object.values(files)
    .map((text) => fenced("text", text))
    .join("\n");
}

function fenced(language: string, text: string): string {
  const lines = text.split("\n").map((line) => line.replace(/^ {4}(?=\$ )/, ""));
  return `\`\`\`${language}\n${lines.join("\n").trimEnd()}\n\`\`\`\n`;
}

/** What the last of its commands says; the others are preparation. */
function runExample({ files, commands }: Example): Promise<string> {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return commands.reduce(
    (before, words) => before.then(() => runLine(words)),
    Promise.resolve("the example has no command"),
  );
}

/** What a command line prints for people; with `--json`, the document. */
async function runLine(words: readonly string[]): Promise<string> {
  let said = "";
  const write = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    said += String(text);
    return true;
  });
  const installation = { bundled: join(root, "programs/"), worker: new URL("file:///nowhere") };
  try {
    await runCommandLine(words, installation, async (job) => {
      const { status, stdout, stderr } = await perform(job, () => {}, loadOracle);
      said = words.includes("--json") ? String(stdout) : stderr;
      return status;
    });
  } finally {
    write.mockRestore();
  }
  return said;
}

/** Each once. */
function codesIn(output: string): readonly string[] {
  const found = output.matchAll(/^(?:error|warning|note)\[([a-z0-9-]+)\]|"code":"([a-z0-9-]+)"/gm);
  return [...new Set(Array.from(found, ([, shown, printed]) => shown ?? printed ?? ""))];
}
