/** From the text of a weights file to its document, in little more memory than the document takes. */
import { tooManyNumbers } from "./budget.ts";
import { readNumbers, skipSpace } from "./numbers.ts";
import { scan, type NumberList, type Part } from "./scan.ts";
import type { Problem } from "./shape.ts";
import { isRecord, pathOf } from "./shape.ts";

/**
 * What `JSON.parse` gives, but that long lists of numbers in tensors are typed
 * arrays; or why there is none: no JSON, keys that stand twice, or values of
 * kinds and numbers that no weights file has and that would take much memory.
 */
export function readDocument(
  file: string,
): { readonly document: unknown } | { readonly problems: readonly Problem[] } {
  // A byte order mark is layout too.
  const text = file.startsWith("\uFEFF") ? file.slice(1) : file;
  const start = skipSpace(text, 0);
  if (start === text.length) return failed({ path: "", message: "not JSON: the file is empty" });
  // No weights file: there is no need to know whether it is good JSON.
  if (text[start] === "[") return failed({ path: "", message: "must be an object, is a list" });
  const outline = scan(text);
  if ("refused" in outline) return failed(outline.refused);
  const { fields, numberLists, duplicates } = outline;
  let { spare } = outline;
  const whole = { start: 0, end: text.length };
  const parsed = parsePart(text, "", whole, fields, "0");
  if ("problem" in parsed) return failed(parsed.problem);
  const document = parsed.value;
  for (const part of fields) {
    const lists = numberLists.filter((list) => list.start >= part.start && list.end <= part.end);
    const field = parsePart(text, pathOf("", part.key), part, lists, "[]");
    if ("problem" in field) return failed(field.problem);
    put(document, part.key, field.value);
    const taken = putNumbers(text, field.value, lists, spare);
    if (typeof taken !== "number") return failed(taken);
    spare -= taken;
  }
  return duplicates.length > 0 ? { problems: duplicates } : { document };
}

function failed(problem: Problem): { readonly problems: readonly Problem[] } {
  return { problems: [problem] };
}

/** The part as a value, with `filler` for each of the holes. */
function parsePart(
  text: string,
  path: string,
  { start, end }: Part,
  holes: readonly Part[],
  filler: string,
): { readonly value: unknown } | { readonly problem: Problem } {
  const pieces: string[] = [];
  let position = start;
  for (const hole of holes) {
    pieces.push(text.slice(position, hole.start), filler);
    position = hole.end;
  }
  pieces.push(text.slice(position, end));
  const joined = pieces.length === 1 ? (pieces[0] ?? "") : pieces.join("");
  try {
    return { value: JSON.parse(joined) };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const found = /^(.*?)(?: in JSON)? at position (\d+)/s.exec(said);
    if (found === null) return { problem: notJson(path, said) };
    let at = Number(found[2]);
    for (const hole of holes) {
      if (hole.start - start <= at) at += hole.end - hole.start - filler.length;
    }
    return { problem: notJson(path, found[1] ?? "", placeIn(text, start + at)) };
  }
}

/** Returns how many bytes they take. */
function putNumbers(
  text: string,
  tensors: unknown,
  lists: readonly NumberList[],
  spare: number,
): number | Problem {
  let taken = 0;
  for (const list of lists) {
    const path = pathOf(pathOf("tensors", list.tensor), list.field);
    const read = readNumbers(text, list, spare - taken);
    if ("wrongAt" in read) return notJson(path, "not a number", placeIn(text, read.wrongAt));
    if ("bytesEach" in read) return tooManyNumbers(path, list.field, read.bytesEach);
    const tensor = isRecord(tensors) && Object.hasOwn(tensors, list.tensor) ? tensors[list.tensor] : null;
    put(tensor, list.field, read.numbers);
    taken += read.numbers.byteLength;
  }
  return taken;
}

/** Whatever the key is called: `__proto__` is one like any other. */
function put(object: unknown, key: string, value: unknown): void {
  if (!isRecord(object)) return;
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

function placeIn(text: string, at: number): string {
  const before = text.slice(0, at);
  return `line ${before.split("\n").length}, column ${at - before.lastIndexOf("\n")}: `;
}

/** Engines do not always say where. */
function notJson(path: string, reason: string, place = ""): Problem {
  const said = reason
    .replaceAll(/\s+/g, " ")
    .replace(/ is not valid JSON$/, "")
    .replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase());
  return { path, message: `not JSON: ${place}${said}` };
}
