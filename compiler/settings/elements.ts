/** Reads sequences that options give as text, under the rule that pragmas follow too. */
import { readElements } from "../syntax/elements.ts";
import type { Diagnostic } from "../../language/diagnostics/diagnostic.ts";
import type { WrittenInput } from "./convert.ts";
import { remark } from "../../language/diagnostics/diagnostic.ts";

export type ReadText =
  | ({ readonly kind: "elements" } & WrittenInput)
  | { readonly kind: "problem"; readonly diagnostic: Diagnostic };

/** Text that begins with `[` must be a JSON array; any other text stands for its characters. */
export function readText(text: string, origin: string): ReadText {
  const read = readElements(text);
  if (read.kind === "elements") return { ...read, span: null };
  const rest = text.slice(read.start);
  const place = rest === "" ? "at its end" : `at \`${Array.from(rest).slice(0, 20).join("")}\``;
  return {
    kind: "problem",
    diagnostic: remark(
      "input",
      "bad-json",
      `${origin} begins with \`[\` but is not a JSON array: ${read.message}, ${place}`,
      read.help ?? 'write it as in `["a", "b"]`; text without `[` stands for its characters',
    ),
  };
}
