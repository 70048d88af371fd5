/** What holds of every model file: shapes of use that programs and inputs come in. */
import { describe, expect, test } from "vitest";
import { forward } from "../../runtime/forward.ts";
import { decode } from "../../runtime/decode.ts";
import type { Model } from "../../runtime/model.ts";
import { examine, examineModel } from "./examine.ts";
import { permute } from "./permute.ts";
import { singlePrecision } from "./single.ts";
import { compiled, differences, statesAtBos } from "./subject.ts";

describe("small and large", () => {
  const several = `
same = selector_width(select(tokens, tokens, ==));
previous = aggregate(select(indices, indices - 1, ==), tokens, "none");
mean = aggregate(select(indices, indices, <=), indices, 3);
back = aggregate(select(indices, length - 1 - indices, ==), tokens);
five = 5 * (indices * 0 + 1);
n = length;
#: output same, previous, mean, back, five, n`;

  test.each([
    ["length 1", '#: vocabulary "ab"\n#: max-length 1'],
    ["a vocabulary of 1", '#: vocabulary "a"\n#: max-length 5'],
    ["both", '#: vocabulary "a"\n#: max-length 1'],
    ["both, causal", '#: vocabulary "a"\n#: max-length 1\n#: causal'],
    ["length 2", '#: vocabulary "abcdefgh"\n#: max-length 2'],
    [
      "tokens with blanks, quotes and none",
      '#: vocabulary ["", " ", "a b", "é", "😀", "\\"", "none"]\n#: max-length 3',
    ],
  ])("%s", (_, header) => {
    expect(examine(`${header}\n${several}`, { most: 100 })).toEqual([]);
  });

  const words = JSON.stringify(Array.from({ length: 2_000 }, (_, at) => `w${String(at)}`));
  test.each([
    ["histogram", "x = selector_width(select(tokens, tokens, ==));"],
    ["reverse", "x = aggregate(select(indices, length - indices - 1, ==), tokens);"],
    [
      "unequal and lesser tokens",
      "x = selector_width(select(tokens, tokens, !=)); y = selector_width(select(tokens, tokens, <));\n#: output x, y",
    ],
    ["sort", "x = sort(tokens, tokens);"],
    ["means over equal tokens", "x = aggregate(select(tokens, tokens, ==), indices, -1);"],
    ["a token", 'x = tokens == "w7"; y = count(tokens, "w3"); z = tokens[-1];\n#: output x, y, z'],
    [
      "membership and strings",
      'x = tokens in ["w1", "w1999"]; y = tokens + "!"; z = tokens < "w5";\n#: output x, y, z',
    ],
    ["has it been seen", "x = has_focus(select(tokens, tokens, ==) and select(indices, indices, <));"],
  ])("a vocabulary of 2,000: %s", (_, program) => {
    const header = `#: vocabulary ${words}\n#: max-length 8`;
    expect(examine(`${header}\n${program}`, { most: 24, fewer: 6 })).toEqual([]);
  });

  test.each([
    ["large", "[1000000007, 1000000009, 9007199254740992]"],
    ["close", "[0.1, 0.2, 0.30000000000000004, 0.3]"],
    ["far apart", "[1e300, -1e300, 1e-300]"],
  ])("%s numbers as tokens", (_, vocabulary) => {
    const program = `
#: vocabulary ${vocabulary}
#: max-length 3
x = tokens; y = selector_width(select(tokens, tokens, <));
z = aggregate(select(indices, indices - 1, ==), tokens, 0.25); w = tokens == 0.3;
#: output x, y, z, w`;
    expect(examine(program)).toEqual([]);
  });
});

describe("programs without tokens, and outputs that are hardly computed", () => {
  test.each([
    ["indices", "x = indices;"],
    ["length", "x = length;"],
    [
      "functions of both",
      "x = (length - indices) % 3; y = selector_width(select(indices, length / 2, <));\n#: output x, y",
    ],
    [
      "constants",
      'x = indices * 0; y = "k" if indices > -1 else ""; z = True if length > 0 else False; w = 0.1 if indices >= 0 else 0.2;\n#: output x, y, z, w',
    ],
    ["tokens", "x = tokens; y = tokens; z = x == y;\n#: output x, y, z"],
    [
      "tokens as text, numbers and bools",
      '#: vocabulary ["1", "2", "-5"]\nx = tokens_int; y = tokens_float / 2; z = tokens_bool; w = tokens_str + "0";\n#: output x, y, z, w',
    ],
    [
      "ints as text and bools",
      "#: vocabulary [0, 3, -7]\nx = tokens_str; y = tokens_bool; z = tokens_float; w = tokens_asis;\n#: output x, y, z, w",
    ],
    [
      "bools",
      "#: vocabulary [true, false]\nx = tokens; y = tokens + tokens; z = selector_width(select(tokens, True, ==));\n#: output x, y, z",
    ],
  ])("%s", (_, program) => {
    expect(examine(program)).toEqual([]);
  });
});

