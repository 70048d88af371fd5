/** Messages about programs that would take too long to run, or make too much. */
import { cases, type Entry } from "../entry.ts";

export const limits = {
  "too-many-steps": {
    kind: "limit",
    says: ({ most }: { most: number }) => ({
      message: `the program takes more than ${most} steps`,
      label: "stopped here",
      help: "loop over fewer items, or look for a recursion that does too much",
    }),
  },
  "too-many-elements": {
    kind: "limit",
    says: ({ most }: { most: number }) => ({
      message: `the program makes more than ${most} list items and characters in all`,
      label: "stopped here",
      help: "build smaller lists, and fewer of them",
    }),
  },
  "too-many-nodes": {
    kind: "limit",
    says: ({ most }: { most: number }) => ({
      message: `the program makes more than ${most} different s-ops and selectors`,
      label: "stopped here",
      help: "loop over fewer items",
    }),
  },
  "too-deep": {
    kind: "limit",
    says: ({ name, most }: { name: string; most: number }) => ({
      message: `\`${name}\` is called more than ${most} calls deep`,
      label: "one call too many",
      help: "does the recursion end? It needs a ternary whose condition is an atom",
    }),
  },
  "loads-too-deep": {
    kind: "limit",
    says: ({ most }: { most: number }) => ({ message: `files load files more than ${most} deep here` }),
  },
  "value-too-deep": {
    kind: "limit",
    says: ({ most }: { most: number }) => ({
      message: `lists and dicts are nested more than ${most} deep here`,
      label: "nested too deep",
      help: "keep the items in one flat list",
    }),
  },
  "value-too-large": {
    kind: "limit",
    says: cases({
      elements: ({ elements, most }: { elements: number; most: number }) => ({
        message: `this would have ${elements} elements, more than the ${most} that a program may make`,
        label: "too large",
        help: "make a smaller list or string",
      }),
      written: ({ most }: { most: number }) => ({
        message: `written out in full, this has more than ${most} elements`,
        label: "too large",
        help: "make a smaller list",
      }),
      operation: ({ failure }: { failure: string }) => ({
        message: failure,
        help: "join or repeat fewer characters",
      }),
    }),
  },
} as const satisfies Readonly<Record<string, Entry>>;
