/** README.md's sizes are not better than what is compiled. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { measured } from "../../scripts/subjects/measured.ts";
import { compile } from "../../commands/index.ts";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

/** program, "vocabulary, length", layers, width, parameters, not zero, Tracr's parameters */
const rows = [...readme.matchAll(/^\| ([\w-]+) +\| (\d+, \d+) +\|(.*)\|$/gm)].map(
  ([, program = "", size = "", rest = ""]) => {
    const numbers = rest.split("|").map((cell) => Number(cell.replaceAll(",", "")));
    const [layers = NaN, width = NaN, parameters = NaN, nonzero = NaN, tracr = NaN] = numbers;
    return { name: `${program} ${size.replace(" ", "")}`, layers, width, parameters, nonzero, tracr };
  },
);

test("README.md shows sizes of all subjects that can be compared", () => {
  const comparable = measured.filter(({ tracr }) => tracr !== null).map(({ name }) => name);
  expect(rows.map(({ name }) => name).toSorted()).toEqual(comparable.toSorted());
});

test.each(rows)("$name", ({ name, tracr, ...shown }) => {
  const subject = measured.find((each) => each.name === name);
  if (subject === undefined) throw new Error(`no subject ${name}`);
  expect(tracr).toBe(subject.tracr);
  const { report } = compile(subject.request);
  expect(report.certified).toBe(true);
  expect(report.layers).toBe(shown.layers);
  expect(report.dModel).toBeLessThanOrEqual(shown.width);
  expect(report.parameters).toBeLessThanOrEqual(shown.parameters);
  expect(report.nonzero).toBeLessThanOrEqual(shown.nonzero);
});
