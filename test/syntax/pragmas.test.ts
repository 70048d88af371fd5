/** `#:` comments, right and wrong. */
import { describe, expect, test } from "vitest";
import type { Pragmas } from "../../compiler/syntax/ast.ts";
import { parse } from "../../compiler/syntax/parse.ts";
import { mistakesIn, shown } from "./notation.ts";

function pragmasOf(text: string): Pragmas {
  const { tree, diagnostics } = parse({ name: "test.rasp", text });
  expect(diagnostics).toEqual([]);
  return tree.pragmas;
}

describe("right ones", () => {
  test("all of them, anywhere at the start of a line", () => {
    const text = [
      '#: vocabulary "abca"',
      "a = 1;",
      "  #: max-length 16",
      "#:output a, b",
      "\t#:\tcausal",
      "b = (1 +",
      '#: example "cab"',
      "  2);",
      '#: example [1, 1.0, true, "two"]',
      '#: expect a("cab") = ["a", -1.5, True]',
      "#: expect b = {1: [2]}",
      "#: expect a([1, 2]) = +3",
    ].join("\n");
    const pragmas = pragmasOf(text);
    const at = ({ start, end }: { start: number; end: number }): string => text.slice(start, end);

    expect(pragmas.vocabulary?.fromText).toBe(true);
    expect(pragmas.vocabulary?.elements.map(({ value }) => value).join("")).toBe("abca");
    expect(pragmas.vocabulary && at(pragmas.vocabulary.span)).toBe('"abca"');
    expect(pragmas.maxLength?.value).toBe(16);
    expect(pragmas.maxLength && at(pragmas.maxLength.span)).toBe("16");
    expect(pragmas.outputs.map(({ span }) => at(span))).toEqual(["a", "b"]);
    expect(pragmas.causal && at(pragmas.causal.span)).toBe("#:\tcausal");
    expect(pragmas.examples.map(({ span }) => at(span))).toEqual(['"cab"', '[1, 1.0, true, "two"]']);
    expect(pragmas.examples[1]?.elements).toEqual([
      { type: "int", value: 1 },
      { type: "float", value: 1 },
      { type: "bool", value: true },
      { type: "string", value: "two" },
    ]);
    expect(
      pragmas.expectations.map(({ span, name, input, expected }) => [
        at(span),
        at(name.span),
        input && shown(input),
        shown(expected),
        at(expected.span),
      ]),
    ).toEqual([
      ['#: expect a("cab") = ["a", -1.5, True]', "a", '"cab"', '["a", (- 1.5), True]', '["a", -1.5, True]'],
      ["#: expect b = {1: [2]}", "b", null, "{1: [2]}", "{1: [2]}"],
      ["#: expect a([1, 2]) = +3", "a", "[1, 2]", "(+ 3)", "+3"],
    ]);
  });

  test("a text without pragmas has none", () => {
    expect(pragmasOf('# vocabulary "a"\n## : causal\na = "\t#: causal";')).toEqual({
      vocabulary: null,
      maxLength: null,
      outputs: [],
      causal: null,
      examples: [],
      expectations: [],
    });
  });

  test("other line ends, and a byte order mark", () => {
    const { causal, maxLength } = pragmasOf("\uFEFF#: causal\r\n#: max-length 3 \r\n");
    expect(causal?.span.start).toBe(1);
    expect(maxLength?.value).toBe(3);
  });
});

describe("wrong ones", () => {
  test.each([
    // text                                     code               the text marked
    ["#: vocab x", "unknown-pragma", "vocab"],
    ["#: max_length 3", "unknown-pragma", "max_length"],
    ["#:", "unknown-pragma", "#:"],
    ["#: vocabulary", "pragma-value", ""],
    ["#: vocabulary abc", "pragma-value", "abc"],
    ['#: vocabulary ""', "pragma-value", '""'],
    ["#: vocabulary []", "pragma-value", "[]"],
    ['#: vocabulary "ab" c', "pragma-value", " c"],
    ['#: vocabulary "ab', "pragma-value", '"ab'],
    ["#: vocabulary [1, x]", "pragma-value", "x"],
    ["#: example [1, [2]]", "pragma-value", "["],
    ["#: max-length", "pragma-value", ""],
    ["#: max-length 0", "pragma-value", "0"],
    ["#: max-length 2.5", "pragma-value", "2.5"],
    ["#: max-length 1e3", "pragma-value", "1e3"],
    ["#: output", "pragma-value", ""],
    ["#: output a b", "pragma-value", "a b"],
    ["#: output a, a", "pragma-value", "a"],
    ["#: causal yes", "pragma-value", "yes"],
    ["#: expect", "pragma-value", ""],
    ["#: expect a", "pragma-value", ""],
    ["#: expect a(1) == 2", "pragma-value", "=="],
    ["#: expect a =", "missing-value", ""],
    ["#: expect a = [1", "unclosed-bracket", ""],
    ["#: expect a = 1;", "unexpected-token", ";"],
    ["#: expect a = b", "not-literal", "b"],
    ["#: expect a = [1, b + 1]", "not-literal", "b + 1"],
    ["#: expect a(b) = 1", "not-literal", "b"],
    ["#: expect a = not True", "not-literal", "not True"],
    ["#: expect a = -True", "not-literal", "-True"],
    ["#: expect a = 'x'", "single-quotes", "'x'"],
    ["a = 1; #: causal", "pragma-place", "#: causal"],
  ])("%s", (text, code, marked) => {
    const { diagnostics, tree } = parse({ name: "test.rasp", text });
    expect(diagnostics.map((each) => each.code)).toEqual([code]);
    const span = diagnostics[0]?.span;
    expect(span && text.slice(span.start, span.end)).toBe(marked);
    const { vocabulary, maxLength, outputs, causal, examples, expectations } = tree.pragmas;
    expect([vocabulary, maxLength, causal, ...outputs, ...examples, ...expectations].filter(Boolean)).toEqual(
      [],
    );
  });

  test("what may stand once is wrong the second time; examples and expectations add up", () => {
    for (const pragma of ['vocabulary "a"', "max-length 1", "output a", "causal"]) {
      expect(mistakesIn(`#: ${pragma}\n#: ${pragma}`)).toEqual(["repeated-pragma"]);
    }
    const { examples, expectations } = pragmasOf(
      '#: example "a"\n#: example "a"\n#: expect a = 1\n#: expect a = 1',
    );
    expect([examples.length, expectations.length]).toEqual([2, 2]);
  });

  test("help proposes what was meant", () => {
    const helpFor = (text: string) => parse({ name: "test.rasp", text }).diagnostics[0]?.help;
    expect(helpFor("#: max_length 3")).toBe("did you mean `#: max-length`?");
    expect(helpFor("#: vocab 3")).toBe("did you mean `#: vocabulary`?");
    expect(helpFor("#: Causal")).toBe("did you mean `#: causal`?");
    expect(helpFor("#: vocabulary abc")).toBe('`#: vocabulary "abc"`');
  });
});

test.each(["\u2028", "\u2029", "\u0085", "\uFEFF"])("a pragma may hold %j, which ends no line", (odd) => {
  const text = `#: vocabulary ["a", "b${odd}"]\nx = tokens;\n`;
  expect(pragmasOf(text).vocabulary?.elements.map(({ value }) => value)).toEqual(["a", `b${odd}`]);
});
