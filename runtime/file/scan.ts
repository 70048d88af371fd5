/**
 * Walks over the text of a weights file before anything is made of it: where
 * its fields are, where the long lists of numbers, which keys stand twice, and
 * how much memory `JSON.parse` would take for the rest.
 */
import { budgetFor, costs, tooManyParts } from "./budget.ts";
import { createKeys, hashOf } from "./keys.ts";
import type { Problem } from "./shape.ts";
import { pathOf, report } from "./shape.ts";

/** Part of a text: [start, end). */
export interface Part {
  readonly start: number;
  readonly end: number;
}

/** The value of a key of the outermost object. */
export interface Field extends Part {
  readonly key: string;
}

/** A list of nothing but numbers, or what looks like it, long enough to be read apart. */
export interface NumberList extends Part {
  readonly tensor: string;
  readonly field: string;
  /** Elements, if it is well-formed. */
  readonly count: number;
}

export interface Outline {
  /** In the order of the text. */
  readonly fields: readonly Field[];
  /** In tensors, in the order of the text. */
  readonly numberLists: readonly NumberList[];
  /** Meaningful where the text is JSON. */
  readonly duplicates: readonly Problem[];
  /** Bytes that are left for the numbers of the lists. */
  readonly spare: number;
}

/** Nothing in a weights file is as deep as this. */
const MOST_DEPTH = 32;
/** Characters of a list of numbers that is read apart. */
const LONG_LIST = 256;

/** Characters of a string of which equal ones are kept once. */
const SHORT_STRING = 10;

/** What is known of each open bracket, by its depth: reused, since there are many and they are short-lived. */
interface Level {
  isObject: boolean;
  /** The number of the key that the text is at, or the place in a list. */
  at: number;
  /** Of an object, the numbers of the keys that were there already. */
  readonly keys: number[];
  /** The same once they are many. */
  many: Set<number> | null;
  /** Tells apart which keys came in which order. */
  layout: number;
}

/** An object before its first key. */
const NO_KEY = -1;

/** More keys than this are looked up. */
const MANY_KEYS = 32;

/**
 * After:  what it says of parts is right where the text is JSON; where it is
 *         not, one of the parts, or what is between them, is not either.
 * Cost:   O(text), in memory O(what the file may take).
 */
export function scan(text: string): Outline | { readonly refused: Problem } {
  const fields: Field[] = [];
  const numberLists: NumberList[] = [];
  const duplicates: Problem[] = [];
  const levels = Array.from({ length: MOST_DEPTH }, (): Level => ({
    isObject: false,
    keys: [],
    at: 0,
    many: null,
    layout: 0,
  }));
  /** Hashes of layouts and short strings that were there already. */
  const seen = new Set<number>();
  const keys = createKeys(text);
  const budget = budgetFor(text);
  let depth = 0;
  let cost = 0;
  let expectsKey = false;
  let fieldStart = -1;
  const keyAt = (level: number): string | null => {
    const { isObject = false, at = 0 } = levels[level] ?? {};
    return isObject ? keys.textOf(at) : null;
  };
  const path = (most: number): string =>
    levels
      .slice(0, Math.min(depth, most))
      .filter(({ at }) => at !== NO_KEY)
      .reduce((outer, { at }, level) => pathOf(outer, keyAt(level) ?? at), "");
  const endField = (end: number): void => {
    if (depth !== 1) return;
    if (fieldStart >= 0) fields.push({ key: keyAt(0) ?? "", start: fieldStart, end });
    fieldStart = -1;
  };
  let i = 0;
  walk: for (; i < text.length; i++) {
    const level = levels[depth - 1];
    switch (text.charCodeAt(i)) {
      case code.openObject:
      case code.openList: {
        const isObject = text.charCodeAt(i) === code.openObject;
        const isTensors = !isObject && depth === 3 && keyAt(0) === "tensors";
        const end = isTensors ? endOfNumbers(text, i) : null;
        if (end !== null && isNumbersKey(keyAt(2))) {
          numberLists.push({ tensor: keyAt(1) ?? "", field: keyAt(2) ?? "", start: i, ...end });
          i = end.end - 1;
          break;
        }
        const inner = levels[depth];
        if (inner === undefined) {
          return { refused: { path: path(2), message: "nested deeper than anything in a weights file" } };
        }
        depth++;
        inner.isObject = isObject;
        inner.at = isObject ? NO_KEY : 0;
        inner.layout = 0;
        inner.keys.length = 0;
        inner.many = null;
        cost += isObject ? costs.object : costs.list;
        expectsKey = isObject;
        break;
      }
      case code.closeObject:
      case code.closeList:
        endField(i);
        depth--;
        expectsKey = false;
        if (depth <= 0) break walk;
        break;
      case code.comma:
        endField(i);
        if (level?.isObject === false) level.at++;
        expectsKey = level?.isObject ?? false;
        break;
      case code.colon:
        if (depth === 1 && fieldStart < 0) fieldStart = i + 1;
        break;
      case code.quote: {
        const end = endOfString(text, i);
        const isShort = end - i <= SHORT_STRING + 2;
        if (expectsKey && level !== undefined) {
          level.at = keys.numberOf(i, end);
          if (isTwice(level)) report(duplicates, path(MOST_DEPTH), "the key stands twice");
          level.layout = (Math.imul(level.layout, 16_777_619) + level.at + 1) & 0x3fffffff;
          cost += costs.field + (isNew(seen, level.layout) ? costs.layout : 0);
          // The rest of what is in tensors is put together without the long lists.
          if (depth === 2 && keyAt(0) === "tensors") cost += end - i;
          expectsKey = false;
        } else if (isShort) {
          cost += isNew(seen, hashOf(text, i, end) ?? 0) ? costs.shortString : 0;
          cost += level?.isObject === true ? costs.field : costs.element;
        } else cost += costs.string + (end - i) + (level?.isObject === true ? costs.field : costs.element);
        i = end - 1;
        break;
      }
      case code.space:
      case code.tab:
      case code.line:
      case code.return:
        break;
      default:
        // A number, true, false or null; or something that does not belong there.
        while (i + 1 < text.length && !isDelimiter(text.charCodeAt(i + 1))) i++;
        cost += level?.isObject === true ? costs.field : costs.element;
    }
    if (cost > budget) return { refused: tooManyParts() };
  }
  if (depth > 0) {
    const message = `not JSON: the text ends inside ${path(MOST_DEPTH) || "the outermost object"}`;
    return { refused: { path: "", message } };
  }
  return { fields, numberLists, duplicates, spare: budget - cost };
}

