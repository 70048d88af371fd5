/**
 * What the compiler makes of every bundled program, as text that a person can
 * review: test/golden/NAME/{graph,circuit,layout}.txt. `npm test -- -u` rewrites
 * them; read the diff before committing it.
 */
import { describe, expect, test } from "vitest";
import { build } from "../../commands/models/build.ts";
import { printStage } from "../../compiler/print/print.ts";
import { stageNames, type Stage, type StageName } from "../../compiler/stages.ts";
import { programNames, sourceOf } from "./program.ts";
import { flawsOfCircuit, flawsOfLayout } from "./validate.ts";

const shown: readonly (readonly [StageName, string])[] = [
  ["elaborate", "graph"],
  ["lower", "circuit"],
  ["assemble", "layout"],
];

describe.each(programNames)("%s", (name) => {
  const stages: Stage[] = [];
  build({ source: sourceOf(name) }, (stage) => stages.push(stage));

  test("goes through every stage once, in order", () => {
    expect(stages.map(({ stage }) => stage)).toEqual(stageNames);
  });

  test.each(shown)("%s gives the %s on file", async (stageName, file) => {
    const stage = stages.find(({ stage: own }) => own === stageName);
    const listing = stage === undefined ? "" : printStage(stage, `${name}.rasp`);
    const path = new URL(`../golden/${name}/${file}.txt`, import.meta.url).pathname;
    await expect(listing).toMatchFileSnapshot(path);
  });

  test("circuit and layout are well formed", () => {
    const flaws = stages.flatMap((stage) => {
      if (stage.stage === "lower") return flawsOfCircuit(stage.value);
      return stage.stage === "assemble" ? flawsOfLayout(stage.value.circuit, stage.value.assembled) : [];
    });
    expect(flaws).toEqual([]);
  });
});
