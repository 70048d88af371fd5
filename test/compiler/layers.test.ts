/** Layers of the shipped programs, and their longest inputs. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { programNames } from "../programs/program.ts";
import { depthOf } from "./depth.ts";
import { examineModel } from "./examine.ts";
import { compiled, differences, type Options, type Subject } from "./subject.ts";

function shipped(name: string, options: Options = {}): Subject {
  return compiled(readFileSync(new URL(`../../programs/${name}.rasp`, import.meta.url), "utf8"), options);
}

/** The longest chain of aggregates, widths and lengths that an output needs. */
function markOf({ target }: Subject): number {
  return Math.max(...target.outputs.map(({ node }) => depthOf(target.program.graph, node)));
}

describe("every program has no more layers than its longest chain of attention", () => {
  test.each(programNames)("%s", (name) => {
    const subject = shipped(name);
    expect(subject.model.config.layers).toBeLessThanOrEqual(markOf(subject));
    expect(examineModel(subject, { most: 20, fewer: 5 })).toEqual([]);
  });

  test.each(programNames)("%s, up to length 24, with one headless layer more at most", (name) => {
    const subject = shipped(name, { maxLength: 24 });
    const { layers, heads } = subject.model.config;
    expect(heads.filter((count) => count > 0).length).toBeLessThanOrEqual(markOf(subject));
    expect(layers).toBeLessThanOrEqual(markOf(subject) + 1);
    expect(examineModel(subject, { most: 6, fewer: 3 })).toEqual([]);
  });
});

describe("long inputs", () => {
  test.each([
    ["reverse", 128, "abcdefgh"],
    ["histogram", 128, "abcdefgh"],
    ["length", 128, "abcdefgh"],
    ["sort", 100, "abcdefgh"],
    ["fraction-of-previous", 100, undefined],
  ])("%s up to length %i", (name, maxLength, vocabulary) => {
    const subject = shipped(name, { maxLength, vocabulary });
    // Of length 1 and of the greatest, constant and random, in turn.
    expect(differences(subject, { most: 24 })).toEqual({ inputs: 24, first: null });
    expect(examineModel(subject, { most: 6, fewer: 4 })).toEqual([]);
  });
});

describe("conditions on token and index together stand in selectors without a layer of their own", () => {
  test.each([
    'selector_width(select(tokens == "a" and indices > 1, True, ==))',
    'selector_width(select(True, tokens == "a" and indices > 1, ==))',
    'selector_width(select(tokens == "a" and not (indices == 2), True, ==) and select(True, tokens == "b" and indices < 3, ==))',
    'aggregate(select((tokens if indices > 1 else "z") == "a", True, ==), indices, -1)',
    'has_focus(select(indicator(tokens == "a") * indices > 1, True, ==))',
  ])("%s", (expression) => {
    const subject = compiled(`#: vocabulary "abc"\n#: max-length 5\nx = ${expression};`);
    expect(subject.model.config.layers).toBe(1);
    expect(differences(subject).first).toBeNull();
  });

  test("conditions on counts too need no MLP more than each of them", () => {
    const text = '#: vocabulary "abc"\n#: max-length 5\nc = selector_width(select(tokens, tokens, ==));';
    const subject = compiled(
      `${text}\nx = selector_width(select(c > 2 and not (tokens == "a") and indices > 1, True, ==));`,
    );
    expect(subject.model.config.layers).toBe(2);
    expect(differences(subject).first).toBeNull();
  });
});
