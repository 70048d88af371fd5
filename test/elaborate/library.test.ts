/** The library against what it is said to compute, and against the original's compositions. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Atom } from "../../language/atom.ts";
import { int, string } from "../../language/atom.ts";
import { createEvaluation } from "../../interpreter/evaluate.ts";
import { toMatrix } from "../../interpreter/selection.ts";
import { isFailure } from "../../language/failure.ts";
import type { Program } from "../../compiler/elaborate/program.ts";
import { run } from "./helpers.ts";

const letters = fc.array(fc.constantFrom("a", "b", "c", "l"), { minLength: 1, maxLength: 9 });
const numbers = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 9 });

/** The values of the program's names on an input, as plain values; a selector as its rows. */
function valuesOn(program: Program, input: readonly Atom[]): Readonly<Record<string, unknown>> {
  const evaluation = createEvaluation(program.graph, input, { causal: false });
  return Object.fromEntries(
    Array.from(program.bindings, ([name, { value }]) => {
      if (value.kind === "s-op") {
        const sequence = evaluation.sequence(value.node);
        return [name, isFailure(sequence) ? sequence : sequence.atoms.map((atom) => atom.value)];
      }
      if (value.kind !== "selector") return [name, value.kind];
      const selection = evaluation.selection(value.node);
      return [name, isFailure(selection) ? selection : toMatrix(selection)];
    }),
  );
}

const SEQUENCES = run(`
  by_count = count(tokens, "l");
  by_contains = contains(tokens, "l");
  first = mark_first_instance(tokens, "l");
  last = mark_last_instance(tokens, "l");
  from_first = select_from_first(tokens, "l");
  from_last = select_from_last(tokens, "l");
  right = shift(tokens, 2, "-");
  left = shift(tokens, -1, "-");
  sorted = sort(tokens, tokens);
  order = sort(indices, tokens);
  next = select_next_identical(tokens);
  focus = has_focus(select(tokens, tokens, <));
  located = load_from_location(indices, length - 1 - indices);
`).program;

test("text", () => {
  fc.assert(
    fc.property(letters, (text) => {
      const at = (index: number): string => text[index] ?? "-";
      const everywhere = <Value>(value: Value): readonly Value[] => text.map(() => value);
      const order = text
        .map((_, index) => index)
        .toSorted((i, j) => (at(i) < at(j) ? -1 : at(i) > at(j) ? 1 : i - j));
      expect(valuesOn(SEQUENCES, text.map(string))).toEqual({
        by_count: everywhere(text.filter((letter) => letter === "l").length),
        by_contains: everywhere(text.includes("l")),
        first: text.map((_, index) => index === text.indexOf("l")),
        last: text.map((_, index) => index === text.lastIndexOf("l")),
        from_first: everywhere(text.map((_, key) => key === text.indexOf("l"))),
        from_last: everywhere(text.map((_, key) => key === text.lastIndexOf("l"))),
        right: text.map((_, index) => at(index - 2)),
        left: text.map((_, index) => at(index + 1)),
        sorted: order.map(at),
        order,
        next: text.map((letter, query) => text.map((_, key) => key === text.indexOf(letter, query + 1))),
        focus: text.map((letter) => text.some((other) => other < letter)),
        located: text.map((_, index) => text.length - 1 - index),
      });
    }),
  );
});

const COMPOSED = run(
  `
  def width(sel) {
    first = select(indices, 0, ==);
    others = 1 / aggregate(sel or first, indicator(indices == 0)) - 1;
    return round(others + aggregate(sel and first, 1, 0));
  }
  def check(sel) { return selector_width(sel) - width(sel); }
  a = check(select(tokens, tokens, <));
  b = check(select(tokens, tokens, ==) and not select(indices, indices, ==));
  c = check(select(tokens, indices, >=) or select(indices, 2, ==));
  d = check(full_s) + check(not full_s);
  e = length - round(1 / aggregate(full_s, indicator(indices == 0)));
  f = count(tokens, 1) - round(length * aggregate(full_s, indicator(tokens == 1)));
  g = count(tokens, indices) - round(length * aggregate(full_s, indicator(tokens == indices)));
  h = indicator(has_focus(select(tokens, tokens, >)) == (aggregate(select(tokens, tokens, >), 1, 0) > 0)) - 1;
  i = indicator((1 in tokens) == (aggregate(full_s, indicator(tokens == 1)) > 0)) - 1;
`,
  { tokens: "int", example: [int(1)] },
).program;

test("length, widths and counts are what the original composes of means", () => {
  fc.assert(
    fc.property(numbers, (input) => {
      const { width, check, ...differences } = valuesOn(COMPOSED, input.map(int));
      expect([width, check]).toEqual(["function", "function"]);
      const zeros = input.map(() => 0);
      expect(differences).toEqual({
        a: zeros,
        b: zeros,
        c: zeros,
        d: zeros,
        e: zeros,
        f: zeros,
        g: zeros,
        h: zeros,
        i: zeros,
      });
    }),
  );
});
