/** Every bundled program's model is proved, as its certificate claims. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { verifyModel } from "../../verifier/verify.ts";
import { attempt, compiled } from "../compiler/subject.ts";

const folder = new URL("../../programs/", import.meta.url);
const programs = readdirSync(folder)
  .filter((name) => name.endsWith(".rasp"))
  .map((name) => [name, readFileSync(new URL(name, folder), "utf8")] as const);

test("there are programs", () => {
  expect(programs.length).toBeGreaterThan(40);
});

describe.each([
  ["as they are", {}],
  ["packed", { layout: "packed" }],
  ["in float64", { precision: "float64" }],
] as const)("%s", (_name, options) => {
  test.each(programs)("%s", (_file, text) => {
    const { findings } = verifyModel(compiled(text, options).model);
    expect(findings).toEqual([]);
  });
});

const causal = programs.flatMap(([file, text]) => {
  const tried = attempt(text, { causal: true });
  return tried.kind === "compiled" ? [[file, tried.subject.model] as const] : [];
});

test.each(causal)("causal: %s", (_file, model) => {
  expect(verifyModel(model).findings).toEqual([]);
});
