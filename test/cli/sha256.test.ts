import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { sha256 as byNode } from "../../cli/sha256.ts";

test("the command's SHA-256 is the library's", () => {
  const hexOf = (by: typeof byNode, parts: readonly Uint8Array[]): string => {
    const hash = by.create();
    for (const part of parts) hash.update(part);
    return bytesToHex(hash.digest());
  };
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 100 })), (parts) => {
      expect(hexOf(byNode, parts)).toBe(hexOf(sha256, parts));
    }),
  );
});
