/** Every conformance case, through the parser, the elaborator and the interpreter. */
import { describe, expect, test } from "vitest";
import { readCases } from "./cases.ts";
import { compareCase } from "./compare.ts";
import { EXCEPTIONS } from "./exceptions.ts";

const cases = readCases();

describe("conformance", () => {
  test.each(cases.map((example) => [example.id, example] as const))("%s", (id, example) => {
    const { differences } = compareCase(example);
    const excused = EXCEPTIONS.find((exception) => exception.id === id)?.differs ?? [];
    expect(differences.filter(({ what }) => !excused.includes(what))).toEqual([]);
    const found = new Set(differences.map(({ what }) => what));
    expect(excused.filter((what) => !found.has(what))).toEqual([]);
  });

  test("every exception is of one case", () => {
    const ids = new Set(cases.map(({ id }) => id));
    const excused = EXCEPTIONS.map(({ id }) => id);
    expect(excused.filter((id) => !ids.has(id))).toEqual([]);
    expect(excused.length).toBe(new Set(excused).size);
  });

  test("as many agree as the documentation says", () => {
    const outcomes = cases.map(compareCase);
    expect({
      cases: cases.length,
      outputs: sum(outcomes.map(({ outputs }) => outputs)),
      failingStatements: sum(outcomes.map(({ failingStatements }) => failingStatements)),
      casesExcepted: EXCEPTIONS.length,
      differencesExcepted: sum(EXCEPTIONS.map(({ differs }) => differs.length)),
    }).toMatchInlineSnapshot(`
      {
        "cases": 318,
        "casesExcepted": 18,
        "differencesExcepted": 53,
        "failingStatements": 617,
        "outputs": 1605,
      }
    `);
  });
});

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
