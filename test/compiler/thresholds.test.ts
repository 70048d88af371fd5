/** Means compared with few values: a step along a line for each, whatever the many means are. */
import { describe, expect, test } from "vitest";
import { examine } from "./examine.ts";
import { compiled } from "./subject.ts";

const header = '#: vocabulary "abc"\n#: max-length 9\n';

describe("a mean of far apart values compared with positions", () => {
  test.each([
    ["before it", "select(indices, m, <)"],
    ["not after it", "select(indices, m, <=)"],
    ["after it", "select(indices, m, >)"],
    ["at it", "select(indices, m, ==)"],
    ["not at it", "select(indices, m, !=)"],
    ["as the key", "select(m, indices, <)"],
    ["as the key, downwards", "select(-m, -2 * indices, <=)"],
    ["between positions", "select(indices * 3, m + 0.5, <)"],
    ["with another condition", 'select(m, indices, >=) and select(tokens, "a", ==)'],
  ])("%s", (_, selector) => {
    const outputs = ["1000", "0", "-7", "4"].map(
      (fallback, at) =>
        `m = aggregate(select(tokens, tokens, !=) and select(indices, indices, <=), indices * indices, ${fallback}); x${String(at)} = selector_width(${selector});`,
    );
    const names = outputs.map((_text, at) => `x${String(at)}`).join(", ");
    expect(examine(`${header}${outputs.join("\n")}\n#: output ${names}`, { most: 150, fewer: 8 })).toEqual(
      [],
    );
  });
});

test.each(["", "#: causal"])("takes two neurons a position at length 32 %s", (causal) => {
  const program = `${header.replace("9", "32")}${causal}
    m = aggregate(select(tokens, tokens, !=) and select(indices, indices, <=), indices * indices, 1000);
    x = selector_width(select(indices, m, <));`;
  const { model } = compiled(program);
  expect(model.certificate.certified).toBe(true);
  expect(model.config.layers).toBe(2);
  expect(model.config.dMlp.reduce((sum, neurons) => sum + neurons, 0)).toBeLessThanOrEqual(70);
  expect(examine(program, { most: 60, fewer: 5 })).toEqual([]);
});

test("values that matter only by what stands before them are compared by that", () => {
  const program = `#: vocabulary "ab"\n#: max-length 60
    v = indices * 1000 + selector_width(select(tokens, tokens, ==));
    x = selector_width(select(v, indices * 1000, <));`;
  expect(examine(program, { most: 40, fewer: 5 })).toEqual([]);
});

test("functions of two variables that share one axis share its neurons", () => {
  const program = `#: vocabulary "abcd"\n#: max-length 12
    same = select(tokens, tokens, ==);
    is_first = not has_focus(same and select(indices, indices, <));
    x = sort(tokens if is_first else "-", -selector_width(same) if is_first else 1);`;
  const { model } = compiled(program);
  expect(model.config.dMlp.reduce((sum, neurons) => sum + neurons, 0)).toBeLessThanOrEqual(26);
});
