/** How much memory opening a weights file may take: 4 times the file's size, its text included. */
import type { Problem } from "./shape.ts";

/** Bytes for each of the file's, and so many however small it is. */
const MOST_TIMES = 4;
const FREE_BYTES = 2 ** 24;

/** About what V8 takes for a value of JSON, in bytes: itself, its place, and what the parser has to remember. */
export const costs = {
  object: 48,
  field: 8,
  /** The first object with these keys in this order. */
  layout: 800,
  list: 56,
  element: 24,
  string: 24,
  /** Equal ones are kept once. */
  shortString: 40,
} as const;

/** Bytes for all that is made of a text, beside the text. */
export function budgetFor(text: string): number {
  let bytes = 0;
  let isWide = false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    isWide ||= unit > 0xff;
    bytes += bytesOf(unit);
  }
  return MOST_TIMES * bytes - (isWide ? 2 : 1) * text.length + FREE_BYTES;
}

/** Of a UTF-16 unit in UTF-8: halves of a character have half of its four. */
function bytesOf(unit: number): number {
  if (unit < 0x80) return 1;
  return unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
}

export function tooManyParts(): Problem {
  return {
    path: "",
    message: `so many small parts that reading the file would take ${overBudget}`,
  };
}

/** A list of numbers that the budget does not allow. */
export function tooManyNumbers(path: string, field: string, bytesEach: number): Problem {
  const wayOut =
    field === "data" ? "; a tensor as long as this may be written as `indices` and `values`" : "";
  return {
    path,
    message: `numbers that take ${bytesEach} bytes each: reading the file would take ${overBudget}${wayOut}`,
  };
}

const overBudget = `more than ${MOST_TIMES} times its size in memory`;
