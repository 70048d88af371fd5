import { expect, test } from "vitest";
import { createLexer } from "../../compiler/syntax/tokenise.ts";

test("the token definitions are valid", () => {
  expect(createLexer({ validate: true }).lexerDefinitionErrors).toEqual([]);
});
