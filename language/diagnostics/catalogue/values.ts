/** Messages about names, calls, loads and values, as a program runs. */
import { plural } from "../../words.ts";
import { cases, type Entry } from "../entry.ts";

export const values = {
  "unknown-name": {
    kind: "undefined-variable",
    says: cases({
      out: () => ({
        message: "`out` is the value of the last expression, and there is none yet",
        label: "no value yet",
      }),
      other: ({ name, similar }: { name: string; similar: string | undefined }) => ({
        message: `\`${name}\` is not defined`,
        label: "not in scope",
        help: similar === undefined ? undefined : `did you mean \`${similar}\`?`,
      }),
    }),
  },
  "reserved-name": {
    kind: "reserved-name",
    says: ({ name, isLibrary }: { name: string; isLibrary: boolean }) => ({
      message: isLibrary
        ? `\`${name}\` is a name of the library and cannot be set at the top level`
        : `\`${name}\` is a reserved name and cannot be set`,
      label: "reserved name",
      help: `choose another name, such as \`my_${name}\``,
    }),
  },
  "wrong-count": {
    kind: "type",
    says: cases({
      names: ({ names, values: number }: { names: number; values: number }) => ({
        message: `${plural(names, "name")} but ${plural(number, "value")}`,
        label: `${plural(names, "name")} here`,
      }),
      zip: ({ first, other }: { first: number; other: number }) => ({
        message: `\`zip\` takes lists of one length, but these have ${first} and ${plural(other, "item")}`,
      }),
    }),
  },
  "not-callable": {
    kind: "not-callable",
    says: ({ value }: { value: string }) => ({
      message: `only functions, s-ops and selectors can be called, not ${value}`,
      label: "not callable",
    }),
  },
  "wrong-argument-count": {
    kind: "arity",
    says: cases({
      function: (call: { name: string; takes: number; given: number; signature: string }) => ({
        message: `\`${call.name}\` takes ${plural(call.takes, "argument")}, but here it gets ${call.given}`,
        label: `${plural(call.given, "argument")} given`,
        help: `its parameters: \`${call.signature}\``,
      }),
      application: ({ of, given }: { of: "s-op" | "application of a selector"; given: number }) => ({
        message: `an ${of} takes 1 argument, the input, but here it gets ${given}`,
      }),
      word: ({ word, given }: { word: string; given: number }) => ({
        message: `\`${word}\` takes 1 argument, but here it gets ${given}`,
      }),
      range: ({ given }: { given: number }) => ({
        kind: "type",
        message: `\`range\` takes 1 to 3 ints, but here it gets ${plural(given, "argument")}`,
        help: "`range(end)`, `range(start, end)` or `range(start, end, step)`",
      }),
      zip: () => ({ kind: "type", message: "`zip` needs at least one list" }),
    }),
  },
  "wrong-value": {
    kind: "value",
    says: cases({
      operation: ({ failure }: { failure: string }) => ({ message: failure }),
      step: () => ({ message: "the step of `range` is 0" }),
      position: ({ index }: { index: string }) => ({
        message: `an s-op is indexed by an int, not by ${index}`,
        help: "for a position that differs from place to place, use `load_from_location(seq, location)`",
      }),
    }),
  },
  "division-by-zero": {
    kind: "zero-division",
    says: ({ failure, onInput }: { failure: string; onInput: boolean }) => ({
      message: failure,
      help: onInput
        ? "a ternary on an s-op evaluates both branches, so make the divisor itself never 0"
        : undefined,
    }),
  },
  overflow: {
    kind: "overflow",
    says: cases({
      operation: ({ failure }: { failure: string }) => ({
        message: failure,
        help: "ints are exact up to 2^53, floats reach about 1.8e308",
      }),
      int: () => ({
        message: "ints are exact up to 2^53 (9007199254740992), and this one is greater",
        label: "too large an int",
        help: "write a float, such as `1.0`, if it need not be exact",
      }),
      float: () => ({
        message: "this float is greater than the greatest double, about 1.8e308",
        label: "too large a float",
      }),
    }),
  },
  "index-out-of-range": {
    kind: "value",
    says: ({ index, base, items }: { index: number; base: "list" | "string"; items: number }) => ({
      message: `index ${index} is out of range: the ${base} has ${items} ${base === "list" ? "items" : "characters"}`,
    }),
  },
  "missing-key": {
    kind: "value",
    says: ({ key }: { key: string }) => ({ message: `the dict has no key ${key}` }),
  },
  "empty-input": {
    kind: "input",
    says: cases({
      application: () => ({ kind: "type", message: "an input must have at least one element" }),
      written: ({ origin }: { origin: string }) => ({
        message: `${origin} is empty`,
        help: "an input has at least one element",
      }),
    }),
  },
  "file-not-found": {
    kind: "load",
    says: ({ path }: { path: string }) => ({
      message: `there is no file \`${path}.rasp\``,
      label: "not found",
      help: path.endsWith(".rasp") ? `leave the ending out: \`load "${path.slice(0, -5)}";\`` : undefined,
    }),
  },
  "load-cycle": {
    kind: "load",
    says: ({ files }: { files: readonly (string | null)[] }) => ({
      message: `this load goes round in a circle: ${files.map((name) => `\`${name}\``).join(" → ")}`,
      label: "this file is being loaded already",
      help: "move what both files need into a third one",
    }),
  },
} as const satisfies Readonly<Record<string, Entry>>;
