/** A model with one wrong weight: diff finds it and names the place. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  applyChange,
  chooseChange,
  examineChange,
  isNamed,
  patientOf,
  type Patient,
} from "../../hunt/faults/fault.ts";
import { createRandom } from "../../language/random.ts";
import { diff } from "../../commands/diff/diff.ts";
import { serialise } from "../../runtime/file/serialise.ts";
import { request } from "./helpers.ts";

function patient(name: string, maxLength: number): Patient {
  const text = readFileSync(new URL(`../../programs/${name}.rasp`, import.meta.url), "utf8");
  const found = patientOf(`${name}.rasp`, text, { maxLength });
  if (found === null) throw new Error(`${name} is no patient`);
  return found;
}

const copy = '#: vocabulary "ab"\n#: max-length 3\nseen = selector_width(select(tokens, tokens, ==));\n';

function copied(): Patient {
  const found = patientOf("copy.rasp", copy, {});
  if (found === null) throw new Error("no patient");
  return found;
}

test("the report names feature, place, position and numbers", () => {
  const { model } = copied();
  const column = model.features.find(({ name }) => name === "tokens")?.dimension ?? -1;
  const changed = applyChange(model, { tensor: "embed.W_E", index: [1, column], before: 1, after: 0 });
  const { contentHash: _, ...rest } = changed;
  const outcome = diff(request(copy, {}, "copy.rasp"), {
    name: "changed.weights.json",
    text: serialise(rest),
  });
  expect(outcome.status).toBe(1);
  expect(outcome.report.first).toMatchObject({
    output: "seen",
    departure: { place: "the embedding", name: "tokens", expected: 1, actual: 0 },
  });
});

test("what is wrong where a feature will be is named before the feature", () => {
  const { model } = copied();
  const dimension = model.features.find(({ name }) => name === "seen")?.dimension ?? -1;
  const offset = 1.5 * 2 ** 23;
  const change = { tensor: "pos_embed.W_pos", index: [1, dimension], before: offset, after: offset + 1 };
  const { contentHash: _, ...rest } = applyChange(model, change);
  const weights = { name: "changed.weights.json", text: serialise(rest) };
  expect(diff(request(copy, {}, "copy.rasp"), weights).departure).toMatchObject({
    place: "the embedding",
    name: "seen",
    meaning: "what is there before selector_width(select(tokens, tokens, ==))",
    position: 0,
    expected: offset,
    actual: offset + 1,
  });
});

test("where the model is laid out otherwise, the checker says where it goes wrong", () => {
  const { model } = copied();
  const dimension = model.features.find(({ name }) => name === "tokens")?.dimension ?? -1;
  const changed = applyChange(model, { tensor: "embed.W_E", index: [1, dimension], before: 1, after: 0 });
  const features = changed.features.map((feature) => ({ ...feature, name: `${feature.name} here` }));
  const { contentHash: _, ...rest } = { ...changed, features };
  const weights = { name: "changed.weights.json", text: serialise(rest) };
  const outcome = diff(request(copy, {}, "copy.rasp"), weights);
  expect(outcome.status).toBe(1);
  expect(outcome.departure).toBeNull();
  const said = outcome.report.diagnostics.find(({ code }) => code === "not-proved");
  expect(said).toMatchObject({ severity: "warning" });
  expect(said?.message).toMatch(/^changed\.weights\.json: /);
});

test("a model of another program is told as such", () => {
  const { contentHash: _, ...rest } = copied().model;
  const other = copy.replace("tokens, tokens, ==", "tokens, tokens, !=");
  const outcome = diff(request(other, {}, "other.rasp"), {
    name: "copy.weights.json",
    text: serialise(rest),
  });
  expect(outcome.report.mismatches).toBeGreaterThan(0);
  expect(outcome.report.diagnostics.map(({ message }) => message)).toContain(
    "copy.weights.json: other.rasp: its output `seen` is not what the model states to compute",
  );
});

test("a right model departs nowhere", () => {
  const { contentHash: _, ...rest } = copied().model;
  const outcome = diff(request(copy, {}, "copy.rasp"), { name: "same.weights.json", text: serialise(rest) });
  expect(outcome.report).toMatchObject({ mismatches: 0, first: null });
  expect(outcome.departure).toBeNull();
});

describe.each([
  ["sort", 3],
  ["dyck-1", 5],
  ["bigram-lookup", 4],
  ["running-mean", 4],
] as const)("single weights of %s", (name, maxLength) => {
  test("every change that alters an answer is found, and nearly all are named", () => {
    const subject = patient(name, maxLength);
    const random = createRandom(11);
    const tally = { missed: 0, found: 0, named: 0 };
    for (let tries = 0; tries < 40; tries++) {
      const change = chooseChange(subject.model, random);
      const found = examineChange(subject, change);
      if (found.kind === "harmless") continue;
      tally[found.kind]++;
      if (
        found.kind === "found" &&
        found.departure !== null &&
        isNamed(subject.model, change, found.departure)
      ) {
        tally.named++;
      }
    }
    expect(tally.missed).toBe(0);
    expect(tally.found).toBeGreaterThan(8);
    expect(tally.named).toBeGreaterThanOrEqual(0.9 * tally.found);
  });
});
