/**
 * Puts subjects to what was built in one tree, through what every commit has:
 * the library dist/index.js and the command dist/cli.js.
 * `node observe.js TREE SUBJECTS ANSWERS`.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type * as Library from "../../commands/index.ts";
import { createRandom } from "../../programs/random/random.ts";
import { sha256Of } from "../../runtime/file/hash.ts";
import { loadModel } from "../../runtime/file/load.ts";
import { seal } from "../../runtime/file/serialise.ts";
import { applyChange, chooseChange } from "../fault.ts";
import type { Session } from "./sessions.ts";
import type { ProgramSubject, Subjects } from "./subjects.ts";

const [tree = "", subjectsFile = "", answersFile = ""] = process.argv.slice(2);
const library: typeof Library = await import(pathToFileURL(join(tree, "dist/index.js")).href);
const subjects: Subjects = JSON.parse(readFileSync(subjectsFile, "utf8"));

const answers: (readonly [string, string])[] = [
  ...subjects.programs.flatMap(observeProgram),
  ...subjects.broken.map(observeBroken),
  ...subjects.sessions.flatMap(observeSession),
];
writeFileSync(answersFile, JSON.stringify(answers));

type Answer = readonly [name: string, answer: string];

/** The model's bytes, what is said of it, and the checker's verdicts. */
function observeProgram({ name, text, options, changes }: ProgramSubject): readonly Answer[] {
  const source = { name: "subject.rasp", text };
  const { compiled, diagnostics, report } = library.compile({ source, options });
  const answer: Answer[] = [
    [`said:${name}`, render(diagnostics)],
    [`report:${name}`, JSON.stringify({ ...report, milliseconds: 0 })],
  ];
  if (compiled === null) return answer;
  const file = { name: "subject.weights.json", text: compiled.text };
  answer.push([`weights:${name}`, sha256Of(compiled.text)], [`verdict:${name}`, verdictOf(file, source)]);
  // What is said of the weights may change on purpose where they do not.
  const { tensors }: { readonly tensors: unknown } = JSON.parse(compiled.text);
  answer.push([`tensors:${name}`, sha256Of(JSON.stringify(tensors))]);
  const loaded = loadModel(compiled.text);
  if (!("model" in loaded)) throw new Error(`the model of ${name} does not load`);
  const random = createRandom(sha256Of(name).length + text.length);
  for (let i = 0; i < changes; i++) {
    const change = chooseChange(loaded.model, random);
    const changed = seal(applyChange(loaded.model, change)).text;
    const label = `${name} ${change.tensor}[${change.index.join(",")}] = ${String(change.after)}`;
    answer.push([`verdict:${label}`, verdictOf({ name: file.name, text: changed }, source)]);
  }
  return answer;
}

function verdictOf(file: Library.Source, source: Library.Source): string {
  const { report, diagnostics } = library.verify(file, { source });
  return `${JSON.stringify({ ...report, milliseconds: 0 })}\n${render(diagnostics)}`;
}

function observeBroken({ name, text }: Subjects["broken"][number]): Answer {
  const source = { name: "broken.rasp", text };
  const options: Library.Options = { vocabulary: "abc", maxLength: 3 };
  const checked = library.check([{ source }]);
  const compiled = library.compile({ source, options });
  return [`broken:${name}`, render(checked.diagnostics) + render(compiled.diagnostics)];
}

function render(diagnostics: readonly Library.Diagnostic[]): string {
  return diagnostics.map((diagnostic) => `${library.renderDiagnostic(diagnostic)}\n`).join("");
}

/** Command lines in an empty folder, and what they leave there. */
function observeSession({ name, files, lines }: Session): readonly Answer[] {
  const folder = mkdtempSync(join(tmpdir(), "rasp-session-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(folder, path, ".."), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return lines.map(({ words, input }, i): Answer => {
      const ran = spawnSync(process.execPath, [join(tree, "dist/cli.js"), ...words], {
        cwd: folder,
        input: input ?? "",
        encoding: "utf8",
        env: { ...process.env, NO_COLOR: "1", CI: "1" },
      });
      const left = readdirSync(folder, { recursive: true, encoding: "utf8" }).toSorted().join(" ");
      const shown = `${String(ran.status)}\n${ran.stdout}\n${ran.stderr}\n${left}`;
      return [`command:${name} ${String(i)}: ${words.join(" ")}`, withoutTimes(shown)];
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function withoutTimes(text: string): string {
  return text.replaceAll(/"milliseconds":[\d.]+/g, '"milliseconds":0').replaceAll(/\b[\d.,]+ m?s\b/g, "0 ms");
}
