/** Pages for what is asked for, what a program is on its inputs, and what cannot be compiled. */
import { lines, programs, type Exempt, type Page } from "../page.ts";

const header = '#: vocabulary "abc"\n#: max-length 4\n';
const compile = ["compile", "program.rasp"];
const tested = ["test", "program.rasp"];
const halves = "#: expect x = [1.0, 0.5, 0.25, 0.125, 0.0625]\n";
const sum = '#: vocabulary "01"\n#: max-length 3\n';

export const compiling = {
  "no-output": programs(
    "A model computes s-ops, and the program sets none.",
    `${header}def next(a) { return a + 1; }`,
    `${header}def next(a) { return a + 1; }\nx = next(indices);`,
    compile,
  ),
  "unknown-output": programs(
    "An output is asked for that the program, or the model, does not have.",
    "#: output last\nx = indices;",
    "#: output x\nx = indices;",
  ),
  "output-not-s-op": programs(
    "Outputs have a value at every position: they are s-ops.",
    "#: output x\nx = 3;",
    "#: output x\nx = 3 + 0 * indices;",
  ),
  "bad-token": programs(
    "A character of an input stands for no element of the vocabulary's type.",
    '#: vocabulary [1, 2]\n#: example "a1"\nx = tokens;',
    '#: vocabulary [1, 2]\n#: example "21"\nx = tokens;',
  ),
  "bad-json": lines("Text that begins with `[` is a JSON array.", "x = tokens;", {
    fails: ["interpret", "program.rasp", "--input", "[a,b]"],
    repaired: ["interpret", "program.rasp", "--input", '["a","b"]'],
  }),
  "empty-vocabulary": lines("A vocabulary has at least one token.", "x = tokens;", {
    fails: ["check", "program.rasp", "--vocab", "[]"],
    repaired: ["check", "program.rasp", "--vocab", "abc"],
  }),
  "mixed-vocabulary": programs(
    "The elements of a vocabulary are of one type.",
    '#: vocabulary [1, "a"]\nx = tokens;',
    '#: vocabulary ["1", "a"]\nx = tokens;',
  ),
  "duplicate-token": programs(
    "A vocabulary holds each token once; 1 and 1.0 are equal.",
    '#: vocabulary "aba"\nx = tokens;',
    '#: vocabulary "ab"\nx = tokens;',
  ),
  "missing-vocabulary": programs(
    "A model is made for one vocabulary, and none is given.",
    "#: max-length 4\nx = indices;",
    `${header}x = indices;`,
    compile,
  ),
  "missing-max-length": programs(
    "A model is made for inputs up to one length, and none is given.",
    '#: vocabulary "abc"\nx = indices;',
    `${header}x = indices;`,
    compile,
  ),
  "bad-max-length": {
    meaning: "A maximum length is a whole number of at least 1.",
    because: "the command line says `usage` before; only a caller of the library sees it",
  },
  "max-length-too-large": programs(
    "Models for longer inputs do not fit in memory.",
    '#: vocabulary "abc"\n#: max-length 100000\nx = indices;',
    `${header}x = indices;`,
    compile,
  ),
  "failing-input": programs(
    "There is an input, shown as small as it was found, on which a name has no value.",
    `${header}x = 1 / indices;`,
    `${header}x = 1 / (indices + 1);`,
  ),
  "type-failure": programs(
    "On this input, an operation meets values of types that it does not take.",
    "#: expect x = [1, 2, 3, 4, 5]\nx = tokens + 1;",
    "#: expect x = [1, 2, 3, 4, 5]\nx = indices + 1;",
    tested,
  ),
  "value-failure": programs(
    "On this input, an operation meets a value that it does not take.",
    "#: expect x = [0, 1, 2, 3, 4]\nx = tokens_int;",
    "#: expect x = [0, 1, 2, 3, 4]\nx = indices;",
    tested,
  ),
  "zero-division-failure": programs(
    "On this input, something is divided by zero.",
    `${halves}x = 1 / indices;`,
    `${halves}x = 1 / 2 ^ indices;`,
    tested,
  ),
  "overflow-failure": programs(
    "On this input, a number is too large.",
    "#: expect x = [1, 2, 4, 8, 16]\nx = 2 ^ (indices * 400);",
    "#: expect x = [1, 2, 4, 8, 16]\nx = 2 ^ indices;",
    tested,
  ),
  "limit-failure": programs(
    "On this input, a string is too long.",
    '#: expect x = ["h"]\nx = tokens;\nfor i in range(40) { x = x + x; }',
    '#: expect x = ["hh", "ee", "ll", "ll", "oo"]\nx = tokens;\nfor i in range(1) { x = x + x; }',
    tested,
  ),
  "unproved-assumption": {
    meaning:
      "The model is exact if something never happens that could not be proved never to happen, and that no input was found to do.",
    because: "what the compiler cannot prove changes as it learns more",
  },
  "causal-length": programs(
    "In a causal program each position sees itself and what is before it, so that `length` is that of the prefix.",
    "#: causal\nx = length;",
    "#: causal\nx = indices + 1;",
  ),
  "selection-not-shown": {
    meaning: "A selector on a long input has more pairs than anyone reads.",
    because: "it takes an input of more than 1,024 elements",
  },
  "expectation-failed": programs(
    "A name is not what an `#: expect` line says.",
    "#: expect x = [1, 2, 3, 4, 5]\nx = indices;",
    "#: expect x = [0, 1, 2, 3, 4]\nx = indices;",
    tested,
  ),
  "too-large": programs(
    "A model would need more weights, values or work than there may be. The message says of what, and how many.",
    '#: vocabulary "ab"\n#: max-length 6000\nx = aggregate(select(indices, length - 1 - indices, ==), tokens);',
    '#: vocabulary "ab"\n#: max-length 60\nx = aggregate(select(indices, length - 1 - indices, ==), tokens);',
    compile,
  ),
  uncompilable: programs(
    "A program that no weights can compute.",
    `${sum}x = tokens_float * 10.0 ^ 300 * 10.0 ^ 300 * (1 + indices);`,
    `${sum}x = tokens_float * 10.0 ^ 3 * (1 + indices);`,
    compile,
  ),
  uncertified: programs(
    "A model could be made, but is not proved to be exact in this precision.",
    '#: vocabulary "ab"\n#: max-length 4000\nx = aggregate(select(tokens, tokens, ==), indices);',
    '#: vocabulary "ab"\n#: max-length 40\nx = aggregate(select(tokens, tokens, ==), indices);',
    compile,
  ),
} as const satisfies Readonly<Record<string, Page | Exempt>>;
