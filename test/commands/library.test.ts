import { runInNewContext } from "node:vm";
import { build } from "esbuild";
import { expect, test } from "vitest";
import * as library from "../../commands/index.ts";
import { small } from "./helpers.ts";

test("the library bundles for a browser and runs without Node", async () => {
  const { outputFiles } = await build({
    entryPoints: ["commands/index.ts"],
    bundle: true,
    write: false,
    platform: "browser",
    format: "iife",
    globalName: "rasp",
  });
  const bundle = outputFiles[0]?.text ?? "";
  // What a browser has; no process, no require, no Buffer.
  const page = { performance, TextEncoder, TextDecoder, program: "x = length;", result: null };
  runInNewContext(
    `${bundle}
    const request = { source: { name: "x.rasp", text: program }, options: { vocabulary: "ab", maxLength: 3 } };
    result = [rasp.interpret(request), rasp.compile(request), rasp.diff(request)].map((outcome) => outcome.status);`,
    page,
  );
  expect(page.result).toEqual([0, 0, 0]);
});

test("reports are plain JSON data", () => {
  const request = small("x = selector_width(select(tokens, tokens, ==)); y = lenght;", { outputs: ["x"] });
  const fine = small("x = tokens; s = select(tokens, tokens, ==); d = {1: [s]};");
  for (const asked of [request, fine]) {
    const reports = [
      library.interpret(asked).report,
      library.compile(asked).report,
      library.run(asked).report,
      library.diff(asked).report,
      library.check([asked]).report,
      library.test([asked]).report,
    ];
    for (const report of reports) expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  }
});
