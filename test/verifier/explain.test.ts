/** How a proof went: rules of the catalogue, of things that the file has, in the order of the layers. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { RULES } from "../../verifier/catalogue.ts";
import type { ProofStep } from "../../verifier/explain.ts";
import { verifyModel } from "../../verifier/verify.ts";
import type { Options } from "../compiler/subject.ts";
import { compiled } from "../compiler/subject.ts";

const folder = new URL("../../programs/", import.meta.url);

function stepsOf(text: string, options: Options = {}): readonly ProofStep[] {
  const { proved, steps } = verifyModel(compiled(text, options).model, { explain: true });
  expect(proved).toBe(true);
  return steps ?? [];
}

test("rules have names of their own, and say why in a sentence or more", () => {
  expect(new Set(RULES.map(({ name }) => name)).size).toBe(RULES.length);
  for (const { why } of RULES) expect(why).toMatch(/^.{40,}\.$/);
});

test("nothing is noted where nobody asks", () => {
  const { model } = compiled('#: vocabulary "ab"\n#: max-length 3\ny = tokens;');
  expect(verifyModel(model).steps).toBeNull();
});

const names = readdirSync(folder).filter((name) => name.endsWith(".rasp"));

describe("bundled programs", () => {
  test.each(names)("%s", (name) => {
    const text = readFileSync(new URL(name, folder), "utf8");
    const { model } = compiled(text);
    const plain = verifyModel(model);
    const explained = verifyModel(model, { explain: true });
    expect({ ...explained, steps: null }).toEqual(plain);
    const steps = explained.steps ?? [];
    expect(steps.map(({ half }) => half)).toEqual(steps.map(({ half }) => half).toSorted((a, b) => a - b));
    const known = new Set(RULES.map((rule) => rule.name));
    const features = new Set(model.features.map((feature) => feature.name));
    for (const step of steps) {
      expect(known).toContain(step.rule);
      for (const feature of step.features) expect(features).toContain(feature);
    }
    // Every head is proved to select what it should, every output to be read as its node.
    const of = (kind: ProofStep["of"], fact: ProofStep["fact"]): readonly string[] =>
      steps.flatMap((step) => (step.of === kind && step.fact === fact ? [step.subject] : []));
    const heads = model.config.heads.flatMap((count, layer) =>
      Array.from({ length: count }, (_, head) => `layer ${String(layer)} head ${String(head)}`),
    );
    expect(new Set(of("head", "selection"))).toEqual(new Set(heads));
    expect(of("output", "output")).toEqual(model.outputs.map((output) => output.name));
  });
});

describe("which rule proved what", () => {
  test.each<[string, string, Options, string, Partial<ProofStep>]>([
    [
      "reversing moves one value, from where the length tells",
      "flipped = aggregate(select(indices, length - 1 - indices, ==), tokens);",
      {},
      "one code",
      { fact: "channel", features: ["flipped"], line: 3 },
    ],
    [
      "distinct keys",
      "flipped = aggregate(select(indices, length - 1 - indices, ==), tokens);",
      {},
      "distinct keys",
      { fact: "at most one key", subject: "select(indices, ((length - 1) - indices), ==)", line: 3 },
    ],
    [
      "ranks of a total order",
      "before = selector_width(select(tokens, tokens, <) or (select(tokens, tokens, ==) and select(indices, indices, <)));\nsorted = aggregate(select(before, indices, ==), tokens);",
      {},
      "ranks of a total order",
      { fact: "distinct values" },
    ],
    [
      "every token is equal to itself",
      "seen = selector_width(select(tokens, tokens, ==));",
      {},
      "itself in every state",
      { fact: "itself selected", subject: "select(tokens_str, tokens_str, ==)" },
    ],
    [
      "means on a grid",
      "share = aggregate(select(tokens, tokens, !=), indices);",
      {},
      "values on a line",
      { fact: "means" },
    ],
    [
      "a causal prefix is as wide as its index tells",
      "wide = selector_width(select(indices, indices, <=));",
      { causal: true },
      "width by index",
      { fact: "width", subject: "select(indices, indices, <=)" },
    ],
  ])("%s", (_name, text, options, rule, wanted) => {
    const header = '#: vocabulary "abc"\n#: max-length 4\n';
    const steps = stepsOf(`${header}${text}`, options).filter((step) => step.rule === rule);
    expect(steps).toContainEqual(expect.objectContaining(wanted));
  });
});

test("a proof that ends says how far it went", () => {
  const { model } = compiled(
    '#: vocabulary "ab"\n#: max-length 3\ny = selector_width(select(tokens, "a", ==));',
  );
  const outputs = model.outputs.map((output) => ({ ...output, values: output.values.toReversed() }));
  const { proved, steps } = verifyModel({ ...model, outputs }, { explain: true });
  expect(proved).toBe(false);
  expect(steps?.map(({ rule }) => rule)).toContain("keys counted");
  expect(steps?.map(({ fact }) => fact)).not.toContain("output");
});
