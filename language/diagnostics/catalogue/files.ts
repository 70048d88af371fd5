/** Messages about files that cannot be read or written. Names and paths stand as the user gave them. */
import { cases, type Entry } from "../entry.ts";

export const files = {
  "no-file": {
    kind: "io",
    says: ({ name, nearest }: { name: string; nearest: string | undefined }) => ({
      message: `there is no file ${name}`,
      help: nearest === undefined ? undefined : `did you mean \`${nearest}\`?`,
    }),
  },
  "no-directory": {
    kind: "io",
    says: ({ directory, file }: { directory: string; file: string }) => ({
      message: `there is no directory ${directory} to write ${file} in`,
      help: "make it first, or name another place",
    }),
  },
  "is-a-directory": {
    kind: "io",
    says: cases({
      read: ({ name }: { name: string }) => ({ message: `${name} is a directory, not a file` }),
      written: ({ name }: { name: string }) => ({
        message: `${name} is a directory`,
        help: "name a file with `-o`",
      }),
    }),
  },
  "not-a-directory": {
    kind: "io",
    says: cases({
      "on-the-way": ({ directory, name }: { directory: string; name: string }) => ({
        message: `${directory} is not a directory, so there is no ${name}`,
      }),
      folder: ({ folder }: { folder: string }) => ({ message: `${folder} is a file, not a directory` }),
    }),
  },
  "no-permission": {
    kind: "io",
    says: ({ name, verb }: { name: string; verb: "read" | "write" }) => ({
      message: `no permission to ${verb} ${name}`,
      help: verb === "write" ? "name another place, or change the permissions" : "change its permissions",
    }),
  },
  "cannot-read": {
    kind: "io",
    says: ({ name, reason }: { name: string; reason: string }) => ({
      message: `cannot read ${name}: ${reason}`,
    }),
  },
  "cannot-write": {
    kind: "io",
    says: ({ name, reason, isStream }: { name: string; reason: string; isStream?: true }) => ({
      message: `cannot write ${isStream === true ? "to " : ""}${name}: ${reason}`,
    }),
  },
  "binary-file": {
    kind: "io",
    says: ({ name }: { name: string }) => ({ message: `${name} is a binary file, not text` }),
  },
  "not-utf-8": {
    kind: "io",
    says: ({ name }: { name: string }) => ({
      message: `${name} is not valid UTF-8`,
      help: "save it in UTF-8",
    }),
  },
} as const satisfies Readonly<Record<string, Entry>>;
