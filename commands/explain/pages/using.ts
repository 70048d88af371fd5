/** Pages for weights files and their claims, for files, and for the command line. */
import { lines, type Exempt, type Page } from "../page.ts";

const header = '#: vocabulary "abc"\n#: max-length 4\n';
const program = `${header}x = indices;`;
const model = "model.json";
const compiled = ["compile", "program.rasp", "-o", model];
const system = "it takes a file system that refuses";

export const using = {
  "bad-model": {
    meaning: "A file is no weights file, or was changed or damaged. The message says where.",
    fails: { files: { "model.json": "{}\n" }, commands: [["verify", model]] },
    repaired: { files: { "program.rasp": program }, commands: [compiled, ["verify", model]] },
  },
  "partial-model": {
    meaning: "The model was compiled with `--partial`: on inputs without a value its answers mean nothing.",
    fails: {
      files: { "program.rasp": `${header}x = 1 / indices;\n` },
      commands: [
        [...compiled, "--partial"],
        ["run", model, "--input", "abc"],
      ],
    },
    repaired: {
      files: { "program.rasp": `${header}x = 1 / (indices + 1);\n` },
      commands: [compiled, ["run", model, "--input", "abc"]],
    },
  },
  "not-certified": {
    meaning: "The model was written with `--uncertified`, or is exact only under assumptions.",
    because: "what cannot be certified is large, and takes long to write",
  },
  "not-verified": {
    meaning:
      "The independent checker found no proof of the weights. It knows less than there is to know: the inputs that were tried agree.",
    because: "none is known; what is found is repaired",
  },
  "not-proved": lines("A weights file claims something that the checker does not find proved.", program, {
    before: [compiled],
    fails: ["verify", model, "--against", "length.rasp"],
    repaired: ["verify", model, "--against", "program.rasp"],
  }),
  overstated: {
    meaning: "A weights file claims a greater margin than the checker finds.",
    because: "it takes a weights file that was changed by hand",
  },
  refuted: {
    meaning:
      "The compiled weights are wrong on an input: a mistake in rasp-compiler, which is not let through.",
    because: "none is known; what is found is repaired",
  },
  empty: {
    meaning: "A model takes at least one token.",
    because: "the command says `empty-input` before",
  },
  "too-long": lines("A model takes inputs up to the length that it was compiled for.", program, {
    fails: ["run", "program.rasp", "--input", "abcabc"],
    repaired: ["run", "program.rasp", "--input", "abc"],
  }),
  "unknown-token": lines("A model takes the tokens of its vocabulary.", program, {
    fails: ["run", "program.rasp", "--input", "xyz"],
    repaired: ["run", "program.rasp", "--input", "abc"],
  }),
  "no-file": lines("There is no such file, here or among the bundled programs.", program, {
    fails: ["check", "programm.rasp"],
    repaired: ["check", "program.rasp"],
  }),
  "no-directory": lines("Files are written where there is a directory.", program, {
    fails: ["compile", "program.rasp", "-o", "nowhere/model.json"],
    repaired: compiled,
  }),
  "is-a-directory": lines("A directory is named in a file's place.", program, {
    fails: ["compile", "program.rasp", "-o", "."],
    repaired: compiled,
  }),
  "not-a-directory": lines("A file is named in a directory's place.", program, {
    fails: ["generate", "--compile", "program.rasp"],
    repaired: ["generate"],
  }),
  "no-permission": { meaning: "The file may not be read or written.", because: system },
  "cannot-read": { meaning: "The system says why it cannot read a file.", because: system },
  "cannot-write": { meaning: "The system says why it cannot write a file.", because: system },
  "binary-file": { meaning: "Programs and weights files are text.", because: "a page shows text alone" },
  "not-utf-8": { meaning: "Texts are in UTF-8.", because: "a page shows UTF-8 alone" },
  usage: lines("A command line that does not say what to do.", program, {
    fails: ["check", "program.rasp", "--max-length", "many", "--json"],
    repaired: ["check", "program.rasp", "--max-length", "8", "--json"],
  }),
  "unknown-code": lines("`rasp explain` knows the codes that messages show in brackets.", program, {
    fails: ["explain", "unknown-nam"],
    repaired: ["explain", "unknown-name"],
  }),
  "not-a-program": lines("A weights file is named in a program's place.", program, {
    before: [compiled],
    fails: ["check", model],
    repaired: ["verify", model],
  }),
  "no-destination": lines("A weights file needs a name.", program, {
    fails: ["compile", "program.rasp", "-o", ""],
    repaired: compiled,
  }),
  "two-documents": lines("Standard output is for one document.", program, {
    fails: ["compile", "program.rasp", "-o", "-", "--json"],
    repaired: [...compiled, "--json"],
  }),
  "overwrites-program": lines("The weights would be written over the program.", program, {
    fails: ["compile", "program.rasp", "-o", "program.rasp"],
    repaired: compiled,
  }),
  "internal-error": {
    meaning: "A mistake in rasp-compiler, or too little memory. Please report the former.",
    because: "none is known; what is found is repaired",
  },
} as const satisfies Readonly<Record<string, Page | Exempt>>;
