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

/** Every program is compared on all inputs up to the length where there are more than this. */
const EXHAUSTIVE_LIMIT = 20_000;
/** And, if that is short of its maximum length, on this many longer ones. */
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
  const output = pragmas.outputs[0]?.text ?? "";
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

  test("has values on its examples, which are made of its vocabulary", () => {
    const known = new Set(plainOf(vocabulary));
    for (const { elements } of pragmas.examples) {
      expect(plainOf(elements).filter((element) => !known.has(element))).toEqual([]);
      expect(valuesOf(read, output, elements)).toEqual(reference(plainOf(elements)));
    }
  });

  test.each(pragmas.expectations.map((expectation) => [textOf(expectation.span), expectation] as const))(
    "%s",
    (_text, { name: expected, input, expected: values }) => {
      if (input === null) throw new Error("an expectation of a program of ours names its input");
      const elements = atomsOfLiteral(input);
      expect(elements.length).toBeLessThanOrEqual(maxLength);
      expect(valuesOf(read, expected.text, elements)).toEqual(plainOf(atomsOfLiteral(values)));
      expect(reference(plainOf(elements))).toEqual(plainOf(atomsOfLiteral(values)));
    },
  );

  const longest = exhaustibleLength(vocabulary.length, maxLength, EXHAUSTIVE_LIMIT);

  test(`equals its reference on all inputs up to length ${longest}`, () => {
    const different: unknown[] = [];
    for (const input of allInputs(vocabulary, longest)) {
      const values = valuesOf(read, output, input);
      const wanted = reference(plainOf(input));
      if (!sameValues(values, wanted)) different.push({ input: plainOf(input), values, wanted });
    }
    expect(different).toEqual([]);
  });

  test.skipIf(longest === maxLength)(
    `equals its reference on ${SAMPLES} inputs up to length ${maxLength}`,
    () => {
      fc.assert(
        fc.property(inputOf(vocabulary, longest + 1, maxLength), (input) => {
          expect(valuesOf(read, output, input)).toEqual(reference(plainOf(input)));
        }),
        { numRuns: SAMPLES, seed: 1 },
      );
    },
  );
});

function isSmall({ vocabulary, maxLength }: ReadProgram): boolean {
  return countInputs(vocabulary.length, maxLength) <= EXHAUSTIVE_LIMIT;
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

/** Inputs over the whole vocabulary, and over a few of its elements, which makes repeats and ties. */
function inputOf(
  vocabulary: readonly Atom[],
  minLength: number,
  maxLength: number,
): fc.Arbitrary<readonly Atom[]> {
  const over = (elements: readonly Atom[]): fc.Arbitrary<readonly Atom[]> =>
    fc.array(fc.constantFrom(...elements), { minLength, maxLength, size: "max" });
  const few = fc.shuffledSubarray([...vocabulary], { minLength: 1, maxLength: 3 });
  return fc.oneof(over(vocabulary), few.chain(over));
}
