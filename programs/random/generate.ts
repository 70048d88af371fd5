/** Random programs: well-typed RASP that reaches every construct and seldom fails. */
import type { Atom } from "../../language/atom.ts";
import { bool, float, int, string } from "../../language/atom.ts";
import { createRandom, type Random } from "../../language/random.ts";
import { addStatement, type Draft } from "./statements.ts";
import type { SOp, World } from "./values.ts";
import { isDull } from "./values.ts";

export interface GeneratedProgram {
  /** The program with its pragmas. */
  readonly text: string;
  readonly vocabulary: readonly Atom[];
  readonly maxLength: number;
  readonly causal: boolean;
  readonly outputs: readonly GeneratedOutput[];
  /** Inputs on which the generator knows the outputs' values. */
  readonly inputs: readonly (readonly Atom[])[];
}

interface GeneratedOutput {
  readonly name: string;
  /** Of each of the inputs, [inputs][n]. */
  readonly rows: readonly (readonly Atom[])[];
}

/**
 * The program of a seed, always the same. It has about `size` statements, and larger
 * expressions with a greater size. No output is the same at all positions of all sample
 * inputs, unless nothing else was found.
 */
export function generateProgram(seed: number, size: number): GeneratedProgram {
  const random = createRandom(Math.imul(seed, 0x01000193) ^ Math.imul(size, 0x85ebca6b));
  for (let attempt = 0; attempt < 20; attempt++) {
    const program = attemptProgram(random, size);
    if (program !== null) return program;
  }
  const vocabulary = [string("a"), string("b")];
  const inputs = [vocabulary];
  const text = '#: vocabulary "ab"\n#: max-length 2\n#: output x\nx = tokens;\n';
  return { text, vocabulary, maxLength: 2, causal: false, outputs: [{ name: "x", rows: inputs }], inputs };
}

function attemptProgram(random: Random, size: number): GeneratedProgram | null {
  const vocabulary = chooseVocabulary(random);
  const maxLength = random.weighted([
    [1, 1],
    [2, 2],
    [5, 3],
    [5, 4],
    [4, 5],
    [2, 6],
    [1, 7],
    [1, 8],
    [1, 10],
  ]);
  const causal = random.chance(0.2);
  const world: World = { inputs: sampleInputs(random, vocabulary, maxLength), causal };
  const effort = Math.max(1, Math.min(3, Math.ceil(size / 2)));
  const draft: Draft = { random, world, vocabulary, effort, lines: [], named: [] };
  for (let statement = 0; statement < size; statement++) {
    // The last statement is mostly the output.
    addStatement({ ...draft, effort: statement === size - 1 ? effort : 1 + random.below(effort) });
  }
  const candidates = draft.named.filter(
    (value): value is SOp => value.kind === "s-op" && /^\w+$/.test(value.text) && !isDull(value),
  );
  const last = candidates.at(-1);
  if (last === undefined) return null;
  const others = candidates.slice(0, -1).filter(() => random.chance(0.12));
  const outputs = [last, ...others].map(({ text, rows }) => ({ name: text, rows }));
  const pragmas = [
    `#: vocabulary ${vocabularyText(vocabulary)}`,
    `#: max-length ${String(maxLength)}`,
    ...(causal ? ["#: causal"] : []),
    `#: output ${outputs.map(({ name }) => name).join(", ")}`,
  ];
  const text = `${[...pragmas, ...draft.lines].join("\n")}\n`;
  return { text, vocabulary, maxLength, causal, outputs, inputs: world.inputs };
}

function chooseVocabulary(random: Random): readonly Atom[] {
  const members = random.weighted<readonly Atom[]>([
    [6, ["a", "b", "c", "d", "e"].map(string)],
    [2, ["0", "1", "2", "3"].map(string)],
    [1, ["(", ")", "{", "}"].map(string)],
    [1, ["ab", "a", "", "B"].map(string)],
    // In the order of their code points, which is not that of their UTF-16 units.
    [1, ["z", "é", "ﬀ", "😀"].map(string)],
    [5, [0, 1, 2, 3, 4].map(int)],
    [2, [-2, 1, 0, 3, -1].map(int)],
    [1, [7, 3, 10, -5].map(int)],
    [2, [0.5, 1.5, -0.25, 2].map(float)],
    [1, [0.1, 0.2, 0.3].map(float)],
    [1, [bool(false), bool(true)]],
  ]);
  const size = random.weighted([
    [1, 1],
    [5, 2],
    [6, 3],
    [3, 4],
    [1, 5],
  ]);
  if (random.chance(0.04)) return Array.from("abcdefghijklmnop", string);
  return members.slice(0, size);
}

/** As a pragma writes it; floats keep their point, so that they stay floats. */
function vocabularyText(vocabulary: readonly Atom[]): string {
  const isText = vocabulary.every(({ type, value }) => type === "string" && Array.from(value).length === 1);
  if (isText) return `"${vocabulary.map(({ value }) => String(value)).join("")}"`;
  const items = vocabulary.map(({ type, value }) =>
    type === "float" && Number.isInteger(value) ? `${String(value)}.0` : JSON.stringify(value),
  );
  return `[${items.join(", ")}]`;
}

/** The shortest and longest, constant ones, and random ones. */
function sampleInputs(
  random: Random,
  vocabulary: readonly Atom[],
  maxLength: number,
): readonly (readonly Atom[])[] {
  const inputs: (readonly Atom[])[] = vocabulary.slice(0, 3).map((atom) => [atom]);
  for (const atom of vocabulary.slice(0, 2)) inputs.push(Array.from({ length: maxLength }, () => atom));
  for (let round = 0; round < 7; round++) {
    const length = round % 2 === 0 ? maxLength : 1 + random.below(maxLength);
    inputs.push(Array.from({ length }, () => random.pick(vocabulary)));
  }
  return inputs;
}
