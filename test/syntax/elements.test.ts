/** Element lists as flags and pragmas give them. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Atom } from "../../language/atom.ts";
import { readElements } from "../../compiler/syntax/elements.ts";

function read(text: string): string {
  const result = readElements(text);
  if (result.kind === "problem") return `${String(result.start)}-${String(result.end)}: ${result.message}`;
  const each = ({ type, value }: Atom): string => `${type} ${Object.is(value, -0) ? "-0" : String(value)}`;
  return `${result.fromText ? "text" : "json"}: ${result.elements.map(each).join(", ")}`;
}

describe("readElements", () => {
  test.each([
    ["", "text: "],
    ["abé漢🙂", "text: string a, string b, string é, string 漢, string 🙂"],
    [" [1]", "text: string  , string [, string 1, string ]"],
    ['"a"', 'text: string ", string a, string "'],
    ["[]", "json: "],
    ["[ 1 ,2\t]", "json: int 1, int 2"],
    ["[1, 1.0, 1e0, -1, -1.5]", "json: int 1, float 1, float 1, int -1, float -1.5"],
    ["[-0, -0.0]", "json: int 0, float -0"],
    ["[true, false]", "json: bool true, bool false"],
    ['["a", "bc", "\\n\\u0041\\"", "漢"]', 'json: string a, string bc, string \nA", string 漢'],
    ['["\\ud83d\\ude42"]', "json: string 🙂"],
    ["[9007199254740992]", "json: int 9007199254740992"],
    ["[9007199254740993]", "1-17: ints go up to 2^53 = 9007199254740992"],
    ["[-99999999999999999999]", "1-22: ints go up to 2^53 = 9007199254740992"],
    ["[1e400]", "1-6: 1e400 is too large for a float"],
    ['["\\ud83d"]', "1-9: half of a surrogate pair is no text"],
    ["[", "1-1: expected an element"],
    ["[1", "2-2: expected `,` or `]` in this JSON array"],
    ["[1 2]", "3-4: expected `,` or `]` in this JSON array"],
    ["[1,]", "2-3: nothing follows this comma"],
    ["[,1]", "1-2: expected an element"],
    ["[1]]", "3-4: nothing may follow the `]`"],
    ["[1] x", "4-5: nothing may follow the `]`"],
    ["[[1]]", "1-2: an element is a string, a number, true or false"],
    ["[{}]", "1-2: an element is a string, a number, true or false"],
    ["[null]", "1-5: an element is a string, a number, true or false"],
    ["[True]", "1-5: `True` is not JSON"],
    ["[a]", "1-2: `a` is not JSON"],
    ["['a']", "1-4: `'a'` is not JSON"],
    ["[01]", "1-3: `01` is not JSON"],
    ["[.5]", "1-3: `.5` is not JSON"],
    ["[NaN]", "1-4: `NaN` is not JSON"],
    ['["a]', "1-2: this string is not JSON"],
    ['["a\\x"]', "1-2: this string is not JSON"],
    ['["a\tb"]', "1-2: this string is not JSON"],
  ])("%s", (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test("reads every JSON array of strings, booleans and safe numbers as JSON.parse does", () => {
    const number = fc.double({ noDefaultInfinity: true, noNaN: true });
    const element = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.boolean(),
      fc.maxSafeInteger(),
      number.filter((each) => !Number.isInteger(each) || Number.isSafeInteger(each)),
    );
    fc.assert(
      fc.property(fc.array(element), fc.constantFrom(0, 1, "\t"), (elements, indent) => {
        const result = readElements(JSON.stringify(elements, null, indent));
        const values =
          result.kind === "elements" ? result.elements.map(({ value }) => value) : result.message;
        expect(values).toEqual(elements.map((each) => (each === 0 ? 0 : each)));
      }),
    );
  });
});
