/** Weights files changed at random: values of all kinds in all places, keys, hashes, and the text itself. */
import type { Random } from "../../language/random.ts";
import { contentHashOf } from "../../runtime/file/serialise.ts";
import type { Model } from "../../runtime/model.ts";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A changed file; half of those that still are documents get a content hash that fits. */
export function mutateDocument(text: string, random: Random): string {
  if (random.chance(0.15)) return mutateCharacters(text, random);
  const document: Json = JSON.parse(text);
  for (let times = 0; times <= random.below(2); times++) changeSomewhere(document, random);
  if (random.chance(0.6)) rehash(document);
  const changed = JSON.stringify(document);
  return random.chance(0.05) ? doubleKey(changed, random) : changed;
}

/** Where the document is so broken that it has no hash, the old one stays. */
function rehash(document: Json): void {
  if (document === null || typeof document !== "object" || Array.isArray(document)) return;
  try {
    const model: Model = JSON.parse(JSON.stringify(document));
    document["contentHash"] = contentHashOf(model);
  } catch {
    // Not a document any more.
  }
}

function changeSomewhere(document: Json, random: Random): void {
  let at = document;
  for (let depth = 0; depth < 8; depth++) {
    if (at === null || typeof at !== "object") return;
    const keys = Object.keys(at);
    if (keys.length === 0) return;
    const key = random.pick(keys);
    const inner: Json | undefined = Array.isArray(at) ? at[Number(key)] : at[key];
    if (inner !== null && typeof inner === "object" && random.chance(0.85)) {
      at = inner;
      continue;
    }
    change(at, key, inner ?? null, random);
    return;
  }
}

const odd: readonly Json[] = [
  null,
  true,
  false,
  0,
  -1,
  1,
  1.5,
  1e30,
  -1e-30,
  2 ** 53,
  1e9,
  "",
  "x",
  "__proto__",
  [],
  {},
];

function change(within: Json[] | { [key: string]: Json }, key: string, old: Json, random: Random): void {
  const put = (value: Json): void => {
    if (Array.isArray(within)) within[Number(key)] = value;
    else within[key] = value;
  };
  const kind = random.below(6);
  if (kind === 0) put(random.pick(odd));
  else if (kind <= 2 && typeof old === "number") {
    put(random.pick([old + 1, old - 1, old * 2, -old, 0, old / 3]));
  } else if (kind === 3) {
    if (Array.isArray(within)) within.splice(Number(key), 1);
    else Reflect.deleteProperty(within, key);
  } else if (kind === 4 && Array.isArray(within)) within.push(old);
  else if (kind === 4) {
    const name = random.pick(["__proto__", "constructor", "toString", "extra", "shape"]);
    Object.defineProperty(within, name, { value: old, enumerable: true, configurable: true, writable: true });
  } else if (typeof old === "string")
    put(random.pick([`${old}x`, old.slice(1), old.toUpperCase(), "tokens"]));
  else put(random.pick(odd));
}

function mutateCharacters(text: string, random: Random): string {
  const start = random.below(text.length);
  const insert = random.pick([
    "",
    "NaN",
    "Infinity",
    "1e999",
    "-",
    "{",
    "]",
    ",",
    '"',
    "\\u0000",
    "9".repeat(400),
    "é",
  ]);
  const kind = random.below(3);
  if (kind === 0) return text.slice(0, start);
  return text.slice(0, start) + insert + text.slice(start + random.below(kind === 1 ? 2 : 30));
}

/** The same key twice in the outermost object. */
function doubleKey(text: string, random: Random): string {
  const key = random.pick(["config", "tensors", "certificate", "contentHash", "format"]);
  return `{"${key}":null,${text.slice(1)}`;
}
