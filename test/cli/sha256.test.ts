import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { sha256 as byNode } from "../../cli/sha256.ts";

test("the command's SHA-256 is the library's", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(bytesToHex(byNode(bytes))).toBe(bytesToHex(sha256(bytes)));
    }),
  );
});
