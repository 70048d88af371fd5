/** What is put to two commits: programs with options, broken texts, command lines. Plain data. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Options } from "../../commands/index.ts";
import { generateProgram } from "../../programs/random/generate.ts";
import { createRandom } from "../../language/random.ts";
import { programsIn, type NamedText } from "../../scripts/subjects/bundled.ts";
import { mutateProgram } from "../programs/mutate.ts";
import { mutateText } from "../texts/mutate.ts";
import { sessions, type Session } from "./sessions.ts";

export interface ProgramSubject {
  readonly name: string;
  readonly text: string;
  readonly options: Options;
  /** So many single weights of its model are changed, and the checker asked about each. */
  readonly changes: number;
}

export interface Subjects {
  /** Compiled and verified. */
  readonly programs: readonly ProgramSubject[];
  /** Checked and compiled for their diagnostics. */
  readonly broken: readonly NamedText[];
  readonly sessions: readonly Session[];
}

/** Weights changed in each bundled program's model. */
const CHANGES = 6;
const TEXTS = 3_000;

export function chooseSubjects(root: string, random: number): Subjects {
  const bundled = programsIn(join(root, "programs"));
  const settings: readonly Options[] = [{}, { causal: true }, { layout: "packed" }];
  const programs = bundled.flatMap(({ name, text }) =>
    settings.map((options, i): ProgramSubject => ({
      name: `${name} ${JSON.stringify(options)}`,
      text,
      options,
      changes: i === 0 ? CHANGES : 0,
    })),
  );
  for (let seed = 1; seed <= random; seed++) programs.push(randomProgram(seed));
  return { programs, broken: [...brokenTexts(root, bundled)], sessions };
}

/** Layout, direction and precision change with the seed; one in four is changed so that it may be ill-typed or fail. */
function randomProgram(seed: number): ProgramSubject {
  const { text } = generateProgram(seed, 1 + (seed % 6));
  const options: Options = {
    ...(seed % 4 === 3 ? { layout: "packed" } : {}),
    ...(seed % 5 === 3 ? { causal: true } : {}),
    ...(seed % 7 === 6 ? { precision: "float64" } : {}),
    ...(seed % 11 === 7 ? { explain: true } : {}),
  };
  const changed = seed % 4 === 0 ? mutateProgram(text, createRandom(seed)) : text;
  return { name: `random ${String(seed)} ${JSON.stringify(options)}`, text: changed, options, changes: 0 };
}

function* brokenTexts(root: string, bundled: readonly NamedText[]): Generator<NamedText> {
  yield* programsIn(join(root, "test/syntax/golden"));
  const cases: readonly { readonly id: string; readonly source: string }[] = JSON.parse(
    readFileSync(join(root, "test/conformance/cases.json"), "utf8"),
  );
  for (const { id, source } of cases) yield { name: `case ${id}`, text: source };
  for (let seed = 1; seed <= TEXTS; seed++) {
    const random = createRandom(seed);
    const text = random.pick(bundled).text;
    yield { name: `changed ${String(seed)}`, text: mutateText(text, random.pick(bundled).text, random) };
  }
}
