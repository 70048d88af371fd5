/** Messages about statements, blocks and console commands as they are written. */
import { cases, type Entry } from "../entry.ts";

/** `here` and `before` are tokens as messages show them, in backticks, or the end of the text in words. */
export const statements = {
  "missing-semicolon": {
    kind: "syntax",
    says: ({ here }: { here: string }) => ({
      message: `expected \`;\` before ${here}`,
      label: "the statement ends here",
      help: "write `;` after every statement",
    }),
  },
  "stray-semicolon": {
    kind: "syntax",
    says: ({ afterBlock }: { afterBlock: boolean }) => ({
      message: afterBlock ? "no `;` belongs after `}`" : "there is no statement before this `;`",
      help: "leave it out",
    }),
  },
  "missing-name": {
    kind: "syntax",
    says: cases({
      first: () => ({ message: "expected a name" }),
      after: ({ before }: { before: string }) => ({ message: `expected a name after ${before}` }),
      before: ({ here }: { here: string }) => ({ message: `expected a name before ${here}` }),
    }),
  },
  "reserved-word-as-name": {
    kind: "syntax",
    says: ({ word }: { word: string }) => ({
      kind: ["range", "zip", "len"].includes(word) ? "reserved-name" : "syntax",
      message: `\`${word}\` is a word of the language and cannot be a name`,
      help: `choose another name, as \`${word}_\``,
    }),
  },
  "not-assignable": {
    kind: "syntax",
    says: () => ({
      message: "only names can be set",
      label: "this is not a name",
      help: "to compare, write `==`",
    }),
  },
  "chained-assignment": {
    kind: "syntax",
    says: () => ({
      message: "a statement has only one `=`",
      help: "write two statements, or `==` to compare",
    }),
  },
  "compound-assignment": {
    kind: "syntax",
    says: ({ sign, written }: { sign: string; written: string | undefined }) => ({
      message: `RASP has no \`${sign}\``,
      help: written === undefined ? undefined : `\`${written}\``,
    }),
  },
  "if-statement": {
    kind: "syntax",
    says: () => ({
      message: "there is no `if` statement",
      help: "choose between values: `x = a if condition else b;`",
    }),
  },
  "load-path": {
    kind: "syntax",
    says: ({ name }: { name: string }) => ({
      message: "`load` needs the file's name in double quotes",
      help: `\`load "${name}";\``,
    }),
  },
  "missing-in": {
    kind: "syntax",
    says: ({ before }: { before: string }) => ({
      message: `expected \`in\` after ${before}`,
      help: "a loop is written `for name in list { … }`",
    }),
  },
  "missing-brace": {
    kind: "syntax",
    says: ({ here }: { here: string }) => ({
      message: `expected \`{\` before ${here}`,
      help: "a body stands in `{` and `}`",
    }),
  },
  "unknown-block": {
    kind: "syntax",
    says: () => ({
      message: "no block can begin here",
      help: "blocks belong to `def name(parameter) { … }` and `for name in list { … }`",
    }),
  },
  "default-parameter": {
    kind: "syntax",
    says: ({ parameter }: { parameter: string }) => ({
      message: "parameters have no default values",
      help: `leave out everything after \`${parameter}\``,
    }),
  },
  "missing-return": {
    kind: "syntax",
    says: ({ name }: { name: string | undefined }) => ({
      message: `${name === undefined ? "this function" : `\`${name}\``} returns nothing`,
      label: "expected `return` before this",
      help: "end the function with `return value;`",
    }),
  },
  "misplaced-return": {
    kind: "syntax",
    says: () => ({
      message: "`return` stands outside of a function",
      help: "only the last statement of a `def` can be a `return`",
    }),
  },
  "statement-after-return": {
    kind: "syntax",
    says: () => ({
      message: "nothing may follow `return`",
      label: "this can never run",
      help: "make `return` the function's last statement",
    }),
  },
  "empty-loop": {
    kind: "syntax",
    says: () => ({ message: "a loop needs a statement in its body", label: "expected before this" }),
  },
  "misplaced-command": {
    kind: "syntax",
    says: () => ({ message: "console commands stand outside of functions and loops" }),
  },
  "command-semicolon": {
    kind: "syntax",
    says: () => ({ message: "a console command takes no `;`", help: "leave it out" }),
  },
} as const satisfies Readonly<Record<string, Entry>>;
