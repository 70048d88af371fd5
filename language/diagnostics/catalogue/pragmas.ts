/** Messages about `#:` lines. */
import { cases, type Entry } from "../entry.ts";

export const pragmas = {
  "unknown-pragma": {
    kind: "syntax",
    says: ({ key, meant, keys }: { key: string; meant: string | undefined; keys: readonly string[] }) => ({
      message: key === "" ? "`#:` begins a pragma, and there is none" : `there is no pragma \`${key}\``,
      help:
        meant === undefined
          ? `pragmas are ${keys.map((each) => `\`${each}\``).join(", ")}`
          : `did you mean \`#: ${meant}\`?`,
    }),
  },
  "repeated-pragma": {
    kind: "syntax",
    says: ({ key }: { key: string }) => ({
      message: `\`${key}\` is given twice`,
      help:
        key === "output" ? "several outputs stand in one line: `#: output a, b`" : "leave one of them out",
    }),
  },
  "pragma-place": {
    kind: "syntax",
    severity: "warning",
    says: () => ({
      message: "a pragma behind other text is only a comment",
      help: "give it a line of its own",
    }),
  },
  "pragma-value": {
    kind: "syntax",
    says: cases({
      "empty-vocabulary": ({ form }: { form: string }) => ({
        message: "a vocabulary needs an element",
        help: asIn(form),
      }),
      "no-sequence": ({ key, plain, form }: { key: string; plain: string | undefined; form: string }) => ({
        message: `\`${key}\` needs a quoted string or a JSON array`,
        help: plain === undefined ? asIn(form) : `\`#: ${key} "${plain}"\``,
      }),
      "text-behind": ({ form }: { form: string }) => ({
        message: "nothing may follow the string",
        help: asIn(form),
      }),
      elements: ({ problem, help }: { problem: string; help: string | undefined }) => ({
        message: problem,
        help,
      }),
      length: ({ form }: { form: string }) => ({
        message: "`max-length` needs a whole number from 1",
        help: asIn(form),
      }),
      causal: ({ form }: { form: string }) => ({ message: "`causal` takes no value", help: asIn(form) }),
      "no-name": ({ text, form }: { text: string; form: string }) => ({
        message: text === "" ? "expected the name of an s-op" : `\`${text}\` is not a name`,
        help: asIn(form),
      }),
      "named-twice": ({ name, form }: { name: string; form: string }) => ({
        message: `\`${name}\` is named twice`,
        help: asIn(form),
      }),
      expectation: () => ({
        message: "an expectation is a name, `=` and a value",
        help: 'as in `#: expect name("abc") = [1, 2, 3]`',
      }),
    }),
  },
  "not-literal": {
    kind: "syntax",
    says: () => ({
      message: "an expectation is made of literals",
      label: "this is computed",
      help: "write numbers, strings, `True`, `False`, and lists or dicts of these",
    }),
  },
} as const satisfies Readonly<Record<string, Entry>>;

function asIn(form: string): string {
  return `as in \`${form}\``;
}
