/** Names near a misspelt one. */
import { expect, test } from "vitest";
import { suggest } from "../../language/diagnostics/suggest.ts";

const names = ["length", "indices", "tokens", "selector_width", "has_focus", "sort", "max", "min", "x"];

test.each([
  // name            suggestion
  ["lenght", "length"],
  ["indcies", "indices"],
  ["token", "tokens"],
  ["selecter_with", "selector_width"],
  ["selector_width", undefined],
  ["mx", "max"],
  ["mxa", "max"],
  ["Sort", "sort"],
  ["TOKENS", "tokens"],
  ["y", undefined],
  ["", undefined],
  ["something", undefined],
  ["hist", undefined],
])("%s", (name, suggestion) => {
  expect(suggest(name, names)).toBe(suggestion);
});

test("of equally near names the first in order, whatever the order given", () => {
  expect(suggest("cat", ["hat", "bat"])).toBe("bat");
  expect(suggest("cat", ["bat", "hat"])).toBe("bat");
});
