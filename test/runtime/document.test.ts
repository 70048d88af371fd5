/** What is read of a text is what JSON says; and what would take much memory is not read. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readDocument } from "../../runtime/file/document.ts";

/** The document with plain lists, and 0 for −0; null where there are problems. */
function read(text: string): unknown {
  const result = readDocument(text);
  return "document" in result ? plain(result.document) : null;
}

function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value))
    return value instanceof DataView ? value : Array.from(numbersIn(value), plain);
  if (Array.isArray(value)) return value.map(plain);
  if (value === 0) return 0;
  if (typeof value !== "object" || value === null) return value;
  const object = {};
  for (const [key, inner] of Object.entries(value)) {
    Object.defineProperty(object, key, { value: plain(inner), enumerable: true });
  }
  return object;
}

function numbersIn(view: ArrayBufferView): Iterable<number> {
  return view instanceof Int8Array ||
    view instanceof Int16Array ||
    view instanceof Int32Array ||
    view instanceof Float32Array ||
    view instanceof Float64Array
    ? view
    : [];
}

function messageFor(text: string): string {
  const result = readDocument(text);
  return "problems" in result
    ? result.problems.map(({ path, message }) => `${path}: ${message}`).join("\n")
    : "";
}

function withData(data: string, field = "data"): string {
  return `{"a": "[", "tensors": {"x": {"${field}": ${data}, "dtype": 0}}, "z": [1, {}]}`;
}

const numbers = fc.oneof(
  fc.integer({ min: -128, max: 127 }),
  fc.integer({ min: -40_000, max: 40_000 }),
  fc.integer(),
  fc.float({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const long = fc.array(fc.array(numbers, { minLength: 1, maxLength: 300 }), { minLength: 1, maxLength: 3 });

describe("long lists of numbers", () => {
  test("hold the numbers that the text has", () => {
    fc.assert(
      fc.property(
        long,
        fc.constantFrom("data", "indices", "values", "other"),
        fc.constantFrom(",", " , "),
        (lists, field, comma) => {
          const tensors = lists.map((list, i) => `"t${i}":{"${field}":[${list.map(String).join(comma)}]}`);
          const text = `{"tensors":{${tensors.join(",")}}}`;
          expect(read(text)).toEqual(plain(JSON.parse(text)));
        },
      ),
    );
  });

  test.each([
    ["digits", "1", Int8Array],
    ["small integers", "-300", Int16Array],
    ["float32 numbers", "0.5", Float32Array],
    ["all numbers", "0.1", Float64Array],
  ])("take as few bytes as hold them: %s", (_, last, type) => {
    const result = readDocument(withData(`[${"1,".repeat(200)}${last}]`));
    expect("document" in result ? result.document : null).toMatchObject({
      tensors: { x: { data: expect.any(type) } },
    });
  });

  test.each([["01"], ["1."], [".5"], ["+1"], ["1e"], ["- 1"], ["1 2"], [""], ["--1"], ["1e+"], ["-"]])(
    "are of JSON numbers alone: %s",
    (wrong) => {
      const list = `[${"1,".repeat(200)}${wrong},1]`;
      expect(() => JSON.parse(list)).toThrow(SyntaxError);
      expect(messageFor(withData(list))).toMatch(
        /^tensors\.x\.data: not JSON: line 1, column 4\d\d: not a number$/,
      );
      expect(messageFor(withData(`[${"1,".repeat(200)}1]`))).toBe("");
    },
  );
});

test("numbers that would take many times their size are refused before they are read", () => {
  const ones = "1,".repeat(10_000_000);
  const reason = "reading the file would take more than 4 times its size in memory";
  expect(messageFor(withData(`[${ones}1]`))).toBe("");
  expect(messageFor(withData(`[${ones}0.1]`, "values"))).toBe(
    `tensors.x.values: numbers that take 8 bytes each: ${reason}`,
  );
  expect(messageFor(withData(`[${ones}0.1]`))).toBe(
    `tensors.x.data: numbers that take 8 bytes each: ${reason}; a tensor as long as this may be written as \`indices\` and \`values\``,
  );
});

test("letters that take more than a byte each in memory count", () => {
  const words = `{"a":[${Array.from({ length: 1_000_000 }, (_, i) => `"token ${10_000_000 + i}"`).join(",")}]}`;
  expect(messageFor(words)).toBe("");
  expect(messageFor(words.replace("token", "слово"))).toBe(
    ": so many small parts that reading the file would take more than 4 times its size in memory",
  );
});

test("a text is read where it is JSON, and nowhere else", () => {
  const good = withData(`[${"10, -2.5e3,".repeat(40)}7]`, "values");
  const pieces = fc.constantFrom(
    "",
    "0",
    "9",
    '"',
    ",",
    "{",
    "}",
    "]",
    "[",
    "x",
    "-",
    ":",
    "\\",
    " ",
    ".",
    '"a":',
  );
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(good.length), pieces), { minLength: 1, maxLength: 3 }),
      (changes) => {
        let text = good;
        for (const [at, put] of changes) text = text.slice(0, at) + put + text.slice(at + 1);
        let parsed: unknown = null;
        try {
          parsed = plain(JSON.parse(text));
        } catch {
          // No JSON.
        }
        const isTwice = messageFor(text).endsWith("the key stands twice");
        expect(isTwice ? parsed !== null : read(text)).toEqual(isTwice ? true : parsed);
      },
    ),
    { numRuns: 5_000 },
  );
});

const many = (piece: string): string => `${`${piece},`.repeat(2_000_000)}${piece}`;

test.each([
  ["empty lists", `{"a":[${many("[]")}]}`],
  ["empty objects", `{"a":[${many("{}")}]}`],
  ["numbers", `{"a":[${many("0")}]}`],
  ["numbers in a tensor of another kind", `{"tensors":{"x":{"shape":[${many("0")}]}}}`],
  ["lists in tensors", `{"tensors":{"x":{"data":[${many("[]")}]}}}`],
  ["strings", `{"a":[${many('""')}]}`],
  ["keys", `{${Array.from({ length: 100_000 }, (_, i) => `"k${i}":0`).join(",")}}`],
])("what would take many times its size is refused before it is parsed: %s", (_, text) => {
  expect(messageFor(text)).toMatch(
    /^: so many small parts that reading the file would take more than 4 times its size in memory$/,
  );
});

test.each([
  ["at the top", `{"a":1`, "a"],
  ["before a key", `{ `, "the outermost object"],
  ["in a string", `{"a":"x`, "a"],
  ["in a list of numbers", `{"tensors":{"x":{"data":[${"1,".repeat(200)}`, "tensors.x.data"],
])("a text that was cut off is told as such: %s", (_, text, inside) => {
  expect(messageFor(text)).toBe(`: not JSON: the text ends inside ${inside}`);
});

test("a mistake is told with its field, and its place in the file where the engine says it", () => {
  const withB = (b: string): string => `{\n"tensors": {"x": {"data": [${"1,".repeat(200)}1]}},\n  "b": ${b}}`;
  expect(messageFor(withB("[1, tru]"))).toMatch(/^b: not JSON: /);
  expect(messageFor(withB("[1, 2 3]"))).toMatch(/^b: not JSON: line 3, column 14: /);
  expect(messageFor(withB("0"))).toBe("");
});
