/** Messages of the tokeniser: what cannot be part of any program, and words of other languages. */
import { cases, type Entry } from "../entry.ts";

export const characters = {
  "unknown-character": {
    kind: "syntax",
    says: ({ shown, several, help }: { shown: string; several: boolean; help: string | undefined }) => ({
      message: several
        ? `the characters \`${shown}\` have no meaning here`
        : `the character \`${shown}\` has no meaning here`,
      help,
    }),
  },
  "unterminated-string": {
    kind: "syntax",
    says: ({ closed }: { closed: string }) => ({
      message: 'this string has no closing `"` on its line',
      label: "begins here",
      help: `\`${closed}\``,
    }),
  },
  "single-quotes": {
    kind: "syntax",
    says: ({ content }: { content: string }) => ({
      message: "strings are written in double quotes",
      help: content.includes('"') ? undefined : `\`"${content}"\``,
    }),
  },
  "number-format": {
    kind: "syntax",
    says: cases({
      exponent: ({ number, plain }: { number: string; plain: string | undefined }) => ({
        message: `${number} is not a number: exponents are not part of the language`,
        help: plain === undefined ? "write all digits" : `\`${plain}\``,
      }),
      digits: ({ number, repaired }: { number: string; repaired: string | undefined }) => ({
        message: `${number} is not a number`,
        help: repaired ?? "a number has at most one point",
      }),
    }),
  },
  "foreign-operator": {
    kind: "syntax",
    says: ({ operator, help }: { operator: string; help: string | undefined }) => ({
      message: `RASP has no operator ${operator}`,
      help,
    }),
  },
  "foreign-word": {
    kind: "syntax",
    says: ({ word, help }: { word: string; help: string }) => ({ message: `RASP has no \`${word}\``, help }),
  },
  "too-many-mistakes": {
    kind: "limit",
    says: ({ most }: { most: number }) => ({ message: `reading stops after ${most} mistakes` }),
  },
} as const satisfies Readonly<Record<string, Entry>>;
