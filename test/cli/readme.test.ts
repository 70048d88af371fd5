/** What README.md shows is what the command prints. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { comparable, filesOf, sessionsOf } from "../../scripts/readme.ts";
import { install, type Installed } from "./command.ts";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const sessions = sessionsOf(readme);

let installed: Installed;
beforeAll(() => {
  installed = install();
  for (const [name, text] of Object.entries(filesOf(readme))) installed.write(name, text);
});
afterAll(() => {
  installed.remove();
});

test("README.md shows sessions", () => {
  expect(sessions.length).toBeGreaterThanOrEqual(6);
});

test.each(sessions)("$line", (session) => {
  const { stdout, stderr } = installed.rasp(session.line.split(" ").slice(2));
  expect(comparable(session, stderr + stdout)).toBe(comparable(session, session.shown));
});
