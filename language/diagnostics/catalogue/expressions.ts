/** Messages about expressions: what is missing in one, or does not belong there. */
import { cases, type Entry } from "../entry.ts";

/** `here` and `before` are tokens as messages show them, in backticks, or the end of the text in words. */
export const expressions = {
  "missing-value": {
    kind: "syntax",
    says: cases({
      first: () => ({ message: "expected a value" }),
      after: ({ before }: { before: string }) => ({
        message: `expected a value after ${before}`,
        label: "a value is missing here",
      }),
      between: ({ before, here }: { before: string; here: string }) => ({
        message: `expected a value between ${before} and ${here}`,
      }),
      before: ({ here }: { here: string }) => ({
        message: `expected a value before ${here}`,
        label: "a value must come first",
      }),
    }),
  },
  "missing-comma": {
    kind: "syntax",
    says: ({ closer, here }: { closer: string; here: string }) => ({
      message: `expected \`,\` or \`${closer}\` before ${here}`,
    }),
  },
  "trailing-comma": {
    kind: "syntax",
    says: cases({
      value: () => ({ message: "nothing follows this comma", help: "leave out the last `,`" }),
      name: () => ({ message: "expected a name after this comma" }),
    }),
  },
  "unclosed-bracket": {
    kind: "syntax",
    says: ({ closer, here }: { closer: string; here: string }) => ({
      message: `expected \`${closer}\` before ${here}`,
    }),
  },
  "unmatched-bracket": {
    kind: "syntax",
    says: ({ here, help }: { here: string; help: "leave it out, or open it before" | "leave it out" }) => ({
      message: `${here} closes nothing`,
      help,
    }),
  },
  "expression-list": {
    kind: "syntax",
    says: cases({
      brackets: () => ({
        message: "several values need square brackets",
        help: "lists are written `[a, b]`",
      }),
      statement: ({ items }: { items: string | undefined }) => ({
        message: "several values need brackets or a name",
        help: items === undefined ? undefined : `\`[${items}];\``,
      }),
    }),
  },
  "keyword-argument": {
    kind: "syntax",
    says: ({ name }: { name: string }) => ({
      message: "arguments are given by position, not by name",
      help: `leave out \`${name} =\`, or write \`==\` to compare`,
    }),
  },
  "assignment-in-expression": {
    kind: "syntax",
    says: () => ({ message: "`=` sets a name; it is not a comparison", help: "write `==`" }),
  },
  slice: {
    kind: "syntax",
    says: () => ({
      message: "a list or s-op is indexed by one value; there are no slices",
      help: "`[list[i] for i in range(start, end)]` takes a part of a list",
    }),
  },
  comprehension: {
    kind: "syntax",
    says: cases({
      nested: () => ({
        message: "a comprehension has only one `for`",
        help: "put one comprehension inside the other",
      }),
      brackets: () => ({
        message: "a comprehension stands in `[` and `]`",
        help: "write `[value for name in list]`",
      }),
      filter: () => ({
        message: "a comprehension cannot leave out items by `if`",
        help: "the value before `for` may be a choice: `[a if c else b for x in list]`",
      }),
    }),
  },
  "missing-else": {
    kind: "syntax",
    says: () => ({
      message: "a choice needs an `else`",
      label: "expected `else` before this",
      help: "a choice is written `a if condition else b`",
    }),
  },
  "missing-colon": {
    kind: "syntax",
    says: () => ({
      message: "a dict's key needs `:` and a value",
      help: "a dict is written `{key: value}`, a list `[a, b]`",
    }),
  },
  "missing-parenthesis": {
    kind: "syntax",
    says: cases({
      word: ({ word }: { word: string }) => ({
        message: `\`${word}\` needs \`(\` behind it`,
        help: `\`${word}\` is a word of the language, not a value`,
      }),
      function: ({ before }: { before: string }) => ({
        message: `expected \`(\` after ${before}`,
        help: "a function is written `def name(parameter) { return value; }`",
      }),
    }),
  },
  "builtin-arguments": {
    kind: "syntax",
    says: ({ word, count, form }: { word: string; count: "few" | "many"; form: string | undefined }) => ({
      message: `\`${word}\` has too ${count} arguments`,
      help: form === undefined ? undefined : `it is written \`${form}\``,
    }),
  },
  "select-comparison": {
    kind: "syntax",
    says: ({ isEquals }: { isEquals: boolean }) =>
      isEquals
        ? { message: "`=` is not a comparison", help: "write `==`" }
        : {
            message: "`select` needs a comparison here",
            help: "the third argument is one of `==`, `!=`, `<`, `<=`, `>`, `>=`",
          },
  },
  "not-equal": {
    kind: "syntax",
    says: ({ left, right }: { left: string; right: string }) => ({
      message: "`!=` is known only as the third argument of `select`",
      help: `\`not (${left} == ${right})\``,
    }),
  },
  nesting: {
    kind: "limit",
    says: cases({
      expression: ({ brackets, operators }: { brackets: number; operators: number }) => ({
        message: `this expression is nested more than ${brackets} brackets or ${operators} operators deep`,
        help: "give the inner parts names of their own",
      }),
      literal: () => ({ message: "this literal is nested too deep" }),
      block: ({ most }: { most: number }) => ({ message: `this block is nested more than ${most} deep` }),
    }),
  },
  "unexpected-token": {
    kind: "syntax",
    says: cases({
      value: ({ here }: { here: string }) => ({
        message: `${here} cannot stand here`,
        label: "a value is expected",
      }),
      other: ({ here, help }: { here: string; help?: "a pragma takes no `;`" }) => ({
        message: `${here} cannot stand here`,
        help,
      }),
      else: () => ({ message: "`else` without `if`", help: "a choice is written `a if condition else b`" }),
      expected: ({ sign, here }: { sign: string; here: string | null }) => ({
        message: here === null ? `expected ${sign}` : `expected ${sign} before ${here}`,
      }),
    }),
  },
} as const satisfies Readonly<Record<string, Entry>>;
