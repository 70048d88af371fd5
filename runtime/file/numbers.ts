/** Reads a long list of numbers, in half the memory that a list of JavaScript's takes or less. */
import type { Numbers } from "../model.ts";
import type { NumberList } from "./scan.ts";

type Typed = Exclude<Numbers, readonly number[]>;

/** What a number may be stored as, in the order in which they are tried; each holds what the one before it does. */
const stores = {
  indices: [Int8Array, Int16Array, Int32Array, Float64Array],
  weights: [Int8Array, Int16Array, Float32Array, Float64Array],
} as const;

export type ReadNumbers =
  | { readonly numbers: Typed }
  /** The offset where it is not JSON. */
  | { readonly wrongAt: number }
  /** More than may be taken. */
  | { readonly bytesEach: number };

/**
 * The numbers of a list, exactly (but 0 for −0), and in as few bytes as hold
 * each. The text is gone over twice: what was begun in few bytes would still be
 * there when it turns out that it takes many.
 *
 * @param spare bytes that they may take
 */
export function readNumbers(text: string, list: NumberList, spare: number): ReadNumbers {
  const types = list.field === "indices" ? stores.indices : stores.weights;
  const tries = types.map((type) => new type(1));
  let width = 0;
  const wrongAt = eachNumber(text, list, (value) => {
    for (let one = tries[width]; one !== undefined; one = tries[++width]) {
      one[0] = value;
      if (one[0] === value) break;
    }
  });
  if (wrongAt !== null) return { wrongAt };
  const type = types[width] ?? Float64Array;
  if (list.count * type.BYTES_PER_ELEMENT > spare) return { bytesEach: type.BYTES_PER_ELEMENT };
  const numbers: Typed = new type(list.count);
  eachNumber(text, list, (value, at) => {
    numbers[at] = value;
  });
  return { numbers };
}

/** Returns the offset where the list is not JSON, if there is one. */
function eachNumber(
  text: string,
  { start, end, count }: NumberList,
  visit: (value: number, at: number) => void,
): number | null {
  let position = start + 1;
  for (let at = 0; at < count; at++) {
    position = skipSpace(text, position);
    const stop = endOfNumber(text, position);
    if (stop === position) return position;
    visit(valueOf(text, position, stop), at);
    position = skipSpace(text, stop);
    const isLast = at === count - 1;
    if (isLast ? position !== end - 1 : text[position] !== ",") return position;
    position++;
  }
  return null;
}

/** Behind the white space at `start`. Not by an expression: those remember the text. */
export function skipSpace(text: string, start: number): number {
  let i = start;
  while (isSpace(text.charCodeAt(i))) i++;
  return i;
}

function isSpace(character: number): boolean {
  return character === 32 || character === 10 || character === 13 || character === 9;
}

function isDigit(character: number): boolean {
  return character >= 48 && character <= 57;
}

function skipDigits(text: string, start: number): number {
  let i = start;
  while (isDigit(text.charCodeAt(i))) i++;
  return i;
}

/** Behind the JSON number at `start`; `start` itself where there is none. */
function endOfNumber(text: string, start: number): number {
  const whole = text[start] === "-" ? start + 1 : start;
  let end = skipDigits(text, whole);
  if (end === whole || (text[whole] === "0" && end > whole + 1)) return start;
  if (text[end] === ".") {
    const fraction = end + 1;
    end = skipDigits(text, fraction);
    if (end === fraction) return start;
  }
  if (text[end] === "e" || text[end] === "E") {
    const sign = text[end + 1];
    const exponent = sign === "+" || sign === "-" ? end + 2 : end + 1;
    end = skipDigits(text, exponent);
    if (end === exponent) return start;
  }
  return end;
}

/** Few digits, and nothing but digits, are read without a string for each. */
function valueOf(text: string, start: number, end: number): number {
  if (end - start > 9) return Number(text.slice(start, end));
  let value = 0;
  for (let i = text[start] === "-" ? start + 1 : start; i < end; i++) {
    const character = text.charCodeAt(i);
    if (!isDigit(character)) return Number(text.slice(start, end));
    value = value * 10 + (character - 48);
  }
  return text[start] === "-" ? -value : value;
}
