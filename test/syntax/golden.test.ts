/** golden/NAME.rasp in, NAME.txt out: every diagnostic as it is shown. `npm test -- -u` rewrites; read the diff. */
import { readFileSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { renderDiagnostic, renderDiagnosticLine } from "../../language/diagnostics/render.ts";
import { parse } from "../../compiler/syntax/parse.ts";

const folder = new URL("golden/", import.meta.url);

const files = readdirSync(folder).filter((name) => name.endsWith(".rasp"));

test.each(files)("%s", async (file) => {
  const text = readFileSync(new URL(file, folder), "utf8");
  const { diagnostics } = parse({ name: file, text });
  const frames = diagnostics.map((each) => renderDiagnostic(each, { color: (_style, shown) => shown }));
  const shown = [...frames, diagnostics.map(renderDiagnosticLine).join("\n")].join("\n\n");
  await expect(`${shown}\n`).toMatchFileSnapshot(new URL(file.replace(/\.rasp$/, ".txt"), folder).pathname);
});
