/** Messages about values of a kind or type that does not fit. Values are given as they are described: "a list". */
import { plural } from "../../words.ts";
import { cases, type Entry } from "../entry.ts";

export const types = {
  "wrong-type": {
    kind: "type",
    says: cases({
      operation: ({ failure }: { failure: string }) => ({ message: failure }),
      "joined-selectors": ({ symbol, other }: { symbol: string; other: string }) => ({
        message: `\`${symbol}\` joins two selectors, or values that are not selectors, but here a selector meets ${other}`,
        help: "make a selector of the other side with `select(…, …, ==)`",
      }),
      "selector-operand": ({ symbol, left, right }: { symbol: string; left: string; right: string }) => ({
        message: `\`${symbol}\` does not work on selectors, but its operands are ${left} and ${right}`,
        help: "selectors join with `and`, `or` and `not`; `aggregate` and `selector_width` make s-ops of them",
      }),
      ordering: ({ symbol, left, right }: { symbol: string; left: string; right: string }) => ({
        message: `\`${symbol}\` needs two numbers or two strings, not ${left} and ${right}`,
      }),
      operands: (operation: { symbol: string; left: string; right: string; isSOpWithList: boolean }) => ({
        message: `\`${operation.symbol}\` does not work on ${operation.left} and ${operation.right}`,
        help: operation.isSOpWithList
          ? "an s-op works with s-ops and atoms; index the list first"
          : undefined,
      }),
      indicator: ({ value, isAtom }: { value: string; isAtom: boolean }) => ({
        message: `\`indicator\` needs an s-op, not ${value}`,
        help: isAtom ? "for an atom, write `1 if … else 0`" : undefined,
      }),
      operand: ({ symbol, value, isSelector }: { symbol: string; value: string; isSelector: boolean }) => ({
        message: `\`${symbol}\` needs a number or an s-op, not ${value}`,
        help: isSelector ? "the complement of a selector is `not`" : undefined,
      }),
      condition: ({ value }: { value: string }) => ({
        message: `the condition is ${value}, which is neither true nor false`,
        help: "`has_focus(…)` says for each position whether a selector selects anything",
      }),
      branch: ({ value }: { value: string }) => ({
        message: `where the condition is an s-op, both branches must be s-ops or atoms, but one is ${value}`,
      }),
      "s-op-in": ({ container }: { container: string }) => ({
        message: `an s-op can be \`in\` a list of atoms only, not in ${container}`,
      }),
      "other-in": ({ value }: { value: string }) => ({
        message: `only an s-op or an atom can be \`in\` something, not ${value}`,
      }),
      "atom-in": ({ container, isDict }: { container: string; isDict: boolean }) => ({
        message: `an atom can be \`in\` a list or an s-op, not in ${container}`,
        help: isDict ? "for its keys, write `[key for key in …]`" : undefined,
      }),
      range: ({ value }: { value: string }) => ({ message: `\`range\` takes ints, not ${value}` }),
      zip: ({ value }: { value: string }) => ({ message: `\`zip\` takes lists, not ${value}` }),
      len: ({ value, isSOp }: { value: string; isSOp: boolean }) => ({
        message: `\`len\` takes a list, not ${value}`,
        help: isSOp ? "the length of the input is the s-op `length`" : undefined,
      }),
      select: ({ role, value }: { role: "keys" | "queries"; value: string }) => ({
        message: `the ${role} of \`select\` must be an s-op or an atom, not ${value}`,
      }),
      "aggregate-selector": ({ value }: { value: string }) => ({
        message: `the first argument of \`aggregate\` must be a selector, not ${value}`,
        help: "make one with `select(keys, queries, ==)`",
      }),
      "aggregate-values": ({ value, isSelector }: { value: string; isSelector: boolean }) => ({
        message: `\`aggregate\` takes the values of an s-op or an atom, not of ${value}`,
        help: isSelector ? "the selector comes first: `aggregate(selector, values)`" : undefined,
      }),
      "aggregate-default": ({ value }: { value: string }) => ({
        message: `the default of \`aggregate\` must be an atom, not ${value}`,
        help: "for another value where nothing is selected, use a ternary on `has_focus(…)`",
      }),
      "selector-width": ({ value }: { value: string }) => ({
        message: `\`selector_width\` takes a selector, not ${value}`,
      }),
      "list-items": () => ({
        message: "a list that is indexed by an s-op must hold atoms only",
        help: "its elements become the values at the positions",
      }),
      "dict-items": ({ key, value }: { key: string; value: string }) => ({
        message: `a dict that is indexed by an s-op must hold atoms only, but ${key} holds ${value}`,
      }),
      index: ({ base, index }: { base: "a list" | "a string"; index: string }) => ({
        message: `${base} is indexed by an int or an s-op, not by ${index}`,
      }),
      "dict-index": ({ index }: { index: string }) => ({
        message: `a dict is indexed by an atom or an s-op, not by ${index}`,
      }),
      unpacking: ({ names, value }: { names: number; value: string }) => ({
        message: `${plural(names, "name")} need a list of ${plural(names, "item")}, not ${value}`,
      }),
      drawing: ({ value }: { value: string }) => ({ message: `only an s-op can be drawn, not ${value}` }),
    }),
  },
  "string-formatting": {
    kind: "type",
    says: () => ({
      message: "`%` on a string would be string formatting, which RASP here does not have",
      help: "join strings with `+`",
    }),
  },
  "s-op-compared-with-container": {
    kind: "type",
    says: ({ left, right, isList }: { left: string; right: string; isList: boolean }) => ({
      message: `\`==\` compares an s-op with an s-op or an atom, but its operands are ${left} and ${right}`,
      help: isList ? "to look for the elements in a list, use `in`" : undefined,
    }),
  },
  "list-repetition": {
    kind: "type",
    says: () => ({
      message: "a list cannot be repeated with `*`",
      help: "write a comprehension: `[x for i in range(n)]`",
    }),
  },
  "list-ordering": {
    kind: "type",
    says: ({ symbol }: { symbol: string }) => ({
      message: `lists have no order: \`${symbol}\` needs two numbers or two strings`,
    }),
  },
  "atom-in-list-of-s-ops": {
    kind: "type",
    says: () => ({
      message: "this list holds an s-op, so whether the atom is in it depends on the position",
      help: "compare with the s-op itself: `==`, or `in` on the s-op",
    }),
  },
  "not-iterable": {
    kind: "type",
    says: ({ value, like }: { value: string; like: "text" | "s-op" | null }) => ({
      message: `a loop goes over a list or a dict, not over ${value}`,
      help:
        like === "text"
          ? "index the string: `[text[i] for i in range(…)]`"
          : like === "s-op"
            ? "an s-op works on all positions at once, without a loop"
            : undefined,
    }),
  },
  "not-indexable": {
    kind: "type",
    says: ({ value }: { value: string }) => ({
      message: `only lists, dicts, strings and s-ops can be indexed, not ${value}`,
    }),
  },
  "unpacked-non-list": {
    kind: "type",
    says: ({ names, value, isText }: { names: number; value: string; isText: boolean }) => ({
      message: `only a list can be unpacked into ${plural(names, "name")}, not ${value}`,
      help: isText ? "index the string: `a, b = s[0], s[1]`" : "take its keys first: `[key for key in …]`",
    }),
  },
  "wrong-key": {
    kind: "type",
    says: ({ value }: { value: string }) => ({ message: `the keys of a dict must be atoms, not ${value}` }),
  },
  "wrong-input": {
    kind: "type",
    says: ({ value }: { value: string | null }) => ({
      message:
        value === null
          ? "an input must be a list of atoms, but this list holds other values"
          : `an input must be a string, a list or a dict, not ${value}`,
    }),
  },
  "application-as-value": {
    kind: "type",
    says: () => ({
      message: "the result of applying an s-op or selector to an input is printed, and is not a value",
      label: "an application",
      help: "write it as a statement of its own, or use the s-op without the input",
    }),
  },
} as const satisfies Readonly<Record<string, Entry>>;
