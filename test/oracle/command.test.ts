/** `--engine`: who runs the model, and that nobody else loads the oracle. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { diff } from "../../commands/diff/diff.ts";
import { run, runWeights } from "../../commands/run/run.ts";
import { loadOracle } from "../../oracle/load.ts";
import { install, type Installed } from "../cli/command.ts";
import { small, weights } from "../commands/helpers.ts";

describe.each(["textbook", "bignumber"] as const)("%s", (name) => {
  test("runs a program and a weights file, and the report says so", async () => {
    const engine = await loadOracle(name);
    const asked = small("x = selector_width(select(tokens, tokens, ==));", { inputs: ["aba"] });
    expect(run(asked, engine).report).toMatchObject({
      engine: name,
      runs: [{ input: ["a", "b", "a"], outputs: { x: [2, 1, 2] } }],
    });
    expect(runWeights(weights("copies"), { inputs: ["ba"] }, engine).report).toMatchObject({
      engine: name,
      runs: [{ outputs: { out: ["b", "a"] } }],
    });
  });

  test("is compared with the interpreter", async () => {
    const engine = await loadOracle(name);
    const fine = diff(small("tokens;"), weights("copies"), engine).report;
    expect(fine).toMatchObject({ engine: name, inputs: 30, mismatches: 0 });
    const wrong = diff(small("tokens;"), weights("always a"), engine).report;
    expect(wrong).toMatchObject({ engine: name, first: { input: ["b"], model: ["a"] } });
  });
});

test("without one it is the runtime", () => {
  expect(run(small("x = length;")).report.engine).toBe("runtime");
  expect(diff(small("x = length;")).report.engine).toBe("runtime");
});

describe("the command", () => {
  let installed: Installed;
  beforeAll(() => {
    installed = install();
  });
  afterAll(() => {
    installed.remove();
  });

  test.each(["runtime", "textbook", "bignumber"])("takes %s", (engine) => {
    const ran = installed.rasp(["run", "reverse.rasp", "abc", "--engine", engine, "--json"]);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      engine,
      runs: [{ outputs: { reversed: ["c", "b", "a"] } }],
    });
  });

  test("refuses another", () => {
    const { status, stderr } = installed.rasp(["diff", "reverse.rasp", "--engine", "abacus"]);
    expect(status).toBe(2);
    expect(stderr).toContain("Allowed choices are runtime, textbook, bignumber.");
  });

  test("loads the oracle for those alone who ask for it", () => {
    rmSync(join(installed.folder, "../dist/oracle.js"));
    expect(installed.rasp(["run", "reverse.rasp", "abc"]).status).toBe(0);
    expect(installed.rasp(["run", "reverse.rasp", "abc", "--engine", "textbook"]).status).toBe(2);
  });
});
