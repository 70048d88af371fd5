/** Operators on atoms against tables (Python's answers) and laws. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { equalAtoms, float, int } from "../../language/atom.ts";
import type { BinarySymbol, Operator, TokenReading, UnarySymbol } from "../../language/graph.ts";
import { isFailure } from "../../language/failure.ts";
import {
  applyOperator,
  compareAtoms,
  convertToken,
  prepareOperator,
  sequenceType,
} from "../../language/operators.ts";
import { anyAtom, atom, atoms, shown } from "./notation.ts";

function binary(symbol: BinarySymbol): Operator {
  return { kind: "binary", symbol };
}

describe("binary operators", () => {
  test.each<readonly [string, BinarySymbol, string, string]>([
    ["2", "+", "3", "5"],
    ["T", "+", "T", "2"],
    ["2", "+", "3.0", "5.0"],
    ["'ab", "+", "'c", "'abc"],
    ["'a", "+", "1", "!type"],
    ["1", "+", "'a", "!type"],
    ["9007199254740991", "+", "1", "9007199254740992"],
    ["9007199254740992", "+", "1", "!overflow"],
    ["9007199254740992", "+", "9007199254740992", "!overflow"],
    ["-9007199254740992", "-", "1", "!overflow"],
    ["9007199254740992", "-", "1", "9007199254740991"],
    ["T", "-", "1", "0"],
    ["'a", "-", "'a", "!type"],
    ["1e308", "+", "1e308", "inf"],
    ["inf", "-", "inf", "nan"],
    ["0", "*", "-1", "0"],
    ["0.0", "*", "-1", "-0.0"],
    ["94906265", "*", "94906265", "9007199136250225"],
    ["94906267", "*", "94906267", "!overflow"],
    // 2^53 + 1, whose nearest double is 2^53.
    ["3", "*", "3002399751580331", "!overflow"],
    ["4", "*", "2251799813685248", "9007199254740992"],
    ["'ab", "*", "2", "'abab"],
    ["3", "*", "'a", "'aaa"],
    ["'ab", "*", "-1", "'"],
    ["'ab", "*", "T", "'ab"],
    ["'ab", "*", "1.0", "!type"],
    ["'ab", "*", "'c", "!type"],
    ["'ab", "*", "9007199254740992", "!limit"],
    ["'", "*", "9007199254740992", "'"],
    ["6", "/", "3", "2.0"],
    ["1", "/", "3", "0.3333333333333333"],
    ["0", "/", "-3", "-0.0"],
    ["1", "/", "0", "!zero-division"],
    ["1", "/", "F", "!zero-division"],
    ["1.0", "/", "0.0", "!zero-division"],
    ["7", "%", "3", "1"],
    ["-7", "%", "3", "2"],
    ["7", "%", "-3", "-2"],
    ["-6", "%", "3", "0"],
    ["-7.5", "%", "2", "0.5"],
    ["7.5", "%", "-2", "-0.5"],
    ["4.0", "%", "-2", "-0.0"],
    ["-1", "%", "inf", "inf"],
    ["T", "%", "2", "1"],
    ["1", "%", "0", "!zero-division"],
    ["'a", "%", "3", "!type"],
    ["2", "^", "10", "1024"],
    ["0", "^", "0", "1"],
    ["T", "^", "F", "1"],
    ["2", "^", "53", "9007199254740992"],
    ["2", "^", "54", "!overflow"],
    ["3", "^", "9007199254740992", "!overflow"],
    ["-1", "^", "9007199254740991", "-1"],
    ["-1", "^", "9007199254740992", "1"],
    ["0", "^", "1000", "0"],
    ["2", "^", "-1", "0.5"],
    ["-2", "^", "-3", "-0.125"],
    ["0", "^", "-1", "!zero-division"],
    ["0.0", "^", "-0.5", "!zero-division"],
    ["4", "^", "0.5", "2.0"],
    ["2", "^", "1.5", "2.8284271247461903"],
    ["10", "^", "-5", "1e-05"],
    ["1.1", "^", "10", "2.5937424601000023"],
    ["-8", "^", "0.5", "!type"],
    ["10.0", "^", "400", "!overflow"],
    ["10.0", "^", "-400", "0.0"],
    ["2", "^", "-1074", "5e-324"],
    ["-2", "^", "-1081", "-0.0"],
    ["1.0000001", "^", "10000", "1.0010005001172428"],
    ["nan", "^", "0", "1.0"],
    ["1", "^", "nan", "1.0"],
    ["1", "^", "inf", "1.0"],
    ["-1", "^", "-inf", "1.0"],
    ["0", "^", "-inf", "inf"],
    ["inf", "^", "-1", "0.0"],
    ["1", "==", "1.0", "T"],
    ["1", "==", "T", "T"],
    ["1", "==", "'1", "F"],
    ["nan", "==", "nan", "F"],
    ["1", "<", "1.5", "T"],
    ["F", "<", "T", "T"],
    ["'Z", "<", "'a", "T"],
    ["'a", "<", "'ab", "T"],
    ["'\uffff", "<", "'😀", "T"],
    ["1", "<=", "nan", "F"],
    ["2", ">=", "2.0", "T"],
    ["1", ">", "'a", "!type"],
    ["3", "and", "5", "T"],
    ["3", "and", "'", "F"],
    ["0", "or", "'", "F"],
    ["0", "or", "nan", "T"],
  ])("%s %s %s is %s", (left, symbol, right, expected) => {
    expect(shown(applyOperator(binary(symbol), [atom(left), atom(right)]))).toBe(expected);
  });

  test.each<readonly [string, BinarySymbol, string, string]>([
    ["'a", "+", "1", "`+` needs two numbers or two strings, not a string and an int"],
    ["1.5", "-", "'a", "`-` needs two numbers, not a float and a string"],
    ["'a", "%", "1", "`%` on a string would be string formatting, which RASP here does not have"],
    ["T", "<", "'a", "`<` needs two numbers or two strings, not a bool and a string"],
    ["1", "/", "0", "division by zero"],
  ])("%s %s %s says why", (left, symbol, right, message) => {
    expect(applyOperator(binary(symbol), [atom(left), atom(right)])).toMatchObject({ message });
  });

  test("ints: the exact result, or an overflow beyond 2^53", () => {
    const oracles = {
      "+": (a: bigint, b: bigint) => a + b,
      "-": (a: bigint, b: bigint) => a - b,
      "*": (a: bigint, b: bigint) => a * b,
    };
    const symbol = fc.constantFrom("+", "-", "*");
    const limit = 2 ** 53;
    const anyInt = fc.oneof(
      fc.integer(),
      fc.maxSafeInteger(),
      fc.integer({ min: -4, max: 4 }).map((n) => limit - Math.abs(n)),
      fc.integer({ min: -94906270, max: 94906270 }),
    );
    fc.assert(
      fc.property(symbol, anyInt, anyInt, (which, a, b) => {
        const exact = oracles[which](BigInt(a), BigInt(b));
        const fits = exact <= BigInt(limit) && exact >= -BigInt(limit);
        expect(shown(applyOperator(binary(which), [int(a), int(b)]))).toBe(
          fits ? String(exact) : "!overflow",
        );
      }),
      { numRuns: 1000 },
    );
  });

  test("no int is ever -0, none is a fraction", () => {
    const symbol = fc.constantFrom<BinarySymbol>("+", "-", "*", "/", "%", "^");
    fc.assert(
      fc.property(symbol, anyAtom, anyAtom, (which, left, right) => {
        const result = applyOperator(binary(which), [left, right]);
        if (isFailure(result) || result.type !== "int") return;
        expect(Number.isInteger(result.value)).toBe(true);
        expect(Object.is(result.value, -0)).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  test("the remainder has the sign of the divisor and is smaller", () => {
    const quarter = fc.integer({ min: -400, max: 400 });
    fc.assert(
      fc.property(quarter, quarter, (a, b) => {
        fc.pre(b !== 0);
        const result = applyOperator(binary("%"), [float(a / 4), int(b)]);
        const value = isFailure(result) ? NaN : Number(result.value);
        expect(Math.abs(value)).toBeLessThan(Math.abs(b));
        expect(value * b).toBeGreaterThanOrEqual(0);
        expect(Number.isInteger((a / 4 - value) / b)).toBe(true);
      }),
    );
  });
});

describe("unary operators", () => {
  test.each<readonly [UnarySymbol, string, string]>([
    ["-", "3", "-3"],
    ["-", "0", "0"],
    ["-", "0.0", "-0.0"],
    ["-", "T", "-1"],
    ["+", "T", "1"],
    ["+", "1.5", "1.5"],
    ["-", "'a", "!type"],
    ["not", "0.0", "T"],
    ["not", "'", "T"],
    ["not", "'a", "F"],
    ["not", "nan", "F"],
    ["round", "0.5", "0"],
    ["round", "1.5", "2"],
    ["round", "2.5", "2"],
    ["round", "-0.5", "0"],
    ["round", "-1.5", "-2"],
    ["round", "0.49999999999999994", "0"],
    ["round", "4503599627370497.5", "4503599627370498"],
    ["round", "T", "1"],
    ["round", "7", "7"],
    ["round", "1e16", "!overflow"],
    ["round", "inf", "!overflow"],
    ["round", "nan", "!value"],
    ["round", "'1", "!type"],
    ["indicator", "'a", "1"],
    ["indicator", "0", "0"],
  ])("%s %s is %s", (symbol, operand, expected) => {
    expect(shown(applyOperator({ kind: "unary", symbol }, [atom(operand)]))).toBe(expected);
  });
});

describe("choices and look-ups", () => {
  const items = atoms("10 'x 2.5");
  const element: Operator = { kind: "element", items };
  const member: Operator = { kind: "member", items: atoms("1 'a nan") };
  const entry: Operator = {
    kind: "entry",
    entries: [
      [atom("1"), atom("'one")],
      [atom("'a"), atom("2")],
    ],
  };
  test.each<readonly [string, Operator, string, string]>([
    ["then", { kind: "choose" }, "1 'a 2", "1"],
    ["otherwise", { kind: "choose" }, "1 ' 2", "2"],
    ["in", member, "1.0", "T"],
    ["in by type", member, "'1", "F"],
    ["nan is in nothing", member, "nan", "F"],
    ["in nothing", { kind: "member", items: [] }, "1", "F"],
    ["element", element, "1", "'x"],
    ["element from the end", element, "-3", "10"],
    ["element at a bool", element, "T", "'x"],
    ["element beyond", element, "3", "!value"],
    ["element before", element, "-4", "!value"],
    ["element at a float", element, "1.0", "!type"],
    ["entry", entry, "T", "'one"],
    ["entry by string", entry, "'a", "2"],
    ["no entry", entry, "'1", "!value"],
  ])("%s", (_name, operator, operands, expected) => {
    expect(shown(applyOperator(operator, atoms(operands)))).toBe(expected);
  });

  test("membership is equality with some item, also of a prepared operator", () => {
    fc.assert(
      fc.property(fc.array(anyAtom, { maxLength: 6 }), anyAtom, (list, x) => {
        const answer = prepareOperator({ kind: "member", items: list })([x]);
        expect(shown(answer)).toBe(list.some((item) => equalAtoms(item, x)) ? "T" : "F");
      }),
      { numRuns: 500 },
    );
  });
});

test("an ordering and its mirror image agree, and == and != are opposites", () => {
  fc.assert(
    fc.property(anyAtom, anyAtom, (left, right) => {
      expect(isFailure(compareAtoms("<", left, right))).toBe(isFailure(compareAtoms(">", right, left)));
      expect(compareAtoms("!=", left, right)).toBe(compareAtoms("==", left, right) === false);
      const [forward, backward] = [compareAtoms("<=", left, right), compareAtoms(">=", right, left)];
      expect(isFailure(forward) || forward === backward).toBe(true);
    }),
    { numRuns: 500 },
  );
});

describe("tokens", () => {
  test.each<readonly [TokenReading, string, string]>([
    ["str", "1.0", "'1.0"],
    ["str", "T", "'True"],
    ["str", "-12", "'-12"],
    ["str", "1e16", "'1e+16"],
    ["int", "1.9", "1"],
    ["int", "-0.5", "0"],
    ["int", "-1.9", "-1"],
    ["int", "F", "0"],
    ["int", "'-3", "-3"],
    ["int", "'+4", "4"],
    ["int", "'007", "7"],
    ["int", "'1_000", "1000"],
    ["int", "'\t2\u00a0", "2"],
    ["int", "'1.5", "!value"],
    ["int", "'x", "!value"],
    ["int", "'", "!value"],
    ["int", "'1__0", "!value"],
    ["int", "'9007199254740992", "9007199254740992"],
    ["int", "'9007199254740993", "!overflow"],
    ["int", "1e300", "!overflow"],
    ["int", "nan", "!value"],
    ["float", "3", "3.0"],
    ["float", "T", "1.0"],
    ["float", "'1e-5", "1e-05"],
    ["float", "'.5", "0.5"],
    ["float", "'1.", "1.0"],
    ["float", "'-inf", "-inf"],
    ["float", "'.", "!value"],
    ["float", "'0x10", "!value"],
    ["bool", "'0", "T"],
    ["bool", "'", "F"],
    ["bool", "0.0", "F"],
    ["asis", "1.5", "1.5"],
  ])("tokens_%s of %s is %s", (reading, element, expected) => {
    expect(shown(convertToken(reading, atom(element)))).toBe(expected);
  });
});

describe("the sequence type rule", () => {
  test.each([
    ["1 2", "int"],
    ["T F", "bool"],
    ["1.0 2.0", "float"],
    ["'a 'b", "string"],
    ["1 T", "int"],
    ["T 0.5", "float"],
    ["1 T 0.5", "float"],
    ["T 1 'a", "different types in one sequence: a bool at position 0 and a string at position 2"],
    ["'a 1", "different types in one sequence: a string at position 0 and an int at position 1"],
  ])("%s", (text, expected) => {
    const type = sequenceType(atoms(text));
    expect(isFailure(type) ? type.message : type).toBe(expected);
  });
});
