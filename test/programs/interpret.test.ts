/** Every program in programs/: its expectations hold, and the interpreter agrees with plain code. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Atom } from "../../language/atom.ts";
import { isFailure } from "../../language/failure.ts";
import type { ReadProgram } from "./program.ts";
import {
  allInputs,
  atomsOfLiteral,
  countInputs,
  exhaustibleLength,
  plainOf,
  programNames,
  readProgram,
} from "./program.ts";
import type { Plain, Reference } from "./references.ts";
import { references } from "./references.ts";

/** A program is small, and compared on every input there is, if there are at most this many. */
const SMALL = 20_000;
/** Others are compared on all short inputs, up to the length with more than this many, */
const SHORT = 2_000;
/** and on this many longer ones. */
const SAMPLES = 300;

test("every program has a reference and every reference a program", () => {
  expect([...references.keys()].toSorted()).toEqual(programNames);
});

test("there are at least 28 programs, five of them small enough to try all inputs", () => {
  const small = programNames.map(readProgram).filter(isSmall);
  expect(programNames.length).toBeGreaterThanOrEqual(28);
  expect(small.length).toBeGreaterThanOrEqual(5);
});

describe.each(programNames)("%s", (name) => {
  const read = readProgram(name);
  const { pragmas, vocabulary, maxLength } = read;
  const output = outputOf(read);
  const reference = referenceFor(name);

  test("has no diagnostics and declares what a user needs", () => {
    expect(read.diagnostics).toEqual([]);
    expect(pragmas.outputs.length).toBe(1);
    expect(read.program.defaultOutput?.name).toBe(output);
    expect(pragmas.examples.length).toBeGreaterThanOrEqual(1);
    expect(pragmas.expectations.length).toBeGreaterThanOrEqual(3);
    expect(
      pragmas.expectations.some(({ input }) => input !== null && atomsOfLiteral(input).length === 1),
    ).toBe(true);
  });

  const known = new Set(plainOf(vocabulary));
  const unknownIn = (input: readonly Atom[]): readonly Plain[] =>
    plainOf(input).filter((element) => !known.has(element));

  test("has values on its examples, which are made of its vocabulary", () => {
    for (const { elements } of pragmas.examples) {
      expect(unknownIn(elements)).toEqual([]);
      expect(valuesOf(read, output, elements)).toEqual(reference(plainOf(elements)));
    }
  });

  test.each(pragmas.expectations.map((expectation) => [textOf(expectation.span), expectation] as const))(
    "%s",
    (_text, { name: expected, input, expected: values }) => {
      if (input === null) throw new Error("an expectation of a program of ours names its input");
      const elements = atomsOfLiteral(input);
      expect(unknownIn(elements)).toEqual([]);
      expect(elements.length).toBeLessThanOrEqual(maxLength);
      expect(valuesOf(read, expected.text, elements)).toEqual(plainOf(atomsOfLiteral(values)));
      expect(reference(plainOf(elements))).toEqual(plainOf(atomsOfLiteral(values)));
    },
  );

  const longest = isSmall(read) ? maxLength : exhaustibleLength(vocabulary.length, maxLength, SHORT);

  test(`equals its reference on all inputs up to length ${longest}`, () => {
    const different: unknown[] = [];
    for (const input of allInputs(vocabulary, longest)) {
      const values = valuesOf(read, output, input);
      const wanted = reference(plainOf(input));
      if (!sameValues(values, wanted)) different.push({ input: plainOf(input), values, wanted });
    }
    expect(different).toEqual([]);
  });

  test("its other names have values on all short inputs too", () => {
    const names = [...read.program.bindings].flatMap(([bound, { value }]) =>
      value.kind === "s-op" ? [bound] : [],
    );
    expect(names).toContain(output);
    const short = exhaustibleLength(vocabulary.length, maxLength, SHORT / 10);
    for (const input of allInputs(vocabulary, short)) {
      for (const bound of names) expect(valuesOf(read, bound, input)).toBeInstanceOf(Array);
    }
  });
});

test.each(programNames.filter((name) => !isSmall(readProgram(name))))(
  "%s equals its reference on longer inputs, up to the maximum length",
  (name) => {
    const read = readProgram(name);
    const { vocabulary, maxLength } = read;
    const output = outputOf(read);
    const reference = referenceFor(name);
    const longest = exhaustibleLength(vocabulary.length, maxLength, SHORT);
    fc.assert(
      fc.property(longInputs(read, longest + 1), (input) => {
        expect(valuesOf(read, output, input)).toEqual(reference(plainOf(input)));
      }),
      { numRuns: SAMPLES, seed: 1 },
    );
  },
);

function isSmall({ vocabulary, maxLength }: ReadProgram): boolean {
  return countInputs(vocabulary.length, maxLength) <= SMALL;
}

function outputOf({ source, pragmas }: ReadProgram): string {
  const [output] = pragmas.outputs;
  if (output === undefined) throw new Error(`${source.name} has no output`);
  return output.text;
}

function referenceFor(name: string): Reference {
  const reference = references.get(name);
  if (reference === undefined) throw new Error(`no reference for ${name}`);
  return reference;
}

function textOf({ source, start, end }: { source: { text: string }; start: number; end: number }): string {
  return source.text.slice(start, end);
}

/** The values at every position; why there are none, where there are none. */
function valuesOf(read: ReadProgram, name: string, input: readonly Atom[]): readonly Plain[] | string {
  const sequence = read.evaluate(name, input);
  return isFailure(sequence) ? sequence.message : plainOf(sequence.atoms);
}

function sameValues(values: readonly Plain[] | string, wanted: readonly Plain[]): boolean {
  return values.length === wanted.length && wanted.every((value, index) => value === values[index]);
}

/**
 * Inputs over the whole vocabulary; over a few of its elements, which makes
 * repeats and ties; and made of pieces that the program itself shows, which
 * makes brackets that fit.
 */
function longInputs(
  { vocabulary, maxLength, pragmas }: ReadProgram,
  minLength: number,
): fc.Arbitrary<readonly Atom[]> {
  const over = (elements: readonly Atom[]): fc.Arbitrary<readonly Atom[]> =>
    fc.array(fc.constantFrom(...elements), { minLength, maxLength, size: "max" });
  const few = fc.shuffledSubarray([...vocabulary], { minLength: 1, maxLength: 3 });
  const pieces = pragmas.expectations.flatMap(({ input }) => (input === null ? [] : [atomsOfLiteral(input)]));
  const pieced = fc
    .tuple(
      fc.array(fc.constantFrom(...pieces), { minLength, maxLength, size: "max" }),
      fc.integer({ min: minLength, max: maxLength }),
    )
    .map(([parts, length]) => parts.flat().slice(0, length));
  return fc.oneof(over(vocabulary), few.chain(over), pieced);
}
