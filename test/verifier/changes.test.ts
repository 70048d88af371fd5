/** A model that answers anything else than its program is not proved. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { applyChange, chooseChange } from "../../hunt/faults/fault.ts";
import { createRandom } from "../../language/random.ts";
import type { Model, ModelCertificate, ModelNode } from "../../runtime/model.ts";
import { verifyModel } from "../../verifier/verify.ts";
import { compiled, differences } from "../compiler/subject.ts";

function programText(name: string): string {
  return readFileSync(new URL(`../../programs/${name}.rasp`, import.meta.url), "utf8");
}

describe("one number changed", () => {
  test.each([
    ["reverse", { maxLength: 4, vocabulary: "abc" }],
    ["histogram", { maxLength: 4, vocabulary: "abc" }],
    ["sort", { maxLength: 4, vocabulary: "abc" }],
    ["sort", { maxLength: 4, vocabulary: "abc", layout: "packed" }],
    ["dyck-1", { maxLength: 6 }],
    ["shuffle-dyck-2", { maxLength: 4, layout: "packed" }],
    ["running-mean", { maxLength: 4 }],
    ["median", { maxLength: 4, precision: "float64" }],
    ["induction-head", { maxLength: 4, vocabulary: "abc" }],
  ] as const)("%s %o", (name, options) => {
    const subject = compiled(programText(name), options);
    const random = createRandom(1);
    let altering = 0;
    for (let i = 0; i < 60; i++) {
      const change = chooseChange(subject.model, random);
      const model = applyChange(subject.model, change);
      const { first } = differences(subject, { model, padding: i % 3 });
      if (first === null) continue;
      altering += 1;
      const { proved, findings } = verifyModel(model);
      expect({ change, first, proved }).toEqual({ change, first, proved: false });
      expect(findings[0]?.place).not.toBe("the model");
    }
    expect(altering).toBeGreaterThan(10);
  });
});

describe("a certificate that claims more", () => {
  const { model } = compiled(programText("shuffle-dyck-2"), { maxLength: 6 });
  const { certificate } = model;
  const claims = <K extends "heads" | "neuronGroups" | "features" | "outputs">(
    field: K,
    change: (entry: ModelCertificate[K][number]) => Partial<ModelCertificate[K][number]>,
  ): Model => {
    const entries = certificate[field].map((entry, i) => (i === 0 ? { ...entry, ...change(entry) } : entry));
    return { ...model, certificate: { ...certificate, [field]: entries } };
  };
  test.each([
    [
      "a wider score gap",
      claims("heads", ({ leastScoreGap }) => ({ leastScoreGap: 2 * leastScoreGap })),
      /head 0/,
    ],
    ["smaller scores", claims("heads", () => ({ greatestScore: 1 })), /head 0/],
    ["a wider step", claims("neuronGroups", () => ({ leastMargin: 1 })), /neurons of/],
    ["smaller sums", claims("neuronGroups", () => ({ greatestSum: 1 })), /neurons of/],
    ["a smaller range", claims("features", () => ({ greatest: -1 })), /feature/],
    ["a wider output margin", claims("outputs", () => ({ leastMargin: 0.75 })), /output/],
    ["a longer length", { ...model, certificate: { ...certificate, maxLength: 7 } }, /certificate/],
    [
      "more precision",
      { ...model, certificate: { ...certificate, precision: "float64" } as const },
      /certificate/,
    ],
  ])("%s", (_name, overstated, place) => {
    expect(verifyModel(model).findings).toEqual([]);
    const { proved, findings } = verifyModel(overstated);
    expect(proved).toBe(false);
    expect(findings.map(({ verdict }) => verdict)).toEqual(["overstated"]);
    expect(findings[0]?.place).toMatch(place);
  });
});

describe("another program stated", () => {
  const { model } = compiled(programText("sort"), { maxLength: 4, vocabulary: "abc" });
  const stating = (change: (node: ModelNode) => ModelNode): Model => {
    const { statement } = model.circuit;
    if (statement === undefined) throw new Error("nothing stated");
    const circuit = { ...model.circuit, statement: { ...statement, graph: statement.graph.map(change) } };
    return { ...model, circuit };
  };
  test.each([
    [
      "another comparison",
      (node: ModelNode): ModelNode =>
        node.kind === "select" && node.comparison === "<" ? { ...node, comparison: ">" } : node,
    ],
    [
      "ties in another order",
      (node: ModelNode): ModelNode =>
        node.kind === "select" && node.comparison === "==" ? { ...node, comparison: "!=" } : node,
    ],
    [
      "or for and",
      (node: ModelNode): ModelNode => (node.kind === "both" ? { ...node, kind: "either" } : node),
    ],
  ])("%s", (_name, change) => {
    const { proved } = verifyModel(stating(change));
    expect(proved).toBe(false);
  });
  test("nothing stated", () => {
    const { heads, neuronGroups } = model.circuit;
    const { proved, findings } = verifyModel({ ...model, circuit: { heads, neuronGroups } });
    expect(proved).toBe(false);
    expect(findings[0]?.place).toBe("circuit.statement");
  });
  test("a step that no output depends on, which has no value", () => {
    const { statement } = model.circuit;
    if (statement === undefined) throw new Error("nothing stated");
    const graph: readonly ModelNode[] = [
      ...statement.graph,
      { kind: "map", operator: { kind: "element", items: [] }, operands: [3] },
    ];
    const circuit = { ...model.circuit, statement: { ...statement, graph } };
    expect(verifyModel({ ...model, circuit }).findings[0]?.place).toBe("circuit.statement.graph");
  });
  test("channels that nothing writes", () => {
    const { statement } = model.circuit;
    if (statement === undefined) throw new Error("nothing stated");
    const channels = [
      ...statement.channels,
      { kind: "count", dimension: 0, from: 3, selectors: [] } as const,
    ];
    const circuit = { ...model.circuit, statement: { ...statement, channels } };
    expect(verifyModel({ ...model, circuit }).findings[0]?.place).toBe("circuit.statement.channels");
  });
  test("of a channel, that it holds something else", () => {
    const { statement } = model.circuit;
    if (statement === undefined) throw new Error("nothing stated");
    const channels = statement.channels.slice(1);
    const { proved } = verifyModel({
      ...model,
      circuit: { ...model.circuit, statement: { ...statement, channels } },
    });
    expect(proved).toBe(false);
  });
});
