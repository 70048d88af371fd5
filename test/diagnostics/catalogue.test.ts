/** The catalogue is whole, and the only source of diagnostics. */
import { readFileSync, readdirSync } from "node:fs";
import { expect, expectTypeOf, test } from "vitest";
import { catalogue, wings, type Code } from "../../language/diagnostics/catalogue.ts";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import { report } from "../../language/diagnostics/report.ts";

test("no code is in two wings", () => {
  const codes = Object.values(wings).flatMap((wing) => Object.keys(wing));
  expect(codes).toEqual([...new Set(codes)]);
  expect(codes).toEqual(Object.keys(catalogue));
});

test("codes are kebab-case", () => {
  expect(Object.keys(catalogue).filter((code) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(code))).toEqual([]);
});

test("what a wording needs is asked for by its type", () => {
  expectTypeOf<Diagnostic["code"]>().toEqualTypeOf<Code>();
  const wrong = (): readonly Diagnostic[] => [
    // @ts-expect-error there is no such code
    report("unknown-nam", {}),
    // @ts-expect-error the name is missing
    report("missing-key", {}),
    // @ts-expect-error a number is no name
    report("missing-key", { key: 3 }),
    // @ts-expect-error this code's words need nothing
    report("slice", { name: "x" }),
    // @ts-expect-error this case needs another parameter
    report("missing-value", { case: "after", here: "`;`" }),
    // @ts-expect-error there is no such case
    report("missing-value", { case: "behind", before: "`;`" }),
  ];
  expect(wrong).toBeInstanceOf(Function);
  expect(report("missing-key", { key: '`"b"`' })).toEqual({
    code: "missing-key",
    kind: "value",
    severity: "error",
    message: 'the dict has no key `"b"`',
    span: null,
    notes: [],
  });
});

test("diagnostics are made in language/diagnostics alone", () => {
  const root = new URL("../../", import.meta.url);
  const makers = ["language", "compiler", "interpreter", "verifier", "runtime", "commands", "cli", "programs"]
    .flatMap((folder) =>
      readdirSync(new URL(`${folder}/`, root), { recursive: true, encoding: "utf8" }).map(
        (name) => `${folder}/${name.replaceAll("\\", "/")}`,
      ),
    )
    .filter((name) => name.endsWith(".ts") && !name.startsWith("language/diagnostics/"))
    .filter((name) => setsSeverity.test(readFileSync(new URL(name, root), "utf8")));
  expect(makers).toEqual([]);
});

/** A property `severity`, but not the type of a parameter. */
const setsSeverity = /\bseverity:(?! "error" \| "warning",)/;
