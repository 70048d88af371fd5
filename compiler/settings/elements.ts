/** Reads sequences that options give as text, under the rule that pragmas follow too. */
import { readElements } from "../syntax/elements.ts";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import type { WrittenInput } from "./convert.ts";
import { report } from "../../language/diagnostics/report.ts";

export type ReadText =
  | ({ readonly kind: "elements" } & WrittenInput)
  | { readonly kind: "problem"; readonly diagnostic: Diagnostic };

/** Text that begins with `[` must be a JSON array; any other text stands for its characters. */
export function readText(text: string, flag: "--input" | "--vocab"): ReadText {
  const read = readElements(text);
  if (read.kind === "elements") return { ...read, span: null };
  const rest = text.slice(read.start);
  const place = rest === "" ? "at its end" : `at \`${Array.from(rest).slice(0, 20).join("")}\``;
  const bad = { flag, problem: read.message, place, help: read.help };
  return { kind: "problem", diagnostic: report("bad-json", bad) };
}
