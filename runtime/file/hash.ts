/** SHA-256 of text that comes in pieces. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

export interface Hash {
  readonly add: (text: string) => void;
  /** Of the UTF-8 bytes of all that was added, in hex. */
  readonly digest: () => string;
}

/** Characters that are encoded at once. */
const AT_ONCE = 2 ** 12;
/** Of one UTF-16 unit in UTF-8, at most. */
const MOST_BYTES = 3;

export function createHash(): Hash {
  const hash = sha256.create();
  const encoder = new TextEncoder();
  // One for all: new ones would stay until they are collected, which may be late.
  const bytes = new Uint8Array(MOST_BYTES * (AT_ONCE + 1));
  let waiting = "";
  const take = (text: string): void => {
    for (const part of partsOf(text, AT_ONCE)) {
      hash.update(bytes.subarray(0, encoder.encodeInto(part, bytes).written));
    }
  };
  return {
    add: (text) => {
      if (waiting.length + text.length > AT_ONCE) {
        take(waiting);
        waiting = "";
      }
      if (text.length > AT_ONCE) take(text);
      else waiting += text;
    },
    digest: () => {
      take(waiting);
      return bytesToHex(hash.digest());
    },
  };
}

export function sha256Of(text: string): string {
  const hash = createHash();
  hash.add(text);
  return hash.digest();
}

/** Parts of a text, none much longer than asked for; the two halves of a character stay together. */
export function partsOf(text: string, most: number): readonly string[] {
  if (text.length <= most) return [text];
  const parts: string[] = [];
  for (let start = 0, end = 0; start < text.length; start = end) {
    end = Math.min(start + most, text.length);
    if (end < text.length && isFirstHalf(text.charCodeAt(end - 1))) end++;
    parts.push(text.slice(start, end));
  }
  return parts;
}

function isFirstHalf(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
