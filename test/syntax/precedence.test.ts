/** How expressions group, level by level. */
import { describe, expect, test } from "vitest";
import { expressionOf, shown } from "./notation.ts";

describe("operators group as in the original", () => {
  test.each([
    // text                                    means
    ["-2^2", "((- 2) ^ 2)"],
    ["2^3^2", "((2 ^ 3) ^ 2)"],
    ["2^-1", "(2 ^ (- 1))"],
    ["7*3%4", "((7 * 3) % 4)"],
    ["7%4*3", "(7 % (4 * 3))"],
    ["7%4+3", "((7 % 4) + 3)"],
    ["7/2*3", "((7 / 2) * 3)"],
    ["1-2-3", "((1 - 2) - 3)"],
    ["1+2*3^4", "(1 + (2 * (3 ^ 4)))"],
    ["not 1==2", "((not 1) == 2)"],
    ["not 0+1", "((not 0) + 1)"],
    ["not not - + a", "(not (not (- (+ a))))"],
    ["a--b", "(a - (- b))"],
    ["3>2>1", "((3 > 2) > 1)"],
    ["a<b==c>=d", "(((a < b) == c) >= d)"],
    ["a<-1", "(a < (- 1))"],
    ["True or False and False", "((True or False) and False)"],
    ["a and b or c", "((a and b) or c)"],
    ["a and b == c", "(a and (b == c))"],
    ["1 if True else 2 if False else 3", "((1 if True else 2) if False else 3)"],
    ["1 if a if b else c else 2", "(1 if (a if b else c) else 2)"],
    ["1 if a in b else 2", "(1 if (a in b) else 2)"],
    ["a or b if c else d and e", "((a or b) if c else (d and e))"],
    ["not t in [x]", "((not t) in [x])"],
    ["a in b and c in d", "((a in (b and c)) in d)"],
    ["t in [a] if c else [b]", "(t in ([a] if c else [b]))"],
    ["t+1 in [a]", "((t + 1) in [a])"],
    ["-l[1]", "(- l[1])"],
    ["2^l[0]", "(2 ^ l[0])"],
    ["not f(x)", "(not f(x))"],
    ["[[1,2],[3,4]][1][0]", "[[1, 2], [3, 4]][1][0]"],
    ["mk(3)(4)", "mk(3)(4)"],
    ["(f)(3)", "f(3)"],
    ["(a+b)[0]", "(a + b)[0]"],
    ['(indices+1)("ab")', '(indices + 1)("ab")'],
    ["f(x)[1](y)", "f(x)[1](y)"],
    ["l[(1)]", "l[1]"],
    ['{"a":1}["a"]', '{"a": 1}["a"]'],
    ["1if a else 2", "(1 if a else 2)"],
  ])("%s", (text, meaning) => {
    expect(shown(expressionOf(text))).toBe(meaning);
  });
});

describe("expressions that are no operators", () => {
  test.each([
    ["select(a, b, ==)", "select(a, b, ==)"],
    ["select ( a , b , != )", "select(a, b, !=)"],
    ["select(a,b,<=) and not select(a,b,>)", "(select(a, b, <=) and (not select(a, b, >)))"],
    ["aggregate (s, v)", "aggregate(s, v)"],
    ["aggregate(s, v, -1)", "aggregate(s, v, (- 1))"],
    ["range (1, 2, 3)", "range(1, 2, 3)"],
    ["zip([1], [2])", "zip([1], [2])"],
    ["len ([])", "len([])"],
    ["round (x) + indicator(y)", "(round(x) + indicator(y))"],
    ["f()", "f()"],
    ["[]", "[]"],
    ["{}", "{}"],
    ["{1: 2, 3: 4}", "{1: 2, 3: 4}"],
    ["[x + y for x, y in z]", "[(x + y) for x, y in z]"],
    ["{x: 1 for x in z}", "{x: 1 for x in z}"],
    ["007", "007"],
    ["00.10", "00.10"],
    ["123456789012345678901234567890", "123456789012345678901234567890"],
    ['"back\\slash # ; \' 漢\t"', '"back\\slash # ; \' 漢\t"'],
    ["xs-op", "(xs - op)"],
  ])("%s", (text, meaning) => {
    expect(shown(expressionOf(text))).toBe(meaning);
  });
});
