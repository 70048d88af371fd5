import { Ajv2020 } from "ajv/dist/2020.js";
import * as fc from "fast-check";
import { readFileSync } from "node:fs";
import { format } from "prettier";
import { describe, expect, test } from "vitest";
import { jsonSchema, modelShape } from "../../runtime/file/format.ts";
import { serialise } from "../../runtime/file/serialise.ts";
import { randomCase } from "./random-model.ts";
import { echo, share } from "./tiny.ts";

const file = new URL("../../docs/weights.schema.json", import.meta.url);

/** `npx vitest run test/runtime/schema.test.ts -u` writes it anew; in that order, or -u takes the path. */
test("the published schema is the shape that the loader checks", async () => {
  const text = await format(JSON.stringify(jsonSchema()), { parser: "json", printWidth: 110 });
  await expect(text).toMatchFileSnapshot(file.pathname);
});

describe("the published schema", () => {
  const validate = new Ajv2020({ strict: true }).compile(JSON.parse(readFileSync(file, "utf8")));

  test.each([
    ["echo", echo()],
    ["share", share()],
  ])("takes %s", (_name, model) => {
    validate(JSON.parse(serialise(model)));
    expect(validate.errors).toBeNull();
  });

  test("and the loader's shape agree on any document one place of which was replaced", () => {
    let refused = 0;
    fc.assert(
      fc.property(
        randomCase("float32"),
        fc.array(fc.nat(1000), { minLength: 1, maxLength: 6 }),
        fc.oneof(
          fc.jsonValue({ maxDepth: 2 }),
          fc.constantFrom("int", "conditional", 1.5, -1, 2 ** 40, {}, []),
        ),
        ({ model }, path, value) => {
          const document: unknown = JSON.parse(serialise(model));
          replace(document, path, value);
          const good = modelShape.check(document, "", []);
          if (!good) refused++;
          expect(validate(document)).toBe(good);
        },
      ),
      { numRuns: 500 },
    );
    expect(refused).toBeGreaterThan(100);
    expect(refused).toBeLessThan(500);
  });
});

/** Follows the path, each number choosing one of the fields, and puts the value where it or the document ends. */
function replace(document: unknown, path: readonly number[], value: unknown): void {
  if (typeof document !== "object" || document === null) return;
  const names = Object.keys(document);
  const [first = 0, ...rest] = path;
  const name = names[first % names.length];
  if (name === undefined) return;
  const inner: unknown = Reflect.get(document, name);
  if (rest.length > 0 && typeof inner === "object" && inner !== null && Object.keys(inner).length > 0) {
    replace(inner, rest, value);
  } else {
    Reflect.set(document, name, value);
  }
}