describe("several outputs, causal or not", () => {
  const program = `
prefix = aggregate(select(indices, indices, <=), indicator(tokens == "a"));
later = selector_width(select(indices, indices, >));
seen = has_focus(select(tokens, tokens, ==) and select(indices, indices, <));
first = tokens[0];
turned = aggregate(select(indices, length - indices - 1, ==), tokens, "-");
sorted = sort(indices, tokens);
depth = selector_width(select(seen, seen, ==) and not select(tokens, tokens, ==));
#: output prefix, later, seen, first, turned, sorted, depth`;

  test.each(["", "#: causal\n"])("%s", (header) => {
    expect(examine(`${header}${program}`, { most: 100 })).toEqual([]);
    expect(examine(`${header}${program}`, { most: 40 }, { layout: "packed" })).toEqual([]);
    expect(examine(`${header}${program}`, { most: 40 }, { precision: "float64" })).toEqual([]);
  });
});

/** Enough layers that something could go wrong in between. */
const deep = `
#: vocabulary [true, false]
#: max-length 6
m = aggregate(select(indices, length, >=), indicator(indices == 0), -2);
w = selector_width(select(length, m, <=));
k = aggregate(select(tokens > -1, True, ==), indicator(m < indices), 0.5);
x = selector_width(select(k, tokens, <=) or (select(w <= indices, True, ==) or select(m, indices, !=)));`;

describe("a right-padded batch", () => {
  test.each([0, 1, 2, 4])("of %i PAD gives what the input alone gives", (padding) => {
    const subject = compiled(deep);
    expect(differences(subject, { padding })).toMatchObject({ inputs: 126, first: null });
    expect(differences(subject, { padding, engine: singlePrecision }).first).toBe(null);
  });

  test("of a shipped length and width", () => {
    const text =
      '#: vocabulary "abcdef"\n#: max-length 24\nx = sort(tokens, selector_width(select(tokens, tokens, ==)));';
    expect(differences(compiled(text), { padding: 20, most: 12 }).first).toBe(null);
  });

  test("cannot be seen by a real position, whatever is behind it", () => {
    const { prepared, model } = compiled(deep);
    const { bos, pad } = model.tokenizer;
    const alone = forward(prepared, [bos, 0, 1]);
    const padded = forward(prepared, [bos, 0, 1, pad, pad, pad]).subarray(0, alone.length);
    const read = (residual: typeof alone): unknown => decode(prepared, residual, 2);
    expect(read(padded)).toEqual(read(alone));
  });
});

describe("BOS", () => {
  test("is in the same state for every input, after every half-layer", () => {
    const states = statesAtBos(compiled(deep), 126);
    expect(states.length).toBe(126);
    expect(new Set(states).size).toBe(1);
  });
});

describe("the order of summation", () => {
  test.each([1, 2, 3, 4])("does not matter (%i)", (seed) => {
    const subject = compiled(deep);
    const model = permute(subject.model, seed);
    expect(model.tensors["embed.W_E"]).not.toEqual(subject.model.tensors["embed.W_E"]);
    expect(differences(subject, { model }).first).toBe(null);
    expect(differences(subject, { model, engine: singlePrecision }).first).toBe(null);
  });
});

describe("these tests", () => {
  const text = '#: vocabulary "abc"\n#: max-length 3\nx = selector_width(select(tokens, tokens, ==));';

  test.each(["embed.W_E", "pos_embed.W_pos", "blocks.0.attn.W_Q", "blocks.0.attn.W_K", "blocks.0.attn.W_O"])(
    "notice a sign that is wrong in %s",
    (name) => {
      const subject = compiled(text);
      expect(examineModel(subject)).toEqual([]);
      expect(differences(subject, { model: negated(subject.model, name) }).first).not.toBe(null);
    },
  );

  test("notice PAD that is read", () => {
    const subject = compiled(text);
    const pad = subject.model.features.find(({ name }) => name === "pad")?.dimension ?? -1;
    const { dModel } = subject.model.config;
    const seesPad = withTensor(subject.model, "embed.W_E", (value, index) =>
      index % dModel === pad ? 0 : value,
    );
    expect(differences(subject, { model: seesPad }).first).toBe(null);
    expect(differences(subject, { model: seesPad, padding: 1 }).first).not.toBe(null);
  });
});

function negated(model: Model, name: string): Model {
  return withTensor(model, name, (value) => -value);
}

function withTensor(model: Model, name: string, change: (value: number, index: number) => number): Model {
  const tensor = model.tensors[name];
  if (tensor === undefined) throw new Error(`no tensor ${name}`);
  const changed =
    "data" in tensor
      ? { ...tensor, data: Array.from(tensor.data, change) }
      : {
          ...tensor,
          values: Array.from(tensor.values, (value, at) => change(value, tensor.indices[at] ?? 0)),
        };
  return { ...model, tensors: { ...model.tensors, [name]: changed } };
}
