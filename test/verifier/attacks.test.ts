/**
 * Forged files: honest models in which a few weights or claims were changed, with a right hash,
 * so that some engine answers otherwise than the program. Each was called proved before what
 * it breaks was asked for.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { loadModel } from "../../runtime/file/load.ts";
import { verifyModel } from "../../verifier/verify.ts";

test.each([
  // What is wrong, where, and what the checker says of it.
  ["bosembed", "W_E + W_pos at BOS is rounded", /of the embedding adds up terms/],
  ["boskey", "a key at BOS is 1 + 2^60 − 2^60", /so near to where numbers end/],
  ["bosround", "BOS's score is rounded by more than its distance tells", /a sum is off by up to/],
  ["bosvalue", "a value at BOS is not exact", /its value at BOS is .* and must be 0/],
  ["twoterms", "products at BOS are rounded before they are added", /at BOS or PAD is not exact/],
  ["underflow", "an MLP writes 2^−169", /is not exact in any order/],
  ["infneuron", "a neuron that nobody reads is infinite", /so near to where numbers end/],
  ["circular", "widths are one variable before either is proved", /is not selected/],
  ["borrow", "one selector borrows that another is never empty", /must be by 104/],
  ["dupcodes", "two values of a mean have one code", /two values have the same code/],
  ["nancode", "a stated code is no number for a token", /it has the number 1e\+308/],
  ["unheld", "an int is taken for a float, with which the program fails", /the type of .* is not known/],
  ["hang32", "halving for a unit went on for ever", /may come to/],
  ["crash_1", "a table was as long as the largest weight", /it has the number 1152921504606847000/],
])("%s: %s", (name, _, message) => {
  const text = readFileSync(new URL(`attacks/${name}.weights.json`, import.meta.url), "utf8");
  const loaded = loadModel(text);
  const verified = "model" in loaded ? verifyModel(loaded.model) : null;
  expect(verified?.proved).toBe(false);
  expect(verified?.findings[0]?.verdict).toBe("unproved");
  expect(verified?.findings[0]?.message).toMatch(message);
});
