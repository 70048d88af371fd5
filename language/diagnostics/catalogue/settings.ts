/** Messages about what pragmas and flags ask for: outputs, inputs, vocabulary, length. */
import { cases, type Entry } from "../entry.ts";

/** Atoms are given as they are displayed. */
export const settings = {
  "no-output": {
    kind: "value",
    says: () => ({
      message: "the program sets no s-op, so there is nothing to compute",
      help: "give an s-op a name, as in `result = length - indices - 1;`",
    }),
  },
  "unknown-output": {
    kind: "undefined-variable",
    withoutPlace: "usage",
    says: cases({
      program: (output: { name: string; similar: string | undefined; others: readonly string[] }) => ({
        message: `the program sets no name \`${output.name}\``,
        help:
          output.similar === undefined ? programsSOps(output.others) : `did you mean \`${output.similar}\`?`,
      }),
      model: ({ name, outputs }: { name: string; outputs: readonly string[] | null }) => ({
        message: `the model has no output \`${name}\``,
        help:
          outputs === null ? undefined : `its outputs are ${outputs.map((each) => `\`${each}\``).join(", ")}`,
      }),
    }),
  },
  "output-not-s-op": {
    kind: "type",
    withoutPlace: "usage",
    says: ({ name, value, others }: { name: string; value: string; others: readonly string[] }) => ({
      message: `\`${name}\` is ${value}, and only an s-op can be an output`,
      help: programsSOps(others),
    }),
  },
  "bad-token": {
    kind: "input",
    says: (token: { element: string; origin: string; type: string; sample: string }) => ({
      message: `${token.element} in ${token.origin} does not stand for one of the vocabulary's ${token.type}s`,
      help: `the vocabulary holds ${token.sample}; a JSON array says exactly which element is meant`,
    }),
  },
  "bad-json": {
    kind: "input",
    says: (text: {
      flag: "--input" | "--vocab";
      problem: string;
      place: string;
      help: string | undefined;
    }) => ({
      kind: text.flag === "--vocab" ? "usage" : "input",
      message: `${text.flag} begins with \`[\` but is not a JSON array: ${text.problem}, ${text.place}`,
      help: text.help ?? 'write it as in `["a", "b"]`; text without `[` stands for its characters',
    }),
  },
  "empty-vocabulary": {
    kind: "value",
    withoutPlace: "usage",
    says: () => ({
      message: "the vocabulary is empty",
      help: 'list at least one token, as in `"abc"` or `[1, 2, 3]`',
    }),
  },
  "mixed-vocabulary": {
    kind: "value",
    withoutPlace: "usage",
    says: ({ types, tokens }: { types: readonly [string, string]; tokens: readonly [string, string] }) => ({
      message: `the vocabulary mixes ${types[0]}s and ${types[1]}s: ${tokens[0]} and ${tokens[1]}`,
      help: 'write all its elements in one type: `[1, 2]`, `[1.0, 2.0]` or `["1", "2"]`',
    }),
  },
  "duplicate-token": {
    kind: "value",
    withoutPlace: "usage",
    says: ({ token }: { token: string }) => ({
      message: `${token} is in the vocabulary twice`,
      help: "list each token once",
    }),
  },
  "missing-vocabulary": {
    kind: "usage",
    says: () => ({
      message: "a model needs a vocabulary: the tokens that its inputs are made of",
      help: 'add a line `#: vocabulary "abc"` to the file, or give `--vocab abc`',
    }),
  },
  "missing-max-length": {
    kind: "usage",
    says: () => ({
      message: "a model needs a maximum length: the longest input that it takes",
      help: "add a line `#: max-length 16` to the file, or give `--max-length 16`",
    }),
  },
  "bad-max-length": {
    kind: "usage",
    says: ({ length }: { length: number }) => ({
      message: `the maximum length must be a whole number of at least 1, not ${String(length)}`,
      help: "try `--max-length 16`",
    }),
  },
  "max-length-too-large": {
    kind: "too-large",
    says: ({ length, most }: { length: number; most: number }) => ({
      message: `a maximum length of ${length.toLocaleString("en-US")} is more than a model can have: \`indices\` takes ${length.toLocaleString("en-US")} values, the most is ${most.toLocaleString("en-US")}`,
      help: `give \`--max-length ${String(most)}\` or less`,
    }),
  },
} as const satisfies Readonly<Record<string, Entry>>;

/** The last few of a program's s-ops. */
function programsSOps(names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  return `the program's s-ops are ${names.map((name) => `\`${name}\``).join(", ")}`;
}