const code = {
  tab: 9,
  line: 10,
  return: 13,
  space: 32,
  quote: 34,
  comma: 44,
  colon: 58,
  openList: 91,
  backslash: 92,
  closeList: 93,
  openObject: 123,
  closeObject: 125,
} as const;

/** Ends a number or a word. */
function isDelimiter(character: number): boolean {
  switch (character) {
    case code.tab:
    case code.line:
    case code.return:
    case code.space:
    case code.quote:
    case code.comma:
    case code.colon:
    case code.openList:
    case code.closeList:
    case code.openObject:
    case code.closeObject:
      return true;
    default:
      return false;
  }
}

function isNumbersKey(key: string | null): boolean {
  return key === "data" || key === "indices" || key === "values";
}

/** Where the list that opens at `start` ends, and how many it has, if it is long and of numbers alone. */
function endOfNumbers(text: string, start: number): { readonly end: number; readonly count: number } | null {
  let count = 1;
  let end = start + 1;
  for (; end < text.length; end++) {
    const character = text.charCodeAt(end);
    if (character === code.comma) count++;
    else if (!isOfNumber(character)) break;
  }
  const isWhole = end === text.length || text.charCodeAt(end) === code.closeList;
  if (!isWhole || end - start < LONG_LIST) return null;
  return { end: Math.min(end + 1, text.length), count };
}

/** Digits, signs, the point, `e` and `E`, and white space. */
function isOfNumber(character: number): boolean {
  return (
    (character >= 48 && character <= 57) ||
    character === 43 ||
    character === 45 ||
    character === 46 ||
    character === 69 ||
    character === 101 ||
    character === code.space ||
    character === code.tab ||
    character === code.line ||
    character === code.return
  );
}

/** The offset behind the string that starts at `start`. */
function endOfString(text: string, start: number): number {
  let i = start + 1;
  for (; i < text.length; i++) {
    const character = text.charCodeAt(i);
    if (character === code.quote) return i + 1;
    if (character === code.backslash) i++;
  }
  return text.length;
}

/** True if the object had the key that the text is at; it has it then. */
function isTwice(level: Level): boolean {
  const { keys, at } = level;
  if (keys.length > MANY_KEYS) {
    level.many ??= new Set(keys);
    if (level.many.has(at)) return true;
    level.many.add(at);
    return false;
  }
  if (keys.includes(at)) return true;
  keys.push(at);
  return false;
}

/** True if it was not among them; it is then. */
function isNew(seen: Set<number>, hash: number): boolean {
  if (seen.has(hash)) return false;
  seen.add(hash);
  return true;
}
