/** What is asked for, as text: settings, and the outputs and inputs that come of them. */
import { displayAtom } from "../../language/display.ts";
import type { Settings } from "../settings/settle.ts";
import type { Target } from "../settings/target.ts";
import type { Examined } from "../examine.ts";
import { showNodeName } from "./program.ts";
import { section, table } from "./text.ts";

export function printSettings({
  vocabulary,
  maxLength,
  causal,
  outputs,
  tokens,
  inputs,
  examples,
}: Settings): string {
  const sequences = (all: readonly (readonly Parameters<typeof displayAtom>[0][])[]): string =>
    all.map((sequence) => `[${sequence.map(displayAtom).join(", ")}]`).join(" ");
  const rows: readonly (readonly string[])[] = [
    ["vocabulary", vocabulary === null ? "none" : vocabulary.map(displayAtom).join(" ")],
    ["max-length", maxLength === null ? "none" : String(maxLength)],
    ["direction", causal ? "causal" : "bidirectional"],
    ["outputs", outputs === null ? "the program's last s-op" : outputs.map(({ name }) => name).join(", ")],
    ["tokens", `read as ${tokens}`],
    ...(inputs === null ? [] : [["inputs", sequences(inputs)]]),
    ...(examples.length === 0 ? [] : [["examples", sequences(examples)]]),
  ];
  return [...table(rows), ""].join("\n");
}

export function printTarget({ program, outputs, space, causal }: Target): string {
  const rows = outputs.map(({ name, node }) => [name, showNodeName(program.graph, node)]);
  const inputs = `1 to ${String(space.maxLength)} of ${space.vocabulary.map(displayAtom).join(" ")}`;
  return [
    ...section("outputs", table(rows)),
    ...section("inputs", [inputs, causal ? "causal" : "bidirectional"]),
    "",
  ].join("\n");
}

export function printExamined({ fatal, partial, assumptions, diagnostics }: Examined): string {
  const lines = [
    ...diagnostics.map(({ message }) => message),
    ...assumptions.map((assumption) => `assumed: ${assumption}`),
    ...(partial ? ["compiled all the same"] : []),
    ...(fatal ? ["not compiled"] : []),
  ];
  return [...(lines.length === 0 ? ["every input has a value"] : lines), ""].join("\n");
}
