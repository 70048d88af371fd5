/** What is proved of selectors: of each case what should be, and that no input says otherwise. */
import { describe, expect, test } from "vitest";
import { planInputs } from "../../../commands/inputs/plan.ts";
import { doubtOfComparison, doubtOfMean, doubtOfTypes } from "../../../compiler/lowering/facts/doubts.ts";
import { neverEmpty } from "../../../compiler/lowering/facts/emptiness.ts";
import { linearOf, rangeOfLinear } from "../../../compiler/lowering/facts/linear.ts";
import { isMoved } from "../../../compiler/lowering/facts/moved.ts";
import { positionalWidths } from "../../../compiler/lowering/facts/positional.ts";
import { rankOf } from "../../../compiler/lowering/facts/ranks.ts";
import { atMostOne } from "../../../compiler/lowering/facts/uniqueness.ts";
import { createInterpreter } from "../../../interpreter/evaluate.ts";
import { bool, float, int, numberOf, string } from "../../../language/atom.ts";
import { isFailure } from "../../../language/failure.ts";
import type { SelectorUnderTest, Setting } from "./lowered.ts";
import { selectorUnderTest, tabulated } from "./lowered.ts";

/** Ranks in the order of tokens, and of positions among equal ones: 0 … n − 1. */
const rank =
  "rank = selector_width(select(tokens, tokens, <) or (select(tokens, tokens, ==) and select(indices, indices, <)));";
/** How many equal tokens stand before. */
const before = "before = selector_width(select(tokens, tokens, ==) and select(indices, indices, <));";

/** The widths of all rows of all inputs. */
function widthsOf({ target, width }: SelectorUnderTest): readonly number[] {
  const inputs = planInputs(target.space, { limit: 1_000, samples: 1_000, seed: 1 }).inputs();
  const interpret = createInterpreter(target.program.graph, target);
  return [...inputs].flatMap((input) => {
    const sequence = interpret(input).sequence(width);
    if (isFailure(sequence)) throw new Error(sequence.message);
    return sequence.atoms.map((atom) => numberOf(atom) ?? NaN);
  });
}

const causal: Setting = { causal: true };

describe("how many keys a row selects", () => {
  test.each<[string, { readonly one: boolean; readonly some: boolean }, Setting?]>([
    ["select(indices, indices, ==)", { one: true, some: true }],
    ["select(indices, 0, ==)", { one: true, some: true }],
    ["select(indices, indices - 1, ==)", { one: true, some: false }],
    ["select(indices, length - 1 - indices, ==)", { one: true, some: true }],
    ["select(indices, length - indices, ==)", { one: true, some: false }],
    ["select(indices, indices, <=)", { one: false, some: true }],
    ["select(indices, indices, <)", { one: false, some: false }],
    ["select(tokens, tokens, ==)", { one: false, some: true }],
    ["select(tokens, tokens, <=)", { one: false, some: true }],
    ["select(tokens, tokens, <)", { one: false, some: false }],
    ['select(tokens, "a", ==)', { one: false, some: false }],
    ['select(tokens, "a", ==) and select(indices, indices, ==)', { one: true, some: false }],
    ["select(tokens, tokens, ==) or select(indices, 0, ==)", { one: false, some: true }],
    ["not select(indices, indices, !=)", { one: true, some: true }],
    ["select(rank, indices, ==)", { one: true, some: true }],
    ["select(rank, length - 1 - indices, ==)", { one: true, some: true }],
    ["select(rank, length - indices, ==)", { one: true, some: false }],
    ["select(rank, rank, <=)", { one: false, some: true }],
    ["select(before, 0, ==)", { one: false, some: false }],
    ['select(before, 0, ==) and select(tokens, "a", ==)', { one: true, some: false }],
    ["select(before, 0, ==) and select(tokens, tokens, ==)", { one: true, some: false }],
    ['select(before, 1, <=) and select(tokens, "a", ==)', { one: false, some: false }],
    ["select(indices, indices, >=)", { one: true, some: true }, causal],
    ["select(indices, length - 1, ==)", { one: true, some: true }, causal],
    ["select(indices, indices + 1, ==)", { one: true, some: false }, causal],
    ["select(indices, indices, <=)", { one: false, some: true }, causal],
  ])("%s: %o %o", (text, { one, some }, setting = {}) => {
    const subject = selectorUnderTest(text, setting, rank + before);
    const { lowering, sum } = subject;
    expect({ one: atMostOne(lowering, sum), some: neverEmpty(lowering, sum) }).toEqual({ one, some });
    const widths = widthsOf(subject);
    expect(widths.length).toBeGreaterThan(50);
    expect(Math.max(...widths)).toBeLessThanOrEqual(one ? 1 : Infinity);
    expect(Math.min(...widths)).toBeGreaterThanOrEqual(some ? 1 : 0);
  });
});

