/** Programs whose sizes and times are measured, at several vocabularies and lengths. */
import type { Options, Request } from "../../commands/index.ts";

export interface Subject {
  readonly name: string;
  readonly request: Request;
  /** Parameters of the same program, vocabulary and length compiled by Tracr, where they are known. */
  readonly tracr: number | null;
}

const reverse = "answer = aggregate(select(indices, length - 1 - indices, ==), tokens);";
const hist = "answer = selector_width(select(tokens, tokens, ==));";
const sort = "answer = sort(tokens, tokens);";
const size = "answer = length;";

/** programs/shuffle-dyck-2.rasp over 26 letters, four of which are brackets: a for (, b for ), c for [, d for ]. */
const shuffleDyck = `
prefix = select(indices, indices, <=);
round_step = indicator(tokens == "a") - indicator(tokens == "b");
square_step = indicator(tokens == "c") - indicator(tokens == "d");
round_depth = round((indices + 1) * aggregate(prefix, round_step));
square_depth = round((indices + 1) * aggregate(prefix, square_step));
round_total = round(length * aggregate(full_s, round_step));
square_total = round(length * aggregate(full_s, square_step));
negative = select(round_depth, 0, <) or select(square_depth, 0, <);
answer = round_total == 0 and square_total == 0 and not has_focus(negative);
`;

function at(
  name: string,
  text: string,
  vocabulary: number,
  maxLength: number,
  tracr: number | null = null,
): Subject {
  const tokens =
    text === shuffleDyck
      ? "abcdefghijklmnopqrstuvwxyz"
      : JSON.stringify(Array.from({ length: vocabulary }, (_, i) => i));
  const options: Options = { vocabulary: tokens, maxLength };
  return {
    name: `${name} ${String(vocabulary)},${String(maxLength)}`,
    request: { source: { name: `${name}.rasp`, text }, options },
    tracr,
  };
}

/** At the vocabularies and lengths for which Tracr's sizes are known, and at a long one. */
export const measured: readonly Subject[] = [
  at("reverse", reverse, 26, 32, 2_390_000),
  at("histogram", hist, 26, 32, 29_300),
  at("length", size, 26, 32, 29_300),
  at("sort", sort, 26, 32, 14_400_000),
  at("shuffle-Dyck-2", shuffleDyck, 26, 32, 20_800_000),
  at("reverse", reverse, 64, 128, 123_000_000),
  at("sort", sort, 64, 128, 1_300_000_000),
  at("reverse", reverse, 8, 1024),
  at("histogram", hist, 8, 1024),
  at("length", size, 8, 1024),
];

const sizes = [8, 16, 32, 64, 128, 256, 512];

/** How compile time grows: with the vocabulary at length 32, and with the length at vocabulary 26. */
export const growing: readonly Subject[] = Object.entries({ histogram: hist, reverse, sort }).flatMap(
  ([name, text]) => [
    ...sizes.map((vocabulary) => at(name, text, vocabulary, 32)),
    ...sizes.map((length) => at(name, text, 26, length)),
  ],
);
