/** Printed forms, in tables and laws. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isFailure } from "../../language/failure.ts";
import {
  displayAtom,
  displayDict,
  displayElement,
  displayInput,
  displayList,
  displaySelection,
  displaySequence,
  roundToThousandths,
} from "../../language/display.ts";
import { sequenceType } from "../../language/operators.ts";
import { floatText, parseFloatText } from "../../language/text.ts";
import { atom, atoms } from "./notation.ts";

describe("sequences", () => {
  test.each([
    ["0 1 2", "[0, 1, 2] (ints)"],
    ["5 5 5", "[5]*3 (ints)"],
    ["5", "[5] (ints)"],
    ["'h 'i", "[h, i] (strings)"],
    ["T F", "[T, F] (bools)"],
    ["F F", "[F]*2 (bools)"],
    ["0 0.5 1.0", "[0, 0.5, 1.0] (floats)"],
    ["T 0.5", "[T, 0.5] (floats)"],
    ["1 T 1.0", "[1]*3 (floats)"],
    ["1e-9 1e-8 1e-7", "[0.0, 0.0, 0.0] (floats)"],
    ["0.0 -0.0", "[0.0]*2 (floats)"],
  ])("%s", (text, expected) => {
    const type = sequenceType(atoms(text));
    if (isFailure(type)) throw new Error(type.message);
    expect(displaySequence(atoms(text), type)).toBe(expected);
  });

  test.each([
    ["0.0625", "0.062"],
    ["0.3125", "0.312"],
    ["0.1875", "0.188"],
    ["0.333333", "0.333"],
    ["-0.0004", "-0.0"],
    ["1.0005", "1.0"],
    ["2.0", "2.0"],
    ["1e20", "1e+20"],
    ["123456789012345.67", "123456789012345.67"],
    ["8796093022207.9985", "8796093022207.998"],
    ["1e15", "1000000000000000.0"],
    ["1e16", "1e+16"],
    ["0.001", "0.001"],
    ["inf", "inf"],
    ["nan", "nan"],
  ])("the float %s shows as %s", (text, expected) => {
    expect(displayElement(atom(text))).toBe(expected);
  });

  test("rounding to thousandths moves no value by more than half of one, and moves no multiple", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e9, max: 1e9 }),
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        (m, x) => {
          expect(roundToThousandths(m / 1000)).toBe(m / 1000);
          expect(Math.abs(roundToThousandths(x) - x)).toBeLessThanOrEqual(0.0005000001);
        },
      ),
    );
  });
});

describe("values that stand alone", () => {
  test.each([
    ["'it", '"it"'],
    ["0.1", "0.1"],
    ["1e-5", "1e-05"],
    ["0.0001", "0.0001"],
    ["1e22", "1e+22"],
    ["123456.75", "123456.75"],
    ["-0.0", "-0.0"],
    ["5e-324", "5e-324"],
    ["1.5e300", "1.5e+300"],
    ["T", "True"],
    ["-7", "-7"],
  ])("%s shows as %s", (text, expected) => {
    expect(displayAtom(atom(text))).toBe(expected);
  });

  test("a float's text reads back as the same float", () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        expect(parseFloatText(floatText(value))).toBe(value);
      }),
      { numRuns: 1000 },
    );
  });
});

test("lists and dicts are Python literals", () => {
  expect(displayList(atoms("1 'x T 0.5"))).toBe("[1, 'x', True, 0.5]");
  expect(displayList(atoms(`'it's '"'" '\\ '\t '\u00a0 '😀`))).toBe(
    String.raw`["it's", '"\'"', '\\', '\t', '\xa0', '😀']`,
  );
  expect(displayDict([[atom("'a"), atom("1")]])).toBe("{'a': 1}");
  expect(displayDict([])).toBe("{}");
});

test("inputs are text where they are characters", () => {
  expect(displayInput(atoms("'h '😀"))).toBe('"h😀"');
  expect(displayInput(atoms("'hi 't"))).toBe("['hi', 't']");
  expect(displayInput(atoms("1 2"))).toBe("[1, 2]");
});

test("a selector is a grid under its input", () => {
  const rows = [
    [true, false],
    [true, true],
  ];
  expect(displaySelection(atoms("'a 'b"), rows)).toBe(" \t\t\t     a b\n \t\t\t a | 1  \n \t\t\t b | 1 1\n");
});