describe("widths that positions decide", () => {
  const [rising, counted] = [
    [0, 1, 2, 3],
    [1, 2, 3, 4],
  ];
  test.each<[string, ReturnType<typeof positionalWidths>, Setting?]>([
    ["select(indices, indices, <)", { least: 0, greatest: 3, byIndex: rising, isLength: false }],
    ["select(indices, indices, <=)", { least: 1, greatest: 4, byIndex: counted, isLength: false }],
    ["select(indices, indices, >=)", { least: 1, greatest: 4, byIndex: null, isLength: false }],
    ["select(0, 0, ==)", { least: 1, greatest: 4, byIndex: null, isLength: true }],
    ["select(0, 0, ==)", { least: 1, greatest: 4, byIndex: counted, isLength: false }, causal],
    ["not select(indices, indices, ==)", { least: 0, greatest: 3, byIndex: null, isLength: false }],
    ["select(tokens, tokens, ==)", null],
    ["select(indices, length, <)", null],
  ])("%s: %o %o", (text, expected, setting = {}) => {
    const subject = selectorUnderTest(text, setting);
    expect(positionalWidths(subject.lowering, subject.sum)).toEqual(expected);
    const widths = widthsOf(subject);
    const measured = { least: Math.min(...widths), greatest: Math.max(...widths) };
    expect(expected ?? measured).toMatchObject(measured);
  });
});

test.each<
  [string, ReturnType<typeof linearOf>, { readonly least: number; readonly greatest: number } | null]
>([
  ["indices", { constant: 0, index: 1, length: 0 }, { least: 0, greatest: 3 }],
  ["length - 1 - indices", { constant: -1, index: -1, length: 1 }, { least: 0, greatest: 3 }],
  ["2 * (indices - 3) + length", { constant: -6, index: 2, length: 1 }, { least: -5, greatest: 4 }],
  ["-indices * 3", { constant: 0, index: -3, length: 0 }, { least: -9, greatest: 0 }],
  ["indices * indices", null, null],
  ["indices + 0.5", null, null],
])("%s as a linear function of index and length", (text, expected, range) => {
  const { lowering, outputs } = tabulated(`x = ${text};`);
  const linear = linearOf(lowering, outputs[0] ?? -1);
  expect(linear).toEqual(expected);
  expect(linear === null ? null : rangeOfLinear(linear, 4)).toEqual(range);
});

test.each<[string, ReturnType<typeof rankOf>]>([
  ["rank", { factor: 1, offset: 0 }],
  ["5 - rank", { factor: -1, offset: 5 }],
  ["selector_width(select(indices, indices, <=) or select(tokens, tokens, ==))", null],
  ["selector_width(select(rank, rank, <=))", { factor: 1, offset: 1 }],
  ["before", null],
  ["rank * 2", null],
])("%s as ranks", (text, expected) => {
  const { lowering, outputs } = tabulated(`${rank}${before}x = ${text};`);
  expect(rankOf(lowering, outputs[0] ?? -1)).toEqual(expected);
});

describe("doubts", () => {
  const [one, half, yes, a] = [int(1), float(0.5), bool(true), string("a")];

  test("values that cannot be averaged are moved, with a doubt where two may be selected", () => {
    const many = selectorUnderTest("select(tokens, tokens, ==)");
    const single = selectorUnderTest("select(indices, indices, ==)");
    const moved = ({ lowering, sum }: SelectorUnderTest, ...values: Parameters<typeof isMoved>[2]): unknown =>
      isMoved(lowering, sum, values);
    const doubt = (what: string): string => `more than one key may be selected, and ${what} have no mean`;
    expect(moved(single, a, one)).toEqual({ holds: true, doubt: null });
    expect(moved(many, one, half)).toEqual({ holds: false, doubt: null });
    expect(moved(many, one, a)).toEqual({ holds: true, doubt: doubt("strings") });
    expect(moved(many, yes)).toEqual({ holds: true, doubt: doubt("booleans") });
    expect(moved(many, yes, half)).toEqual({ holds: false, doubt: doubt("booleans") });
  });

  test("an ordering may meet a string and a number, an equality may", () => {
    expect(doubtOfComparison("<", [a], [one])).toBe("`<` may compare a string with a number");
    expect(doubtOfComparison("<", [a, one], [one])).not.toBeNull();
    expect(doubtOfComparison("==", [a], [one])).toBeNull();
    expect(doubtOfComparison("<", [half], [one, yes])).toBeNull();
  });

  test("booleans among numbers, and what only ints can do", () => {
    expect(doubtOfMean([one, half], false)).toBeNull();
    expect(doubtOfMean([one, yes], false)).not.toBeNull();
    expect(doubtOfMean([one, half], true)).not.toBeNull();
    expect(doubtOfMean([yes], false)).toBeNull();
    expect(doubtOfTypes({ kind: "binary", symbol: "*" }, [[a], [one]])).not.toBeNull();
    expect(doubtOfTypes({ kind: "binary", symbol: "*" }, [[half], [one]])).toBeNull();
    expect(doubtOfTypes({ kind: "binary", symbol: "+" }, [[a], [a]])).toBeNull();
  });
});
