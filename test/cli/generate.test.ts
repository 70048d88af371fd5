/** `rasp generate`: programs, and folders of programs and models. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { install, type Installed } from "./command.ts";

let installed: Installed;
beforeAll(() => {
  installed = install();
});
afterAll(() => {
  installed.remove();
});

test("the same seed prints the same program, and says how it was made", () => {
  const ran = installed.rasp(["generate", "--seed", "7", "--size", "4"]);
  expect(ran).toMatchObject({ status: 0, stderr: "" });
  expect(ran.stdout).toMatch(
    /^# rasp generate --seed 7 --size 4\n#: vocabulary [^]*#: max-length \d+\n[^]*;\n$/,
  );
  expect(installed.rasp(["generate", "--seed", "7", "--size", "4"]).stdout).toBe(ran.stdout);
  expect(installed.rasp(["generate", "--seed", "8", "--size", "4"]).stdout).not.toBe(ran.stdout);
});

test("a program in a row is the program of its seed", () => {
  const { programs } = JSON.parse(
    installed.rasp(["generate", "--seed", "7", "--count", "3", "--size", "4", "--json"]).stdout,
  );
  expect(programs.map(({ seed }: { seed: number }) => seed)).toEqual([7, 8, 9]);
  expect(programs[1].text).toBe(installed.rasp(["generate", "--seed", "8", "--size", "4"]).stdout);
});

test("a printed program is a program", () => {
  const { stdout } = installed.rasp(["generate", "--seed", "3"]);
  expect(installed.rasp(["check", "-"], stdout).status).toBe(0);
});

test("a data set: programs, models that run them, and an index", () => {
  const ran = installed.rasp(["generate", "--count", "8", "--size", "2", "--compile", "set"]);
  expect(ran).toMatchObject({ status: 0, stderr: "" });
  expect(ran.stdout).toMatch(/^set: 8 programs, \d models(, \d refused)?; see index\.json\n$/);
  const index = JSON.parse(installed.read("set/index.json"));
  expect(index.programs.length).toBe(8);
  const compiled = index.programs.filter(({ model }: { model: string | null }) => model !== null);
  const refused = index.programs.filter(({ model }: { model: string | null }) => model === null);
  for (const { program, model, report } of compiled) {
    expect(report.certified).not.toBe(false);
    const words = ["diff", `set/${program}`, `set/${model}`, "--samples", "20", "--limit", "50"];
    expect(installed.rasp(words).stdout).toMatch(/^no difference/);
  }
  for (const { report } of refused) expect(report.diagnostics.length).toBeGreaterThan(0);
  expect(compiled.length).toBeGreaterThan(3);
});

test("a folder that cannot be is refused, and nothing is written", () => {
  installed.write("file", "");
  const before = installed.list();
  expect(installed.rasp(["generate", "--compile", "file"])).toMatchObject({ status: 2, stdout: "" });
  expect(installed.rasp(["generate", "--compile", "no/where"]).stderr).toMatch(/no-directory/);
  expect(installed.list()).toEqual(before);
});

test.each(["0", "1001", "1e3", "two"])("a size of %s is refused", (size) => {
  const ran = installed.rasp(["generate", "--size", size]);
  expect(ran.status).toBe(2);
  expect(ran.stderr).toContain("It must be a whole number from 1 to 1000.");
});
