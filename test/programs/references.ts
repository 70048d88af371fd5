/**
 * What each program in programs/ computes, said a second time in plain code: the
 * oracle for the interpreter and, later, for the compiled models. Nothing here
 * counts or moves the way the RASP does; simple loops, one position at a time.
 */

/** An element of an input or output as JavaScript has it. */
export type Plain = string | number | boolean;

export type Reference = (input: readonly Plain[]) => readonly Plain[];

function overStrings(compute: (input: readonly string[]) => readonly Plain[]): Reference {
  return (input) => compute(input.map(String));
}

function overNumbers(compute: (input: readonly number[]) => readonly Plain[]): Reference {
  return (input) => compute(input.map(Number));
}

/** One answer for the whole input, said at every position. */
function everywhere<Element>(
  compute: (input: readonly Element[]) => Plain,
): (input: readonly Element[]) => readonly Plain[] {
  return (input) => input.map(() => compute(input));
}

/** The answer for each prefix, shortest first. */
function onPrefixes<Element>(
  compute: (prefix: readonly Element[]) => Plain,
): (input: readonly Element[]) => readonly Plain[] {
  return (input) => input.map((_, index) => compute(input.slice(0, index + 1)));
}

function occurrences<Element>(input: readonly Element[], wanted: Element): number {
  return input.filter((element) => element === wanted).length;
}

function distinct<Element>(input: readonly Element[]): readonly Element[] {
  return [...new Set(input)];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** The distinct elements, most frequent first; equal frequencies in order of appearance. */
function byFrequency(input: readonly string[]): readonly string[] {
  return distinct(input).toSorted((left, right) => occurrences(input, right) - occurrences(input, left));
}

function paddedTo(length: number, elements: readonly string[]): readonly string[] {
  return [...elements, ...Array<string>(length - elements.length).fill("-")];
}

const CLOSERS: ReadonlyMap<string, string> = new Map([
  ["(", ")"],
  ["[", "]"],
  ["{", "}"],
]);

/** A pushdown automaton: T balanced, P may become so, F cannot. */
function nesting(prefix: readonly string[]): string {
  const expected: string[] = [];
  for (const bracket of prefix) {
    const closer = CLOSERS.get(bracket);
    if (closer !== undefined) expected.push(closer);
    else if (expected.pop() !== bracket) return "F";
  }
  return expected.length === 0 ? "T" : "P";
}

/** Every kind of bracket balanced by itself: strike out all others and look at what is left. */
function shuffled(input: readonly string[]): boolean {
  return [...CLOSERS].every(
    ([opener, closer]) =>
      nesting(input.filter((bracket) => bracket === opener || bracket === closer)) === "T",
  );
}

const CARDS = "23456789TJQKA";
const COMPLEMENTS: ReadonlyMap<string, string> = new Map([
  ["A", "T"],
  ["C", "G"],
  ["G", "C"],
  ["T", "A"],
]);
const BEATEN_BY: ReadonlyMap<string, string> = new Map([
  ["R", "P"],
  ["P", "S"],
  ["S", "R"],
]);

function duel(before: string | undefined, move: string): string {
  if (before === undefined) return "-";
  if (before === move) return "D";
  return BEATEN_BY.get(before) === move ? "W" : "L";
}

function longestRun(input: readonly string[]): number {
  let longest = 0;
  let run = 0;
  input.forEach((token, index) => {
    run = token === input[index - 1] ? run + 1 : 1;
    longest = Math.max(longest, run);
  });
  return longest;
}

function riffle(input: readonly string[]): readonly string[] {
  const half = Math.ceil(input.length / 2);
  const right = input.slice(half);
  return input.slice(0, half).flatMap((token, index) => right.slice(index, index + 1).toSpliced(0, 0, token));
}

function digitsOf(number: bigint | number, base: number, width: number): readonly string[] {
  return Array.from(number.toString(base).padStart(width, "0")).slice(-width);
}

function addPairs(columns: readonly string[]): readonly string[] {
  const row = (which: number) => parseInt(columns.map((column) => column.charAt(which)).join(""), 2);
  return digitsOf(row(0) + row(1), 2, columns.length);
}

function addText(text: readonly string[]): readonly number[] {
  const [first = "", ...others] = text.join("").split("+");
  const total = BigInt(`0${first}`) + BigInt(`0${others.join("0")}`);
  return digitsOf(total, 10, text.length).map(Number);
}

function increment(bits: readonly string[]): readonly string[] {
  return digitsOf(parseInt(bits.join(""), 2) + 1, 2, bits.length);
}

function grayCode(bits: readonly string[]): readonly string[] {
  const number = parseInt(bits.join(""), 2);
  return digitsOf(number ^ (number >> 1), 2, bits.length);
}

function romanValue(letters: readonly string[]): number {
  const worth: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10 };
  const values = letters.map((letter) => worth[letter] ?? 0);
  return sum(values.map((value, index) => (value < (values[index + 1] ?? 0) ? -value : value)));
}

function words(text: readonly string[]): readonly string[] {
  return text
    .join("")
    .split(" ")
    .filter((word) => word !== "");
}

