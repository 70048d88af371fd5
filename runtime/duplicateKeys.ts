/** Finds keys that an object of a JSON text has twice: `JSON.parse` keeps the last one and says nothing. */
import type { Problem } from "./shape.ts";
import { pathOf, report } from "./shape.ts";

interface Container {
  /** Null for a list. */
  readonly keys: Set<string> | null;
  /** The key, or the index in a list, that the text is at. */
  at: string | number;
}

/**
 * Before: `text` is valid JSON.
 * Cost:   O(text), with a stack of its own.
 */
export function findDuplicateKeys(text: string): readonly Problem[] {
  const problems: Problem[] = [];
  const open: Container[] = [];
  let expectsKey = false;
  for (let i = 0; i < text.length; i++) {
    const inner = open.at(-1);
    switch (text.charAt(i)) {
      case "{":
        open.push({ keys: new Set(), at: "" });
        expectsKey = true;
        break;
      case "[":
        open.push({ keys: null, at: 0 });
        expectsKey = false;
        break;
      case "}":
      case "]":
        open.pop();
        expectsKey = false;
        break;
      case ",":
        if (typeof inner?.at === "number") inner.at++;
        expectsKey = inner !== undefined && inner.keys !== null;
        break;
      case '"': {
        const end = endOfString(text, i);
        if (expectsKey && inner !== undefined && inner.keys !== null) {
          const key = String(JSON.parse(text.slice(i, end)));
          inner.at = key;
          if (inner.keys.has(key)) report(problems, pathTo(open), "the key stands twice");
          inner.keys.add(key);
          expectsKey = false;
        }
        i = end - 1;
        break;
      }
      default:
    }
  }
  return problems;
}

/** The offset behind the string that starts at `start`. */
function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text[i] !== '"') i += text[i] === "\\" ? 2 : 1;
  return i + 1;
}

function pathTo(open: readonly Container[]): string {
  const shown = open.slice(0, 16);
  return shown.reduce((path, container) => pathOf(path, container.at), "");
}
