/**
 * SHA-256 by Node, in the place of @noble/hashes (see build.mjs): on small
 * programs, compiled once in a process, the plain one takes a tenth of the time.
 */
import { createHash } from "node:crypto";

interface Hash {
  readonly update: (bytes: Uint8Array) => void;
  /** @returns the 32 bytes */
  readonly digest: () => Uint8Array;
}

export const sha256: { readonly create: () => Hash } = {
  create: () => {
    const hash = createHash("sha256");
    return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() };
  },
};