function titleCase(text: readonly string[]): readonly string[] {
  return Array.from(text.join("").replaceAll(/(?<![a-z])[a-z]/g, (letter) => letter.toUpperCase()));
}

/** Program name → what it computes. */
export const references: ReadonlyMap<string, Reference> = new Map<string, Reference>([
  ["above-average", overNumbers((input) => input.map((token) => token * input.length > sum(input)))],
  [
    "bigram-count",
    overStrings((input) => {
      const pairs = input.map((token, index) => (input[index - 1] ?? "^") + token);
      return pairs.map((pair) => occurrences(pairs, pair));
    }),
  ],
  ["bigram-lookup", overStrings((input) => input.map((token, index) => duel(input[index - 1], token)))],
  ["binary-addition", overStrings(addPairs)],
  ["binary-increment", overStrings(increment)],
  ["count", overStrings(everywhere((input) => occurrences(input, "a")))],
  ["cumulative-sum", overNumbers(onPrefixes(sum))],
  ["deduplicate", overStrings((input) => paddedTo(input.length, distinct(input)))],
  ["distinct-count", overStrings(everywhere((input) => distinct(input).length))],
  [
    "double-histogram",
    overStrings((input) =>
      input.map(
        (token) =>
          distinct(input).filter((other) => occurrences(input, other) === occurrences(input, token)).length,
      ),
    ),
  ],
  ["dyck-1", overStrings(onPrefixes(nesting))],
  ["dyck-2", overStrings(onPrefixes(nesting))],
  ["dyck-2-by-counting", overStrings(onPrefixes(nesting))],
  ["dyck-3", overStrings(onPrefixes(nesting))],
  ["first-occurrence", overStrings((input) => input.map((token) => input.indexOf(token)))],
  ["fraction-of-previous", overStrings(onPrefixes((prefix) => occurrences(prefix, "x") / prefix.length))],
  ["gray-code", overStrings(grayCode)],
  [
    "has-previous",
    overStrings((input) => input.map((token, index) => input.slice(0, index).includes(token))),
  ],
  ["histogram", overStrings((input) => input.map((token) => occurrences(input, token)))],
  [
    "induction-head",
    overStrings((input) =>
      input.map((token, index) => {
        const last = input.slice(0, index).lastIndexOf(token);
        return last < 0 ? "-" : (input[last + 1] ?? "-");
      }),
    ),
  ],
  ["is-sorted", overStrings(everywhere((input) => input.toSorted().join("") === input.join("")))],
  [
    "last-occurrence",
    overStrings((input) => input.map((token, index) => input.lastIndexOf(token) === index)),
  ],
  ["length", overStrings(everywhere((input) => input.length))],
  ["long-addition", overStrings(addText)],
  ["longest-run", overStrings(everywhere(longestRun))],
  [
    "majority",
    overStrings(
      everywhere(
        (input) => distinct(input).find((token) => occurrences(input, token) > input.length / 2) ?? "-",
      ),
    ),
  ],
  [
    "median",
    overNumbers(
      everywhere(
        (input) => input.toSorted((left, right) => left - right)[Math.floor((input.length - 1) / 2)] ?? -1,
      ),
    ),
  ],
  ["modular-counting", overStrings(onPrefixes((prefix) => occurrences(prefix, "1") % 3))],
  ["most-frequent", overStrings(everywhere((input) => byFrequency(input)[0] ?? ""))],
  ["palindrome", overStrings(everywhere((input) => input.toReversed().join("") === input.join("")))],
  ["parity", onPrefixes((prefix) => occurrences(prefix, true) % 2 === 1)],
  ["reverse", overStrings((input) => input.toReversed())],
  [
    "reverse-complement",
    overStrings((input) => input.toReversed().map((base) => COMPLEMENTS.get(base) ?? "")),
  ],
  ["riffle", overStrings(riffle)],
  ["roman-numerals", overStrings(everywhere(romanValue))],
  ["rotate", overStrings((input) => [...input.slice(-1), ...input.slice(0, -1)])],
  [
    "running-count",
    overStrings((input) => input.map((token, index) => occurrences(input.slice(0, index + 1), token))),
  ],
  ["running-maximum", overNumbers(onPrefixes((prefix) => Math.max(...prefix)))],
  ["running-mean", overNumbers(onPrefixes((prefix) => sum(prefix) / prefix.length))],
  ["shift", overStrings((input) => ["_", "_", ...input].slice(0, input.length))],
  ["shuffle-dyck-1", overStrings(everywhere(shuffled))],
  ["shuffle-dyck-2", overStrings(everywhere(shuffled))],
  ["sort", overStrings((input) => input.toSorted())],
  ["sort-by-frequency", overStrings((input) => paddedTo(input.length, byFrequency(input)))],
  [
    "sort-by-key",
    overStrings((input) => input.toSorted((left, right) => CARDS.indexOf(left) - CARDS.indexOf(right))),
  ],
  ["title-case", overStrings(titleCase)],
  ["word-count", overStrings(everywhere((input) => words(input).length))],
]);
