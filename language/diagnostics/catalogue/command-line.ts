/** Messages about wrong use of the command, and about mistakes of its own. */
import { cases, type Entry } from "../entry.ts";

export const commandLine = {
  usage: {
    kind: "usage",
    says: ({ complaint, suggestion }: { complaint: string; suggestion: string | undefined }) => ({
      message: complaint,
      help: suggestion,
    }),
  },
  "unknown-code": {
    kind: "usage",
    says: ({ code, similar }: { code: string; similar: string | undefined }) => ({
      message: `no message has the code \`${code}\``,
      help: similar === undefined ? "`rasp explain` lists them" : `did you mean \`${similar}\`?`,
    }),
  },
  "not-a-program": {
    kind: "usage",
    says: ({ name, help }: { name: string; help: string }) => ({
      message: `${name} is a weights file, not a program`,
      help,
    }),
  },
  "no-destination": {
    kind: "usage",
    says: ({ isEmpty }: { isEmpty: boolean }) => ({
      message: isEmpty
        ? "`-o` names no file"
        : "a program from standard input has no name to call the model by",
      help: "say where with `-o model.weights.json`",
    }),
  },
  "two-documents": {
    kind: "usage",
    says: () => ({
      message: "`-o -` and `--json` would both write to standard output",
      help: "give `-o` a path",
    }),
  },
  "overwrites-program": {
    kind: "usage",
    says: ({ destination }: { destination: string }) => ({
      message: `${destination} is the program itself`,
      help: "name another file with `-o`",
    }),
  },
  "internal-error": {
    kind: "internal",
    says: cases({
      mistake: ({ message }: { message: string }) => ({
        message,
        help: "this is a mistake in rasp-compiler: please report it with the program and the command",
      }),
      "out-of-memory": () => ({ message: "out of memory: the program is too large for this machine" }),
      ended: ({ reason }: { reason: string }) => ({ message: `the work ended early: ${reason}` }),
    }),
  },
} as const satisfies Readonly<Record<string, Entry>>;
