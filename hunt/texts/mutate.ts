/** Program text changed at random, mostly into what is no program: characters, tokens, and what is known to be hard. */
import type { Random } from "../../language/random.ts";

/** Beyond this a text says no more. */
const LONGEST = 20_000;

const words = (
  "tokens indices length tokens_int tokens_str True False def return if else for in and or not select aggregate " +
  "selector_width zip range round indicator set example sort load draw x y f _ x1 + - * / % ^ == != < <= > >= = ; , : " +
  '( ) [ ] { } 0 1 2 10 1.5 .5 1. 1e9 -1 \'a\' "a" "" #'
).split(" ");

/** Odd characters: wide, combining, invisible, halves of pairs, line ends of all kinds. */
const oddities = [
  "\t",
  "\r\n",
  "\r",
  "\u2028",
  "\u0000",
  "\uFEFF",
  "\u200B",
  "é",
  "e\u0301",
  "漢",
  "😀",
  "\uD83D",
  "\uDE00",
  "\u202E",
  "\\",
  '"',
  "'",
  "#:",
  "\u00A0",
  "\uFFFF",
] as const;

const hard: readonly ((random: Random) => string)[] = [
  (random) => random.pick(["(", "[", "{", "-", "not ", "x[", "f("] as const).repeat(1 << random.below(14)),
  (random) => "9".repeat(1 << random.below(10)),
  (random) => `0.${"0".repeat(1 << random.below(10))}1`,
  (random) => `1e${String(random.below(400))}`,
  () => "def f(x) { return f(x); } f(1);",
  () => "def f(x) { return f(x + 1) + f(x + 2); } y = f(1);",
  () => "for i in range(1000000000) { x = i; }",
  () => "x = [1]; for i in range(60) { x = x + x; }",
  () => 'x = "a"; for i in range(60) { x = x + x; }',
  () => "x = tokens; for i in range(60) { x = x + x * x; }",
  () => "x = 3; for i in range(40) { x = x * x; }",
  () => "s = select(tokens, tokens, ==); for i in range(40) { s = s and not s or s; }",
  () => "x = [[i for i in range(1000)] for j in range(1000)];",
  () => "x = 1; ".repeat(200),
  (random) => `x = ${"tokens + ".repeat(1 << random.below(10))}1;`,
  (random) =>
    `#: vocabulary ${random.pick(["[", '["a",', "[1,1.0]", '"aa"', "abc", "[[]]", "[null]"] as const)}\n`,
  (random) => `#: max-length ${random.pick(["0", "-1", "1e9", "9".repeat(30), "x"] as const)}\n`,
  (random) => `#: expect x(${random.pick(['"a"', "[", "[1,", "x", ""] as const)}) = [1, [2], {]\n`,
];

export function mutateText(text: string, other: string, random: Random): string {
  let mutated = text;
  for (let change = 0; change <= random.below(4); change++) {
    mutated = random.pick(changes)(mutated, other, random).slice(0, LONGEST);
  }
  return mutated;
}

type Change = (text: string, other: string, random: Random) => string;

const changes: readonly Change[] = [
  (text, _, random) => replaceSpan(text, random, 12, ""),
  (text, _, random) => replaceSpan(text, random, 2, random.pick(oddities)),
  (text, _, random) => replaceSpan(text, random, 0, random.pick(words)),
  (text, _, random) => replaceSpan(text, random, 0, ` ${random.pick(hard)(random)} `),
  (text, other, random) => replaceSpan(text, random, 20, spanOf(other, random, 40)),
  (text, _, random) => replaceSpan(text, random, 0, spanOf(text, random, 200)),
  (text, _, random) => text.slice(0, random.below(text.length + 1)),
  (text, other, random) =>
    text.slice(0, random.below(text.length + 1)) + other.slice(random.below(other.length + 1)),
  (text, _, random) => changeToken(text, random),
  (text, _, random) => changeToken(text, random),
  (text, _, random) => changeToken(text, random),
  (_, __, random) =>
    Array.from({ length: 1 + random.below(60) }, () => random.pick(words)).join(
      random.pick(["", " "] as const),
    ),
  (_, __, random) =>
    Array.from({ length: 1 + random.below(80) }, () =>
      String.fromCharCode(random.below(random.pick([128, 0x10000] as const))),
    ).join(""),
];

function replaceSpan(text: string, random: Random, longest: number, insert: string): string {
  const start = random.below(text.length + 1);
  return text.slice(0, start) + insert + text.slice(start + random.below(longest + 1));
}

function spanOf(text: string, random: Random, longest: number): string {
  const start = random.below(text.length + 1);
  return text.slice(start, start + random.below(longest + 1));
}

/** One token left out, doubled, or another in its place. */
function changeToken(text: string, random: Random): string {
  const tokens = text.match(/\w+|"[^"\n]*"|[^\w\s]|\s+/g) ?? [];
  if (tokens.length === 0) return random.pick(words);
  const at = random.below(tokens.length);
  const token = tokens[at] ?? "";
  const put = random.pick([
    "",
    `${token} ${token}`,
    random.pick(words),
    tokens[random.below(tokens.length)] ?? "",
  ]);
  return [...tokens.slice(0, at), put, ...tokens.slice(at + 1)].join("");
}
